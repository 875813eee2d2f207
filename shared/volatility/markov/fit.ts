import { type Climb, climb } from './climb.ts';
import { maximise } from './em.ts';
import { expectationsOf } from './expectations.ts';
import { type FitProblem, freeParameters } from './fit-problem.ts';
import type { PackedModel } from './packed-model.ts';
import { placeOf, pointAt } from './score.ts';
import { openStarts, type Start } from './starts.ts';
import { type FailureReason, type FitResult, type FitTerms, MOST_STATES, type StartReport } from './types.ts';
import { fittedFrom, unitsOf } from './units.ts';

export type { FitResult, FitTerms } from './types.ts';

/** EM's steps from every start before the best of them are followed to the top. */
const SCREENING = 6;
/** Starts that are followed to the top, of those that do not degenerate: at least so many, and more of a short series. */
const FOLLOWED = 3;
const FOLLOWED_VALUES = 20_000;
/** Log-likelihoods closer than this are of one top. */
const SAME = 1e-5;

/**
 * Fits a Markov-switching model by maximum likelihood: every start takes a few steps of EM, the best of them climb to the top.
 *
 * What the data do not allow is a result and never an exception: `converged: false` with its reason. The start of the chain is part of
 * the likelihood, so that at the result the gradient of what `filterStates` computes is zero.
 *
 * Sources: Hamilton (1990), Analysis of Time Series Subject to Changes in Regime, for EM; `climb` for what follows it.
 *
 * @throws RangeError where the terms are none: too few or too many states, nothing that switches, regressors of another length
 */
export function fitMarkov(series: Float64Array, terms: FitTerms): FitResult {
  const { states: k, exogenous = [], starts: count = 8, seed = 1, maxIterations = 500, tolerance = 1e-7 } = terms;
  refuseTerms(series, terms);
  const parameters = freeParameters(terms);
  if (series.length < Math.max(10, 2 * parameters))
    return failed('too few observations', `${series.length} values for ${parameters} parameters of ${k} states`);
  const units = unitsOf(series, exogenous, terms);
  if (!units.found) return failed(units.reason, units.detail);
  const { problem, residuals, pooled } = units;

  const enough = Math.max(FOLLOWED, Math.floor(FOLLOWED_VALUES / series.length));
  const climbed: Climb[] = [];
  const reports: StartReport[] = [];
  const report = ({ origin }: Start, { outcome, point, iterations }: Climb) =>
    reports.push({
      origin,
      outcome,
      logLikelihood: point.logLikelihood - units.logScale,
      iterations: iterations + SCREENING,
    });
  const screened = openStarts(problem, residuals, pooled, count, seed).map((start) => screen(problem, start));
  for (const { start, model, logLikelihood } of screened.toSorted((a, b) => b.logLikelihood - a.logLikelihood)) {
    const followed = climbed.filter(({ outcome }) => outcome !== 'degenerate').length;
    const from = model && followed < enough ? pointAt(problem, placeOf(problem, model)) : undefined;
    if (!from) {
      const outcome = model && followed >= enough ? 'behind' : 'degenerate';
      reports.push({
        origin: start.origin,
        outcome,
        logLikelihood: logLikelihood - units.logScale,
        iterations: SCREENING,
      });
      continue;
    }
    const toBeat = Math.max(
      ...climbed.filter(isSound).map(({ point }) => point.logLikelihood),
      Number.NEGATIVE_INFINITY,
    );
    const result = climb(problem, from, { maxIterations, tolerance, toBeat });
    climbed.push(result);
    report(start, result);
  }

  const best = climbed.filter(isSound).toSorted(byLikelihood)[0];
  const converged = climbed.filter(({ outcome }) => outcome === 'converged').toSorted(byLikelihood)[0];
  if (!best)
    return { ...failed('every start was degenerate', 'in each a variance or a state vanished'), starts: reports };
  const fitted = (climb: Climb) => fittedFrom(climb.point.model, units, series, exogenous);
  if (!converged || converged.point.logLikelihood < best.point.logLikelihood - SAME) {
    const detail = `of ${count} starts the best one's search ended with '${best.outcome}' after ${best.iterations} steps`;
    const reason = converged ? 'the best start did not converge' : 'no start converged';
    return { ...failed(reason, detail), best: fitted(best), starts: reports };
  }
  const { model, logLikelihood } = fitted(converged);
  return {
    converged: true,
    model,
    logLikelihood,
    iterations: converged.iterations + SCREENING,
    starts: reports,
    observations: series.length,
    parameters,
    aic: 2 * parameters - 2 * logLikelihood,
    bic: Math.log(series.length) * parameters - 2 * logLikelihood,
  };
}

const isSound = ({ outcome }: Climb): boolean => outcome !== 'degenerate';
const byLikelihood = (a: Climb, b: Climb): number => b.point.logLikelihood - a.point.logLikelihood;
const failed = (reason: FailureReason, detail: string) =>
  ({ converged: false, reason, detail, starts: [] as StartReport[] }) as const;

/** A few steps of EM; without a model where they led to a degenerate one. */
function screen(
  problem: FitProblem,
  start: Start,
): { readonly start: Start; readonly model: PackedModel | undefined; readonly logLikelihood: number } {
  let model: PackedModel | undefined = start.model;
  let logLikelihood = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < SCREENING && model; step++) {
    const expectations = expectationsOf(problem, model);
    logLikelihood = expectations.logLikelihood;
    model = Number.isFinite(logLikelihood) ? maximise(problem, model, expectations) : undefined;
  }
  return { start, model, logLikelihood };
}

function refuseTerms(series: Float64Array, { states, mean, variance, exogenous = [], ...rest }: FitTerms): void {
  if (!Number.isInteger(states) || states < 2 || states > MOST_STATES)
    throw new RangeError(`A fit is of 2 to ${MOST_STATES} states, not ${states}`);
  if (mean !== 'switching' && variance !== 'switching' && exogenous.length === 0)
    throw new RangeError(`Nothing switches with a ${mean} mean, a ${variance} variance and no regressors`);
  const { starts = 1, maxIterations = 1, tolerance = 1 } = rest;
  if (!Number.isInteger(starts) || starts < 1) throw new RangeError(`A fit from ${starts} starts`);
  if (!(maxIterations >= 1)) throw new RangeError(`A fit of at most ${maxIterations} iterations`);
  if (!(tolerance > 0)) throw new RangeError(`A fit to a tolerance of ${tolerance}`);
  for (const [r, { length }] of exogenous.entries())
    if (length !== series.length)
      throw new RangeError(`Exogenous series ${r} has ${length} values, the series has ${series.length}`);
}
