import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filterStates } from '../../shared/volatility/markov/filter.ts';
import { fitMarkov } from '../../shared/volatility/markov/fit.ts';
import { seededNormals } from '../../shared/volatility/markov/seeded.ts';
import type { MarkovModel } from '../../shared/volatility/markov/types.ts';

/**
 * `node test/bench/markov.ts`: the Hamilton filter over six years of hours and a fit to one year of them, beside statsmodels' fit of
 * the same model to the same series, where python3 has it (`pip install statsmodels`).
 */
const CANDLES = new URL('../../../shared/data/candles/btc-usd-1h-2019-11-20-to-2023-12-31.csv', import.meta.url);
const STATES = 3;
const FILTERED = 52_000;
const FITTED = 8_760;

/** About what hourly returns of bitcoin fit to. */
const MODEL: MarkovModel = {
  states: [4e-6, 3e-5, 3e-4].map((variance) => ({ mean: 0, variance })),
  transition: [
    [0.914, 0.053, 0],
    [0.083, 0.894, 0.257],
    [0.003, 0.053, 0.743],
  ],
};

/** The latest so many hourly returns of bitcoin; returns of the model by seeded chance where the bars are absent or too few. */
export function hourlyReturns(count: number): { readonly series: Float64Array; readonly real: boolean } {
  if (existsSync(CANDLES)) {
    const closes = readFileSync(CANDLES, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[4]));
    const series = Float64Array.from(closes.slice(1), (close, i) => Math.log(close / (closes[i] as number)));
    if (series.length >= count) return { series: series.slice(-count), real: true };
  }
  const normal = seededNormals(1);
  let state = 0;
  const series = Float64Array.from({ length: count }, (_, t) => {
    // Episodes of a day at a time will do: what is measured is time.
    if (t % 24 === 0) state = (t / 24) % STATES;
    return Math.sqrt(MODEL.states[state]?.variance as number) * normal();
  });
  return { series, real: false };
}

/** Milliseconds of the quickest run of the filter. */
export function measureFilter(count = FILTERED, runs = 10): { readonly ms: number; readonly values: number } {
  const { series } = hourlyReturns(FITTED);
  const long = Float64Array.from({ length: count }, (_, t) => series[t % series.length] as number);
  return { ms: quickest(runs, () => filterStates(long, MODEL)), values: count };
}

export interface FitMeasure {
  readonly ms: number;
  readonly values: number;
  readonly logLikelihood: number;
  readonly real: boolean;
  readonly statsmodels?: StatsmodelsMeasure;
}

interface StatsmodelsMeasure {
  readonly ms: number;
  readonly filterMs: number;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly statsmodels: string;
}

/** Milliseconds of the quickest fit, and of statsmodels' where it is there. The unit is a percent, for statsmodels' sake. */
export function measureFit(count = FITTED, runs = 3): FitMeasure {
  const { series, real } = hourlyReturns(count);
  const percents = series.map((value) => 100 * value);
  const fit = () => fitMarkov(percents, { states: STATES, mean: 'zero', variance: 'switching' });
  const result = fit();
  if (!result.converged) throw new Error(`The fit of the benchmark failed: ${result.reason}, ${result.detail}`);
  const statsmodels = statsmodelsFit(percents);
  return {
    ms: quickest(runs, fit),
    values: count,
    logLikelihood: result.logLikelihood,
    real,
    ...(statsmodels && { statsmodels }),
  };
}

function statsmodelsFit(series: Float64Array): StatsmodelsMeasure | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-markov-'));
  try {
    const file = join(folder, 'series');
    writeFileSync(file, Buffer.from(series.buffer, series.byteOffset, series.byteLength));
    const script = fileURLToPath(new URL('./statsmodels_fit.py', import.meta.url));
    const { status, stdout } = spawnSync('python3', [script, file, String(STATES)], {
      encoding: 'utf8',
      timeout: 300_000,
    });
    return status === 0 ? (JSON.parse(stdout) as StatsmodelsMeasure) : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function quickest(runs: number, run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const began = performance.now();
    run();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

if (import.meta.main) {
  const filter = measureFilter();
  console.log(`Hamilton filter, ${filter.values} values, ${STATES} states: ${filter.ms.toFixed(1)} ms`);
  const { ms, values, logLikelihood, real, statsmodels } = measureFit();
  const what = `${values} ${real ? 'hourly returns of bitcoin' : 'simulated returns (the bars are absent)'}`;
  console.log(`Fit of ${STATES} states to ${what}: ${ms.toFixed(0)} ms, log-likelihood ${logLikelihood.toFixed(4)}`);
  console.log(
    statsmodels
      ? `statsmodels ${statsmodels.statsmodels}: ${statsmodels.ms.toFixed(0)} ms, log-likelihood ${statsmodels.logLikelihood.toFixed(4)}; ${(statsmodels.ms / ms).toFixed(1)} times as long (its filter over the same ${values} values: ${statsmodels.filterMs.toFixed(1)} ms)`
      : 'statsmodels: skipped, no python3 with statsmodels here (pip install statsmodels)',
  );
}
