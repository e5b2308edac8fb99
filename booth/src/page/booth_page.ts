/** The booth opens: which contest the address names, its ballot paper, and the first screen. */

import { NotOffered, readElection } from "../election.ts";
import { SealingWorker } from "../sealing_worker.ts";
import { preferred, say } from "../words/words.ts";
import { nameElection, show, turnTo, waitFor, waitNoMore } from "./frame.ts";
import { openedScreen } from "./opened_screen.ts";
import { refusedScreen, unreachedScreen } from "./refused_screen.ts";
import { fetchContest, fetchElection, NoAnswer, NOT_FOUND, Refusal } from "./server.ts";
import { Voting } from "./voting.ts";

/** `script` is the address of this very script: the worker runs it too. */
export async function openBooth(script: string): Promise<void> {
  turnTo(preferred(location.search, navigator.languages));
  waitFor(say("wait.loading"));
  try {
    await enter(script);
  } catch (problem) {
    if (problem instanceof Refusal) show(refusedScreen(() => problem.because, problem));
    else if (problem instanceof NoAnswer && problem.message === NOT_FOUND) show(refusedScreen(() => say("refused.no-contest")));
    else if (problem instanceof NotOffered) show(refusedScreen(() => say("refused.not-offered", { what: problem.message })));
    else show(unreachedScreen());
  } finally {
    waitNoMore();
  }
}

async function enter(script: string): Promise<void> {
  const parameters = new URLSearchParams(location.search);
  const name = parameters.get("contest") ?? "";
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(name)) return show(refusedScreen(() => say("refused.no-contest")));
  const contests = document.querySelector<HTMLMetaElement>("meta[name=hustings-contests]")!.content;
  const address = `${contests}${name}/`;
  if (parameters.get("check") === "opened") return enterToCheck(`${address}election.json`);
  const contest = await fetchContest(address);
  const raw = await fetchElection(contest.election);
  const election = readElection(raw);
  if (election.fingerprint !== contest.fingerprint) {
    const both = { announced: contest.fingerprint, fetched: election.fingerprint };
    return show(refusedScreen(() => say("refused.fingerprint", both)));
  }
  nameElection(election.name, election.language);
  const voting = new Voting(address, contest, election, raw, script, new SealingWorker(script, raw));
  history.replaceState("choose", "");
  window.addEventListener("popstate", (event) => comeBack(voting, event.state));
  voting.choose();
}

/** Whoever checks an opened vote need not be an elector, nor signed in: the ballot paper is public. */
async function enterToCheck(paper: string): Promise<void> {
  const election = readElection(await fetchElection(paper));
  nameElection(election.name, election.language);
  show(openedScreen(election));
}

/** Back from the check is the choice; a sealed vote that was left behind is gone, and a cast one cannot be called back. */
function comeBack(voting: Voting, state: unknown): void {
  if (state === "choose" && !voting.isCast) voting.choose();
  else location.reload();
}
