/** Which language the booth speaks, and its sentences with the values put in. */

import { cy } from "./cy.ts";
import { en, type Catalogue, type WordId } from "./en.ts";

export type Language = "en" | "cy";
export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, cy };

/** A sentence of the booth's own, in the language that is spoken when it is shown. */
export interface Sentence {
  readonly id: WordId;
  readonly values?: Readonly<Record<string, string | number>>;
}

let spoken: Language = "en";

export const language = (): Language => spoken;

export function speak(chosen: Language): void {
  spoken = chosen;
}

/** The language to begin with: of the address, else of the reader's device. */
export function preferred(search: string, device: readonly string[]): Language {
  const asked = new URLSearchParams(search).get("language") ?? device[0] ?? "";
  return asked.toLowerCase().startsWith("cy") ? "cy" : "en";
}

export function say(id: WordId, values: Readonly<Record<string, string | number>> = {}): string {
  return CATALOGUES[spoken][id].replace(/\{([a-z]+)\}/g, (_, name: string) => String(values[name] ?? `{${name}}`));
}

export const sentence = ({ id, values }: Sentence): string => say(id, values);

/** As an adverb, with the soft mutation: the day on which something happens. */
const WELSH_DAYS = ["ddydd Sul", "ddydd Llun", "ddydd Mawrth", "ddydd Mercher", "ddydd Iau", "ddydd Gwener", "ddydd Sadwrn"];
const WELSH_MONTHS = [
  "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
];

/** "Monday 8 July 2019, 6 pm (BST)", in the reader's own time zone, which is named; few browsers know Welsh dates. */
export function moment(iso: string): string {
  const date = new Date(iso);
  const [day, month, year] = [date.getDate(), date.getMonth(), date.getFullYear()];
  const parts = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZoneName: "short" }).formatToParts(date);
  const zone = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  const time = `${clock(date.getHours(), date.getMinutes())} (${zone})`;
  if (spoken === "cy") return `${WELSH_DAYS[date.getDay()]} ${day} ${WELSH_MONTHS[month]} ${year}, ${time}`;
  const name = (part: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat("en-GB", part).format(date);
  return `${name({ weekday: "long" })} ${day} ${name({ month: "long" })} ${year}, ${time}`;
}

/** The hour as every other page of the site says it: 6 pm, 9.30 am, noon, midnight. */
function clock(hour: number, minute: number): string {
  const welsh = spoken === "cy";
  if (minute === 0 && hour === 0) return welsh ? "hanner nos" : "midnight";
  if (minute === 0 && hour === 12) return welsh ? "hanner dydd" : "noon";
  const [before, after] = welsh ? ["y bore", "y prynhawn"] : ["am", "pm"];
  return `${hour % 12 || 12}${minute ? `.${String(minute).padStart(2, "0")}` : ""} ${hour < 12 ? before : after}`;
}
