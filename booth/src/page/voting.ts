/** A voter's way through the booth: choose, check, cast, receipt; and the way aside, opening a sealed vote for a test. */

import type { Choices } from "../ballot/answers.ts";
import type { SealedBallot, SignedBallot } from "../ballot/ballot.ts";
import { publicCredential, readCode, type CodeProblem } from "../credential.ts";
import type { Election } from "../election.ts";
import { SealingWorker } from "../sealing_worker.ts";
import { say, sentence } from "../words/words.ts";
import { checkScreen } from "./check_screen.ts";
import { CODE_FIELD, chooseScreen } from "./choose_screen.ts";
import { choicesOf, unmarked, type Marks, type Problem } from "./choosing.ts";
import { notice, show, showProblems, waitFor, waitNoMore, type FieldProblem } from "./frame.ts";
import { promises } from "./promise.ts";
import { answerField } from "./questions.ts";
import { signInLink, waysList } from "./refused_screen.ts";
import { receiptScreen } from "./receipt_screen.ts";
import { castBallot, codeState, fetchContest, NoAnswer, Refusal, type Contest, type Receipt } from "./server.ts";
import { testScreen } from "./test_screen.ts";

export class Voting {
  readonly marks: Marks[];
  typedCode = "";
  isCast = false;
  private busy = false;
  private token: string;

  /** `address` is where `contest` was fetched. */
  constructor(
    private readonly address: string,
    readonly contest: Contest,
    readonly election: Election,
    private readonly raw: Uint8Array,
    private readonly script: string,
    private worker: SealingWorker,
  ) {
    this.marks = election.questions.map(unmarked);
    this.token = contest.token;
  }

  choose(): void {
    show(chooseScreen(this));
  }

  /** From the marks and the code to a sealed vote, or to what has to be put right. */
  async seal(): Promise<void> {
    const read = this.read();
    if ("problems" in read) return showProblems(read.problems);
    await this.once(async () => {
      const known = await this.knownCode(read.code);
      if (known !== null) return showProblems([known]);
      const all = this.election.questions.length;
      waitFor(say("wait.sealing", { done: 0, all }), 0);
      const done = (answers: number): void => waitFor(say("wait.sealing", { done: answers, all }), answers / all);
      try {
        const sealed = await this.worker.seal(read.code, read.choices, done);
        history.pushState("check", "");
        show(checkScreen(this, read.code, read.choices, sealed));
      } catch (problem) {
        this.startAfresh();
        notice(null, say("problem.sealing", { detail: (problem as Error).message }));
      }
    });
  }

  /** Sign and send; a second press sends the same bytes. */
  async cast(code: string, sealed: SealedBallot, already: SignedBallot | null): Promise<SignedBallot | null> {
    let signed = already;
    await this.once(async () => {
      waitFor(say("wait.casting"));
      try {
        if (signed !== null) await this.renewToken();
        signed ??= await this.worker.sign(code, sealed);
        this.received(signed, sealed, await castBallot(this.contest, this.token, signed.text));
      } catch (problem) {
        if (problem instanceof Refusal) this.notAccepted(problem);
        else if (problem instanceof NoAnswer) notice(null, say("cast.failed"));
        else notice(null, say("problem.sealing", { detail: (problem as Error).message }));
      }
    });
    return signed;
  }

  /** Open a sealed vote instead of casting it; the worker that sealed it is ended. */
  test(choices: readonly Choices[], sealed: SealedBallot): void {
    this.startAfresh();
    history.replaceState("test", "");
    show(testScreen(this, choices, sealed));
  }

  private received(signed: SignedBallot, sealed: SealedBallot, receipt: Receipt): void {
    if (receipt.tracker !== signed.tracker) {
      return notice(signed.tracker, say("cast.wrong-answer", { tracker: receipt.tracker }));
    }
    const { recordKey } = this.contest;
    const checked = recordKey !== null && promises(receipt.promise, this.election.uuid, signed.tracker, recordKey);
    this.worker.end();
    this.typedCode = "";
    this.isCast = true;
    history.replaceState("receipt", "");
    show(receiptScreen(this, sealed.seal, receipt, checked));
    if (recordKey !== null && !checked) notice(null, say("cast.promise-bad"));
  }

  /** Where signing in would help, that happens beside this page, which keeps the sealed vote. */
  private notAccepted({ because, signIn, ways }: Refusal): void {
    const text = signIn === null ? because : `${because} ${say("cast.sign-in")}`;
    const onward = ways.length > 0 ? waysList(ways) : null;
    notice(say("cast.refused.title"), text, signIn === null ? onward : signInLink(signIn, true));
  }

  /** Before a ballot is sent again: a session begun since has another token; without an answer the old one is tried. */
  private async renewToken(): Promise<void> {
    try {
      this.token = (await fetchContest(this.address)).token;
    } catch (problem) {
      if (!(problem instanceof Refusal || problem instanceof NoAnswer)) throw problem;
    }
  }

  private read(): { problems: FieldProblem[] } | { code: string; choices: Choices[] } {
    const read = this.election.questions.map((question, i) => choicesOf(question, this.marks[i]!));
    const problems = read.flatMap((one, i) => (isProblem(one) ? [fieldProblem(one, i)] : []));
    const code = readCode(this.typedCode);
    if (typeof code !== "string") problems.push({ text: codeSentence(code), field: CODE_FIELD });
    return problems.length > 0 || typeof code !== "string" ? { problems } : { code, choices: read as Choices[] };
  }

  private async knownCode(code: string): Promise<FieldProblem | null> {
    waitFor(say("wait.code"));
    const state = await codeState(this.contest, publicCredential(this.election, code));
    if (state.state === "free" || (state.state === "cast" && this.contest.replacement)) return null;
    return { text: say(`problem.code.${state.state}`, { because: state.because }), field: CODE_FIELD };
  }

  /** A new worker, which knows nothing of what was sealed before. */
  private startAfresh(): void {
    this.worker.end();
    this.worker = new SealingWorker(this.script, this.raw);
  }

  /** One thing at a time: a second press while something is on its way does nothing. */
  private async once(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await work();
    } catch (problem) {
      if (problem instanceof Refusal) notice(null, problem.because);
      else if (problem instanceof NoAnswer) notice(null, say("refused.network"));
      else throw problem;
    } finally {
      this.busy = false;
      waitNoMore();
    }
  }
}

const isProblem = (one: Choices | Problem): one is Problem => "says" in one;

const fieldProblem = ({ says, answer }: Problem, question: number): FieldProblem => ({
  text: sentence(says),
  field: answerField(question, answer),
});

function codeSentence(problem: CodeProblem): string {
  if (problem.problem === "length") return say("problem.code.length", { count: problem.count });
  if (problem.problem === "character") return say("problem.code.character", { character: problem.character });
  return say("problem.code.empty");
}
