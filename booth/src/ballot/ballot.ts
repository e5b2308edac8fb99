/** A whole ballot: sealed without a signature, so that it can still be opened for a check; signed only to be cast. */

import { publicCredential, secretKey } from "../credential.ts";
import type { Election } from "../election.ts";
import type { Coins } from "../groups/group.ts";
import { fingerprint } from "../hashes.ts";
import { sealAnswer, type Choices } from "./answers.ts";
import { knowledge, type Sealing } from "./proofs.ts";

export interface SealedBallot {
  /** The ballot without its signature, exactly as it is hashed. */
  readonly text: string;
  /** The hash of that text; the signature names it, so it stands in the ballot that is cast. */
  readonly seal: string;
  /** For each question the randomness of each ciphertext: whoever has it can read the ballot. */
  readonly randomness: readonly (readonly bigint[])[];
}

export interface SignedBallot {
  readonly text: string;
  /** What the voter looks for in the box. */
  readonly tracker: string;
}

/** Group and key of an election, with the tables that make its ballots quick. */
export function sealing(election: Election): Sealing<unknown> {
  return { group: election.group, key: election.publicKey, powKey: election.group.powersOf(election.publicKey) };
}

/** Encrypt the choices; `done` is told after each question. */
export function sealBallot(
  election: Election,
  prepared: Sealing<unknown>,
  code: string,
  choices: readonly Choices[],
  coins: Coins,
  done: (answers: number) => void = () => undefined,
): SealedBallot {
  if (choices.length !== election.questions.length) throw new RangeError("an answer for each question");
  const credential = publicCredential(election, code);
  const bound = `${election.fingerprint}|${credential}`;
  const answers = election.questions.map((question, i) => {
    const sealed = sealAnswer(prepared, question, bound, choices[i]!, coins);
    done(i + 1);
    return sealed;
  });
  const text = JSON.stringify({
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential,
    answers: answers.map((one) => one.answer),
  });
  return { text, seal: fingerprint(text), randomness: answers.map((one) => one.randomness) };
}

/** Sign a sealed ballot with the voter's code: from here on it can be cast. */
export function signBallot(election: Election, code: string, sealed: SealedBallot, coins: Coins): SignedBallot {
  const proof = knowledge(election.group, `sig|${sealed.seal}|`, secretKey(election, code), coins);
  const signature = JSON.stringify({ hash: sealed.seal, proof });
  const text = `${sealed.text.slice(0, -1)},"signature":${signature}}`;
  return { text, tracker: fingerprint(text) };
}
