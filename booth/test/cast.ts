/**
 * A booth without a page, for tests in other languages: reads {election, code, choices, coins?} as JSON from standard
 * input, one request a line, and answers each with the ballot, its tracker, seal and opening, and the coins it used.
 */

import { readFileSync } from "node:fs";
import { sealBallot, sealing, signBallot } from "../src/ballot/ballot.ts";
import { openBallot } from "../src/ballot/opened.ts";
import { randomBelow } from "../src/coins.ts";
import { publicCredential, secretKey } from "../src/credential.ts";
import { readElection } from "../src/election.ts";
import type { Coins } from "../src/groups/group.ts";
import { givenCoins } from "./coins.ts";

if (process.argv.includes("--cast")) {
  for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const request = JSON.parse(line);
    const election = readElection(new TextEncoder().encode(request.election));
    const used: string[] = [];
    const source: Coins = request.coins ? givenCoins(request.coins) : randomBelow;
    const coins: Coins = (n) => {
      const coin = source(n);
      used.push(coin.toString());
      return coin;
    };
    const sealed = sealBallot(election, sealing(election), request.code, request.choices, coins);
    const signed = signBallot(election, request.code, sealed, coins);
    console.log(
      JSON.stringify({
        election: request.election,
        code: request.code,
        exponent: secretKey(election, request.code).toString(),
        credential: publicCredential(election, request.code),
        choices: request.choices,
        coins: used,
        ballot: signed.text,
        tracker: signed.tracker,
        seal: sealed.seal,
        opened: openBallot(election, sealed, request.choices),
      }),
    );
  }
}
