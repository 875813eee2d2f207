import type { BookMetrics } from '../assessment/types.ts';
import type { Book } from '../snapshot/types.ts';
import { type Concentration, concentrationOf } from './concentration.ts';
import { effectiveLeverage, leverageMetrics } from './effective-leverage.ts';
import { openValuation, quoteValues, valueCollateral, valuePositions } from './valuation.ts';

export interface BookMeasure {
  readonly venue: BookMetrics;
  /** One a market, in the book's order. */
  readonly markets: readonly BookMetrics[];
  /** Currencies without a price in this book: they count as nothing. */
  readonly unpriced: readonly string[];
}

/** What each position contributes, and what each account has. All in dollars. */
interface Measured {
  readonly notional: Float64Array;
  /** Effective leverage of the equity that carries the position. */
  readonly leverage: Float64Array;
  readonly margin: Float64Array;
  readonly collateral: Float64Array;
  readonly equityOf: (row: number) => number;
}

/**
 * Concentration and leverage of a book, for each market and for the venue, by account.
 *
 * An account's cross positions share its equity (collateral + their unrealised PnL); an isolated position stands on its own
 * margin and PnL.
 */
export function measureBook(book: Book): BookMeasure {
  const { accounts, markets, positions } = book;
  const valuation = openValuation(markets);
  const { notional, unrealizedPnl, margin } = valuePositions(book, quoteValues(markets, valuation));
  const collateral = valueCollateral(book, valuation);

  const crossEquity = Float64Array.from(collateral);
  const crossNotional = new Float64Array(accounts.ids.length);
  for (let i = 0; i < positions.length; i++) {
    if (positions.isolated[i]) continue;
    const account = positions.account[i] as number;
    crossEquity[account] = (crossEquity[account] as number) + (unrealizedPnl[i] as number);
    crossNotional[account] = (crossNotional[account] as number) + (notional[i] as number);
  }
  const equityOf = (row: number): number =>
    positions.isolated[row]
      ? (margin[row] as number) + (unrealizedPnl[row] as number)
      : (crossEquity[positions.account[row] as number] as number);
  const leverage = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const carried = positions.isolated[i]
      ? (notional[i] as number)
      : (crossNotional[positions.account[i] as number] as number);
    leverage[i] = (notional[i] as number) === 0 ? 0 : effectiveLeverage(carried, equityOf(i));
  }

  const measured: Measured = { notional, leverage, margin, collateral, equityOf };
  const scratch = openScratch(accounts.ids.length);
  const { rows, starts } = rowsByMarket(positions.market, markets.length);
  return {
    venue: measureRows(book, measured, rows, scratch),
    markets: markets.map((_, m) => measureRows(book, measured, rows.subarray(starts[m], starts[m + 1]), scratch)),
    unpriced: valuation.unpriced,
  };
}

/** Rows in order of their market, by counting sort; market m has rows[starts[m]] to rows[starts[m + 1]]. */
function rowsByMarket(market: Uint32Array, markets: number): { rows: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(markets + 1);
  for (let i = 0; i < market.length; i++)
    starts[(market[i] as number) + 1] = (starts[(market[i] as number) + 1] as number) + 1;
  for (let m = 0; m < markets; m++) starts[m + 1] = (starts[m + 1] as number) + (starts[m] as number);
  const next = starts.slice();
  const rows = new Uint32Array(market.length);
  for (let i = 0; i < market.length; i++) {
    const m = market[i] as number;
    const at = next[m] as number;
    rows[at] = i;
    next[m] = at + 1;
  }
  return { rows, starts };
}

/** Sums per account that are reused from market to market: only what was touched is read and cleared. */
const openScratch = (accounts: number) => ({
  /** Place of an account among those touched, plus one; 0 where it was not. */
  place: new Uint32Array(accounts),
});

function measureRows(
  book: Book,
  measured: Measured,
  rows: Uint32Array,
  { place }: ReturnType<typeof openScratch>,
): BookMetrics {
  const { account, side, isolated } = book.positions;
  const { notional, leverage, margin, collateral, equityOf } = measured;
  const n = rows.length;
  const touched = new Uint32Array(n);
  const gross = new Float64Array(n);
  const long = new Float64Array(n);
  const short = new Float64Array(n);
  const leveraged = new Float64Array(n);
  const bust = new Uint8Array(n);
  const rowLeverage = new Float64Array(n);
  const rowNotional = new Float64Array(n);
  let holders = 0;
  let longTotal = 0;
  let shortTotal = 0;
  let held = 0;
  let underwater = 0;
  for (let k = 0; k < n; k++) {
    const row = rows[k] as number;
    const who = account[row] as number;
    let at = (place[who] as number) - 1;
    if (at < 0) {
      at = holders++;
      touched[at] = who;
      place[who] = at + 1;
      held += collateral[who] as number;
    }
    const value = notional[row] as number;
    gross[at] = (gross[at] as number) + value;
    leveraged[at] = (leveraged[at] as number) + value * (leverage[row] as number);
    if ((side[row] as number) > 0) {
      long[at] = (long[at] as number) + value;
      longTotal += value;
    } else {
      short[at] = (short[at] as number) + value;
      shortTotal += value;
    }
    if (isolated[row]) held += margin[row] as number;
    if (value > 0 && !(equityOf(row) > 0)) {
      underwater += value;
      bust[at] = 1;
    }
    rowLeverage[k] = leverage[row] as number;
    rowNotional[k] = value;
  }
  let bustAccounts = 0;
  for (let at = 0; at < holders; at++) {
    place[touched[at] as number] = 0;
    bustAccounts += bust[at] as number;
  }
  const of = (amounts: Float64Array): Concentration => concentrationOf(amounts.subarray(0, holders));
  const openInterest = Math.max(longTotal, shortTotal);
  return {
    openInterest,
    positions: n,
    accounts: holders,
    concentration: { ...of(gross), long: of(long), short: of(short), leverageWeighted: of(leveraged) },
    leverage: leverageMetrics(rowLeverage, rowNotional, {
      estimatedRatio: held > 0 ? openInterest / held : 0,
      underwater: { accounts: bustAccounts, notional: underwater },
    }),
    skew: longTotal + shortTotal > 0 ? (longTotal - shortTotal) / (longTotal + shortTotal) : 0,
  };
}
