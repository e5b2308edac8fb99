/** Coins of the browser: uniform below a bound, from its own source of randomness. */

/** A uniform integer from 0 up to, and without, n: as many random bits as n has, drawn again until they are below n. */
export function randomBelow(n: bigint): bigint {
  const bits = (n - 1n).toString(2).length;
  const bytes = new Uint8Array(Math.ceil(bits / 8));
  const spare = BigInt(bytes.length * 8 - bits);
  for (;;) {
    crypto.getRandomValues(bytes);
    const drawn = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n) >> spare;
    if (drawn < n) return drawn;
  }
}
