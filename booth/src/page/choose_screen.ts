/** First screen: the questions, and the code that will sign the vote. */

import { el, paragraph } from "./dom.ts";
import { paperLanguage, type Screen } from "./frame.ts";
import { questionSet } from "./questions.ts";
import type { Voting } from "./voting.ts";
import { moment, say } from "../words/words.ts";

export const CODE_FIELD = "code";

export const chooseScreen = (voting: Voting): Screen => ({
  heading: "choose.heading",
  step: 1,
  draw: () => [about(voting), form(voting)],
});

function about({ contest, election }: Voting): HTMLElement {
  const description = election.description === "" ? null : el("p", paperLanguage(), election.description);
  const lines = [
    contest.elector === null ? null : say("choose.signed-in", { elector: contest.elector }),
    contest.closes === null ? null : say("choose.closes", { moment: moment(contest.closes) }),
    say(contest.replacement ? "choose.replacement.yes" : "choose.replacement.no"),
  ];
  return el("div", {}, description, ...lines.map((line) => (line === null ? null : paragraph(line))));
}

function form(voting: Voting): HTMLElement {
  const questions = voting.election.questions.map((question, i) =>
    questionSet(question, i, voting.marks[i]!, (marks) => (voting.marks[i] = marks)));
  const go = el("button", { type: "submit" }, say("choose.go"));
  const submit = (event: Event): void => {
    event.preventDefault();
    void voting.seal();
  };
  return el("form", { novalidate: true, onsubmit: submit },
    ...questions, codeField(voting), paragraph(say("choose.go.hint"), "hint"), el("div", { class: "buttons" }, go));
}

function codeField(voting: Voting): HTMLElement {
  const input = el("input", {
    id: CODE_FIELD, type: "text", class: "code", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    value: voting.typedCode, "aria-describedby": `${CODE_FIELD}-hint`, oninput: () => (voting.typedCode = input.value),
  });
  const hints = el("div", { id: `${CODE_FIELD}-hint` }, paragraph(say("code.hint"), "hint"), paragraph(say("code.privacy"), "hint"));
  const label = el("label", { for: CODE_FIELD }, say("code.label"));
  return el("div", { class: "field" }, label, hints, el("div", { "data-problem": true }), input);
}
