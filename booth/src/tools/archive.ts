/** An election's archive as a trustee reads it: a tar of records named by their hashes, and the chain of its events. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

export interface Event {
  readonly parent?: string;
  readonly height: number;
  readonly type: string;
  readonly payload?: string;
}

export interface Archive {
  readonly events: readonly Event[];
  /** Hash of the last event: it stands for everything before it. */
  readonly last: string;
  /** The record of that hash. Throws a RangeError where there is none. */
  record(hash: string): Uint8Array;
}

const BLOCK = 512;
const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes).replace(/\0.*$/s, "");

/** Every record's name is its hash, and every event names the one before. Throws a RangeError otherwise. */
export function readArchive(bytes: Uint8Array): Archive {
  const records = new Map<string, Uint8Array>();
  const events: Event[] = [];
  let last: string | undefined;
  for (const [name, body] of entries(bytes)) {
    const [hash, kind] = name.split(".");
    if (name === "BELENIOS") continue;
    if (hash !== bytesToHex(sha256(body))) throw new RangeError("A record is not what its name says.");
    if (kind === "event") {
      const event = JSON.parse(new TextDecoder().decode(body)) as Event;
      if (event.height !== events.length || event.parent !== last) throw new RangeError("The chain of events is broken.");
      events.push(event);
      last = hash;
    } else records.set(hash, body);
  }
  if (last === undefined) throw new RangeError("The archive has no events.");
  return { events, last, record: (hash) => found(records, hash) };
}

function* entries(bytes: Uint8Array): Generator<[string, Uint8Array]> {
  if (ascii(bytes.slice(0, 100)) !== "BELENIOS") throw new RangeError("This file is no archive of an election.");
  for (let at = 0; at < bytes.length; ) {
    const size = parseInt(ascii(bytes.slice(at + 124, at + 136)), 8);
    const body = bytes.slice(at + BLOCK, at + BLOCK + size);
    if (Number.isNaN(size) || body.length !== size) throw new RangeError("The archive is cut off.");
    yield [ascii(bytes.slice(at, at + 100)), body];
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function found(records: ReadonlyMap<string, Uint8Array>, hash: string): Uint8Array {
  const record = records.get(hash);
  if (record === undefined) throw new RangeError("A record that an event names is not there.");
  return record;
}
