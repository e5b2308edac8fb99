/** What a ballot asks of a group of prime order: fixed-base powers, products, one spelling for each element. */

export interface Group<E> {
  /** The name in election.json. */
  readonly name: string;
  /** The order, a prime. */
  readonly q: bigint;
  /** How many integers below 256 one element holds. */
  readonly mostInts: number;
  /** Read an element in its canonical spelling and check that it is a member. Throws a RangeError. */
  parse(text: string): E;
  text(element: E): string;
  mul(a: E, b: E): E;
  /** A power of the generator; any integer, zero too. */
  powG(k: bigint): E;
  /** A power of any element. */
  pow(base: E, k: bigint): E;
  /** A function that gives powers of one base many times: its tables are made once. */
  powersOf(base: E): (k: bigint) => E;
  /** Integers from 0 to 255 as an element, most significant first. */
  ofInts(ints: readonly number[]): E;
}

/** Coins: a uniform integer from 0 up to, and without, n. */
export type Coins = (n: bigint) => bigint;

export function modulo(k: bigint, q: bigint): bigint {
  const rest = k % q;
  return rest < 0n ? rest + q : rest;
}

/** The integers as one number, most significant first; a RangeError for too many or too large. */
export function asNumber(ints: readonly number[], most: number): bigint {
  if (ints.length > most) throw new RangeError(`${ints.length} integers; an element holds ${most}`);
  return ints.reduce((number, value) => {
    if (!Number.isInteger(value) || value < 0 || value > 255) throw new RangeError(`${value} is not a byte`);
    return (number << 8n) | BigInt(value);
  }, 0n);
}
