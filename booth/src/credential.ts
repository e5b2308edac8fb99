/** The code on a voter's letter: read as people type it, and turned into the key that signs the ballot. */

import type { Election } from "./election.ts";
import { hexHash } from "./hashes.ts";
import { modulo } from "./groups/group.ts";

/** Groups of characters on the letter: XXXXX-XXXXXX-XXXXX-XXXXXX. */
const PARTS = [5, 6, 5, 6] as const;
export const LENGTH = 22;
export const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** What is wrong with a code: the number of characters, or one that no code has. */
export type CodeProblem =
  | { readonly problem: "empty" }
  | { readonly problem: "length"; readonly count: number }
  | { readonly problem: "character"; readonly character: string };

/** Characters that no code has, and that look like only one that it has. */
const UNAMBIGUOUS: Record<string, string> = { O: "o", "0": "o" };

/**
 * The code in the one form that the key is made from. Spaces and dashes of every kind count for nothing. Codes tell
 * capitals from small letters, so case is kept; a nought or a capital O can only be the small "o", as codes have neither.
 * "l" and "I" could be 1, i or L and are asked about instead.
 */
export function readCode(typed: string): string | CodeProblem {
  const characters = [...typed.normalize("NFKC").replace(/[\s\p{Pd}_.\u2212]/gu, "")].map((c) => UNAMBIGUOUS[c] ?? c);
  if (characters.length === 0) return { problem: "empty" };
  const strange = characters.find((character) => !ALPHABET.includes(character));
  if (strange !== undefined) return { problem: "character", character: strange };
  if (characters.length !== LENGTH) return { problem: "length", count: characters.length };
  return withDashes(characters.join(""));
}

export function withDashes(plain: string): string {
  let at = 0;
  return PARTS.map((length) => plain.slice(at, (at += length))).join("-");
}

/** The exponent that a code stands for in one election. */
export function secretKey(election: Pick<Election, "uuid" | "group">, code: string): bigint {
  const half = (i: number): string => hexHash(`derive_credential|${election.uuid}|${i}|${code}`);
  return modulo(BigInt("0x" + half(0) + half(1)), election.group.q);
}

/** The public half of a code, as the list of electors has it. */
export function publicCredential(election: Pick<Election, "uuid" | "group">, code: string): string {
  return election.group.text(election.group.powG(secretKey(election, code)));
}
