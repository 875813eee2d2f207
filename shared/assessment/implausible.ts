import type { CarriedBook } from '../leverage/carried-book.ts';
import { contractKind, currenciesOf, isInverse, settlementOf } from '../snapshot/contract-kind.ts';
import type { Book, Market } from '../snapshot/types.ts';

/**
 * The most that a position may come to, in the valuation's unit: far above the wealth of the world in any currency. Sums of such
 * amounts are finite, and beside larger ones everybody else's equity would be lost in rounding.
 */
export const MOST_AMOUNT = 1e24;

/**
 * Markets whose own numbers cannot be measured, each with the reason. One pass over the positions.
 *
 * - a position's notional, unrealised PnL or margin is no finite number, or above MOST_AMOUNT
 * - contracts have a notional of 0: there is no price for the market's quote currency, or the amounts are too small to be told from 0
 * - the maintenance margins that the venue gives come to more than all notional: no maintenance rate is above 1
 *
 * What one account holds is not judged: a PnL of many times the notional, or a single margin above it, may be so.
 */
export function implausibleMarkets(book: Book, { values, quote }: CarriedBook): Map<number, string> {
  const { markets, positions } = book;
  const { length, market, contracts, maintenanceMargin } = positions;
  const { notional, unrealizedPnl, margin } = values;
  const held = new Float64Array(markets.length);
  const given = new Float64Array(markets.length);
  const reasons = new Map<number, string>();
  const rows = new Int32Array(markets.length).fill(-1);
  for (let i = 0; i < length; i++) {
    const m = market[i] as number;
    const own = notional[i] as number;
    held[m] = (held[m] as number) + own;
    const required = maintenanceMargin[i] as number;
    if (!Number.isNaN(required)) given[m] = (given[m] as number) + required;
    const sound =
      own <= MOST_AMOUNT &&
      Math.abs(unrealizedPnl[i] as number) <= MOST_AMOUNT &&
      Math.abs(margin[i] as number) <= MOST_AMOUNT &&
      (own > 0 || contracts[i] === 0);
    if (!sound && (rows[m] as number) < 0) rows[m] = i;
  }
  for (const [m, market] of markets.entries()) {
    const row = rows[m] as number;
    if (row >= 0) reasons.set(m, reasonOfRow(book, values, row, quote[m] as number, market));
    else {
      // The venue gives them in the settlement currency: quote of linear contracts, base of inverse ones.
      const required = (given[m] as number) * (quote[m] as number) * (isInverse(market) ? market.markPrice : 1);
      if (!(required <= (held[m] as number)))
        reasons.set(
          m,
          `the maintenance margins given come to ${figure(required)} on a notional of ${figure(held[m] as number)}: more than all of it`,
        );
    }
  }
  return reasons;
}

/** What a unit of a market's prices is, for an error. */
const kindOfUnit = (market: Market): string =>
  contractKind(market) === 'quanto'
    ? `settlement currency ${settlementOf(market)}`
    : `quote currency ${currenciesOf(market.symbol)?.quote}`;

function reasonOfRow(
  { accounts, positions }: Book,
  { notional, unrealizedPnl, margin }: CarriedBook['values'],
  row: number,
  worth: number,
  market: Market,
): string {
  const account = accounts.ids[positions.account[row] as number] as string;
  const own = notional[row] as number;
  if (own === 0 && worth === 0)
    return `there is no price for its ${kindOfUnit(market)}, so that its positions have no value`;
  if (own === 0)
    return `${figure(positions.contracts[row] as number)} contracts of ${account} come to no notional at all`;
  const [what, value] = (
    [
      ['notional', own],
      ['unrealised PnL', unrealizedPnl[row] as number],
      ['margin', margin[row] as number],
    ] as const
  ).find(([, amount]) => !(Math.abs(amount) <= MOST_AMOUNT)) as readonly [string, number];
  return `the ${what} of ${account} comes to ${figure(value)}: no position can be above ${figure(MOST_AMOUNT)}`;
}

/** Three digits, with an exponent if it is far from 1: these numbers are out of every range. */
export const figure = (value: number): string => String(Number(value.toPrecision(3)));
