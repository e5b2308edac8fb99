/** What the booth asks of the server: docs/reference/booth.md is the contract. */

import { language } from "../words/words.ts";

/** Where one contest's ballot paper is, where ballots go, and who is voting. */
export interface Contest {
  readonly election: string;
  readonly fingerprint: string;
  readonly cast: string;
  readonly credentials: string | null;
  readonly box: string | null;
  readonly leave: string;
  readonly elector: string | null;
  readonly closes: string | null;
  readonly replacement: boolean;
  readonly token: string;
  /** Says since when this booth is open; it goes back with the ballot. */
  readonly pass: string;
  readonly recordKey: string | null;
}

export interface Receipt {
  readonly tracker: string;
  readonly promise: string;
}

/** A page that leads on from a refusal, named in the reader's language. */
export interface Way {
  readonly address: string;
  readonly text: string;
}

/** A "no" of the server, with the sentence it gave; `signIn` where signing in would help, `ways` where else to go. */
export class Refusal extends Error {
  constructor(
    readonly because: string,
    readonly signIn: string | null = null,
    readonly ways: readonly Way[] = [],
  ) {
    super(because);
  }
}

/** No answer, or one that is not of this contract: whether the server did anything is not known. */
export class NoAnswer extends Error {}

/** The message of a {@link NoAnswer} where there is nothing at the address. */
export const NOT_FOUND = "404";

export type CodeState = { readonly state: "free" } | { readonly state: "unknown" | "cast" | "struck-off"; readonly because: string };

type Fields = Record<string, unknown>;

export async function fetchContest(address: string): Promise<Contest> {
  const { fields } = await json(await get(address));
  return {
    election: path(fields.election),
    fingerprint: string(fields.fingerprint),
    cast: path(fields.cast),
    credentials: optional(fields.credentials, path),
    box: optional(fields.box, path),
    leave: path(fields.leave),
    elector: optional(fields.elector, string),
    closes: optional(fields.closes, string),
    replacement: fields.replacement === true,
    token: string(fields.token),
    pass: optional(fields.pass, string) ?? "",
    recordKey: optional(fields.record_key, string),
  };
}

/** The raw bytes, as they are hashed. */
export async function fetchElection(address: string): Promise<Uint8Array> {
  const answer = await get(address);
  if (!answer.ok) throw new NoAnswer(String(answer.status));
  return new Uint8Array(await answer.arrayBuffer());
}

/** Whether a public credential is on the roll and still free, where the server tells. */
export async function codeState(contest: Contest, credential: string): Promise<CodeState> {
  if (contest.credentials === null) return { state: "free" };
  const answer = await get(contest.credentials + credential);
  if (answer.status === 404) return { state: "unknown", because: "" };
  const { fields } = await json(answer);
  const state = string(fields.state);
  if (state === "free") return { state };
  if (state !== "cast" && state !== "struck-off") throw new NoAnswer(state);
  return { state, because: typeof fields.because === "string" ? fields.because : "" };
}

/**
 * Cast a ballot. The same bytes again are answered with the same receipt, so this may be repeated; `token` may be that of
 * a session begun since, while the pass stays that of the booth as it was opened.
 */
export async function castBallot(contest: Contest, token: string, ballot: string): Promise<Receipt> {
  const session = { "X-CSRFToken": token, "Booth-Pass": contest.pass };
  const headers = { "Content-Type": "application/json", "Accept-Language": language(), ...session };
  const { fields } = await json(await answered(contest.cast, { method: "POST", headers, body: ballot }));
  return { tracker: string(fields.tracker), promise: string(fields.promise) };
}

const get = (address: string): Promise<Response> => answered(address, { headers: { "Accept-Language": language() } });

async function answered(address: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { credentials: "same-origin", redirect: "error", cache: "no-store", ...options });
  } catch {
    throw new NoAnswer("network");
  }
}

async function json(answer: Response): Promise<{ fields: Fields }> {
  let fields: Fields;
  try {
    fields = (await answer.json()) as Fields;
  } catch {
    throw new NoAnswer(String(answer.status));
  }
  if (answer.ok) return { fields };
  if (answer.status >= 500 || typeof fields.because !== "string") throw new NoAnswer(String(answer.status));
  throw new Refusal(fields.because, optional(fields.sign_in, path), ways(fields.ways));
}

function string(value: unknown): string {
  if (typeof value !== "string") throw new NoAnswer("text expected");
  return value;
}

const ways = (value: unknown): Way[] =>
  Array.isArray(value) ? value.map((one: Fields) => ({ address: path(one.address), text: string(one.text) })) : [];

/** A path on this server: a booth sends nothing elsewhere. */
function path(value: unknown): string {
  const text = string(value);
  if (!/^\/(?![/\\])/.test(text)) throw new NoAnswer("path expected");
  return text;
}

const optional = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === null || value === undefined ? null : read(value);
