import { drawByLeverage, drawInOrder, drawInProportion } from './draw.ts';

/** Ways to share what winners have to give. */
export const ADL_POLICIES = ['bitmex-queue', 'binance-queue', 'pro-rata', 'equity', 'min-max'] as const;
export type AdlPolicy = (typeof ADL_POLICIES)[number];

/** Winners of one market and side, as columns of equal length. */
export interface Winners {
  /** Contracts that each can give: no more than held, and than the profit pays for. */
  readonly limit: Float64Array;
  /** Place in the venue's queue by each score; 0 goes first. */
  readonly bitmexPlace: Uint32Array;
  readonly binancePlace: Uint32Array;
  /** Unrealised PnL of the position. */
  readonly profit: Float64Array;
  /** Equity that carries it. */
  readonly equity: Float64Array;
  /** Contracts whose notional is that of everything the equity carries. */
  readonly carried: Float64Array;
}

/**
 * Contracts that each winner has to give up.
 *
 * - `bitmex-queue`, `binance-queue`: from the front of the queue by that venue's score;
 * - `pro-rata`: in proportion to profit, so that all lose the same share of it (Chitra, arXiv 2512.01112);
 * - `equity`: in proportion to equity;
 * - `min-max`: from the most levered down, so that the largest leverage left is the smallest (Campbell et al. 2026).
 *
 * @param amount contracts; what is drawn is the smaller of it and the sum of the limits
 */
export function drawFrom(policy: AdlPolicy, amount: number, winners: Winners): Float64Array {
  const { limit, profit, equity, carried } = winners;
  switch (policy) {
    case 'bitmex-queue':
      return drawInOrder(amount, limit, inOrder(winners.bitmexPlace));
    case 'binance-queue':
      return drawInOrder(amount, limit, inOrder(winners.binancePlace));
    case 'pro-rata':
      return drawInProportion(amount, limit, profit);
    case 'equity':
      return drawInProportion(amount, limit, equity);
    case 'min-max':
      return drawByLeverage(amount, limit, carried, equity);
  }
}

const inOrder = (place: Uint32Array): Uint32Array =>
  Uint32Array.from(place, (_, i) => i).sort((a, b) => (place[a] as number) - (place[b] as number));
