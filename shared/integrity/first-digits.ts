import { plainFigure } from '../presentation/figures.ts';
import { chiSquaredTail } from './chi-squared.ts';
import { finding, type IntegrityFinding, isPositive, shareFigure } from './finding.ts';
import type { IntegrityTerms } from './terms.ts';

/** Benford's law: how often 1 to 9 begin a number that spans several orders of magnitude. */
export const BENFORD: readonly number[] = Array.from({ length: 9 }, (_, i) => Math.log10(1 + 1 / (i + 1)));

export interface DigitFit {
  readonly trades: number;
  /** Σ (observed - expected)² / expected, of 8 degrees of freedom. */
  readonly chiSquared: number;
  /** Chance of so large a chi-squared if the law held. */
  readonly probability: number;
  /** Mean absolute deviation of the nine shares (Nigrini 2012). */
  readonly meanDeviation: number;
  /** The digit whose share is furthest off, and that share less the law's. */
  readonly digit: number;
  readonly deviation: number;
}

/** How first digits fit Benford's law. @param counts of 1 to 9 @returns undefined where they are no nine counts, or all 0 */
export function fitFirstDigits(counts: readonly number[]): DigitFit | undefined {
  if (counts.length !== 9 || !counts.every((count) => count >= 0 && Number.isFinite(count))) return undefined;
  const trades = counts.reduce((sum, count) => sum + count, 0);
  if (!isPositive(trades)) return undefined;
  const deviations = counts.map((count, i) => count / trades - (BENFORD[i] as number));
  const chiSquared = trades * deviations.reduce((sum, off, i) => sum + off ** 2 / (BENFORD[i] as number), 0);
  const furthest = deviations.reduce(
    (most, off, i) => (Math.abs(off) > Math.abs(deviations[most] as number) ? i : most),
    0,
  );
  return {
    trades,
    chiSquared,
    probability: chiSquaredTail(chiSquared, 8),
    meanDeviation: deviations.reduce((sum, off) => sum + Math.abs(off), 0) / 9,
    digit: furthest + 1,
    deviation: deviations[furthest] as number,
  };
}

/**
 * Sizes of true trades begin with digits by Benford's law, made-up ones often do not (Cong, Li, Tang and Yang 2023). Both the
 * chance and the extent of the deviation count: with enough trades everything is significant.
 */
export function oddFirstDigits(counts: readonly number[] | undefined, { trades }: IntegrityTerms): IntegrityFinding[] {
  const fit = counts && fitFirstDigits(counts);
  const { significance, meanDeviation } = trades.firstDigits;
  if (!fit || fit.trades < trades.fewestTrades) return [];
  if (!(fit.probability < significance) || !(fit.meanDeviation > meanDeviation)) return [];
  const expected = BENFORD[fit.digit - 1] as number;
  const message = `trade sizes do not begin with digits by Benford's law: ${shareFigure(expected + fit.deviation)} begin with ${fit.digit} where ${shareFigure(expected)} are usual (chi-squared ${plainFigure(fit.chiSquared)})`;
  return [finding('trade-first-digits', 'note', message, { ...fit })];
}
