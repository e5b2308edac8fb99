/** The promise on a receipt holds for its own tracker, text and key, and for no others. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { promises } from "../src/page/promise.ts";

/** Made by hustings.record.notes with the key of 32 bytes 0, 1, 2, ... */
const TRACKER = "bom5t5kdX8c38lA+hlU1YGDrN2VIe0d+Pzmm/5UXvqQ";
const KEY = "record.example.org+00d7ea47+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
const NOTE = "record.example.org\nballot promise\nbom5t5kdX8c38lA+hlU1YGDrN2VIe0d+Pzmm/5UXvqQ\n\n— record.example.org ANfqRwGvyr+j5otqtUsq5oIwKQ8SmyZ/hX4YIV5iVyfy9bigjZVosuCuze0OkvczVjYI9MxrJWA0atQ66uvwegH8JAY=\n";

test("a promise of the record is found good", () => assert.ok(promises(NOTE, TRACKER, KEY)));

test("another tracker, a changed text, another key or no signature is not", () => {
  assert.ok(!promises(NOTE, TRACKER.toLowerCase(), KEY));
  assert.ok(!promises(NOTE, TRACKER.slice(1), KEY));
  assert.ok(!promises(NOTE.replace("promise", "Promise"), TRACKER, KEY));
  assert.ok(!promises(NOTE.split("\n\n")[0]! + "\n", TRACKER, KEY));
  assert.ok(!promises(NOTE.replace("— record", "— recorD"), TRACKER, KEY));
  assert.ok(!promises(NOTE, TRACKER, KEY.replace("+", "+0")));
  assert.ok(!promises(NOTE, TRACKER, "nonsense"));
  assert.ok(!promises("", TRACKER, KEY));
});
