import { plainFigure } from '../presentation/figures.ts';
import type { TradeStatistics } from '../snapshot/types.ts';
import { finding, type IntegrityFinding, isPositive } from './finding.ts';
import type { IntegrityTerms } from './terms.ts';

export interface TailFit {
  /** α of P(size > s) ∝ s^-α. */
  readonly exponent: number;
  /** α / √k. */
  readonly standardError: number;
  /** Sizes above the smallest of those given, k. */
  readonly sizes: number;
}

/**
 * Hill's (1975) estimate: k over the sum of log(size / least) of the k sizes above the least of those given.
 *
 * @param largest order statistics, in any order
 * @returns undefined where fewer than two sizes are given, one is none, or all are the same
 */
export function hillExponent(largest: readonly number[]): TailFit | undefined {
  if (largest.length < 2 || !largest.every(isPositive)) return undefined;
  const least = Math.log(largest.reduce((smallest, size) => Math.min(smallest, size)));
  const sizes = largest.length - 1;
  const sum = largest.reduce((total, size) => total + (Math.log(size) - least), 0);
  if (!(sum > 0)) return undefined;
  const exponent = sizes / sum;
  return { exponent, standardError: exponent / Math.sqrt(sizes), sizes };
}

/** Sizes of true trades have a Pareto-Lévy tail, 1 < α < 2 (Cong, Li, Tang and Yang 2023): outside of it the sign stands. */
export function oddTail({ count, largestSizes }: TradeStatistics, { trades }: IntegrityTerms): IntegrityFinding[] {
  const { fewestSizes, largestShare, from, to, sigmas } = trades.tail;
  if (!largestSizes || count === undefined || count < trades.fewestTrades) return [];
  // No more of them than are the tail: the body of the sizes has no exponent.
  const tail = [...largestSizes].sort((a, b) => b - a).slice(0, Math.floor(largestShare * count));
  if (tail.length < fewestSizes) return [];
  const fit = hillExponent(tail);
  if (!fit) return [];
  const { exponent, standardError } = fit;
  if (!(exponent - sigmas * standardError > to) && !(exponent + sigmas * standardError < from)) return [];
  const message = `the largest trade sizes fall off with an exponent of ${plainFigure(exponent)}, where ${from} to ${to} is usual`;
  return [finding('trade-tail', 'note', message, { ...fit })];
}
