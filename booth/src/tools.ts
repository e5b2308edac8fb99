/** The page of tools for scrutineers, trustees and testers of small contests: nothing is sent anywhere. */

import { NAMES } from "./groups/named.ts";
import { el, paragraph, save } from "./page/dom.ts";
import { sentenceOf, TASKS, type Entered, type Field, type Outcome, type Task } from "./tools/tasks.ts";

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function inputOf(task: Task, { name, kind }: Field): Input {
  const shared = { id: `${task.id}-${name}`, name, "aria-describedby": `${task.id}-${name}-hint` };
  if (kind === "lines") return el("textarea", { ...shared, rows: 6, spellcheck: "false", autocomplete: "off" });
  if (kind === "group") return el("select", shared, ...NAMES.map((one) => el("option", { value: one }, one)));
  return el("input", { ...shared, type: kind === "file" ? "file" : "text", spellcheck: "false", autocomplete: "off" });
}

async function entered(input: Input): Promise<string | Uint8Array | null> {
  if (!(input instanceof HTMLInputElement) || input.type !== "file") return input.value.trim() === "" ? null : input.value;
  const file = input.files?.[0];
  return file === undefined ? null : new Uint8Array(await file.arrayBuffer());
}

function section(task: Task): HTMLElement {
  const inputs = task.fields.map((field) => [field, inputOf(task, field)] as const);
  const result = el("div", { role: "status", tabindex: -1, id: `${task.id}-result` });
  const tell = (...told: HTMLElement[]): void => {
    result.replaceChildren(...told);
    result.focus();
  };
  const refuse = (text: string): void => tell(el("div", { class: "notice notice-refused" }, paragraph(text, "notice-title")));
  const go = async (event: Event): Promise<void> => {
    event.preventDefault();
    const values: Record<string, string | Uint8Array> = {};
    for (const [field, input] of inputs) {
      const value = await entered(input);
      if (value === null) return refuse(`${field.label}: nothing is entered.`);
      values[field.name] = value;
    }
    attempt(task, values, tell, refuse);
  };
  const fields = inputs.map(([{ name, label, hint }, input]) =>
    el("div", { class: "field" }, el("label", { for: `${task.id}-${name}` }, label), el("p", { class: "hint", id: `${task.id}-${name}-hint` }, hint), input));
  const form = el("form", { novalidate: true, onsubmit: (event) => void go(event) },
    ...fields, el("div", { class: "buttons" }, el("button", { type: "submit" }, task.go)));
  return el("section", { class: "question", "aria-labelledby": `${task.id}-title` },
    el("h2", { id: `${task.id}-title` }, task.title), paragraph(task.intro), form, result);
}

function attempt(task: Task, values: Entered, tell: (...told: HTMLElement[]) => void, refuse: (text: string) => void): void {
  try {
    tell(outcome(task.run(values)));
  } catch (problem) {
    refuse(sentenceOf(problem));
  }
}

function outcome({ says, files }: Outcome): HTMLElement {
  const keep = files.map(({ name, content, secret }) =>
    el("p", {},
      el("button", { type: "button", class: "second", onclick: () => save(name, content, "text/plain") }, `Save ${name}`),
      secret ? " Secret: for nobody but you." : " Not secret."));
  return el("div", { class: "notice notice-done" }, ...says.map((one) => paragraph(one)), ...keep);
}

document.getElementById("tools")!.replaceChildren(...TASKS.map(section));
