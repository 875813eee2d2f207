import { ergodicOf } from './durations.ts';
import { runForward, type StatePaths } from './forward.ts';
import { type PackedModel, packModel } from './packed-model.ts';
import type { MarkovModel } from './types.ts';

/** What the filter finds, the probabilities of n times and k states row by row: `filtered[t * k + i]` = Pr(S_t = i | y_0 … y_t). */
export interface FilteredStates extends StatePaths {
  readonly logLikelihood: number;
}

/**
 * The probabilities of the states at each time given the series up to then, and the series' log-likelihood.
 *
 * Source: Hamilton (1989); Hamilton (1994), section 22.4. The chain begins in its ergodic distribution.
 *
 * @param exogenous one series for each coefficient of the model's states
 * @throws RangeError where the model is none, a series is too short, or a value is not finite, naming its index
 */
export function filterStates(
  series: Float64Array,
  model: MarkovModel,
  exogenous: readonly Float64Array[] = [],
): FilteredStates {
  const packed = packModel(model);
  refuseUnfit(series, packed, exogenous);
  const paths = openPaths(series.length, packed.k);
  const logLikelihood = runForward(series, exogenous, packed, ergodicOf(packed.transition, packed.k), paths);
  return { logLikelihood, ...paths };
}

/** Before the first value: the ergodic distribution. */
export function startProbabilities(model: MarkovModel): Float64Array {
  const { k, transition } = packModel(model);
  return ergodicOf(transition, k);
}

/**
 * One step of the filter: the probabilities after one more value, to the last bit those that `filterStates` gives for the whole series.
 *
 * @param probabilities after the value before, or `startProbabilities` where there was none
 * @param exogenous     the regressors at the time of the value
 * @throws RangeError where the value is not finite or the probabilities are not of this model
 */
export function stepFilter(
  probabilities: ArrayLike<number>,
  value: number,
  model: MarkovModel,
  exogenous: readonly number[] = [],
): Float64Array {
  const packed = packModel(model);
  const { k } = packed;
  const before = Float64Array.from(probabilities);
  if (before.length !== k || before.some((p) => !(p >= 0 && p <= 1 + 1e-9)) || !(before.reduce((a, p) => a + p, 0) > 0))
    throw new RangeError(`[${before.join(', ')}] are no probabilities of ${k} states`);
  const series = Float64Array.of(value);
  const regressors = exogenous.map((x) => Float64Array.of(x));
  refuseUnfit(series, packed, regressors);
  const paths = openPaths(1, k);
  runForward(series, regressors, packed, before, paths);
  return paths.filtered;
}

export const openPaths = (n: number, k: number): StatePaths => ({
  filtered: new Float64Array(n * k),
  predicted: new Float64Array(n * k),
});

function refuseUnfit(series: Float64Array, { regressors }: PackedModel, exogenous: readonly Float64Array[]): void {
  if (exogenous.length !== regressors)
    throw new RangeError(
      `The model has ${regressors} coefficients a state, but ${exogenous.length} exogenous series came`,
    );
  for (const [r, regressor] of exogenous.entries()) {
    if (regressor.length !== series.length)
      throw new RangeError(`Exogenous series ${r} has ${regressor.length} values, the series has ${series.length}`);
    const at = notFinite(regressor);
    if (at >= 0) throw new RangeError(`Exogenous series ${r} has ${regressor[at]} at index ${at}`);
  }
  const at = notFinite(series);
  if (at >= 0) throw new RangeError(`The series has ${series[at]} at index ${at}`);
}

/** The index of the first value that is no number or infinite; -1 where there is none. */
export function notFinite(series: Float64Array): number {
  for (let t = 0; t < series.length; t++) if (!Number.isFinite(series[t])) return t;
  return -1;
}
