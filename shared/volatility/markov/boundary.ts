import type { FitProblem } from './fit-problem.ts';
import { leavings, type Point, transitionsFrom } from './score.ts';

/**
 * Transitions that never happen. Where the most likely probability is zero its logit has no finite top: a climb would follow it down
 * for ever. So it is set to zero, and the condition of Karush, Kuhn and Tucker says whether it belongs there.
 */

/** A logit of probability zero. */
const NEVER = -1_000;
/** A transition is tried at zero once it is expected so many times in all, … */
const SELDOM = 0.3;
/** … and the likelihood falls with it; one that was released, only when this little is left of it. */
const HARDLY_EVER = 1e-4;
/** What a released transition is given: so many times in all. */
const AGAIN = 0.01;

/** The place with each fading transition at zero; undefined where none fades. `kept` have been there and were released. */
export function withoutFading(problem: FitProblem, point: Point, kept: ReadonlySet<number>): Float64Array | undefined {
  const { k } = problem;
  const { transition } = point.model;
  const stays = leavings(point.expectations.flow, k);
  let place: Float64Array | undefined;
  for (let at = 0; at < k * k; at++) {
    const expected = (transition[at] as number) * (stays[at % k] as number);
    const logit = transitionsFrom(problem) + at;
    const few = expected > 0 && expected < (kept.has(logit) ? HARDLY_EVER : SELDOM);
    if (!few || (point.rises[at] as number) >= 0) continue;
    place ??= point.place.slice();
    place[logit] = NEVER;
  }
  return place;
}

/** Logits of transitions held at zero although the likelihood would rise with them. */
export function heldBack(problem: FitProblem, point: Point, tolerance: number): number[] {
  return [...point.rises.keys()]
    .filter((at) => point.model.transition[at] === 0 && (point.rises[at] as number) > tolerance)
    .map((at) => transitionsFrom(problem) + at);
}

export function released(problem: FitProblem, point: Point, logits: readonly number[]): Float64Array {
  const { k } = problem;
  const stays = leavings(point.expectations.flow, k);
  const place = point.place.slice();
  for (const logit of logits) {
    const j = (logit - transitionsFrom(problem)) % k;
    const own = Array.from({ length: k }, (_, i) => place[transitionsFrom(problem) + i * k + j] as number);
    // Softmax has no scale of its own: relative to what the column sums to.
    const greatest = Math.max(...own);
    const whole = greatest + Math.log(own.reduce((sum, value) => sum + Math.exp(value - greatest), 0));
    place[logit] = whole + Math.log(AGAIN / Math.max(1, stays[j] as number));
  }
  return place;
}
