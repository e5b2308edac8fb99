/** The scrutineer's work: a private code for each elector, and the list of their public halves. */

import { ALPHABET, LENGTH, publicCredential, withDashes } from "../credential.ts";
import type { Coins, Group } from "../groups/group.ts";
import { hexHash } from "../hashes.ts";

export interface Elector {
  /** As the scrutineer's list has it: a number or a name, never given to the server. */
  readonly id: string;
  readonly weight: number;
}

export interface Codes {
  /** `id,code` for each elector, in the order of the list: what letters are made from. */
  readonly letters: string;
  /** The public halves, sorted, so that their order says nothing about electors. */
  readonly publicCredentials: string;
  /** What `hustings contest open` wants with them: how many there are, and their hash. */
  readonly declaration: string;
}

/** One elector a line, perhaps with a weight after a comma. Throws a RangeError that names the line. */
export function readElectors(text: string): Elector[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const electors = lines.flatMap((line, i) => (line === "" ? [] : [readElector(line, i + 1)]));
  const twice = electors.find((one, i) => electors.findIndex((other) => other.id === one.id) !== i);
  if (twice !== undefined) throw new RangeError(`“${twice.id}” stands twice.`);
  if (electors.length === 0) throw new RangeError("There is no elector in the list.");
  return electors;
}

function readElector(line: string, number: number): Elector {
  const [, id, weight] = /^([^,"]*[^,"\s])(?:\s*,\s*([0-9]{1,9}))?$/.exec(line) ?? [];
  if (id === undefined) throw new RangeError(`Line ${number}: write a name or number, perhaps a comma and a weight.`);
  return { id, weight: weight === undefined ? 1 : Number(weight) };
}

export function makeCodes(uuid: string, group: Group<unknown>, electors: readonly Elector[], coins: Coins): Codes {
  if (!/^[1-9A-HJ-NP-Za-km-z]{14,}$/.test(uuid)) {
    throw new RangeError("The election’s number has at least 14 letters and digits, without 0, O, I and l.");
  }
  const weighed = electors.some((one) => one.weight !== 1);
  const made = electors.map(({ id, weight }) => {
    const code = makeCode(coins);
    const credential = publicCredential({ uuid, group }, code);
    return { line: `${id},${code}`, entry: weighed ? `${credential},${weight}` : credential };
  });
  const publicCredentials = JSON.stringify(made.map((one) => one.entry).sort());
  return {
    letters: `elector,code\n${made.map((one) => `${one.line}\n`).join("")}`,
    publicCredentials,
    declaration: declared(uuid, electors.length, publicCredentials),
  };
}

/** This page makes no spare codes: who needs some uses `hustings credentials`. */
function declared(uuid: string, electors: number, credentials: string): string {
  const whole = { uuid, electors, spares: 0, spares_commitments: [], credentials: hexHash(credentials) };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

const makeCode = (coins: Coins): string =>
  withDashes(Array.from({ length: LENGTH }, () => ALPHABET[Number(coins(BigInt(ALPHABET.length)))]!).join(""));
