import type { FitProblem } from './fit-problem.ts';
import type { PackedModel } from './packed-model.ts';
import { seededNormals } from './seeded.ts';

export interface Start {
  readonly origin: string;
  readonly model: PackedModel;
}

/** How the times are shared out among the states before anything is known of them. */
interface Split {
  readonly origin: string;
  /** By what the times are ranked, and in which shares from the lowest on. */
  readonly rank: 'size' | 'level' | 'local size' | 'local level';
  readonly shares: 'even' | 'falling' | 'rising';
}

/** Regimes last: what the values around say tells more of a regime than one value does; and a few are far from the rest. */
const BY_SIZE: readonly Split[] = [
  { origin: 'even shares by size around', rank: 'local size', shares: 'even' },
  { origin: 'few large around', rank: 'local size', shares: 'falling' },
  { origin: 'even shares by size', rank: 'size', shares: 'even' },
  { origin: 'few large', rank: 'size', shares: 'falling' },
];
const BY_LEVEL: readonly Split[] = [
  { origin: 'even shares by level around', rank: 'local level', shares: 'even' },
  { origin: 'even shares by level', rank: 'level', shares: 'even' },
  { origin: 'few high', rank: 'level', shares: 'falling' },
  { origin: 'few low', rank: 'level', shares: 'rising' },
];

/** Values on either side of a time that are around it. */
const AROUND = 12;

/**
 * First guesses: the times shared out by quantiles of the residuals' size or level, and perturbations of those by seeded chance.
 *
 * @param residuals of the series to its regression on all regressors in one state
 * @param pooled    the coefficients of that regression, the constant first where there is one
 */
export function openStarts(
  problem: FitProblem,
  residuals: Float64Array,
  pooled: Float64Array,
  count: number,
  seed: number,
): Start[] {
  const splits = plannedSplits(problem);
  const normal = seededNormals(seed);
  return Array.from({ length: count }, (_, at) => {
    const split = splits[at % splits.length] as Split;
    const model = modelOf(problem, split, residuals, pooled);
    return at < splits.length
      ? { origin: split.origin, model }
      : { origin: `${split.origin}, perturbed`, model: perturbed(problem, model, normal) };
  });
}

/** Levels separate states only where means switch, sizes only where variances do; where both do, one of each in turn. */
function plannedSplits({ mean, variance }: FitProblem): readonly Split[] {
  if (variance === 'constant') return BY_LEVEL;
  if (mean !== 'switching') return BY_SIZE;
  return BY_SIZE.flatMap((split, at) => [split, BY_LEVEL[at] as Split]);
}

function modelOf(
  problem: FitProblem,
  { rank, shares }: Split,
  residuals: Float64Array,
  pooled: Float64Array,
): PackedModel {
  const { k, constants, width, floor } = problem;
  const state = shareOut(rankedBy(rank, residuals), shares, k);
  const times = new Float64Array(k);
  const sums = new Float64Array(k);
  for (const [t, residual] of residuals.entries()) {
    const i = state[t] as number;
    times[i] = (times[i] as number) + 1;
    sums[i] = (sums[i] as number) + residual;
  }
  const shift = sums.map((sum, i) => (problem.mean === 'switching' ? sum / Math.max(1, times[i] as number) : 0));
  const squares = new Float64Array(k);
  for (const [t, residual] of residuals.entries()) {
    const i = state[t] as number;
    squares[i] = (squares[i] as number) + (residual - (shift[i] as number)) ** 2;
  }
  const all = squares.reduce((sum, own) => sum + own, 0) / residuals.length;
  return {
    k,
    regressors: width - constants,
    means: shift.map((own) => own + (constants > 0 ? (pooled[0] as number) : 0)),
    coefficients: Float64Array.from(Array.from({ length: k }, () => [...pooled.subarray(constants)]).flat()),
    // A state of nothing but equal values would be a collapse from the outset.
    variances: squares.map((sum, i) =>
      Math.max(problem.variance === 'constant' ? all : sum / Math.max(1, times[i] as number), all / 1_000, 2 * floor),
    ),
    transition: goingsIn(state, k),
  };
}

/** The shares of each state's successors, none of them zero. */
function goingsIn(state: Uint8Array, k: number): Float64Array {
  const goings = new Float64Array(k * k).fill(0.5);
  for (let t = 1; t < state.length; t++) {
    const at = (state[t] as number) * k + (state[t - 1] as number);
    goings[at] = (goings[at] as number) + 1;
  }
  const leaving = Array.from({ length: k }, (_, j) =>
    goings.reduce((sum, own, at) => (at % k === j ? sum + own : sum), 0),
  );
  return goings.map((own, at) => own / (leaving[at % k] as number));
}

function rankedBy(rank: Split['rank'], residuals: Float64Array): Float64Array {
  switch (rank) {
    case 'level':
      return residuals;
    case 'size':
      return residuals.map(Math.abs);
    case 'local level':
      return meansAround(residuals);
    case 'local size':
      return meansAround(residuals.map((residual) => residual * residual));
  }
}

function meansAround(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (const [t, value] of values.entries()) sums[t + 1] = (sums[t] as number) + value;
  return values.map((_, t) => {
    const [from, to] = [Math.max(0, t - AROUND), Math.min(values.length, t + AROUND + 1)];
    return ((sums[to] as number) - (sums[from] as number)) / (to - from);
  });
}

/** The state of each time: the lowest ranked in state 0. Falling shares: each state a third of the one before. */
function shareOut(ranked: Float64Array, shares: Split['shares'], k: number): Uint8Array {
  const weights = Array.from({ length: k }, (_, i) => {
    if (shares === 'even') return 1;
    return 3 ** (shares === 'falling' ? -i : i);
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const sorted = ranked.slice().sort();
  let share = 0;
  const bounds = weights.slice(0, -1).map((weight) => {
    share += weight / whole;
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  });
  return Uint8Array.from(ranked, (value) => bounds.reduce((state, bound) => (value >= bound ? state + 1 : state), 0));
}

/** Everything that switches is moved by chance; figures are in units of the series' scale. */
function perturbed(problem: FitProblem, model: PackedModel, normal: () => number): PackedModel {
  const { k, width, constants } = problem;
  const scale = Math.sqrt(model.variances.reduce((sum, variance) => sum + variance, 0) / k);
  const factor = Math.exp(0.5 * normal());
  const means = model.means.map((mean) => mean + 0.5 * scale * normal());
  const stays = Array.from({ length: k }, () => 1 / (1 + Math.exp(-2 - 1.5 * normal())));
  return {
    ...model,
    means: problem.mean === 'switching' ? means : model.means,
    coefficients: model.coefficients.map((own) => own + (width > constants ? 0.3 * normal() : 0)),
    variances: model.variances.map((own) =>
      Math.max(own * (problem.variance === 'constant' ? factor : Math.exp(0.7 * normal())), 2 * problem.floor),
    ),
    transition: Float64Array.from({ length: k * k }, (_, at) => {
      const stay = stays[at % k] as number;
      return at % (k + 1) === 0 ? stay : (1 - stay) / (k - 1);
    }),
  };
}
