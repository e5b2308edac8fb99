/** Proofs that a ciphertext holds one of several values, made by whoever knows what was encrypted with what. */

import { challenge } from "../hashes.ts";
import { modulo, type Coins, type Group } from "../groups/group.ts";

export interface Proof {
  readonly challenge: string;
  readonly response: string;
}

/** Group and election key, with tables for the powers of the key. */
export interface Sealing<E> {
  readonly group: Group<E>;
  readonly key: E;
  readonly powKey: (k: bigint) => E;
}

/**
 * One statement "(alpha, beta) holds the value M": with which exponent the ciphertext was made, and how far the value
 * in it lies from M (0 if the statement is true).
 */
export interface Branch {
  readonly randomness: bigint;
  readonly distance: bigint;
}

/**
 * A proof that the branch `right` is true, which does not tell which one that is. The others are played backwards from
 * random challenges; as the prover knows the randomness, every commitment is a product of powers of g and of the key:
 * alpha^c g^r = g^(r + c randomness), and the same for beta with g^(c distance).
 */
export function disjunction<E>(
  sealing: Sealing<E>,
  prefix: string,
  branches: readonly Branch[],
  right: number,
  coins: Coins,
): Proof[] {
  const { group } = sealing;
  const q = group.q;
  const played = branches.map((_, j) => (j === right ? null : { challenge: coins(q), response: coins(q) }));
  const nonce = coins(q);
  const commitments = branches.flatMap(({ randomness, distance }, j) => {
    const fake = played[j] ?? { challenge: 0n, response: nonce };
    const exponent = fake.response + fake.challenge * randomness;
    const second = group.mul(sealing.powKey(exponent), group.powG(fake.challenge * distance));
    return [group.text(group.powG(exponent)), group.text(second)];
  });
  const others = played.reduce((sum, one) => sum + (one?.challenge ?? 0n), 0n);
  const own = modulo(challenge(prefix, commitments, q) - others, q);
  return branches.map(({ randomness }, j) => {
    const one = played[j] ?? { challenge: own, response: modulo(nonce - randomness * own, q) };
    return { challenge: one.challenge.toString(), response: one.response.toString() };
  });
}

/** A proof that its maker knows the exponent: of an encryption, or of the credential that signs a ballot. */
export function knowledge<E>(group: Group<E>, prefix: string, exponent: bigint, coins: Coins): Proof {
  const nonce = coins(group.q);
  const own = challenge(prefix, [group.text(group.powG(nonce))], group.q);
  return { challenge: own.toString(), response: modulo(nonce - exponent * own, group.q).toString() };
}
