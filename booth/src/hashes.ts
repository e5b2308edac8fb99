/** The hashes of Belenios: fingerprints and trackers, and the challenges of proofs. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

export const hexHash = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** SHA-256 in base64 without padding: of an election, of a ballot (its tracker), of a ballot without its signature. */
export function fingerprint(data: Uint8Array | string): string {
  const digest = sha256(typeof data === "string" ? utf8ToBytes(data) : data);
  return btoa(String.fromCharCode(...digest)).replace(/=+$/, "");
}

/** The hash of the prefix and the elements' texts, modulo q. */
export const challenge = (prefix: string, elements: readonly string[], q: bigint): bigint =>
  BigInt("0x" + hexHash(prefix + elements.join(","))) % q;
