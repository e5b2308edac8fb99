/** From marks to choices: what counts, what is asked about, and how the buttons move names. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { choicesOf, chosen, move, order, unmarked, type Marks } from "../src/page/choosing.ts";
import type { ChoosingQuestion, RankingQuestion } from "../src/election.ts";

const one: ChoosingQuestion = { kind: "choosing", question: "Q", answers: ["A", "B"], min: 1, max: 1, blank: true };
const some: ChoosingQuestion = { kind: "choosing", question: "Q", answers: ["A", "B", "C"], min: 1, max: 2, blank: false };
const ranks: RankingQuestion = { kind: "ranking", question: "Q", answers: ["A", "B", "C", "D"], blank: false };

const ticked = (...answers: number[]): Marks => ({ ...unmarked(some), ticked: new Set(answers) });
const numbers = (...typed: string[]): Marks => ({ ...unmarked(ranks), numbers: typed });
const id = (found: ReturnType<typeof choicesOf>): string => ("says" in found ? found.says.id : "choices");

test("one of two, or the blank vote, which stands first", () => {
  assert.deepEqual(choicesOf(one, { ...unmarked(one), ticked: new Set([1]) }), [0, 0, 1]);
  assert.deepEqual(choicesOf(one, { ...unmarked(one), blank: true }), [1, 0, 0]);
  assert.equal(id(choicesOf(one, unmarked(one))), "problem.choose-one");
  assert.equal(id(choicesOf(one, { ...unmarked(one), blank: true, ticked: new Set([0]) })), "problem.blank-and-more");
});

test("where none may be chosen, that too has to be said", () => {
  const none = { ...one, min: 0, blank: false };
  assert.equal(id(choicesOf(none, unmarked(none))), "problem.choose-one");
  assert.deepEqual(choicesOf(none, { ...unmarked(none), none: true }), [0, 0]);
});

test("from min to max, and no other number", () => {
  assert.equal(id(choicesOf(some, ticked())), "problem.too-few");
  assert.deepEqual(choicesOf(some, ticked(2)), [0, 0, 1]);
  assert.deepEqual(choicesOf(some, ticked(0, 2)), [1, 0, 1]);
  assert.equal(id(choicesOf(some, ticked(0, 1, 2))), "problem.too-many");
  assert.deepEqual(choicesOf({ ...some, min: 0, max: 2 }, ticked()), [0, 0, 0]);
});

test("numbers become ranks; who has none has nought", () => {
  assert.deepEqual(choicesOf(ranks, numbers(" 2 ", "", "1", "")), [2, 0, 1, 0]);
});

test("what is not a number from 1 to the number of names is asked about", () => {
  for (const typed of ["5", "0", "x", "1.", "-1", "01", "1e0"]) {
    assert.equal(id(choicesOf(ranks, numbers("1", typed, "", ""))), "problem.rank-word", typed);
  }
});

test("numbers that stand twice, a gap, and no number at all are told apart", () => {
  const twice = choicesOf(ranks, numbers("1", "2", "2", ""));
  assert.deepEqual(twice, { says: { id: "problem.rank-twice", values: { first: "B", second: "C", number: 2 } }, answer: 2 });
  const gap = choicesOf(ranks, numbers("1", "", "3", ""));
  assert.deepEqual(gap, { says: { id: "problem.rank-gap", values: { number: 2, answer: "C" } }, answer: 2 });
  assert.equal(id(choicesOf(ranks, numbers("", "", "", ""))), "problem.rank-nothing");
});

test("a blank ranking is no ranking, where it is offered", () => {
  const blank = { ...ranks, blank: true };
  assert.deepEqual(choicesOf(blank, { ...numbers("", "", "", ""), blank: true }), [0, 0, 0, 0]);
  assert.equal(id(choicesOf(blank, { ...numbers("1", "", "", ""), blank: true })), "problem.blank-and-more");
});

test("up gives the next number, then moves forward; down moves back, and at last takes the number away", () => {
  let typed: readonly string[] = ["", "", "", ""];
  const press = (answer: number, up: boolean): readonly string[] => (typed = move(ranks, typed, answer, up));
  assert.deepEqual(press(2, true), ["", "", "1", ""]);
  assert.deepEqual(press(0, true), ["2", "", "1", ""]);
  assert.deepEqual(press(0, true), ["1", "", "2", ""]);
  assert.deepEqual(press(0, true), ["1", "", "2", ""]);
  assert.deepEqual(press(0, false), ["2", "", "1", ""]);
  assert.deepEqual(press(0, false), ["", "", "1", ""]);
  assert.deepEqual(press(0, false), ["", "", "1", ""]);
});

test("a button closes gaps that typing left", () => {
  assert.deepEqual(move(ranks, ["1", "", "4", ""], 3, true), ["1", "", "2", "3"]);
  assert.deepEqual(order(ranks, ["1", "x", "4", "4"]), [0, 2, 3]);
});

test("choices are said in the words of the paper", () => {
  assert.deepEqual(chosen(one, [0, 0, 1]), ["B"]);
  assert.equal(chosen(one, [1, 0, 0]), "blank");
  assert.equal(chosen(some, [0, 0, 0]), "none");
  assert.deepEqual(chosen(ranks, [2, 0, 1, 3]), ["C", "A", "D"]);
  assert.equal(chosen(ranks, [0, 0, 0, 0]), "blank");
});
