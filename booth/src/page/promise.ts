/** The promise on a receipt: a C2SP signed note of the record's key that names the election and the tracker. */

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const ALGORITHM = 1;
const FORMAT = "hustings/receipt/v1";

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** A verifier key, "name+hash+base64": its name, its four bytes of hash, its point. */
function readKey(text: string): { name: string; hash: Uint8Array; point: Uint8Array } {
  const [, name, hex, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const key = bytesOf(base64 ?? "");
  if (name === undefined || key.length !== 33 || key[0] !== ALGORITHM) throw new RangeError("not a verifier key");
  const hash = sha256(concatBytes(utf8ToBytes(`${name}\n`), key)).slice(0, 4);
  if (BigInt("0x" + hex!) !== hash.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)) throw new RangeError("key hash");
  return { name, hash, point: key.slice(1) };
}

/** Whether the note promises exactly this ballot of this election, with a good signature of the key. */
export function promises(note: string, election: string, tracker: string, verifierKey: string): boolean {
  try {
    const key = readKey(verifierKey);
    const text = `${FORMAT}\n${election}\n${tracker}\n`;
    if (!note.startsWith(`${text}\n`)) return false;
    return note
      .slice(text.length + 1)
      .split("\n")
      .some((line) => {
        const signature = bytesOf(/^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line)?.[2] ?? "");
        const named = line.startsWith(`— ${key.name} `) && key.hash.every((byte, i) => signature[i] === byte);
        return named && signature.length === 68 && ed25519.verify(signature.slice(4), utf8ToBytes(text), key.point);
      });
  } catch {
    return false;
  }
}
