/**
 * The booth and its tools without a page, for tests in other languages: reads requests as JSON from standard input, one a
 * line, and answers each with a line. A request says what to `do`: seal and cast a ballot unless it says otherwise.
 */

import { readFileSync } from "node:fs";
import { sealBallot, sealing, signBallot } from "../src/ballot/ballot.ts";
import { openBallot } from "../src/ballot/opened.ts";
import { randomBelow } from "../src/coins.ts";
import { publicCredential, secretKey } from "../src/credential.ts";
import { readElection } from "../src/election.ts";
import type { Coins } from "../src/groups/group.ts";
import { groupNamed } from "../src/groups/named.ts";
import { makeCodes, readElectors } from "../src/tools/codes.ts";
import { decrypt, makeKey } from "../src/tools/trustee.ts";
import { givenCoins } from "./coins.ts";

type Request = Readonly<Record<string, string>> & { choices: number[][]; coins?: string[] };

function cast(request: Request): object {
  const election = readElection(new TextEncoder().encode(request.election!));
  const code = request.code!;
  const used: string[] = [];
  const source: Coins = request.coins ? givenCoins(request.coins) : randomBelow;
  const coins: Coins = (n) => {
    const coin = source(n);
    used.push(coin.toString());
    return coin;
  };
  const sealed = sealBallot(election, sealing(election), code, request.choices, coins);
  const signed = signBallot(election, code, sealed, coins);
  return {
    election: request.election,
    code,
    exponent: secretKey(election, code).toString(),
    credential: publicCredential(election, code),
    choices: request.choices,
    coins: used,
    ballot: signed.text,
    tracker: signed.tracker,
    seal: sealed.seal,
    opened: openBallot(election, sealed, request.choices),
  };
}

const ANSWERS: Record<string, (request: Request) => object> = {
  cast,
  key: ({ group }) => makeKey(groupNamed(group!)!, randomBelow),
  codes: ({ uuid, group, electors }) => makeCodes(uuid!, groupNamed(group!)!, readElectors(electors!), randomBelow),
  decrypt: ({ archive, verified, key }) => decrypt(readFileSync(archive!), verified!, key!, randomBelow),
};

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const request = JSON.parse(line) as Request;
  console.log(JSON.stringify(ANSWERS[request.do ?? "cast"]!(request)));
}
