/** The frame around every screen: heading, focus, language, what is being waited for, what went wrong. */

import { el, paragraph, type Child } from "./dom.ts";
import { CATALOGUES, language, say, speak, type Language } from "../words/words.ts";
import type { WordId } from "../words/en.ts";

/** A screen draws itself anew whenever it is shown or the language changes. */
export interface Screen {
  readonly heading: WordId;
  readonly step: number | null;
  draw(): Child[];
}

/** Something to put right, and the field that it is about. */
export interface FieldProblem {
  readonly text: string;
  readonly field: string;
}

let shown: Screen | null = null;
let electionName = "Hustings";
let electionLanguage: string | null = null;

const main = (): HTMLElement => document.getElementById("main")!;
const status = (): HTMLElement => document.getElementById("status")!;

/** What is voted on, and the language of the paper's own words. */
export function nameElection(name: string, language: string | null): void {
  electionName = name;
  electionLanguage = language;
}

/** The attribute for an element with words of the paper: its language, where the paper names one. */
export const paperLanguage = (): { lang: string | null } => ({ lang: electionLanguage });

/** Show a screen from its top; the heading takes the focus, so that a screen reader begins there. */
export function show(screen: Screen): void {
  shown = screen;
  draw();
  document.querySelector("h1")?.focus();
  window.scrollTo(0, 0);
}

function draw(): void {
  if (shown === null) return;
  const heading = say(shown.heading);
  document.title = say("title", { heading, election: electionName });
  const step = shown.step === null ? null : el("span", { class: "kicker" }, say("step", { step: shown.step }));
  const kicker = el("p", { class: "kicker", ...paperLanguage() }, electionName);
  main().replaceChildren(kicker, el("h1", { tabindex: -1 }, step, heading), ...shown.draw().filter((one) => one !== null));
}

/** Choose a language, and draw what is shown again in it. */
export function turnTo(chosen: Language): void {
  speak(chosen);
  document.documentElement.lang = chosen;
  document.getElementById("skip")!.textContent = say("skip");
  const choices = (Object.keys(CATALOGUES) as Language[]).map((one) =>
    el("button", { type: "button", class: "link", lang: one, "aria-current": one === language() ? "true" : null,
      onclick: () => { turnTo(one); document.querySelector<HTMLElement>(`footer [lang=${one}]`)?.focus(); } },
      CATALOGUES[one]["language.name"]),
  );
  document.getElementById("languages")!.replaceChildren(el("span", {}, say("language")), ...choices);
  draw();
}

/** Say what is being waited for; a share done is shown as a bar. */
export function waitFor(text: string, done: number | null = null): void {
  const bar = done === null ? null : el("progress", { max: 1, value: done, "aria-label": text });
  status().replaceChildren(...[paragraph(text), bar].filter((one) => one !== null));
  main().setAttribute("aria-busy", "true");
}

export function waitNoMore(): void {
  status().replaceChildren();
  main().removeAttribute("aria-busy");
}

/** The problems above the page, each a link to its field, and beside each field its own. */
export function showProblems(problems: readonly FieldProblem[]): void {
  clearProblems();
  const links = problems.map(({ text, field }) =>
    el("li", {}, el("a", { href: `#${field}`, onclick: (event) => { event.preventDefault(); document.getElementById(field)?.focus(); } }, text)),
  );
  const title = el("h2", { id: "problems-title" }, say("problems.title"));
  const summary = el("div", { class: "problems", role: "alert", tabindex: -1, "aria-labelledby": "problems-title" }, title, el("ul", {}, ...links));
  document.querySelector("h1")!.after(summary);
  problems.forEach(mark);
  summary.focus();
}

function mark({ text, field }: FieldProblem): void {
  const input = document.getElementById(field);
  const around = input?.closest(".field");
  if (!input || !around) return;
  const id = `${field}-problem`;
  const says = el("p", { class: "field-says", id }, text);
  around.classList.add("field-problem");
  around.querySelector("[data-problem]")?.replaceChildren(says);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `${id} ${input.getAttribute("aria-describedby") ?? ""}`.trim());
}

export function clearProblems(): void {
  document.querySelectorAll(".problems").forEach((one) => one.remove());
  document.querySelectorAll(".field-problem").forEach((one) => one.classList.remove("field-problem"));
  document.querySelectorAll("[data-problem]").forEach((one) => one.replaceChildren());
  for (const input of document.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    const described = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => !one.endsWith("-problem"));
    input.setAttribute("aria-describedby", described.join(" "));
  }
}

/** A notice of what was refused or is not known, above the page; it takes the focus. */
export function notice(title: string | null, text: string, more: HTMLElement | null = null): void {
  document.querySelectorAll(".notice-refused").forEach((one) => one.remove());
  const heading = title === null ? null : el("p", { class: "notice-title" }, title);
  const box = el("div", { class: "notice notice-refused", role: "alert", tabindex: -1 }, heading, paragraph(text), more);
  document.querySelector("h1")!.after(box);
  box.focus();
}
