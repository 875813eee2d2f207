import type { BookMetrics } from '../assessment/types.ts';
import { concentrationOf } from './concentration.ts';
import { effectiveLeverage, leverageMetrics } from './effective-leverage.ts';

/** What each position of a set contributes: columns of equal length, amounts in the valuation's unit. */
export interface MeasuredRows {
  readonly account: Uint32Array;
  /** +1 long, -1 short. */
  readonly side: Int8Array;
  readonly notional: Float64Array;
  /** Effective leverage of the equity that carries the position. */
  readonly leverage: Float64Array;
  /** Isolated margin; 0 for cross positions. */
  readonly margin: Float64Array;
  /** 1 where the equity that carries the position is nothing or less. */
  readonly bust: Uint8Array;
}

/** One set of rows a market, each in the order of the whole: a counting sort into new columns. */
export function partitionByMarket(rows: MeasuredRows, market: Uint32Array, markets: number): MeasuredRows[] {
  const starts = new Uint32Array(markets + 1);
  for (let i = 0; i < market.length; i++) {
    const after = (market[i] as number) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let m = 0; m < markets; m++) starts[m + 1] = (starts[m + 1] as number) + (starts[m] as number);
  const next = starts.slice();
  const account = new Uint32Array(market.length);
  const side = new Int8Array(market.length);
  const notional = new Float64Array(market.length);
  const leverage = new Float64Array(market.length);
  const margin = new Float64Array(market.length);
  const bust = new Uint8Array(market.length);
  for (let i = 0; i < market.length; i++) {
    const m = market[i] as number;
    const at = next[m] as number;
    next[m] = at + 1;
    account[at] = rows.account[i] as number;
    side[at] = rows.side[i] as number;
    notional[at] = rows.notional[i] as number;
    leverage[at] = rows.leverage[i] as number;
    margin[at] = rows.margin[i] as number;
    bust[at] = rows.bust[i] as number;
  }
  return Array.from({ length: markets }, (_, m) => {
    const own = <T extends Uint32Array | Float64Array | Int8Array | Uint8Array>(column: T): T =>
      column.subarray(starts[m], starts[m + 1]) as T;
    return {
      account: own(account),
      side: own(side),
      notional: own(notional),
      leverage: own(leverage),
      margin: own(margin),
      bust: own(bust),
    };
  });
}

/** What is summed for each account, side by side so that one account's sums share a cache line. */
const LONG = 0;
const SHORT = 1;
const LEVERAGED = 2;
const SUMS = 3;

/**
 * The figures of a set of positions, by account: what an account holds in several of them adds up.
 *
 * @param rows its leverage and notional are reordered in place
 * @param collateral of each account of the book
 * @param place one number an account of the book, all 0 before and after: only those of the set are read and cleared
 */
export function measureRows(rows: MeasuredRows, collateral: Float64Array, place: Uint32Array): BookMetrics {
  const { account, side, notional, leverage, margin, bust } = rows;
  const n = account.length;
  const most = Math.min(n, collateral.length);
  const holders = new Uint32Array(most);
  const sums = new Float64Array(SUMS * most);
  const gone = new Uint8Array(most);
  let accounts = 0;
  let held = 0;
  let underwater = 0;
  for (let i = 0; i < n; i++) {
    const who = account[i] as number;
    // One more than its place among the set's accounts; 0 where it has none yet.
    let at = (place[who] as number) - 1;
    if (at < 0) {
      at = accounts++;
      holders[at] = who;
      place[who] = at + 1;
      held += collateral[who] as number;
    }
    const value = notional[i] as number;
    const sum = SUMS * at;
    const own = sum + ((side[i] as number) > 0 ? LONG : SHORT);
    sums[own] = (sums[own] as number) + value;
    sums[sum + LEVERAGED] = (sums[sum + LEVERAGED] as number) + value * (leverage[i] as number);
    held += margin[i] as number;
    if (bust[i]) {
      underwater += value;
      gone[at] = 1;
    }
  }
  const gross = new Float64Array(accounts);
  const long = new Float64Array(accounts);
  const short = new Float64Array(accounts);
  const leveraged = new Float64Array(accounts);
  let longs = 0;
  let shorts = 0;
  let longTotal = 0;
  let shortTotal = 0;
  let goneAccounts = 0;
  for (let at = 0; at < accounts; at++) {
    const l = sums[SUMS * at + LONG] as number;
    const s = sums[SUMS * at + SHORT] as number;
    gross[at] = l + s;
    leveraged[at] = sums[SUMS * at + LEVERAGED] as number;
    if (l > 0) long[longs++] = l;
    if (s > 0) short[shorts++] = s;
    longTotal += l;
    shortTotal += s;
    goneAccounts += gone[at] as number;
    place[holders[at] as number] = 0;
  }
  const openInterest = Math.max(longTotal, shortTotal);
  return {
    openInterest,
    positions: n,
    accounts,
    concentration: {
      ...concentrationOf(gross),
      long: concentrationOf(long.subarray(0, longs)),
      short: concentrationOf(short.subarray(0, shorts)),
      leverageWeighted: concentrationOf(leveraged),
    },
    leverage: leverageMetrics(leverage, notional, {
      estimatedRatio: effectiveLeverage(openInterest, held),
      underwater: { accounts: goneAccounts, notional: underwater },
    }),
    skew: longTotal + shortTotal > 0 ? (longTotal - shortTotal) / (longTotal + shortTotal) : 0,
  };
}
