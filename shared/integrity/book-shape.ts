import type { OrderBook } from '../snapshot/types.ts';
import { finding, type IntegrityFinding, isPositive, priceFigure } from './finding.ts';

export interface BookShape {
  readonly findings: readonly IntegrityFinding[];
  /** Best prices that can be traded at; absent for a side without orders. */
  readonly best: { readonly bid?: number; readonly ask?: number };
}

type Levels = OrderBook['bids'];

/** Whether an order book can be one: levels that are prices, in order, of two sides that do not overlap. */
export function bookShape(book: OrderBook | undefined): BookShape {
  if (!book) return { findings: [], best: {} };
  const bids = sideShape(book.bids, 1);
  const asks = sideShape(book.asks, -1);
  const { best: bid } = bids;
  const { best: ask } = asks;
  return {
    findings: [
      ...brokenLevels(bids.broken + asks.broken),
      ...levelsOutOfOrder(bids.outOfOrder, asks.outOfOrder),
      ...missingSides(bid, ask),
      ...overlap(bid, ask),
    ],
    best: { ...(bid === undefined ? {} : { bid }), ...(ask === undefined ? {} : { ask }) },
  };
}

interface SideShape {
  /** Levels without a price, or with an amount that is none. */
  readonly broken: number;
  /** Levels better than the one before. */
  readonly outOfOrder: number;
  readonly best: number | undefined;
}

/** @param sense 1 where a higher price is better, -1 where a lower one is */
function sideShape(levels: Levels, sense: 1 | -1): SideShape {
  let broken = 0;
  let outOfOrder = 0;
  let before: number | undefined;
  let best: number | undefined;
  for (const [price, amount] of levels) {
    if (!isPositive(price) || !(amount >= 0 && Number.isFinite(amount))) {
      broken++;
      continue;
    }
    if (before !== undefined && sense * (price - before) > 0) outOfOrder++;
    before = price;
    // An amount of nothing is a level that was taken away.
    if (amount > 0 && (best === undefined || sense * (price - best) > 0)) best = price;
  }
  return { broken, outOfOrder, best };
}

const brokenLevels = (levels: number): IntegrityFinding[] =>
  levels === 0
    ? []
    : [
        finding('book-levels', 'failed', `${counted(levels)} of the order book without a price or an amount`, {
          levels,
        }),
      ];

const levelsOutOfOrder = (bids: number, asks: number): IntegrityFinding[] =>
  bids + asks === 0
    ? []
    : [
        finding('book-order', 'doubtful', `${counted(bids + asks)} of the order book better than the one before`, {
          bids,
          asks,
        }),
      ];

const counted = (levels: number): string => (levels === 1 ? '1 level' : `${levels} levels`);

function missingSides(bid: number | undefined, ask: number | undefined): IntegrityFinding[] {
  if (bid === undefined && ask === undefined) return [finding('book-empty', 'doubtful', 'the order book is empty')];
  if (bid === undefined) return [finding('book-one-sided', 'doubtful', 'the order book has no bids')];
  if (ask === undefined) return [finding('book-one-sided', 'doubtful', 'the order book has no asks')];
  return [];
}

function overlap(bid: number | undefined, ask: number | undefined): IntegrityFinding[] {
  if (bid === undefined || ask === undefined || bid < ask) return [];
  if (bid === ask)
    return [
      finding('book-locked', 'doubtful', `the best bid and the best ask are both ${priceFigure(bid)}`, { bid, ask }),
    ];
  const message = `the best bid ${priceFigure(bid)} is above the best ask ${priceFigure(ask)}: the book is crossed`;
  return [finding('book-crossed', 'failed', message, { bid, ask })];
}
