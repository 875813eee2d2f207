import { heldBack, released, withoutFading } from './boundary.ts';
import type { FitProblem } from './fit-problem.ts';
import { type Point, pointAt, transitionsFrom } from './score.ts';

/** Pairs of steps and changes of the gradient that are remembered. */
const MEMORY = 12;
/** No logit, logarithm of a variance or coefficient (in units of the series' scale) moves further at once. */
const LONGEST_STEP = 3;
/** Of the rise that the gradient promises, the least that a step has to keep (Armijo's condition). */
const KEPT = 1e-4;
/** Two log-likelihoods closer than this share of them are equal but for rounding. */
const ROUNDING = 1e-13;
/** A step is not halved more often than this. */
const HALVINGS = 30;
/** So many steps on end that would have led into a collapse are one. */
const COLLAPSING = 5;
/** From this step on, a climb that cannot be expected to reach the best of the others is given up. */
const FOLLOWED = 6;
/** What is to be gained is at most so many times what the next step promises; more than seen, by far. */
const HOPE = 50;

export interface Climb {
  readonly outcome: 'converged' | 'behind' | 'degenerate' | 'iterations exhausted' | 'stalled';
  readonly point: Point;
  readonly iterations: number;
}

export interface ClimbTerms {
  readonly maxIterations: number;
  readonly tolerance: number;
  /** The best log-likelihood that another start has reached. */
  readonly toBeat: number;
}

interface Memory {
  readonly step: Float64Array;
  /** By how much the gradient fell. */
  readonly bend: Float64Array;
  readonly scale: number;
}

/**
 * From a point to the top near it: EM accelerated by a quasi-Newton method. The inverse information of the complete data makes of the
 * gradient about EM's own step; what limited-memory BFGS learns on the way corrects it for what the hidden states hide. Near the top EM is
 * linear and this is superlinear.
 *
 * Sources: Jamshidian, Jennrich (1997), Acceleration of the EM Algorithm by Using Quasi-Newton Methods; Nocedal, Wright (2006), Numerical
 * Optimization, algorithm 7.4.
 */
export function climb(problem: FitProblem, from: Point, { maxIterations, tolerance, toBeat }: ClimbTerms): Climb {
  let point = from;
  let memory: Memory[] = [];
  const kept = new Set<number>();
  let collapsing = 0;
  for (let iterations = 0; ; iterations++) {
    if (point.slope <= tolerance) {
      const held = heldBack(problem, point, tolerance);
      if (held.length === 0) return { outcome: 'converged', point, iterations };
      for (const logit of held) kept.add(logit);
      point = pointAt(problem, released(problem, point, held)) ?? point;
      memory = [];
    }
    const sparse = withoutFading(problem, point, kept);
    const bare = sparse && pointAt(problem, sparse);
    if (bare && bare.logLikelihood >= point.logLikelihood - ROUNDING * Math.abs(point.logLikelihood)) {
      point = bare;
      memory = [];
    }
    if (iterations >= maxIterations) return { outcome: 'iterations exhausted', point, iterations };
    let direction = within(problem, uphill(point, memory));
    let promise = dot(direction, point.gradient);
    if (!(promise > 0)) {
      memory = [];
      direction = within(problem, point.precondition(point.gradient));
      promise = dot(direction, point.gradient);
    }
    if (iterations >= FOLLOWED && point.logLikelihood + HOPE * promise < toBeat)
      return { outcome: 'behind', point, iterations };
    const { next, degenerate } = search(problem, point, direction, promise);
    collapsing = degenerate ? collapsing + 1 : 0;
    if (collapsing >= COLLAPSING) return { outcome: 'degenerate', point, iterations };
    if (!next) {
      // The memory may have misled: once more along EM's own step, then it is over.
      if (memory.length > 0) {
        memory = [];
        continue;
      }
      return { outcome: degenerate ? 'degenerate' : 'stalled', point, iterations };
    }
    const step = next.place.map((value, at) => value - (point.place[at] as number));
    const bend = point.gradient.map((value, at) => value - (next.gradient[at] as number));
    const along = dot(step, bend);
    // Where the surface does not bend downwards along the step there is nothing to learn from it.
    if (along > 1e-12 * Math.sqrt(dot(step, step) * dot(bend, bend)))
      memory = [...memory.slice(1 - MEMORY), { step, bend, scale: 1 / along }];
    point = next;
  }
}

/** The two loops of limited-memory BFGS about the information of the complete data at this very point. */
function uphill(point: Point, memory: readonly Memory[]): Float64Array {
  const vector = point.gradient.slice();
  const shares = new Float64Array(memory.length);
  for (let m = memory.length - 1; m >= 0; m--) {
    const { step, bend, scale } = memory[m] as Memory;
    shares[m] = scale * dot(step, vector);
    add(vector, -(shares[m] as number), bend);
  }
  const direction = point.precondition(vector);
  for (const [m, { step, bend, scale }] of memory.entries())
    add(direction, (shares[m] as number) - scale * dot(bend, direction), step);
  return direction;
}

/**
 * No part of a step is longer than the longest. Each logit is cut by itself: that of a transition close to zero may leap without changing
 * anything, and would hold back all others. What else is too long shortens the whole step, so that its direction stays.
 */
function within(problem: FitProblem, direction: Float64Array): Float64Array {
  const logits = transitionsFrom(problem);
  const longest = direction.subarray(0, logits).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const share = Math.min(1, LONGEST_STEP / longest);
  return direction.map((value, at) =>
    at < logits ? share * value : Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, share * value)),
  );
}

/** The first of ever shorter steps that keeps enough of what was promised. */
function search(
  problem: FitProblem,
  point: Point,
  direction: Float64Array,
  promise: number,
): { readonly next?: Point; readonly degenerate: boolean } {
  const slack = ROUNDING * Math.abs(point.logLikelihood);
  let length = 1;
  let degenerate = false;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const place = point.place.slice();
    add(place, length, direction);
    const next = pointAt(problem, place);
    degenerate ||= next === undefined;
    if (next) {
      const gain = next.logLikelihood - point.logLikelihood;
      if (gain >= KEPT * length * promise) return { next, degenerate };
      // At the top the log-likelihood has no digits left to rise by; the gradient has.
      if (gain >= -slack && next.slope < point.slope) return { next, degenerate };
      // The top of the parabola through what is known, within bounds.
      const top = (length * length * promise) / (2 * (length * promise - gain));
      length = Math.min(0.5 * length, Math.max(0.1 * length, top));
    } else length /= 4;
  }
  return { degenerate };
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] as number) * (other[at] as number);
  return sum;
}

function add(to: Float64Array, times: number, what: Float64Array): void {
  for (let at = 0; at < to.length; at++) to[at] = (to[at] as number) + times * (what[at] as number);
}
