/** The way aside: a sealed vote is opened, kept as a file and checked elsewhere; then a new one is sealed. */

import type { Choices } from "../ballot/answers.ts";
import type { SealedBallot } from "../ballot/ballot.ts";
import { openBallot } from "../ballot/opened.ts";
import { button, code as figures, el, paragraph, row, save } from "./dom.ts";
import type { Screen } from "./frame.ts";
import { chosenList } from "./questions.ts";
import type { Voting } from "./voting.ts";
import { say } from "../words/words.ts";

export function testScreen(voting: Voting, choices: readonly Choices[], sealed: SealedBallot): Screen {
  const { election, contest } = voting;
  const name = `opened-${election.uuid}.json`;
  const content = `${JSON.stringify(openBallot(election, sealed, choices))}\n`;
  const page = new URL(location.href);
  page.searchParams.set("check", "opened");
  page.hash = "";
  return {
    heading: "test.heading",
    step: null,
    draw: () => [
      paragraph(say("test.state"), "state"),
      el("dl", { class: "rows" }, row(say("check.seal"), figures(sealed.seal))),
      paragraph(say("test.inside")),
      chosenList(election.questions, choices),
      el("div", { class: "buttons" }, button(say("test.save"), () => save(name, content, "application/json"))),
      el("h2", {}, say("test.how")),
      paragraph(say("test.command")),
      el("pre", { tabindex: 0 }, `hustings check-opened ${name} --election election.json`),
      el("p", {}, el("a", { href: contest.election, download: "election.json" }, "election.json")),
      paragraph(say("test.device")),
      el("p", {}, el("a", { href: page.href }, page.href)),
      paragraph(say("test.compare")),
      paragraph(say("test.secret"), "notice"),
      el("div", { class: "buttons" }, button(say("test.again"), () => history.back(), "second")),
    ],
  };
}
