/** The group of Ed25519 (RFC 8032), by noble; messages have the 32 bytes the other way round, in hexadecimal. */

import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { asNumber, modulo, type Group } from "./group.ts";

const { Point } = ed25519;
export type EdwardsPoint = InstanceType<typeof Point>;

const ORDER = Point.Fn.ORDER;
const PADDING = 14n;
/** Tables of so many bits: for the ten to thirty powers of a ballot, larger ones take longer to make than they save. */
const WINDOW = 4;
Point.BASE.precompute(WINDOW, true);

function power(base: EdwardsPoint, k: bigint): EdwardsPoint {
  const reduced = modulo(k, ORDER);
  const result = base.multiply(reduced === 0n ? 1n : reduced); // for zero the same work is done, and dropped
  return reduced === 0n ? Point.ZERO : result;
}

/** The point whose encoding is the number z, if there is one of order q. */
function pointAt(z: bigint): EdwardsPoint | null {
  try {
    const point = Point.fromBytes(hexToBytes(z.toString(16).padStart(64, "0")).reverse());
    return point.isTorsionFree() ? point : null;
  } catch {
    return null;
  }
}

export const edwards: Group<EdwardsPoint> = {
  name: "Ed25519",
  q: ORDER,
  mostInts: 30,

  parse(text) {
    if (!/^[0-9a-f]{64}$/.test(text)) throw new RangeError("not a point in its canonical form");
    const point = pointAt(BigInt("0x" + text));
    if (point === null || edwards.text(point) !== text) throw new RangeError("not a point of the group");
    return point;
  },

  text: (element) => bytesToHex(element.toBytes().reverse()),
  mul: (a, b) => a.add(b),
  powG: (k) => power(Point.BASE, k),
  pow: (base, k) => (base.equals(Point.ZERO) ? Point.ZERO : power(base, k)),

  powersOf(base) {
    if (base.equals(Point.ZERO)) return () => Point.ZERO;
    base.precompute(WINDOW, true);
    return (k) => power(base, k);
  },

  /** The first point of the group at or after the number: about one number in sixteen is one. */
  ofInts(ints) {
    for (let z = asNumber(ints, edwards.mostInts) << PADDING; ; z += 1n) {
      const point = pointAt(z);
      if (point !== null) return point;
    }
  },
};
