/** Two languages with the same messages and the same values in each. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { CATALOGUES, moment, preferred, say, speak } from "../src/words/words.ts";

const names = (text: string): string[] => (text.match(/\{[a-z]+\}/g) ?? []).sort();

test("both catalogues have the same messages with the same values", () => {
  const { en, cy } = CATALOGUES;
  assert.deepEqual(Object.keys(cy), Object.keys(en));
  for (const id of Object.keys(en) as (keyof typeof en)[]) {
    assert.deepEqual(names(cy[id]), names(en[id]), id);
    assert.ok(cy[id].trim() !== "", id);
  }
});

test("no sentence stands in Welsh as it stands in English", () => {
  const { en, cy } = CATALOGUES;
  const same = (Object.keys(en) as (keyof typeof en)[]).filter((id) => en[id] === cy[id]);
  assert.deepEqual(same, ["title"]);
});

test("the language is that of the address, else of the device, else English", () => {
  assert.equal(preferred("?language=cy", ["en-GB"]), "cy");
  assert.equal(preferred("?language=en", ["cy"]), "en");
  assert.equal(preferred("", ["cy-GB", "en"]), "cy");
  assert.equal(preferred("", ["fr"]), "en");
  assert.equal(preferred("", []), "en");
});

test("a value that looks like a name of a value is put in as it is", () => {
  speak("en");
  assert.equal(say("rank.moved", { answer: "{number}", number: 2 }), "{number} is now number 2.");
});

test("dates are said in full in both languages", () => {
  speak("en");
  assert.match(moment("2026-12-04T18:07:00+00:00"), /^Friday 4 December 2026, \d{1,2}\.\d\d [ap]m \(\S+\)$/);
  speak("cy");
  assert.match(moment("2026-12-04T18:07:00+00:00"), /^ddydd Gwener 4 Rhagfyr 2026, \d{1,2}\.\d\d y (bore|prynhawn) \(\S+\)$/);
  speak("en");
});
