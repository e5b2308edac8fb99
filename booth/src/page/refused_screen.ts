/** A refusal is a page too: what cannot be done here, why, and what can. */

import { button, el, paragraph } from "./dom.ts";
import type { Screen } from "./frame.ts";
import { say } from "../words/words.ts";

/** `because` gives the sentence in the language of the moment; `signIn` is a page where signing in would help. */
export const refusedScreen = (because: () => string, signIn: string | null = null): Screen => ({
  heading: "refused.heading",
  step: null,
  draw: () => [
    paragraph(because(), "state"),
    el("div", { class: "buttons" }, signIn === null ? button(say("refused.again"), () => location.reload(), "second") : signInLink(signIn)),
    el("p", {}, el("a", { href: "/" }, say("receipt.leave"))),
  ],
});

/** `beside`: in a window of its own, so that this page stays as it is. */
export function signInLink(address: string, beside = false): HTMLElement {
  const back = address.includes("?") ? "" : `?next=${encodeURIComponent(location.pathname + location.search)}`;
  const target = beside ? { target: "_blank", rel: "noopener" } : {};
  return el("a", { class: "button", href: address + back, ...target }, say(beside ? "refused.sign-in.beside" : "refused.sign-in"));
}
