/** The code on the letter, as people type it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { publicCredential, readCode, secretKey } from "../src/credential.ts";
import { edwards } from "../src/groups/edwards.ts";
import type { Group } from "../src/groups/group.ts";

const CODE = "5wqCm-EPZuFR-rw2a2-59xjZY";
const election = { uuid: "DGTTDkNwNBgr7x", group: edwards as Group<unknown> };

test("a code gives the key that belenios-tool derives from it", () => {
  const exponent = "175500608023514074004909140447545703883361830783476198577014315946244974553";
  assert.equal(secretKey(election, CODE).toString(), exponent);
  const credential = "3a4b7a8df7e654e9b5451dde95d81f9e26464244a819bbfa9b1f641349f21c58";
  assert.equal(publicCredential(election, CODE), credential);
});

test("spaces and dashes of any kind count for nothing", () => {
  const typed = ["5wqCmEPZuFRrw2a259xjZY", " 5wqCm EPZuFR rw2a2 59xjZY\n", "5wqCm–EPZuFR—rw2a2−59xjZY", "5wqCm\u00a0EPZuFR.rw2a2_59xjZY"];
  for (const one of typed) assert.equal(readCode(one), CODE, one);
});

test("a nought or a capital O can only be the small o", () => {
  assert.equal(readCode("owqCm-EPZuFR-rw2a2-59xjZY"), "owqCm-EPZuFR-rw2a2-59xjZY");
  assert.equal(readCode("0wqCm-EPZuFR-rw2a2-59xjZO"), "owqCm-EPZuFR-rw2a2-59xjZo");
});

test("case is kept, as codes tell capitals from small letters", () => {
  assert.notEqual(readCode(CODE.toLowerCase()), CODE);
});

test("what could be one of two characters is asked about", () => {
  assert.deepEqual(readCode("lwqCm-EPZuFR-rw2a2-59xjZY"), { problem: "character", character: "l" });
  assert.deepEqual(readCode("5wqCm-EPZuFI-rw2a2-59xjZY"), { problem: "character", character: "I" });
});

test("too short, too long and empty are told apart", () => {
  assert.deepEqual(readCode("  "), { problem: "empty" });
  assert.deepEqual(readCode("5wqCm-EPZuFR"), { problem: "length", count: 11 });
  assert.deepEqual(readCode(CODE + "A"), { problem: "length", count: 23 });
});
