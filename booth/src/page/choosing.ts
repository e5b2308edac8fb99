/** From what a voter marked to the choices of a ballot, or to a sentence about what to put right. */

import type { ChoosingQuestion, Question, RankingQuestion } from "../election.ts";
import type { Choices } from "../ballot/answers.ts";
import type { Sentence } from "../words/words.ts";

/** What is marked for one question: the answers ticked, or the number typed for each, and the blank vote. */
export interface Marks {
  readonly ticked: ReadonlySet<number>;
  readonly numbers: readonly string[];
  readonly blank: boolean;
  /** "None of these", which has to be chosen where one answer at most may be. */
  readonly none: boolean;
}

export const unmarked = (question: Question): Marks => ({
  ticked: new Set(),
  numbers: question.answers.map(() => ""),
  blank: false,
  none: false,
});

/** A problem, and which answer's field it is about; null is the question as a whole. */
export interface Problem {
  readonly says: Sentence;
  readonly answer: number | null;
}

/** Whether one answer at most may be chosen, so that it is put as a list of which one is picked. */
export const picksOne = (question: ChoosingQuestion): boolean => question.max === 1;

export function choicesOf(question: Question, marks: Marks): Choices | Problem {
  return question.kind === "ranking" ? ranking(question, marks) : choosing(question, marks);
}

function choosing(question: ChoosingQuestion, { ticked, blank, none }: Marks): Choices | Problem {
  const { min, max } = question;
  const count = ticked.size;
  const values = { question: question.question, count, min, max };
  const chosen = question.answers.map((_, i) => (ticked.has(i) ? 1 : 0));
  if (question.blank && blank) {
    return count > 0 ? { says: { id: "problem.blank-and-more", values }, answer: null } : [1, ...chosen.map(() => 0)];
  }
  if (picksOne(question) && count === 0 && !(min === 0 && none)) {
    return { says: { id: "problem.choose-one", values }, answer: null };
  }
  if (count < min) return { says: { id: "problem.too-few", values }, answer: null };
  if (count > max) return { says: { id: "problem.too-many", values }, answer: null };
  return question.blank ? [0, ...chosen] : chosen;
}

function ranking(question: RankingQuestion, { numbers, blank }: Marks): Choices | Problem {
  const { answers } = question;
  const values = { question: question.question };
  const typed = numbers.map((one) => one.trim());
  if (question.blank && blank) {
    const empty = typed.every((one) => one === "");
    return empty ? answers.map(() => 0) : { says: { id: "problem.blank-and-more", values }, answer: null };
  }
  const ranks = typed.map((one) => (one === "" ? 0 : rank(one, answers.length)));
  const word = ranks.indexOf(null);
  if (word >= 0) {
    const said = { typed: typed[word]!, answer: answers[word]!, count: answers.length };
    return { says: { id: "problem.rank-word", values: said }, answer: word };
  }
  const given = ranks as number[];
  if (given.every((one) => one === 0)) {
    return { says: { id: question.blank ? "problem.rank-nothing.blank" : "problem.rank-nothing", values }, answer: 0 };
  }
  return twiceOrGap(answers, given) ?? given;
}

/** Digits as people write them: no sign, no nought in front, from 1 to the number of answers. */
function rank(typed: string, most: number): number | null {
  return /^[1-9][0-9]{0,2}$/.test(typed) && Number(typed) <= most ? Number(typed) : null;
}

function twiceOrGap(answers: readonly string[], ranks: readonly number[]): Problem | null {
  for (let number = 1; number <= answers.length; number += 1) {
    const having = ranks.flatMap((one, i) => (one === number ? [i] : []));
    if (having.length > 1) {
      const [first, second] = having as [number, number];
      const values = { first: answers[first]!, second: answers[second]!, number };
      return { says: { id: "problem.rank-twice", values }, answer: second };
    }
    const later = ranks.findIndex((one) => one > number);
    if (having.length === 0 && later >= 0) {
      return { says: { id: "problem.rank-gap", values: { number, answer: answers[later]! } }, answer: later };
    }
  }
  return null;
}

/** The answers that have a number, first preference first; numbers that stand twice keep the order of the paper. */
export function order(question: RankingQuestion, numbers: readonly string[]): number[] {
  const ranks = numbers.map((one) => rank(one.trim(), question.answers.length));
  const ranked = ranks.flatMap((one, i) => (one === null ? [] : [i]));
  return ranked.sort((a, b) => ranks[a]! - ranks[b]! || a - b);
}

/**
 * One press of a button: up takes an answer one place forward, and gives one without a number the next number; down
 * takes it one place back, and the last loses its number. The others close up to 1, 2, 3.
 */
export function move(question: RankingQuestion, numbers: readonly string[], answer: number, up: boolean): string[] {
  const ranked = order(question, numbers);
  const at = ranked.indexOf(answer);
  if (at < 0) {
    if (up) ranked.push(answer);
  } else if (up) {
    if (at > 0) [ranked[at - 1], ranked[at]] = [ranked[at]!, ranked[at - 1]!];
  } else if (at === ranked.length - 1) {
    ranked.pop();
  } else {
    [ranked[at], ranked[at + 1]] = [ranked[at + 1]!, ranked[at]!];
  }
  return question.answers.map((_, i) => (ranked.includes(i) ? String(ranked.indexOf(i) + 1) : ""));
}

/** What a ballot's choices say, as texts of the question, in order of preference for a ranking. */
export type Chosen = "blank" | "none" | readonly string[];

export function chosen(question: Question, choices: Choices): Chosen {
  if (question.kind === "ranking") {
    const ranked = order(question, choices.map(String)).map((i) => question.answers[i]!);
    return ranked.length === 0 ? "blank" : ranked;
  }
  if (question.blank && choices[0] === 1) return "blank";
  const answers = question.blank ? choices.slice(1) : choices;
  const picked = question.answers.filter((_, i) => answers[i] === 1);
  return picked.length === 0 ? "none" : picked;
}
