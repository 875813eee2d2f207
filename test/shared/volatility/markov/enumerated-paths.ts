import { ergodic } from '../../../../shared/volatility/markov/durations.ts';
import type { MarkovModel } from '../../../../shared/volatility/markov/types.ts';

/** The slow and obvious version: every path that the states can take, its probability, and sums over those. For a few values only. */
export function enumeratePaths(
  series: readonly number[],
  { states, transition }: MarkovModel,
  exogenous: readonly number[][] = [],
) {
  const k = states.length;
  const n = series.length;
  const density = (i: number, t: number): number => {
    const { mean, variance, coefficients = [] } = states[i] as MarkovModel['states'][number];
    const expected = coefficients.reduce((sum, own, r) => sum + own * (exogenous[r]?.[t] as number), mean);
    return Math.exp(-(((series[t] as number) - expected) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
  };
  const first = ergodic(transition);
  /** Pr(path and values up to `upTo`), summed by the state at `at`. */
  const byState = (upTo: number, at: number, lastSeen = upTo): number[] => {
    const sums = Array<number>(k).fill(0);
    for (let code = 0; code < k ** (upTo + 1); code++) {
      const path = Array.from({ length: upTo + 1 }, (_, t) => Math.floor(code / k ** t) % k);
      const probability = path.reduce(
        (product, i, t) =>
          product *
          ((t === 0 ? first[i] : transition[i]?.[path[t - 1] as number]) as number) *
          (t <= lastSeen ? density(i, t) : 1),
        1,
      );
      const state = path[at] as number;
      sums[state] = (sums[state] as number) + probability;
    }
    return sums;
  };
  const shares = (sums: readonly number[]): number[] => {
    const whole = sums.reduce((sum, own) => sum + own, 0);
    return sums.map((own) => own / whole);
  };
  const times = Array.from({ length: n }, (_, t) => t);
  return {
    logLikelihood: Math.log(byState(n - 1, n - 1).reduce((sum, own) => sum + own, 0)),
    filtered: times.flatMap((t) => shares(byState(t, t))),
    predicted: times.flatMap((t) => shares(byState(t, t, t - 1))),
    smoothed: times.flatMap((t) => shares(byState(n - 1, t))),
  };
}
