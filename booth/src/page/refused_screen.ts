/** A refusal is a page too: what cannot be done here, why, and what can. */

import { button, el, paragraph } from "./dom.ts";
import type { Screen } from "./frame.ts";
import type { Refusal, Way } from "./server.ts";
import { say } from "../words/words.ts";

const TRY_AGAIN: Onward = { signIn: null, ways: [] };

type Onward = Pick<Refusal, "signIn" | "ways">;

/** `because` gives the sentence in the language of the moment; what leads on from here is null where nothing does. */
export const refusedScreen = (because: () => string, onward: Onward | null = null): Screen => ({
  heading: "refused.heading",
  step: null,
  draw: () => [
    paragraph(because(), "state"),
    ...(onward === null ? [] : [way(onward)]),
    el("p", {}, el("a", { href: "/" }, say("receipt.leave"))),
  ],
});

/** Nothing came, and the next time it may. */
export const unreachedScreen = (): Screen => refusedScreen(() => say("refused.network"), TRY_AGAIN);

function way({ signIn, ways }: Onward): HTMLElement {
  if (signIn !== null) return el("div", { class: "buttons" }, signInLink(signIn));
  if (ways.length > 0) return waysList(ways);
  return el("div", { class: "buttons" }, button(say("refused.again"), () => location.reload(), "second"));
}

export const waysList = (ways: readonly Way[]): HTMLElement =>
  el("ul", { class: "plain" }, ...ways.map(({ address, text }) => el("li", {}, el("a", { href: address }, text))));

/** `beside`: in a window of its own, so that this page stays as it is. */
export function signInLink(address: string, beside = false): HTMLElement {
  const back = address.includes("?") ? "" : `?next=${encodeURIComponent(location.pathname + location.search)}`;
  const target = beside ? { target: "_blank", rel: "noopener" } : {};
  return el("a", { class: "button", href: address + back, ...target }, say(beside ? "refused.sign-in.beside" : "refused.sign-in"));
}
