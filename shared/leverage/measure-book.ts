import type { BookMetrics } from '../assessment/types.ts';
import type { Book } from '../snapshot/types.ts';
import { effectiveLeverage } from './effective-leverage.ts';
import { type MeasuredRows, measureRows, partitionByMarket } from './measured-rows.ts';
import { openValuation, type PositionValues, quoteValues, valueCollateral, valuePositions } from './valuation.ts';

export interface BookMeasure {
  readonly venue: BookMetrics;
  /** One a market, in the book's order. */
  readonly markets: readonly BookMetrics[];
  /** Currencies without a price in this book: they count as nothing. */
  readonly unpriced: readonly string[];
}

/**
 * Concentration and leverage of a book, for each market and for the venue, by account.
 *
 * An account's cross positions share its equity (collateral + their unrealised PnL); an isolated position stands on its own
 * margin and PnL. All amounts are in the valuation's unit, and every figure is finite.
 */
export function measureBook(book: Book): BookMeasure {
  const { accounts, markets, positions } = book;
  const valuation = openValuation(markets);
  const values = valuePositions(book, quoteValues(markets, valuation));
  const collateral = valueCollateral(book, valuation);
  const rows: MeasuredRows = {
    account: positions.account,
    side: positions.side,
    notional: values.notional,
    margin: values.margin,
    ...carryPositions(book, values, collateral),
  };
  // The markets' rows are copies: measuring the venue's reorders some of its columns.
  const byMarket = partitionByMarket(rows, positions.market, markets.length);
  const place = new Uint32Array(accounts.ids.length);
  return {
    venue: measureRows(rows, collateral, place),
    markets: byMarket.map((own) => measureRows(own, collateral, place)),
    unpriced: valuation.unpriced,
  };
}

/** Effective leverage of every position, and whether what carries it is used up. */
function carryPositions(
  { positions }: Book,
  { notional, unrealizedPnl, margin }: PositionValues,
  collateral: Float64Array,
): Pick<MeasuredRows, 'leverage' | 'bust'> {
  const { length, account, isolated } = positions;
  const crossEquity = Float64Array.from(collateral);
  const crossNotional = new Float64Array(collateral.length);
  for (let i = 0; i < length; i++) {
    if (isolated[i]) continue;
    const who = account[i] as number;
    crossEquity[who] = (crossEquity[who] as number) + (unrealizedPnl[i] as number);
    crossNotional[who] = (crossNotional[who] as number) + (notional[i] as number);
  }
  const leverage = new Float64Array(length);
  const bust = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const own = notional[i] as number;
    if (own === 0) continue;
    const who = account[i] as number;
    const equity = isolated[i] ? (margin[i] as number) + (unrealizedPnl[i] as number) : (crossEquity[who] as number);
    leverage[i] = effectiveLeverage(isolated[i] ? own : (crossNotional[who] as number), equity);
    bust[i] = equity > 0 ? 0 : 1;
  }
  return { leverage, bust };
}
