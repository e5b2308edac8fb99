/** A single trustee's work: a key with its proof, and after the close a partial decryption with its proofs. */

import { knowledge } from "../ballot/proofs.ts";
import type { Ciphertext } from "../ballot/answers.ts";
import { readElection, type Election } from "../election.ts";
import { modulo, type Coins, type Group } from "../groups/group.ts";
import { challenge, hexHash } from "../hashes.ts";
import { readArchive, type Archive } from "./archive.ts";
import { proveFactors } from "./factors.ts";

export interface TrusteeKey {
  /** First digits of the public key's hash: both files are named by it. */
  readonly id: string;
  /** A JSON string with the exponent, as belenios-tool keeps it. */
  readonly privateKey: string;
  readonly publicKey: string;
}

export function makeKey(group: Group<unknown>, coins: Coins): TrusteeKey {
  const secret = coins(group.q);
  const key = group.text(group.powG(secret));
  const pok = knowledge(group, `pok|${group.name}|${key}|`, secret, coins);
  return {
    id: hexHash(key).slice(0, 8).toUpperCase(),
    privateKey: JSON.stringify(secret.toString()),
    publicKey: JSON.stringify({ pok, public_key: key }),
  };
}

export interface Share {
  /** The election's name among files. */
  readonly uuid: string;
  /** The two lines of a partial decryption: factors and proofs, and whose they are. */
  readonly lines: string;
  /** The line that proves all the factors together, for the file beside the archive. */
  readonly proof: string;
}

/** What is decrypted: the ciphertexts of the tally, or of the last shuffle, with shapes as published. */
type Shaped = readonly (readonly Ciphertext[])[];

/**
 * A trustee's share of the decryption, and its proof.
 *
 * Only the tally of a closed poll is decrypted, after its shuffles where there are rankings, never a ballot. Whether the
 * tally is that of the ballots, and each ballot sound, is for `hustings verify` to say before: `verified` is the hash of
 * the last event that it printed, and has to be that of this archive. Throws a RangeError that says what is not right.
 */
export function decrypt(bytes: Uint8Array, verified: string, privateKey: string, coins: Coins): Share {
  const archive = readArchive(bytes);
  if (archive.last !== verified.trim().toLowerCase()) {
    throw new RangeError(`This archive’s last event is ${archive.last}. Verify this very file first.`);
  }
  const { election, owners } = setup(archive);
  const { group } = election;
  const secret = readKey(privateKey, group);
  const key = group.text(group.powG(secret));
  const owner = owners.indexOf(key) + 1;
  if (owner === 0) throw new RangeError("This key is none of this election’s single trustees’.");
  const statement = `decrypt|${election.fingerprint}|${key}|`;
  const tally = toDecrypt(archive, election);
  const made = tally.map((each) => each.map((one) => factor(group, statement, secret, one, coins)));
  const shares = JSON.stringify({
    decryption_factors: made.map((each) => each.map((one) => one.factor)),
    decryption_proofs: made.map((each) => each.map((one) => one.proof)),
  });
  const hash = hexHash(shares);
  return {
    uuid: election.uuid,
    lines: `${shares}\n${JSON.stringify({ owner, payload: hash })}\n`,
    proof: proveFactors(election, { owner, hash, tally }, secret, coins),
  };
}

function factor(group: Group<unknown>, statement: string, secret: bigint, { alpha }: Ciphertext, coins: Coins) {
  const base = group.parse(alpha);
  const nonce = coins(group.q);
  const commitments = [group.text(group.powG(nonce)), group.text(group.pow(base, nonce))];
  const own = challenge(statement, commitments, group.q);
  const response = modulo(nonce - secret * own, group.q);
  return {
    factor: group.text(group.pow(base, secret)),
    proof: { challenge: own.toString(), response: response.toString() },
  };
}

const json = (archive: Archive, hash: string | undefined): unknown =>
  JSON.parse(new TextDecoder().decode(archive.record(hash ?? "")));

/** The election, and the public key of each trustee in the order of their numbers; of a threshold block none. */
function setup(archive: Archive): { election: Election; owners: readonly (string | null)[] } {
  const [first] = archive.events;
  if (first?.type !== "Setup") throw new RangeError("The archive does not begin with its setup.");
  const payload = json(archive, first.payload) as { election: string; trustees: string };
  const trustees = json(archive, payload.trustees) as ["Single" | "Pedersen", { public_key: string; certs: unknown[] }][];
  const owners = trustees.flatMap(([kind, one]) => (kind === "Single" ? [one.public_key] : one.certs.map(() => null)));
  return { election: readElection(archive.record(payload.election)), owners };
}

function toDecrypt(archive: Archive, election: Election): Shaped {
  const types = archive.events.map((one) => one.type);
  const tally = archive.events.find((one) => one.type === "EncryptedTally");
  if (!types.includes("EndBallots") || tally === undefined) throw new RangeError("The poll is not closed and tallied yet.");
  const sized = json(archive, tally.payload) as { num_tallied: number; encrypted_tally: string };
  if (sized.num_tallied === 1) throw new RangeError("A tally of a single ballot is never decrypted: it would show one person’s vote.");
  const ciphertexts = json(archive, sized.encrypted_tally) as Ciphertext[][];
  const ranked = election.questions.map((one) => one.kind === "ranking");
  if (!ranked.includes(true)) return ciphertexts;
  if (!types.includes("EndShuffles")) throw new RangeError("The rankings are not shuffled yet, or the shuffles not ended.");
  const shuffle = archive.events.filter((one) => one.type === "Shuffle").at(-1);
  const owned = json(archive, shuffle?.payload) as { payload: string };
  const shuffled = (json(archive, owned.payload) as { ciphertexts: Ciphertext[][] }).ciphertexts;
  let next = 0;
  return ciphertexts.map((each, i) => (ranked[i] ? shuffled[next++]! : each));
}

function readKey(privateKey: string, group: Group<unknown>): bigint {
  const digits = /^\s*"([0-9]{1,700})"\s*$/.exec(privateKey)?.[1];
  if (digits === undefined || BigInt(digits) >= group.q) throw new RangeError("This file is no private key of this group.");
  return BigInt(digits);
}
