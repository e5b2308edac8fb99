/** A ballot opened for a check: it shows what was encrypted, can be checked anywhere, and can no longer be cast. */

import type { Election, Question } from "../election.ts";
import type { Choices } from "./answers.ts";
import type { SealedBallot } from "./ballot.ts";
import { fingerprint } from "../hashes.ts";
import { sealing } from "./ballot.ts";

export interface OpenedBallot {
  readonly type: "hustings-opened-ballot";
  readonly version: 1;
  readonly election_hash: string;
  readonly seal: string;
  readonly ballot: string;
  readonly choices: readonly Choices[];
  readonly randomness: readonly (readonly string[])[];
}

export function openBallot(election: Election, sealed: SealedBallot, choices: readonly Choices[]): OpenedBallot {
  return {
    type: "hustings-opened-ballot",
    version: 1,
    election_hash: election.fingerprint,
    seal: sealed.seal,
    ballot: sealed.text,
    choices,
    randomness: sealed.randomness.map((one) => one.map(String)),
  };
}

/** What an opened ballot was found to be: in order, the first thing that does not hold. */
export type Finding = "holds" | "unreadable" | "election" | "seal" | "signed" | "choices";

/** Encrypt the choices again with the randomness, on any device, and compare with the ballot under the seal. */
export function checkOpened(election: Election, opened: OpenedBallot): Finding {
  let ballot: { election_hash: unknown; answers: { choices: unknown }[]; signature?: unknown };
  try {
    ballot = JSON.parse(opened.ballot);
  } catch {
    return "unreadable";
  }
  if (opened.election_hash !== election.fingerprint || ballot.election_hash !== election.fingerprint) return "election";
  if (fingerprint(opened.ballot) !== opened.seal) return "seal";
  if (ballot.signature !== undefined) return "signed";
  const expected = election.questions.map((question, i) =>
    ciphertexts(election, question, opened.choices[i] ?? [], opened.randomness[i] ?? []),
  );
  const found = ballot.answers.map((one) => JSON.stringify(one.choices));
  return JSON.stringify(found) === JSON.stringify(expected) ? "holds" : "choices";
}

function ciphertexts(
  election: Election,
  question: Question,
  choices: Choices,
  randomness: readonly string[],
): string | null {
  const { group, powKey } = sealing(election);
  const encrypt = (message: unknown, r: string): object => ({
    alpha: group.text(group.powG(BigInt(r))),
    beta: group.text(group.mul(powKey(BigInt(r)), message)),
  });
  try {
    if (question.kind === "ranking") return JSON.stringify(encrypt(group.ofInts(choices), randomness[0]!));
    return JSON.stringify(choices.map((value, i) => encrypt(group.powG(BigInt(value)), randomness[i]!)));
  } catch {
    return null;
  }
}
