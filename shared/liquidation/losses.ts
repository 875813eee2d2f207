import type { CarriedBook } from '../leverage/carried-book.ts';
import type { Book } from '../snapshot/types.ts';
import type { Stakes } from './stakes.ts';

/**
 * What accounts lack in each market when it alone has moved: nobody is closed at a better price than where it ends. Exact, as the
 * equity that carries a stake is linear in the market's price.
 *
 * @param moves of each market, as shares of its mark: one a scenario, as many for each market
 * @param scenarios how many those are
 * @returns one sum a scenario for each market
 */
export function marketLosses(
  { positions, markets }: Book,
  { length, leg, equity, slope }: Stakes,
  moves: readonly (readonly number[])[],
  scenarios: number,
): Float64Array[] {
  const { market } = positions;
  const flat = Float64Array.from(moves.flat());
  const losses = new Float64Array(markets.length * scenarios);
  for (let i = 0; i < length; i++) {
    const has = equity[i] as number;
    const change = slope[i] as number;
    const from = (market[leg[i] as number] as number) * scenarios;
    for (let at = from; at < from + scenarios; at++) {
      const left = has + change * (flat[at] as number);
      if (left < 0) losses[at] = (losses[at] as number) - left;
    }
  }
  return markets.map((_, m) => losses.subarray(m * scenarios, (m + 1) * scenarios));
}

/**
 * What accounts lack in sum when every market has moved, by their prudent equity: exact, as that is linear in each price.
 *
 * @param moves of each market, as shares of its mark: one a scenario
 * @param only 1 for each market whose positions are looked at: an account's others stay at their marks
 * @returns one sum a scenario
 */
export function jointLosses(
  book: Book,
  carried: CarriedBook,
  { length, leg, equity, slope, collateralSlope }: Stakes,
  moves: readonly (readonly number[])[],
  scenarios: number,
  only?: Uint8Array,
): Float64Array {
  const { account, market, isolated } = book.positions;
  const flat = Float64Array.from(moves.flat());
  const coins = coinsByAccount(carried);
  const losses = new Float64Array(scenarios);
  /** What is left of the account at hand in each scenario. */
  const left = new Float64Array(scenarios);
  const settle = (): void => {
    for (let g = 0; g < scenarios; g++)
      if ((left[g] as number) < 0) losses[g] = (losses[g] as number) - (left[g] as number);
  };
  let who = -1;
  for (let i = 0; i < length; i++) {
    const row = leg[i] as number;
    if (only && !only[market[row] as number]) continue;
    const from = (market[row] as number) * scenarios;
    const change = (slope[i] as number) - (collateralSlope[i] as number);
    if (isolated[row]) {
      const has = equity[i] as number;
      for (let g = 0; g < scenarios; g++) {
        const rest = has + change * (flat[from + g] as number);
        if (rest < 0) losses[g] = (losses[g] as number) - rest;
      }
      continue;
    }
    // Cross stakes of an account stand side by side, isolated ones before them, and share one equity.
    if (account[row] !== who) {
      settle();
      who = account[row] as number;
      left.fill(carried.prudent.crossEquity[who] as number);
      for (let c = coins.starts[who] as number; c < (coins.starts[who + 1] as number); c++) {
        const coinFrom = (coins.market[c] as number) * scenarios;
        for (let g = 0; g < scenarios; g++)
          left[g] = (left[g] as number) + (coins.worth[c] as number) * (flat[coinFrom + g] as number);
      }
    }
    for (let g = 0; g < scenarios; g++) left[g] = (left[g] as number) + change * (flat[from + g] as number);
  }
  settle();
  return losses;
}

/** Cross collateral whose worth goes with a market, after our haircuts: rows of an account at starts[a] .. starts[a + 1]. */
function coinsByAccount({ pricedBy, balances }: CarriedBook) {
  const { starts: from, currency, prudent } = balances;
  const starts = new Uint32Array(from.length);
  const market = new Uint32Array(prudent.length);
  const worth = new Float64Array(prudent.length);
  let length = 0;
  for (let who = 0; who + 1 < from.length; who++) {
    for (let at = from[who] as number; at < (from[who + 1] as number); at++) {
      const m = pricedBy[currency[at] as number] as number;
      if (m < 0) continue;
      market[length] = m;
      worth[length++] = prudent[at] as number;
    }
    starts[who + 1] = length;
  }
  return { starts, market, worth };
}
