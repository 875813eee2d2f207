import type { CarriedBook } from '../leverage/carried-book.ts';
import type { Book } from '../snapshot/types.ts';
import { type Force, runCascade } from './cascade.ts';
import { returnTail } from './collapse.ts';
import type { Stakes } from './stakes.ts';

/** Moves of all markets at once that the fund is tried against, as shares of their marks. */
export const STRESS_GRID = [
  -0.5, -0.3, -0.2, -0.15, -0.1, -0.075, -0.05, -0.03, -0.02, -0.01, 0, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2,
  0.3, 0.5,
] as const;

export interface StressPoint {
  /** The common shock. */
  readonly shock: number;
  /** What accounts lack in sum once each market's cascade has ended, in the valuation's unit. */
  readonly loss: number;
  /** What of it the fund cannot carry. */
  readonly shortfall: number;
}

export interface Stress {
  readonly stress: readonly StressPoint[];
  /** Mean loss in the worst cases that the confidence leaves out, over the liquidation horizon. */
  readonly expectedShortfall: number;
  /** Balance over expected shortfall; null where nothing is expected to be lost. */
  readonly coverage: number | null;
}

/**
 * Tries the insurance fund against common shocks: every market takes the shock and its own cascade, every account is valued where
 * that ends, and what accounts lack falls to the fund.
 *
 * Expected shortfall is the mean loss of the worst (1 - confidence) of a Student-t return, each point of the grid standing for the
 * returns nearest to it.
 *
 * @param balance of the fund, in the valuation's unit
 * @param sigma volatility of the log return over the horizon, of the venue's markets by open interest
 */
export function stressFund(
  book: Book,
  carried: CarriedBook,
  stakes: Stakes,
  forces: readonly { readonly down: Force; readonly up: Force }[],
  balance: number,
  { sigma, degreesOfFreedom, confidence }: { sigma: number; degreesOfFreedom: number; confidence: number },
): Stress {
  const moves = new Float64Array(forces.length);
  const stress = STRESS_GRID.map((shock): StressPoint => {
    forces.forEach(({ down, up }, m) => {
      moves[m] = shock < 0 ? -Math.min(1, runCascade(down, -shock).move) : shock > 0 ? runCascade(up, shock).move : 0;
    });
    const loss = jointLoss(book, stakes, moves, collateralMoves(book, carried, moves));
    return { shock, loss, shortfall: Math.max(0, loss - Math.max(0, balance)) };
  });
  const expectedShortfall = worstMean(stress, sigma, degreesOfFreedom, 1 - confidence);
  return {
    stress,
    expectedShortfall,
    coverage: expectedShortfall > 0 ? Math.max(0, balance) / expectedShortfall : null,
  };
}

/**
 * What accounts lack in sum when every market has moved: exact, as each account's equity is linear in each price.
 *
 * @param moves of each market, as shares of its mark
 * @param collateralMoves what the moves do to each account's cross collateral
 */
export function jointLoss(
  { positions }: Book,
  stakes: Stakes,
  moves: Float64Array,
  collateralMoves: Float64Array,
): number {
  const { account, market, isolated } = positions;
  const { length, leg, equity, slope, collateralSlope } = stakes;
  let loss = 0;
  let cross = 0;
  let who = -1;
  for (let i = 0; i < length; i++) {
    const row = leg[i] as number;
    const change = ((slope[i] as number) - (collateralSlope[i] as number)) * (moves[market[row] as number] as number);
    if (isolated[row]) {
      const left = (equity[i] as number) + change;
      if (left < 0) loss -= left;
      continue;
    }
    // Cross stakes of an account stand side by side, isolated ones before them, and share one equity.
    if (account[row] !== who) {
      if (cross < 0) loss -= cross;
      who = account[row] as number;
      cross = (equity[i] as number) + (collateralMoves[who] as number);
    }
    cross += change;
  }
  return cross < 0 ? loss - cross : loss;
}

/** What moves of the markets do to each account's cross collateral: a currency goes with the market that prices it. */
function collateralMoves({ accounts }: Book, carried: CarriedBook, moves: Float64Array): Float64Array {
  const { collateralAccount, collateralCurrency, collateralAmount, currencies, ids } = accounts;
  const byAccount = new Float64Array(ids.length);
  const rates = Float64Array.from(currencies, (_, c) => {
    const market = carried.pricedBy[c] as number;
    return market < 0 ? 0 : (carried.currencyWorth[c] as number) * (moves[market] as number);
  });
  if (rates.every((rate) => rate === 0)) return byAccount;
  for (let i = 0; i < collateralAmount.length; i++) {
    const c = collateralCurrency[i] as number;
    const amount = collateralAmount[i] as number;
    const who = collateralAccount[i] as number;
    const kept = amount > 0 ? 1 - (carried.haircut[c] as number) : 1;
    byAccount[who] = (byAccount[who] as number) + amount * kept * (rates[c] as number);
  }
  return byAccount;
}

function worstMean(stress: readonly StressPoint[], sigma: number, degreesOfFreedom: number, share: number): number {
  const bounds = STRESS_GRID.slice(1).map((shock, i) => Math.log1p((shock + (STRESS_GRID[i] as number)) / 2));
  const above = (bound: number | undefined, outside: number): number =>
    bound === undefined ? outside : returnTail(bound, sigma, degreesOfFreedom);
  const cases = stress
    .map(({ loss }, i) => ({ loss, probability: above(bounds[i - 1], 1) - above(bounds[i], 0) }))
    .sort((a, b) => b.loss - a.loss);
  let left = share;
  let sum = 0;
  for (const { loss, probability } of cases) {
    const taken = Math.min(left, probability);
    sum += taken * loss;
    left -= taken;
    if (left <= 0) break;
  }
  return sum / share;
}
