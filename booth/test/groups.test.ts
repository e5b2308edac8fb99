/** Both groups against published numbers, and their edges: zero, members only, canonical forms only. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { edwards } from "../src/groups/edwards.ts";
import { rfc3526 } from "../src/groups/finite_field.ts";
import { modulo, type Group } from "../src/groups/group.ts";

const [ED, RFC] = [edwards as Group<unknown>, rfc3526 as Group<unknown>];

for (const group of [ED, RFC]) {
  test(`${group.name}: powers add up, and zero gives the identity`, () => {
    const power = group.powersOf(group.powG(7n));
    const identity = group.text(group.powG(0n));
    assert.equal(identity, group === ED ? "0".repeat(63) + "1" : "1");
    assert.equal(group.text(power(0n)), identity);
    assert.equal(group.text(power(group.q)), identity);
    assert.equal(group.text(power(3n)), group.text(group.powG(21n)));
    assert.equal(group.text(power(-1n)), group.text(group.powG(group.q - 7n)));
    assert.equal(group.text(group.mul(group.powG(5n), group.powG(-5n))), identity);
  });

  test(`${group.name}: powers by a table are those without one`, () => {
    const base = group.powG(7n);
    const byTable = group.powersOf(base);
    const edges = [1n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 255n + 2n ** 128n + 1n, group.q - 1n];
    for (const k of [...edges, (group.q * 2n) / 3n, 3n ** 500n]) {
      assert.equal(group.text(byTable(k)), group.text(group.pow(base, k)));
      assert.equal(group.text(group.powG(7n * k)), group.text(byTable(k)));
    }
  });

  test(`${group.name}: an element is read back from its text`, () => {
    const spelled = group.text(group.powG(123456789n));
    assert.equal(group.text(group.parse(spelled)), spelled);
  });

  test(`${group.name}: the identity is a member, for a ballot box that nobody voted in`, () => {
    const spelled = group.text(group.powG(0n));
    assert.equal(group.text(group.parse(spelled)), spelled);
    assert.equal(group.text(group.powersOf(group.parse(spelled))(5n)), spelled);
  });
}

test("Ed25519: published powers and rankings", () => {
  assert.equal(ED.text(ED.powG(1n)), "6666666666666666666666666666666666666666666666666666666666666658");
  assert.equal(ED.text(ED.powG(2n)), "2260cdf3092329c21da25ee8c9a21f5697390f51643851560e5f46ae6af8a3c9");
  assert.equal(ED.text(ED.powG(-1n)), "e666666666666666666666666666666666666666666666666666666666666658");
  assert.equal(ED.text(ED.ofInts([1, 2, 3])), "4080c009".padStart(64, "0"));
  assert.equal(ED.text(ED.ofInts([0, 0, 0])), "1".padStart(64, "0"));
  assert.equal(ED.text(ED.ofInts([3, 1, 2, 5, 4])), "c04081410006".padStart(64, "0"));
});

test("Ed25519: points outside the group and other spellings are not read", () => {
  const refused = [
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec", // of order 2
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee", // the identity, y not reduced
    "8000000000000000000000000000000000000000000000000000000000000001", // the identity with a sign
    "0000000000000000000000000000000000000000000000000000000000000000", // of order 4
    "0000000000000000000000000000000000000000000000000000000000000002", // not on the curve
    "6666666666666666666666666666666666666666666666666666666666666658".slice(2),
    "E666666666666666666666666666666666666666666666666666666666666658",
  ];
  for (const text of refused) assert.throws(() => ED.parse(text), RangeError, text);
});

test("RFC 3526: published rankings; half of the numbers are no members", () => {
  assert.equal(RFC.text(RFC.ofInts([1, 2, 3])), "16909057");
  assert.equal(RFC.text(RFC.ofInts([0, 0, 4])), "1024"); // a member as it is
  assert.equal(RFC.text(RFC.ofInts([3, 1, 2, 5, 4])), "3302863733761");
  const p = 2n * RFC.q + 1n;
  for (const text of ["0", p.toString(), (p - 1n).toString(), "07", "+4", "0x4", "-4", (p + 4n).toString()]) {
    assert.throws(() => RFC.parse(text), RangeError, text);
  }
  assert.equal(RFC.text(RFC.parse("4")), "4");
  for (let x = 2n; x < 40n; x += 1n) {
    const square = modularPower(x, RFC.q, p) === 1n;
    square ? RFC.parse(x.toString()) : assert.throws(() => RFC.parse(x.toString()), RangeError);
  }
});

function modularPower(base: bigint, exponent: bigint, p: bigint): bigint {
  let result = 1n;
  for (let bits = exponent, step = base; bits > 0n; bits >>= 1n, step = modulo(step * step, p)) {
    if (bits & 1n) result = modulo(result * step, p);
  }
  return result;
}

test("rankings that do not fit are refused", () => {
  assert.throws(() => ED.ofInts(Array(31).fill(1)), RangeError);
  assert.throws(() => RFC.ofInts([256]), RangeError);
  assert.throws(() => ED.ofInts([-1]), RangeError);
  assert.throws(() => ED.ofInts([1.5]), RangeError);
});
