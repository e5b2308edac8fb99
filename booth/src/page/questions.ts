/** The questions of a ballot paper as fields, and what is marked in them. */

import type { ChoosingQuestion, Question } from "../election.ts";
import type { Choices } from "../ballot/answers.ts";
import { chosen, picksOne, type Marks } from "./choosing.ts";
import { el, paragraph } from "./dom.ts";
import { paperLanguage } from "./frame.ts";
import { rankingField } from "./ranking.ts";
import { say } from "../words/words.ts";

export const questionField = (question: number): string => `question-${question}`;

/** The field of one answer, or of the question's first where a problem is about the whole. */
export const answerField = (question: number, answer: number | null): string => `question-${question}-${answer ?? 0}`;

/** One question; `mark` is told whenever something changes. */
export function questionSet(question: Question, i: number, marks: Marks, mark: (marks: Marks) => void): HTMLElement {
  const field = questionField(i);
  const hint = el("p", { class: "hint", id: `${field}-hint` }, hintOf(question));
  const legend = el("legend", {}, el("h2", paperLanguage(), question.question));
  const fields = question.kind === "ranking" ? rankingFields(question, field, marks, mark) : choosingFields(question, field, marks, mark);
  const problem = question.kind === "ranking" ? null : el("div", { "data-problem": true });
  const set = el("fieldset", { id: field, "aria-describedby": `${field}-hint` }, legend, hint, problem, ...fields);
  return el("div", { class: question.kind === "ranking" ? "question" : "question field" }, set);
}

function hintOf(question: Question): string {
  if (question.kind === "ranking") return say("rank.hint");
  const { min, max } = question;
  if (picksOne(question)) return say("choose.exactly-one");
  if (min === max) return say("choose.exactly", { min });
  return min === 0 ? say("choose.up-to", { max }) : say("choose.between", { min, max });
}

function rankingFields(
  question: Question & { kind: "ranking" },
  field: string,
  marks: Marks,
  mark: (marks: Marks) => void,
): HTMLElement[] {
  let now = marks;
  const change = (part: Partial<Marks>): void => mark((now = { ...now, ...part }));
  const ranking = rankingField(question, field, marks.numbers, (numbers) => change({ numbers }));
  if (!question.blank) return [ranking];
  return [ranking, choice("checkbox", field, "blank", marks.blank, "choose.blank.hint", say("choose.blank"), (blank) => change({ blank }))];
}

function choosingFields(
  question: ChoosingQuestion,
  field: string,
  marks: Marks,
  mark: (marks: Marks) => void,
): HTMLElement[] {
  const kind = picksOne(question) ? "radio" : "checkbox";
  let now = marks;
  const change = (part: Partial<Marks>): void => mark((now = kind === "radio" ? { ...now, ticked: new Set(), blank: false, none: false, ...part } : { ...now, ...part }));
  const tick = (i: number, on: boolean): void => {
    const ticked = new Set(kind === "radio" ? [] : now.ticked);
    if (on) ticked.add(i);
    else ticked.delete(i);
    change({ ticked });
  };
  const answers = question.answers.map((answer, i) => choice(kind, field, String(i), marks.ticked.has(i), null, answer, (on) => tick(i, on), true));
  const none = kind === "radio" && question.min === 0
    ? [choice(kind, field, "none", marks.none, null, say("choose.none"), (on) => change({ none: on }))] : [];
  const blank = question.blank
    ? [choice(kind, field, "blank", marks.blank, "choose.blank.hint", say("choose.blank"), (on) => change({ blank: on }))] : [];
  return [...answers, ...none, ...blank];
}

function choice(
  kind: "radio" | "checkbox",
  field: string,
  value: string,
  on: boolean,
  hint: "choose.blank.hint" | null,
  text: string,
  change: (on: boolean) => void,
  ofThePaper = false,
): HTMLElement {
  const id = `${field}-${value}`;
  const input = el("input", { type: kind, id, name: field, value, checked: on, "aria-describedby": hint ? `${id}-hint` : null,
    onchange: (event) => change((event.target as HTMLInputElement).checked) });
  const label = el("label", { for: id, ...(ofThePaper ? paperLanguage() : {}) }, text);
  const more = hint === null ? null : el("span", { class: "hint", id: `${id}-hint` }, say(hint));
  return el("div", { class: "choice" }, input, el("div", {}, label, more));
}

/** What was chosen, in words of the ballot paper. */
export function chosenList(questions: readonly Question[], choices: readonly Choices[]): HTMLElement {
  const rows = questions.map((question, i) =>
    el("div", {}, el("dt", paperLanguage(), question.question), el("dd", {}, chosenOf(question, choices[i]!))));
  return el("dl", { class: "rows" }, ...rows);
}

function chosenOf(question: Question, choices: Choices): HTMLElement {
  const what = chosen(question, choices);
  if (what === "blank") return paragraph(say("check.blank"));
  if (what === "none") return paragraph(say("check.none"));
  const list = question.kind === "ranking" ? el("ol") : el("ul", { class: "plain" });
  list.append(...what.map((answer) => el("li", paperLanguage(), answer)));
  return list;
}
