/** Coins that were written down before, in their order. */

import type { Coins } from "../src/groups/group.ts";

export function givenCoins(written: readonly string[]): Coins {
  let next = 0;
  return (n) => {
    const coin = BigInt(written[next++]!);
    if (coin >= n) throw new RangeError("a coin that is not below its bound");
    return coin;
  };
}
