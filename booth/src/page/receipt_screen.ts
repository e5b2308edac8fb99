/** Third screen: the receipt, to print or to keep. */

import { button, code as figures, el, paragraph, row, save } from "./dom.ts";
import type { Screen } from "./frame.ts";
import type { Receipt } from "./server.ts";
import type { Voting } from "./voting.ts";
import { say } from "../words/words.ts";

/** `checked`: this device found the record's signature on the promise good. */
export function receiptScreen(voting: Voting, seal: string, receipt: Receipt, checked: boolean): Screen {
  const { contest } = voting;
  return {
    heading: "receipt.heading",
    step: 3,
    draw: () => {
      const hint = `${say("receipt.promise.hint")}${checked ? ` ${say("receipt.promise.checked")}` : ""}`;
      const keep = button(say("receipt.save"), () => save(fileName(voting), text(voting, seal, receipt), "text/plain"));
      const print = button(say("receipt.print"), () => window.print(), "second");
      return [
        paragraph(say("receipt.state"), "state"),
        el("dl", { class: "rows" },
          row(say("receipt.tracker"), figures(receipt.tracker), say("receipt.tracker.hint")),
          row(say("receipt.seal"), figures(seal), say("receipt.seal.hint")),
          row(say("check.fingerprint"), figures(voting.election.fingerprint), say("check.fingerprint.hint")),
          row(say("receipt.promise"), el("pre", { tabindex: 0 }, receipt.promise), hint)),
        paragraph(say("receipt.not")),
        el("div", { class: "buttons" }, keep, print),
        el("p", { class: "row" },
          contest.box === null ? null : el("a", { href: contest.box }, say("receipt.box")),
          el("a", { href: contest.leave }, say("receipt.leave"))),
      ];
    },
  };
}

const fileName = ({ election }: Voting): string => `receipt-${election.uuid}.txt`;

function text({ election }: Voting, seal: string, receipt: Receipt): string {
  const lines = [
    election.name,
    `${say("receipt.tracker")}: ${receipt.tracker}`,
    `${say("receipt.seal")}: ${seal}`,
    `${say("check.fingerprint")}: ${election.fingerprint}`,
    "",
    say("receipt.not"),
    "",
    receipt.promise,
  ];
  return `${lines.join("\n")}\n`;
}
