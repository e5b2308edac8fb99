/** Second screen: the vote as it was sealed, its seal, and the choice to cast it or to test it. */

import type { Choices } from "../ballot/answers.ts";
import type { SealedBallot, SignedBallot } from "../ballot/ballot.ts";
import { button, code as figures, el, paragraph, row } from "./dom.ts";
import type { Screen } from "./frame.ts";
import { chosenList } from "./questions.ts";
import type { Voting } from "./voting.ts";
import { say } from "../words/words.ts";

export function checkScreen(voting: Voting, code: string, choices: readonly Choices[], sealed: SealedBallot): Screen {
  let signed: SignedBallot | null = null;
  const cast = async (): Promise<void> => {
    signed = await voting.cast(code, sealed, signed);
    // what was signed may have arrived: it is never opened, and nobody is told that it is not cast
    state.hidden = test.hidden = change.hidden = signed !== null;
  };
  const state = el("div");
  const test = el("div");
  const change = el("span");
  return {
    heading: "check.heading",
    step: 2,
    draw: () => {
      test.replaceChildren(testPart(() => voting.test(choices, sealed)));
      change.replaceChildren(button(say("check.change"), () => history.back(), "second"));
      state.replaceChildren(paragraph(say("check.state"), "state"));
      return [
        state,
        el("h2", {}, say("check.your-choice")),
        chosenList(voting.election.questions, choices),
        seal(voting, sealed),
        el("div", { class: "buttons" }, button(say("check.cast"), () => void cast()), change),
        test,
      ];
    },
  };
}

function seal(voting: Voting, sealed: SealedBallot): HTMLElement {
  const number = el("p", { class: "seal", id: "seal" }, figures(sealed.seal));
  const box = el("div", { class: "notice" }, el("h2", {}, say("check.seal")), number, paragraph(say("check.seal.note")));
  const election = el("dl", { class: "rows" },
    row(say("check.fingerprint"), figures(voting.election.fingerprint), say("check.fingerprint.hint")));
  return el("div", {}, box, election);
}

function testPart(test: () => void): HTMLElement {
  const why = el("details", {}, el("summary", {}, say("check.why.title")), paragraph(say("check.why")));
  return el("div", { class: "aside" }, why, button(say("check.test"), test, "second"));
}
