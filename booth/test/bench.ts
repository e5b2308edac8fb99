/** How long sealing takes, for benchmarks/booth.py: runs in a page, whose processor the benchmark slows down. */

import { sealBallot, sealing, signBallot } from "../src/ballot/ballot.ts";
import { randomBelow } from "../src/coins.ts";
import { readElection } from "../src/election.ts";

const CODE = "5wqCm-EPZuFR-rw2a2-59xjZY";

interface Times {
  /** Tables of the election's key: made while the voter chooses. */
  readonly prepare: number;
  /** Encrypting, proving and signing, once the tables are there. */
  readonly seal: number;
}

/** Milliseconds for one ballot of an election whose key is not known before, as in a page just opened. */
function once(election: string, choices: number[][]): Times {
  const read = readElection(new TextEncoder().encode(election));
  const start = performance.now();
  const prepared = sealing(read);
  prepared.powKey(1n);
  prepared.group.powG(1n);
  const ready = performance.now();
  signBallot(read, CODE, sealBallot(read, prepared, CODE, choices, randomBelow), randomBelow);
  return { prepare: ready - start, seal: performance.now() - ready };
}

(globalThis as unknown as { sealOnce: typeof once }).sealOnce = once;
