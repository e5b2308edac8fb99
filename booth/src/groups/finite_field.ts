/**
 * The 2048-bit MODP group of RFC 3526, by big integers: slower than Ed25519, and its running time depends on secrets
 * (docs/reference/booth.md says so); it is there for elections that Debian's packaged tool has to check.
 */

import { asNumber, modulo, type Group } from "./group.ts";

/** RFC 3526, group 14. */
const P = BigInt(
  "0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd" +
    "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed" +
    "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f" +
    "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b" +
    "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510" +
    "15728e5a8aacaa68ffffffffffffffff",
);
const Q = (P - 1n) / 2n;
const G = 2n;
const PADDING = 8n;
/** A comb of so many teeth, each so many bits long, in so many tables: 320 products a power, 3,000 for the tables. */
const TEETH = 8;
const LENGTH = 256;
const TABLES = 4;
const COLUMNS = LENGTH / TABLES;

/** Jacobi's symbol of a over n: 1 exactly for the squares, which are the members, as P is a safe prime. */
function jacobi(a: bigint, n: bigint): number {
  let sign = 1;
  a = modulo(a, n);
  while (a !== 0n) {
    while ((a & 1n) === 0n) {
      a >>= 1n;
      const eighth = n & 7n;
      if (eighth === 3n || eighth === 5n) sign = -sign;
    }
    [a, n] = [n, a];
    if ((a & 3n) === 3n && (n & 3n) === 3n) sign = -sign;
    a %= n;
  }
  return n === 1n ? sign : 0;
}

/**
 * Powers of one base by a comb (Lim and Lee 1994). The exponent is laid out in `TEETH` lines of `LENGTH` bits; what
 * the bits of one column stand for is looked up, in a table for each `COLUMNS` columns, so that these share squarings.
 */
function fixedBase(base: bigint): (k: bigint) => bigint {
  const tables = combed(base);
  return (k) => {
    const bits = modulo(k, Q).toString(2).padStart(TEETH * LENGTH, "0");
    let result = 1n;
    for (let column = COLUMNS - 1; column >= 0; column -= 1) {
      result = (result * result) % P;
      tables.forEach((table, place) => {
        result = (result * table[toothed(bits, place * COLUMNS + column)]!) % P;
      });
    }
    return result;
  };
}

/** The bits of one column of the comb as a number, the lowest tooth first. */
function toothed(bits: string, column: number): number {
  let number = 0;
  for (let tooth = 0; tooth < TEETH; tooth += 1) {
    if (bits.charCodeAt(bits.length - 1 - tooth * LENGTH - column) === 49) number |= 1 << tooth;
  }
  return number;
}

/** For each table the products of the powers that its lowest column may ask for. */
function combed(base: bigint): bigint[][] {
  const steps = [base];
  while (steps.length < TEETH * TABLES) {
    let step = steps.at(-1)!;
    for (let square = 0; square < COLUMNS; square += 1) step = (step * step) % P;
    steps.push(step);
  }
  return Array.from({ length: TABLES }, (_, place) => {
    const table = [1n];
    for (let tooth = 0; tooth < TEETH; tooth += 1) {
      const step = steps[tooth * TABLES + place]!;
      table.push(...table.map((one) => (one * step) % P));
    }
    return table;
  });
}

/** One power of one base: four bits at a time, with a product for each, whatever they are. */
function windowedPower(base: bigint, k: bigint): bigint {
  const row = [1n];
  while (row.length < 16) row.push((row.at(-1)! * base) % P);
  const digits = modulo(k, Q).toString(16);
  return [...digits].reduce((result, digit) => {
    for (let square = 0; square < 4; square += 1) result = (result * result) % P;
    return (result * row[parseInt(digit, 16)]!) % P;
  }, 1n);
}

let powersOfG: ((k: bigint) => bigint) | null = null;

export const rfc3526: Group<bigint> = {
  name: "RFC-3526-2048",
  q: Q,
  mostInts: 255,

  parse(text) {
    if (!/^[1-9][0-9]{0,616}$/.test(text)) throw new RangeError("not a number in its canonical form");
    const element = BigInt(text);
    if (element >= P || jacobi(element, P) !== 1) throw new RangeError("not a member of the group");
    return element;
  },

  text: (element) => element.toString(),
  mul: (a, b) => (a * b) % P,
  powG: (k) => (powersOfG ??= fixedBase(G))(k),
  pow: windowedPower,
  powersOf: fixedBase,

  /** The first member of the group at or after the number. */
  ofInts(ints) {
    let element = asNumber(ints, rfc3526.mostInts) << PADDING;
    while (jacobi(element, P) !== 1) element += 1n;
    return element;
  },
};
