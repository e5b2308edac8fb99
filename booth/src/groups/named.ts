/** The groups that elections of ours are held in, by the name in election.json. */

import { edwards } from "./edwards.ts";
import { rfc3526 } from "./finite_field.ts";
import type { Group } from "./group.ts";

const GROUPS: Readonly<Record<string, unknown>> = { Ed25519: edwards, "RFC-3526-2048": rfc3526 };

export const NAMES = Object.keys(GROUPS);

export const groupNamed = (name: string): Group<unknown> | undefined =>
  Object.hasOwn(GROUPS, name) ? (GROUPS[name] as Group<unknown>) : undefined;
