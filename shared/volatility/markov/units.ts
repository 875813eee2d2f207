import { leastSquares } from '../estimators/least-squares.ts';
import { filterStates, notFinite } from './filter.ts';
import { type FitProblem, poseProblem } from './fit-problem.ts';
import { type PackedModel, unpackModel } from './packed-model.ts';
import type { FailureReason, FitTerms, Fitted } from './types.ts';

/** Variances are told from a collapse down to this share of the bulk's variance. */
const COLLAPSED = 1e-8;
/** No floor is lower: beyond this an outlier is a mistake, and what is left beside it is rounding. */
const LEAST_FLOOR = 1e-30;
/** Scales whose squares, and those of parts of them, are numbers. */
const LARGEST_SCALE = 1e100;
/** Residuals this much smaller than the series are rounding. */
const ROUNDING = 1e-12;

/** A series in units of its own, in which all figures are near one, and the way back. */
export type Units =
  | {
      readonly found: true;
      readonly problem: FitProblem;
      /** Of the regression on all regressors in one state, and its coefficients, the constant first. */
      readonly residuals: Float64Array;
      readonly pooled: Float64Array;
      readonly centre: number;
      readonly scale: number;
      /** Of each exogenous series. */
      readonly scales: readonly number[];
      /** What the change of units adds to the log-likelihood. */
      readonly logScale: number;
    }
  | { readonly found: false; readonly reason: FailureReason; readonly detail: string };

const none = (reason: FailureReason, detail: string): Units => ({ found: false, reason, detail });

/** Scales and centres the series; what makes it unfit for a fit comes back as the reason. */
export function unitsOf(
  series: Float64Array,
  exogenous: readonly Float64Array[],
  { states, mean, variance }: FitTerms,
): Units {
  for (const [name, values] of [series, ...exogenous].entries()) {
    const at = notFinite(values);
    const which = name === 0 ? 'the series' : `exogenous series ${name - 1}`;
    if (at >= 0) return none('a value is not finite', `${which} has ${values[at]} at index ${at}`);
  }
  const centre = mean === 'zero' ? 0 : meanOf(series);
  const centred = series.map((value) => value - centre);
  const scale = rootMeanSquare(centred);
  const scales = exogenous.map(rootMeanSquare);
  if (!(scale > ROUNDING * Math.abs(centre)) || isSteady(series))
    return none('no variation', `every value is ${series[0]}`);
  if (!(scale < LARGEST_SCALE && scale > 1 / LARGEST_SCALE))
    return none('values out of range', `values of a size about ${scale} have no variance that is a number`);
  const zeros = scales.indexOf(0);
  if (zeros >= 0) return none('regressors are collinear', `exogenous series ${zeros} is zero throughout`);
  const scaled = centred.map((value) => value / scale);
  const regressors = exogenous.map((values, r) => values.map((value) => value / (scales[r] as number)));
  const columns = [...(mean === 'zero' ? [] : [new Float64Array(series.length).fill(1)]), ...regressors];
  const regression = leastSquares(columns, scaled);
  if (!regression.solved) return none('regressors are collinear', 'the exogenous series depend on one another');
  const { coefficients: pooled } = regression;
  const residuals = scaled.map((value, t) =>
    columns.reduce((left, column, c) => left - (pooled[c] as number) * (column[t] as number), value),
  );
  if (!(rootMeanSquare(residuals) > ROUNDING)) return none('no variation', 'the regressors explain every value');
  const sizes = residuals.map(Math.abs).sort();
  const median = sizes[sizes.length >> 1] as number;
  // An outlier makes the variance, but the median makes the bulk: what is small beside the former need not be a collapse.
  const floor = Math.max(LEAST_FLOOR, COLLAPSED * (median > 0 ? Math.min(1, (1.4826 * median) ** 2) : 1));
  return {
    found: true,
    problem: poseProblem(scaled, regressors, states, mean, variance, floor),
    residuals,
    pooled,
    centre,
    scale,
    scales,
    logScale: series.length * Math.log(scale),
  };
}

/** The model in the units of the series, and the log-likelihood that the filter itself gives it. */
export function fittedFrom(
  model: PackedModel,
  { centre, scale, scales }: Extract<Units, { found: true }>,
  series: Float64Array,
  exogenous: readonly Float64Array[],
): Fitted {
  const whole = unpackModel({
    ...model,
    means: model.means.map((mean) => centre + scale * mean),
    variances: model.variances.map((own) => own * scale * scale),
    coefficients: model.coefficients.map((own, at) => (own * scale) / (scales[at % model.regressors] as number)),
  });
  return { model: whole, logLikelihood: filterStates(series, whole, exogenous).logLikelihood };
}

/** All values equal, or but for their sign: then there is no volatility to switch. */
const isSteady = (series: Float64Array): boolean =>
  series.every((value) => Math.abs(value) === Math.abs(series[0] as number));

/** By way of the greatest value, so that squares neither overflow nor vanish. */
function rootMeanSquare(values: Float64Array): number {
  const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(greatest > 0)) return 0;
  return greatest * Math.sqrt(values.reduce((sum, value) => sum + (value / greatest) ** 2, 0) / values.length);
}

const meanOf = (values: Float64Array): number => values.reduce((mean, value, t) => mean + (value - mean) / (t + 1), 0);
