/** Sealing and signing away from the page, so that the page stays awake; the same file is the page and the worker. */

import { sealBallot, sealing, signBallot, type SealedBallot, type SignedBallot } from "./ballot/ballot.ts";
import type { Choices } from "./ballot/answers.ts";
import type { Sealing } from "./ballot/proofs.ts";
import { randomBelow } from "./coins.ts";
import { readElection, type Election } from "./election.ts";

export type Request =
  | { readonly ask: "prepare"; readonly election: Uint8Array }
  | { readonly ask: "seal"; readonly code: string; readonly choices: readonly Choices[] }
  | { readonly ask: "sign"; readonly code: string; readonly sealed: SealedBallot };

export type Answer =
  | { readonly done: number }
  | { readonly sealed: SealedBallot }
  | { readonly signed: SignedBallot }
  | { readonly failed: string };

export function beAWorker(scope: DedicatedWorkerGlobalScope): void {
  let election: Election | null = null;
  let prepared: Sealing<unknown> | null = null;
  const answer = (message: Answer): void => scope.postMessage(message);
  scope.onmessage = ({ data }: MessageEvent<Request>) => {
    try {
      if (data.ask === "prepare") {
        election = readElection(data.election);
        prepared = sealing(election);
        prepared.powKey(1n); // the tables of the key are made while the voter chooses
        prepared.group.powG(1n);
      } else if (data.ask === "seal") {
        const done = (answers: number): void => answer({ done: answers });
        answer({ sealed: sealBallot(election!, prepared!, data.code, data.choices, randomBelow, done) });
      } else {
        answer({ signed: signBallot(election!, data.code, data.sealed, randomBelow) });
      }
    } catch (problem) {
      answer({ failed: problem instanceof Error ? problem.message : String(problem) });
    }
  };
}

/** The page's end: one request at a time. */
export class SealingWorker {
  private readonly worker: Worker;

  constructor(script: string, election: Uint8Array) {
    this.worker = new Worker(script);
    this.send({ ask: "prepare", election });
  }

  seal(code: string, choices: readonly Choices[], done: (answers: number) => void): Promise<SealedBallot> {
    return this.request({ ask: "seal", code, choices }, done, (answer) => ("sealed" in answer ? answer.sealed : null));
  }

  sign(code: string, sealed: SealedBallot): Promise<SignedBallot> {
    return this.request({ ask: "sign", code, sealed }, () => undefined, (answer) => ("signed" in answer ? answer.signed : null));
  }

  /** Ends the worker, and with it its copies of the code and of what was chosen. */
  end(): void {
    this.worker.terminate();
  }

  private send(request: Request): void {
    this.worker.postMessage(request);
  }

  private request<T>(request: Request, done: (answers: number) => void, read: (answer: Answer) => T | null): Promise<T> {
    return new Promise((resolve, reject) => {
      this.worker.onerror = (event) => reject(new Error(event.message || "worker"));
      this.worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        if ("done" in data) return done(data.done);
        if ("failed" in data) return reject(new Error(data.failed));
        const result = read(data);
        if (result !== null) resolve(result);
      };
      this.send(request);
    });
  }
}
