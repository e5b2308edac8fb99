/** Codes, keys and decryptions of the tools page, and what it refuses. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { randomBelow } from "../src/coins.ts";
import { publicCredential, readCode } from "../src/credential.ts";
import { groupNamed } from "../src/groups/named.ts";
import { challenge } from "../src/hashes.ts";
import { readArchive } from "../src/tools/archive.ts";
import { makeCodes, readElectors } from "../src/tools/codes.ts";
import { decrypt, makeKey } from "../src/tools/trustee.ts";

const ED = groupNamed("Ed25519")!;
const UUID = "Rr3gqyJDXw7Uzm";

test("each elector gets a code that the booth reads, and its public half is on the list", () => {
  const electors = readElectors("17\n 4, 3 \r\n\nAnwen Example\n");
  assert.deepEqual(electors.map((one) => [one.id, one.weight]), [["17", 1], ["4", 3], ["Anwen Example", 1]]);
  const made = makeCodes(UUID, ED, electors, randomBelow);
  const [heading, ...lines] = made.letters.trimEnd().split("\n").map((line) => line.split(","));
  assert.deepEqual(heading, ["elector", "code"]);
  const credentials = lines.map(([, code], i) => {
    assert.equal(readCode(code!), code);
    const credential = publicCredential({ uuid: UUID, group: ED }, code!);
    return `${credential},${electors[i]!.weight}`;
  });
  assert.deepEqual(JSON.parse(made.publicCredentials), credentials.sort());
  assert.equal(new Set(credentials).size, 3);
});

test("without weights none is written, and the declaration counts and hashes what is", () => {
  const made = makeCodes(UUID, ED, readElectors("1\n2"), randomBelow);
  assert.ok(!made.publicCredentials.includes(",1"));
  const declared = JSON.parse(made.declaration);
  const credentials = bytesToHex(sha256(utf8ToBytes(made.publicCredentials)));
  assert.deepEqual(declared, { uuid: UUID, electors: 2, spares: 0, spares_commitments: [], credentials });
});

test("a list of electors with something wrong is refused by line", () => {
  assert.throws(() => readElectors("\n \n"), /no elector/);
  assert.throws(() => readElectors("a\nb\na"), /“a” stands twice/);
  for (const wrong of ["a\nb,x", "a\n,3", "a\nb,1,2", 'a\n"b"', "a\nb,-1"]) {
    assert.throws(() => readElectors(wrong), /Line 2/, wrong);
  }
  assert.throws(() => makeCodes("short", ED, readElectors("a"), randomBelow), RangeError);
});

test("a key proves that its maker knows its exponent", () => {
  const made = makeKey(ED, randomBelow);
  const { pok, public_key: key } = JSON.parse(made.publicKey);
  const commitment = ED.mul(ED.powG(BigInt(pok.response)), ED.pow(ED.parse(key), BigInt(pok.challenge)));
  assert.equal(challenge(`pok|Ed25519|${key}|`, [ED.text(commitment)], ED.q).toString(), pok.challenge);
  assert.equal(ED.text(ED.powG(BigInt(JSON.parse(made.privateKey)))), key);
  assert.match(made.id, /^[0-9A-F]{8}$/);
});

// --- a small archive, which these tests take apart ---------------------------------------------------

const hash = (body: string): string => bytesToHex(sha256(utf8ToBytes(body)));

function entry(name: string, body: string): Uint8Array {
  const bytes = utf8ToBytes(body);
  const header = new Uint8Array(512);
  header.set(utf8ToBytes(name));
  header.set(utf8ToBytes(bytes.length.toString(8).padStart(11, "0")), 124);
  return concatBytes(header, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512));
}

type Step = readonly [type: string, ...bodies: string[]];

function archive(steps: readonly Step[]): { bytes: Uint8Array; last: string } {
  const parts = [entry("BELENIOS", '{"version":1,"timestamp":"1"}')];
  let last: string | undefined;
  steps.forEach(([type, ...bodies], height) => {
    for (const body of bodies) parts.push(entry(`${hash(body)}.data.json`, body));
    const payload = bodies.at(-1) === undefined ? {} : { payload: hash(bodies.at(-1)!) };
    const event = JSON.stringify({ ...(last === undefined ? {} : { parent: last }), height, type, ...payload });
    last = hash(event);
    parts.push(entry(`${last}.event.json`, event));
  });
  return { bytes: concatBytes(...parts), last: last! };
}

const trustee = makeKey(ED, randomBelow);
const publicKey = JSON.parse(trustee.publicKey).public_key as string;
const questions = [{ answers: ["Yes", "No"], min: 1, max: 1, question: "Agreed?" }];
const election = JSON.stringify({ version: 1, description: "", name: "N", group: "Ed25519", public_key: publicKey, questions, uuid: UUID });
const trustees = `[["Single",${trustee.publicKey}]]`;
const setup: Step = ["Setup", election, trustees, "[]", JSON.stringify({ election: hash(election), trustees: hash(trustees), credentials: hash("[]") })];
const ciphertext = (r: bigint, m: bigint) => ({
  alpha: ED.text(ED.powG(r)),
  beta: ED.text(ED.mul(ED.pow(ED.parse(publicKey), r), ED.powG(m))),
});
const tally = JSON.stringify([[ciphertext(5n, 3n), ciphertext(9n, 0n)]]);
const tallied: Step = ["EncryptedTally", tally, JSON.stringify({ num_tallied: 3, total_weight: 3, encrypted_tally: hash(tally) })];

test("a share of the decryption opens the tally, and its proofs hold", () => {
  const { bytes, last } = archive([setup, ["EndBallots"], tallied]);
  const [shares, owned] = decrypt(bytes, ` ${last.toUpperCase()}\n`, trustee.privateKey, randomBelow).lines.trimEnd().split("\n");
  assert.deepEqual(JSON.parse(owned!), { owner: 1, payload: hash(shares!) });
  const { decryption_factors: factors, decryption_proofs: proofs } = JSON.parse(shares!);
  [3n, 0n].forEach((votes, i) => {
    const { alpha, beta } = JSON.parse(tally)[0][i];
    const share = ED.parse(factors[0][i]);
    assert.equal(ED.text(ED.mul(ED.parse(beta), ED.pow(share, -1n))), ED.text(ED.powG(votes)));
    const [c, r] = [BigInt(proofs[0][i].challenge), BigInt(proofs[0][i].response)];
    const both = [
      ED.text(ED.mul(ED.powG(r), ED.pow(ED.parse(publicKey), c))),
      ED.text(ED.mul(ED.pow(ED.parse(alpha), r), ED.pow(share, c))),
    ];
    const fingerprint = btoa(String.fromCharCode(...sha256(utf8ToBytes(election)))).replace(/=+$/, "");
    assert.equal(challenge(`decrypt|${fingerprint}|${publicKey}|`, both, ED.q), c);
  });
});

test("nothing is decrypted of another archive than was verified, of an open poll, or with another key", () => {
  const closed = archive([setup, ["EndBallots"], tallied]);
  const attempt = ({ bytes, last }: { bytes: Uint8Array; last: string }, key = trustee.privateKey) => () => decrypt(bytes, last, key, randomBelow);
  assert.throws(attempt({ ...closed, last: hash("another") }), /Verify this very file first/);
  assert.throws(attempt(archive([setup])), /not closed/);
  assert.throws(attempt(archive([setup, tallied])), /not closed/);
  assert.throws(attempt(archive([setup, ["EndBallots"]])), /not closed/);
  assert.throws(attempt(closed, makeKey(ED, randomBelow).privateKey), /none of this election/);
  for (const wrong of ["", "12", '"x"', `"${ED.q}"`]) assert.throws(attempt(closed, wrong), /no private key/);
});

test("a tally of a single ballot is never decrypted", () => {
  const single: Step = ["EncryptedTally", tally, JSON.stringify({ num_tallied: 1, total_weight: 1, encrypted_tally: hash(tally) })];
  const { bytes, last } = archive([setup, ["EndBallots"], single]);
  assert.throws(() => decrypt(bytes, last, trustee.privateKey, randomBelow), /single ballot/);
});

test("rankings are decrypted only after their shuffles are ended", () => {
  const ranked = election.replace(JSON.stringify(questions[0]), JSON.stringify({ type: "NonHomomorphic", value: { answers: ["A", "B"], question: "Rank" } }));
  const begun: Step = ["Setup", ranked, trustees, "[]", JSON.stringify({ election: hash(ranked), trustees: hash(trustees), credentials: hash("[]") })];
  const { bytes, last } = archive([begun, ["EndBallots"], tallied]);
  assert.throws(() => decrypt(bytes, last, trustee.privateKey, randomBelow), /not shuffled/);
});

test("an archive that was changed, cut off or is something else is not read", () => {
  const { bytes } = archive([setup, ["EndBallots"], tallied]);
  const changed = bytes.slice();
  changed[512 * 3 + 20]! ^= 1;
  assert.throws(() => readArchive(changed), RangeError);
  assert.throws(() => readArchive(bytes.slice(0, -600)), RangeError);
  assert.throws(() => readArchive(new Uint8Array(2048)), /no archive/);
  const [first, second] = [archive([setup]).bytes, archive([["EndBallots"]]).bytes];
  assert.throws(() => readArchive(concatBytes(first, second.slice(1024))), /chain/);
  assert.throws(() => readArchive(first.slice(0, 1024)), /no events/);
});
