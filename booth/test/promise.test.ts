/** The promise on a receipt holds for its own tracker, text and key, and for no others. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { promises } from "../src/page/promise.ts";

/** Made by hustings.record.receipts with the key of 32 bytes 0, 1, 2, ... */
const TRACKER = "bom5t5kdX8c38lA+hlU1YGDrN2VIe0d+Pzmm/5UXvqQ";
const KEY = "record.example.org+00d7ea47+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
const NOTE = "hustings/receipt/v1\nRr3gqyJDXw7Uzm\nbom5t5kdX8c38lA+hlU1YGDrN2VIe0d+Pzmm/5UXvqQ\n\n— record.example.org ANfqR4Y1jBWGgL6qJ6wCOFklt7udmo52TuQ+tomI/vBgOwveww/aCBZ4S5bsYgxw6TCea+xVWPioxZ3NQcK2BnlJVw4=\n";
const ELECTION = "Rr3gqyJDXw7Uzm";
const holds = (note: string, tracker = TRACKER, key = KEY, election = ELECTION): boolean => promises(note, election, tracker, key);

test("a promise of the record is found good", () => assert.ok(holds(NOTE)));

test("another election, another tracker, a changed text, another key or no signature is not", () => {
  assert.ok(!holds(NOTE, TRACKER, KEY, "Rr3gqyJDXw7Uzn"));
  assert.ok(!holds(NOTE, TRACKER.toLowerCase()));
  assert.ok(!holds(NOTE, TRACKER.slice(1)));
  assert.ok(!holds(NOTE.replace("v1", "v2")));
  assert.ok(!holds(NOTE.replace("Uzm", "Uzn"), TRACKER, KEY, "Rr3gqyJDXw7Uzn"));
  assert.ok(!holds(NOTE.split("\n\n")[0]! + "\n"));
  assert.ok(!holds(NOTE.replace("— record", "— recorD")));
  assert.ok(!holds(NOTE, TRACKER, KEY.replace("+", "+0")));
  assert.ok(!holds(NOTE, TRACKER, "nonsense"));
  assert.ok(!holds(""));
});
