/** One answer of a ballot: encrypted choices and the proofs that they keep to the question. */

import type { ChoosingQuestion, Question } from "../election.ts";
import type { Coins } from "../groups/group.ts";
import { disjunction, knowledge, type Branch, type Proof, type Sealing } from "./proofs.ts";

export interface Ciphertext {
  readonly alpha: string;
  readonly beta: string;
}

/** An answer as the ballot has it, and the randomness of its ciphertexts, which opens it. */
export interface SealedAnswer {
  readonly answer: object;
  readonly randomness: readonly bigint[];
}

/** A value as it was encrypted. */
interface Encrypted {
  readonly text: Ciphertext;
  readonly value: number;
  readonly randomness: bigint;
}

/**
 * What the voter chose: for a choosing question a 0 or 1 for each answer (blank's first, where blank is offered), for a
 * ranking the number of each answer.
 */
export type Choices = readonly number[];

/** `bound` binds the proofs to the election and the credential. */
export function sealAnswer<E>(
  sealing: Sealing<E>,
  question: Question,
  bound: string,
  choices: Choices,
  coins: Coins,
): SealedAnswer {
  if (question.kind === "ranking") return sealRanking(sealing, question.answers.length, bound, choices, coins);
  return sealChoosing(sealing, question, bound, choices, coins);
}

function sealRanking<E>(
  sealing: Sealing<E>,
  answers: number,
  bound: string,
  ranks: Choices,
  coins: Coins,
): SealedAnswer {
  if (ranks.length !== answers) throw new RangeError(`${ranks.length} numbers for ${answers} answers`);
  const { group, key, powKey } = sealing;
  const randomness = coins(group.q);
  const alpha = group.text(group.powG(randomness));
  const beta = group.text(group.mul(powKey(randomness), group.ofInts(ranks)));
  const proof = knowledge(group, `raweg|${bound}|${group.text(key)},${alpha},${beta}|`, randomness, coins);
  return { answer: { choices: { alpha, beta }, proof }, randomness: [randomness] };
}

function sealChoosing<E>(
  sealing: Sealing<E>,
  question: ChoosingQuestion,
  bound: string,
  choices: Choices,
  coins: Coins,
): SealedAnswer {
  checkChoices(question, choices);
  const { group } = sealing;
  const randomness = choices.map(() => coins(group.q));
  const encrypted = choices.map((value, i) => encrypt(sealing, value, randomness[i]!));
  const individual = encrypted.map((one) => isZeroOrOne(sealing, bound, one, coins));
  const texts = encrypted.map((one) => one.text);
  const all = `${bound}|${texts.map((one) => `${one.alpha},${one.beta}`).join(",")}`;
  const proofs = question.blank
    ? blankAndOverall(sealing, question, all, encrypted, coins)
    : { overall_proof: overall(sealing, question, all, total(encrypted), coins) };
  return { answer: { choices: texts, individual_proofs: individual, ...proofs }, randomness };
}

/** What no proof could be made for is refused before it is encrypted. */
function checkChoices(question: ChoosingQuestion, choices: Choices): void {
  const slots = question.answers.length + (question.blank ? 1 : 0);
  if (choices.length !== slots) throw new RangeError(`${choices.length} choices for ${slots} answers`);
  if (choices.some((one) => one !== 0 && one !== 1)) throw new RangeError("a choice is 0 or 1");
  const blank = question.blank && choices[0] === 1;
  const chosen = (question.blank ? choices.slice(1) : choices).filter((one) => one === 1).length;
  if (blank ? chosen !== 0 : chosen < question.min || chosen > question.max) {
    throw new RangeError(`${chosen} answers chosen of ${question.min} to ${question.max}`);
  }
}

function encrypt<E>({ group, powKey }: Sealing<E>, value: number, randomness: bigint): Encrypted {
  const beta = group.mul(powKey(randomness), group.powG(BigInt(value)));
  return { text: { alpha: group.text(group.powG(randomness)), beta: group.text(beta) }, value, randomness };
}

/** What the product of the ciphertexts holds, and with which exponent. */
function total(encrypted: readonly Encrypted[]): Omit<Encrypted, "text"> {
  return {
    value: encrypted.reduce((sum, one) => sum + one.value, 0),
    randomness: encrypted.reduce((sum, one) => sum + one.randomness, 0n),
  };
}

const holds = (one: Omit<Encrypted, "text">, value: number): Branch => ({
  randomness: one.randomness,
  distance: BigInt(one.value - value),
});

function isZeroOrOne<E>(sealing: Sealing<E>, bound: string, one: Encrypted, coins: Coins): Proof[] {
  const prefix = `prove|${bound}|${one.text.alpha},${one.text.beta}|`;
  return disjunction(sealing, prefix, [holds(one, 0), holds(one, 1)], one.value, coins);
}

/** The values from min to max. */
const range = (min: number, max: number): number[] => Array.from({ length: max - min + 1 }, (_, i) => min + i);

function overall<E>(
  sealing: Sealing<E>,
  { min, max }: ChoosingQuestion,
  all: string,
  sum: Omit<Encrypted, "text">,
  coins: Coins,
): Proof[] {
  const { group, powKey } = sealing;
  const alpha = group.text(group.powG(sum.randomness));
  const beta = group.text(group.mul(powKey(sum.randomness), group.powG(BigInt(sum.value))));
  const branches = range(min, max).map((value) => holds(sum, value));
  return disjunction(sealing, `prove|${all}|${alpha},${beta}|`, branches, sum.value - min, coins);
}

/** Not blank, or nothing chosen; and blank, or from min to max chosen. */
function blankAndOverall<E>(
  sealing: Sealing<E>,
  { min, max }: ChoosingQuestion,
  all: string,
  encrypted: readonly Encrypted[],
  coins: Coins,
): { overall_proof: Proof[]; blank_proof: Proof[] } {
  const blank = encrypted[0]!;
  const sum = total(encrypted.slice(1));
  const either = [holds(blank, 0), holds(sum, 0)];
  const blankProof = disjunction(sealing, `bproof0|${all}|`, either, blank.value, coins);
  const branches = [holds(blank, 1), ...range(min, max).map((value) => holds(sum, value))];
  const right = blank.value === 1 ? 0 : sum.value - min + 1;
  return { overall_proof: disjunction(sealing, `bproof1|${all}|`, branches, right, coins), blank_proof: blankProof };
}
