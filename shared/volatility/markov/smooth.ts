import type { StatePaths } from './forward.ts';
import { packModel } from './packed-model.ts';
import type { MarkovModel } from './types.ts';

/**
 * The probabilities of the states at each time given the whole series, row by row: `smoothed[t * k + i]`.
 *
 * Source: Kim (1994), Dynamic Linear Models with Markov-Switching; Hamilton (1994), equation 22.4.14:
 * Pr(S_t = j | all) = filtered_t(j) · Σ_i P_ij · Pr(S_t+1 = i | all) / predicted_t+1(i).
 *
 * @param paths what `filterStates` gave for the series and the same model
 * @throws RangeError where the model is none or the paths are not of its states
 */
export function smoothStates({ filtered, predicted }: StatePaths, model: MarkovModel): Float64Array {
  const { k, transition } = packModel(model);
  if (filtered.length % k !== 0 || predicted.length !== filtered.length)
    throw new RangeError(`${filtered.length} and ${predicted.length} probabilities are not of ${k} states`);
  const smoothed = filtered.slice();
  const weight = new Float64Array(k);
  for (let row = filtered.length - 2 * k; row >= 0; row -= k) {
    const next = row + k;
    for (let i = 0; i < k; i++) {
      const chance = predicted[next + i] as number;
      // What could not be entered was not.
      weight[i] = chance > 0 ? Math.min((smoothed[next + i] as number) / chance, 1e300) : 0;
    }
    for (let j = 0; j < k; j++) {
      let ahead = 0;
      for (let i = 0; i < k; i++) ahead += (transition[i * k + j] as number) * (weight[i] as number);
      smoothed[row + j] = (filtered[row + j] as number) * ahead;
    }
  }
  return smoothed;
}
