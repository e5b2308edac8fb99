/**
 * One proof over all factors of a decryption, with everything hashed that each factor's own proof leaves out. It goes beside
 * the archive, as a line of a file; docs/reference/verify.md has what it says.
 */

import type { Ciphertext } from "../ballot/answers.ts";
import type { Election } from "../election.ts";
import { modulo, type Coins, type Group } from "../groups/group.ts";
import { challenge, hexHash } from "../hashes.ts";

/** What a trustee has done: their number, their message's hash, and the ciphertexts as published. */
export interface Decryption {
  readonly owner: number;
  readonly hash: string;
  readonly tally: readonly (readonly Ciphertext[])[];
}

export function proveFactors(election: Election, made: Decryption, secret: bigint, coins: Coins): string {
  const { group, fingerprint } = election;
  const opened = hexHash(JSON.stringify(made.tally.map((each) => each.map(({ alpha, beta }) => ({ alpha, beta })))));
  const key = group.text(group.powG(secret));
  const seed = hexHash(`factors|${fingerprint}|${key}|${opened}|${made.hash}|`);
  const base = weighted(group, seed, made.tally.flat().map((one) => one.alpha));
  const nonce = coins(group.q);
  const commitments = [group.text(group.powG(nonce)), group.text(group.pow(base, nonce))];
  const own = challenge(`factors-together|${seed}|`, commitments, group.q);
  const response = modulo(nonce - secret * own, group.q);
  const proof = { challenge: own.toString(), response: response.toString() };
  const line = { format: "hustings-factors/1", election: fingerprint, trustee: made.owner, decryption: made.hash, proof };
  return `${JSON.stringify(line)}\n`;
}

/** The product of the elements, each to the power of a weight of 128 bits that the seed gives its place. */
function weighted<E>(group: Group<E>, seed: string, elements: readonly string[]): E {
  const weight = (place: number) => BigInt(`0x${hexHash(`${seed}|${place}`).slice(0, 32)}`);
  const powers = elements.map((one, place) => group.pow(group.parse(one), weight(place)));
  return powers.reduce((product, one) => group.mul(product, one), group.powG(0n));
}
