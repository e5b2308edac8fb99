/** Ranking by typing numbers or by two buttons for each answer; nothing has to be dragged, and no row moves away. */

import type { RankingQuestion } from "../election.ts";
import { move, order } from "./choosing.ts";
import { button, el, paragraph } from "./dom.ts";
import { paperLanguage } from "./frame.ts";
import { say } from "../words/words.ts";

/** `field` is the id of the question; `changed` is told the numbers whenever they change. */
export function rankingField(
  question: RankingQuestion,
  field: string,
  numbers: readonly string[],
  changed: (numbers: readonly string[]) => void,
): HTMLElement {
  const said = el("p", { class: "unseen", role: "status" });
  const soFar = el("div", { class: "order" });
  const inputs = question.answers.map((answer, i) =>
    el("input", {
      id: `${field}-${i}`, class: "number", type: "text", inputmode: "numeric", maxlength: 3, autocomplete: "off",
      value: numbers[i] ?? "", "aria-label": say("rank.number", { answer }), oninput: () => typed(),
    }),
  );
  const current = (): string[] => inputs.map((input) => input.value);
  const typed = (): void => {
    changed(current());
    soFar.replaceChildren(orderSoFar(question, current()));
  };
  const put = (next: readonly string[], says: string): void => {
    inputs.forEach((input, i) => (input.value = next[i]!));
    typed();
    said.textContent = says;
  };
  const press = (answer: number, up: boolean): void => {
    const next = move(question, current(), answer, up);
    const values = { answer: question.answers[answer]!, number: next[answer]! };
    put(next, say(values.number === "" ? "rank.removed" : "rank.moved", values));
  };
  const rows = question.answers.map((answer, i) => rankRow(answer, inputs[i]!, `${field}-${i}`, (up) => press(i, up)));
  const clear = button(say("rank.clear"), () => put(question.answers.map(() => ""), say("rank.cleared")), "link");
  soFar.replaceChildren(orderSoFar(question, current()));
  return el("div", {}, el("ul", { class: "ranking" }, ...rows), soFar, clear, said);
}

function rankRow(answer: string, input: HTMLInputElement, id: string, press: (up: boolean) => void): HTMLElement {
  const arrow = (up: boolean): HTMLButtonElement => {
    const made = button(up ? "↑" : "↓", () => press(up), "second");
    made.append(el("span", { class: "rank-word" }, ` ${say(up ? "rank.up" : "rank.down")}`));
    made.setAttribute("aria-label", say(up ? "rank.up.label" : "rank.down.label", { answer }));
    return made;
  };
  const name = el("label", { class: "rank-name", for: id, ...paperLanguage() }, answer);
  return el("li", { class: "field rank-row" }, el("div", { "data-problem": true }),
    el("div", { class: "rank-line" }, input, name, el("span", { class: "rank-buttons" }, arrow(true), arrow(false))));
}

function orderSoFar(question: RankingQuestion, numbers: readonly string[]): HTMLElement {
  const ranked = order(question, numbers);
  const list = ranked.length === 0
    ? paragraph(say("rank.order.empty"), "hint")
    : el("ol", {}, ...ranked.map((i) => el("li", paperLanguage(), question.answers[i]!)));
  return el("div", {}, el("h3", {}, say("rank.order")), list);
}
