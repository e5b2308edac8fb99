/** Another device checks an opened vote: nothing of it is sent anywhere. */

import { checkOpened, type Finding, type OpenedBallot } from "../ballot/opened.ts";
import type { Election } from "../election.ts";
import { code as figures, el, paragraph, row } from "./dom.ts";
import { clearProblems, showProblems, type Screen } from "./frame.ts";
import { chosenList } from "./questions.ts";
import { say } from "../words/words.ts";

const FILE_FIELD = "opened-file";

interface Found {
  readonly opened: OpenedBallot | null;
  readonly finding: Finding;
}

export function openedScreen(election: Election): Screen {
  let found: Found | null = null;
  const result = el("div", { role: "status", id: "finding", tabindex: -1 });
  const tell = (): void => result.replaceChildren(...(found === null ? [] : told(election, found)));
  const check = async (event: Event): Promise<void> => {
    event.preventDefault();
    clearProblems();
    found = null;
    tell();
    const [file] = document.querySelector<HTMLInputElement>(`#${FILE_FIELD}`)!.files ?? [];
    if (file === undefined) return showProblems([{ text: say("opened.choose-file"), field: FILE_FIELD }]);
    found = look(election, await file.text());
    tell();
    result.focus();
  };
  return {
    heading: "opened.heading",
    step: null,
    draw: () => {
      tell();
      return [paragraph(say("opened.hint")), form((event) => void check(event)), result];
    },
  };
}

function form(check: (event: Event) => void): HTMLElement {
  const input = el("input", { type: "file", id: FILE_FIELD, accept: ".json,application/json" });
  const field = el("div", { class: "field" }, el("label", { for: FILE_FIELD }, say("opened.file")), el("div", { "data-problem": true }), input);
  return el("form", { novalidate: true, onsubmit: check }, field, el("div", { class: "buttons" }, el("button", { type: "submit" }, say("opened.go"))));
}

function look(election: Election, text: string): Found {
  try {
    const opened = JSON.parse(text) as OpenedBallot;
    if (opened.type !== "hustings-opened-ballot" || opened.version !== 1) return { opened: null, finding: "unreadable" };
    return { opened, finding: checkOpened(election, opened) };
  } catch {
    return { opened: null, finding: "unreadable" };
  }
}

function told(election: Election, { opened, finding }: Found): Node[] {
  const holds = finding === "holds";
  const box = el("div", { class: holds ? "notice notice-done" : "notice notice-refused" }, paragraph(say(`opened.${finding}`), "notice-title"));
  if (!holds || opened === null) return [box];
  return [
    box,
    el("dl", { class: "rows" },
      row(say("check.seal"), figures(opened.seal)),
      row(say("check.fingerprint"), figures(election.fingerprint), say("check.fingerprint.hint"))),
    chosenList(election.questions, opened.choices),
    paragraph(say("opened.holds.compare")),
  ];
}
