/** The same coins give the same bytes here and in Python: tests/golden/secret/ is read by both. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sealBallot, sealing, signBallot } from "../src/ballot/ballot.ts";
import { checkOpened, openBallot } from "../src/ballot/opened.ts";
import { publicCredential, secretKey } from "../src/credential.ts";
import { readElection } from "../src/election.ts";
import { givenCoins } from "./coins.ts";

const FOLDER = process.env.HUSTINGS_VECTORS ?? "../tests/golden/secret";

for (const name of readdirSync(FOLDER).filter((one) => one.startsWith("ballot-")).sort()) {
  const vector = JSON.parse(readFileSync(join(FOLDER, name), "utf8"));
  const election = readElection(new TextEncoder().encode(vector.election));

  test(`${name}: the code gives the key`, () => {
    assert.equal(secretKey(election, vector.code).toString(), vector.exponent);
    assert.equal(publicCredential(election, vector.code), vector.credential);
  });

  test(`${name}: the coins give the ballot`, () => {
    const coins = givenCoins(vector.coins);
    const sealed = sealBallot(election, sealing(election), vector.code, vector.choices, coins);
    const signed = signBallot(election, vector.code, sealed, coins);
    assert.equal(signed.text, vector.ballot);
    assert.equal(signed.tracker, vector.tracker);
    assert.equal(sealed.seal, vector.seal);
    assert.equal(checkOpened(election, openBallot(election, sealed, vector.choices)), "holds");
  });
}
