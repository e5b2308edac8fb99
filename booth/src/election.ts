/** election.json as the booth reads it: the questions that it can put, and a refusal for those that it cannot. */

import type { Group } from "./groups/group.ts";
import { groupNamed } from "./groups/named.ts";
import { fingerprint } from "./hashes.ts";

/** At least min and at most max of the answers, or none of them by a blank vote. */
export interface ChoosingQuestion {
  readonly kind: "choosing";
  readonly question: string;
  readonly answers: readonly string[];
  readonly min: number;
  readonly max: number;
  readonly blank: boolean;
}

/** Every answer gets a number: 1 for the first preference, 0 for none. */
export interface RankingQuestion {
  readonly kind: "ranking";
  readonly question: string;
  readonly answers: readonly string[];
  readonly blank: boolean;
}

export type Question = ChoosingQuestion | RankingQuestion;

export interface Election {
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  readonly group: Group<unknown>;
  readonly publicKey: unknown;
  readonly questions: readonly Question[];
  /** The language of its own words, where it names one. */
  readonly language: string | null;
  /** Of the raw bytes: the same number for everyone who votes in this election. */
  readonly fingerprint: string;
}

/** Why this booth cannot offer an election; the sentence is for a person. */
export class NotOffered extends Error {}

type Fields = Record<string, unknown>;

export function readElection(raw: Uint8Array): Election {
  const found = object(parsed(raw), "election.json");
  if (found.version !== 1) throw new NotOffered("version of the election");
  const group = groupNamed(text(found, "group"));
  if (group === undefined) throw new NotOffered(`group ${String(found.group)}`);
  const uuid = text(found, "uuid");
  if (!/^[1-9A-HJ-NP-Za-km-z]{14,}$/.test(uuid)) throw new NotOffered("uuid");
  return {
    uuid,
    name: text(found, "name"),
    description: text(found, "description"),
    group,
    publicKey: readPublicKey(group, text(found, "public_key")),
    questions: array(found.questions, "questions").map((one) => readQuestion(group, object(one, "question"))),
    language: typeof found.language === "string" && /^[A-Za-z-]{2,35}$/.test(found.language) ? found.language : null,
    fingerprint: fingerprint(raw),
  };
}

function readQuestion(group: Group<unknown>, found: Fields): Question {
  if (found.type === undefined) return readChoosing(found);
  if (found.type !== "NonHomomorphic") throw new NotOffered(`question of type ${String(found.type)}`);
  const value = object(found.value, "question");
  const extra = found.extra === undefined || found.extra === null ? {} : object(found.extra, "extra");
  if (extra.method === "MajorityJudgment") throw new NotOffered("question answered by grades");
  const answers = strings(value.answers);
  if (answers.length > group.mostInts) throw new NotOffered(`ranking of ${answers.length} answers`);
  return { kind: "ranking", question: text(value, "question"), answers, blank: extra.blank === true };
}

function readChoosing(found: Fields): ChoosingQuestion {
  const answers = strings(found.answers);
  const [min, max] = [natural(found.min), natural(found.max)];
  if (min > Math.min(max, answers.length)) throw new NotOffered("question whose bounds nobody can keep");
  return { kind: "choosing", question: text(found, "question"), answers, min, max, blank: found.blank === true };
}

function parsed(raw: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch {
    throw new NotOffered("election.json that is not JSON");
  }
}

/** A key of the group under which something is hidden: not the identity, whose powers are all the same. */
function readPublicKey(group: Group<unknown>, spelled: string): unknown {
  if (spelled === group.text(group.powG(0n))) throw new NotOffered("public key that hides nothing");
  try {
    return group.parse(spelled);
  } catch {
    throw new NotOffered("public key that is not in the group");
  }
}

function natural(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new NotOffered("bounds");
  return value;
}

function object(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NotOffered(what);
  return value as Fields;
}

function array(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new NotOffered(what);
  return value;
}

function strings(value: unknown): string[] {
  return array(value, "answers").map((one) => {
    if (typeof one !== "string") throw new NotOffered("answers");
    return one;
  });
}

function text(found: Fields, key: string): string {
  const value = found[key];
  if (typeof value !== "string") throw new NotOffered(key);
  return value;
}
