import { existsSync, readFileSync } from 'node:fs';
import type { MarkovModel } from '../../../../shared/volatility/markov/types.ts';

/** Two published models (Stata 14), refitted with statsmodels. */
const FOLDER = new URL('../../../../../shared/data/goldens/markov/', import.meta.url);
export const present = existsSync(FOLDER);
export const named = (name: string): string => (present ? name : `${name} (the goldens are absent)`);

interface Summary {
  readonly params: Readonly<Record<string, number>>;
  readonly llf: number;
  readonly expected_durations: readonly number[];
  readonly aic: number;
  readonly bic: number;
  readonly bse: Readonly<Record<string, number>>;
  readonly published: { readonly params: readonly number[]; readonly llf: number };
  readonly llf_at_published: number;
}

export const summaryOf = (name: string): Summary =>
  JSON.parse(readFileSync(new URL('summary.json', FOLDER), 'utf8'))[name];

/** The columns of a file by name. */
export function columnsOf(file: string): Record<string, Float64Array> {
  const [head = '', ...lines] = readFileSync(new URL(file, FOLDER), 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(',').map(Number));
  return Object.fromEntries(
    head.split(',').map((name, c) => [name.trim(), Float64Array.from(rows, (row) => row[c] as number)]),
  );
}

/** Parameters as statsmodels orders them: p[0->0], p[1->0], means, coefficients if any, then one variance or two. */
export function modelFrom(params: readonly number[], regressors: 0 | 1): MarkovModel {
  const [stay = 0, back = 0, ...rest] = params;
  const variances = rest.slice(2 + 2 * regressors);
  return {
    states: [0, 1].map((i) => ({
      mean: rest[i] as number,
      variance: variances[i] ?? (variances[0] as number),
      ...(regressors === 1 && { coefficients: [rest[2 + i] as number] }),
    })),
    transition: [
      [stay, back],
      [1 - stay, 1 - back],
    ],
  };
}

/** The same parameters of a model, in the same order. */
export function paramsOf({ states, transition }: MarkovModel): number[] {
  const variances = states.map(({ variance }) => variance);
  return [
    transition[0]?.[0] as number,
    transition[0]?.[1] as number,
    ...states.map(({ mean }) => mean),
    ...states.flatMap(({ coefficients = [] }) => coefficients),
    ...(variances[0] === variances[1] ? variances.slice(1) : variances),
  ];
}

export const greatestGap = (one: ArrayLike<number>, other: ArrayLike<number>): number => {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  return Array.from(one).reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] as number))), 0);
};

/** One state's share of probabilities that stand row by row. */
export const stateOf = (probabilities: Float64Array, i: number, k: number): Float64Array =>
  probabilities.filter((_, at) => at % k === i);
