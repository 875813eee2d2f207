import type { CarriedBook } from '../leverage/carried-book.ts';
import { isInverse } from '../snapshot/contract-kind.ts';
import type { Book } from '../snapshot/types.ts';
import { type QueueRank, rankQueue } from './queue.ts';
import { bitmexScore, entryValueOf } from './scores.ts';

/** The auto-deleveraging queue of every market and side of a book, by BitMEX's score. */
export function rankBook({ positions, markets }: Book, carried: CarriedBook): QueueRank {
  const { length, market, side, contracts, account, isolated, entryPrice } = positions;
  const { values, venueLeverage: leverage, collateral } = carried;
  const { notional, unrealizedPnl, margin } = values;
  const marks = Float64Array.from(markets, ({ markPrice }) => markPrice);
  const linear = Uint8Array.from(markets, (m) => (isInverse(m) ? 0 : 1));
  const score = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const m = market[i] as number;
    const entryValue = entryValueOf(
      notional[i] as number,
      entryPrice[i] as number,
      marks[m] as number,
      linear[m] === 1,
    );
    score[i] = bitmexScore(unrealizedPnl[i] as number, entryValue, leverage[i] as number);
  }
  const balanceOf = (row: number): number =>
    (isolated[row] ? margin[row] : collateral[account[row] as number]) as number;
  return rankQueue(
    { market, side, contracts, score, leverage, unrealizedPnl, balanceOf, account, isolated },
    markets.length,
  );
}
