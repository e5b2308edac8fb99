/** Sealing, opening and signing: what cannot be proved is refused, what was changed is found. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { sealBallot, sealing, signBallot } from "../src/ballot/ballot.ts";
import { checkOpened, openBallot, type OpenedBallot } from "../src/ballot/opened.ts";
import { randomBelow } from "../src/coins.ts";
import { NotOffered, readElection } from "../src/election.ts";
import { edwards } from "../src/groups/edwards.ts";
import { fingerprint } from "../src/hashes.ts";

const CODE = "5wqCm-EPZuFR-rw2a2-59xjZY";
const CHOOSING = { answers: ["A", "B", "C"], min: 1, max: 2, question: "Which?" };
const RANKING = { type: "NonHomomorphic", value: { answers: ["A", "B", "C"], question: "Rank" } };

function election(changes: Record<string, unknown> = {}, questions: unknown[] = [CHOOSING, RANKING]) {
  const key = edwards.text(edwards.powG(987654321n));
  const whole = { version: 1, description: "", name: "N", group: "Ed25519", public_key: key, questions, uuid: "Rr3gqyJDXw7Uzm", ...changes };
  return readElection(new TextEncoder().encode(JSON.stringify(whole)));
}

const ours = election();
const seal = (choices: number[][]) => sealBallot(ours, sealing(ours), CODE, choices, randomBelow);

test("the same choices are sealed differently each time", () => {
  const choices = [[1, 0, 1], [2, 1, 0]];
  assert.notEqual(seal(choices).seal, seal(choices).seal);
});

test("choices that no proof covers are refused before anything is encrypted", () => {
  for (const wrong of [[0, 0, 0], [1, 1, 1], [2, 0, 0], [1, 0], [1, 0, 0, 0]]) {
    assert.throws(() => seal([wrong, [1, 2, 3]]), RangeError, String(wrong));
  }
  assert.throws(() => seal([[1, 0, 0]]), RangeError);
  assert.throws(() => seal([[1, 0, 0], [1, 2]]), RangeError);
});

test("a blank vote and an answer exclude each other", () => {
  const blank = election({}, [{ ...CHOOSING, blank: true }]);
  const cast = (choices: number[]) => sealBallot(blank, sealing(blank), CODE, [choices], randomBelow);
  assert.throws(() => cast([1, 1, 0, 0]), RangeError);
  assert.throws(() => cast([0, 0, 0, 0]), RangeError);
  cast([1, 0, 0, 0]);
});

test("the seal stands in the signed ballot, and the tracker is the hash of the whole", () => {
  const sealed = seal([[1, 0, 0], [1, 2, 3]]);
  const signed = signBallot(ours, CODE, sealed, randomBelow);
  assert.equal(JSON.parse(signed.text).signature.hash, sealed.seal);
  assert.equal(fingerprint(signed.text), signed.tracker);
  assert.equal(signed.text, JSON.stringify(JSON.parse(signed.text)));
});

test("an opened ballot holds for its own choices and for no others", () => {
  const choices = [[1, 0, 1], [2, 1, 0]];
  const opened = openBallot(ours, seal(choices), choices);
  assert.equal(checkOpened(ours, opened), "holds");
  assert.equal(checkOpened(ours, { ...opened, choices: [[0, 1, 1], [2, 1, 0]] }), "choices");
  assert.equal(checkOpened(ours, { ...opened, choices: [[1, 0, 1], [1, 2, 0]] }), "choices");
  assert.equal(checkOpened(ours, { ...opened, choices: [[1, 0, 1]] }), "choices");
  assert.equal(checkOpened(ours, { ...opened, randomness: [["1", "2", "3"], ["4"]] }), "choices");
  assert.equal(checkOpened(ours, { ...opened, randomness: [] }), "choices");
});

test("an opened ballot of another election, under another seal, or signed is found out", () => {
  const choices = [[1, 0, 1], [2, 1, 0]];
  const sealed = seal(choices);
  const opened = openBallot(ours, sealed, choices);
  assert.equal(checkOpened(election({ name: "M" }), opened), "election");
  assert.equal(checkOpened(ours, { ...opened, seal: fingerprint("another") }), "seal");
  assert.equal(checkOpened(ours, { ...opened, ballot: "{" }), "unreadable");
  const signed = signBallot(ours, CODE, sealed, randomBelow);
  const castable: OpenedBallot = { ...opened, ballot: signed.text, seal: fingerprint(signed.text) };
  assert.equal(checkOpened(ours, castable), "signed");
});

test("the opening of a ballot is never a ballot that could be cast", () => {
  const choices = [[1, 0, 1], [2, 1, 0]];
  assert.ok(!JSON.stringify(openBallot(ours, seal(choices), choices)).includes("signature"));
});

test("elections that this booth cannot put are refused with a reason", () => {
  const lists = { type: "Lists", value: { answers: [["L", "A"]], question: "List" } };
  const grades = { ...RANKING, extra: { method: "MajorityJudgment", grades: ["Good", "Bad"] } };
  const many = { ...RANKING, value: { answers: Array(31).fill("A"), question: "Rank" } };
  const refused = [
    () => election({ version: 2 }),
    () => election({ group: "BELENIOS-2048" }),
    () => election({ uuid: "short" }),
    () => election({ public_key: "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec" }),
    () => election({ public_key: "1".padStart(64, "0") }),
    () => election({}, [lists]),
    () => election({}, [grades]),
    () => election({}, [many]),
    () => election({}, [{ ...CHOOSING, min: 3 }]),
    () => election({}, [{ ...CHOOSING, min: 4, max: 4 }]),
    () => election({}, [{ ...CHOOSING, min: "1" }]),
    () => election({}, [{ ...CHOOSING, max: null }]),
    () => election({}, []),
  ];
  for (const one of refused) assert.throws(one, NotOffered, String(one));
});

test("coins are below their bound, and reach both ends of a small one", () => {
  const drawn = new Set(Array.from({ length: 400 }, () => randomBelow(5n)));
  assert.deepEqual([...drawn].sort(), [0n, 1n, 2n, 3n, 4n]);
});
