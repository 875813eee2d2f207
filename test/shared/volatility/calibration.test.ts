import { beforeAll, describe, expect, test } from '@jest/globals';
import { openRandom } from '../../../infra/local/scenario/random.ts';
import type { Candle } from '../../../shared/snapshot/types.ts';
import { type CalibrationDecision, calibrate } from '../../../shared/volatility/calibration.ts';
import { filterStates } from '../../../shared/volatility/markov/filter.ts';
import { fitMarkov } from '../../../shared/volatility/markov/fit.ts';
import { regimeHistory } from '../../../shared/volatility/regime-history.ts';
import { DEFAULT_REGIME_POLICY } from '../../../shared/volatility/regime-terms.ts';

const HOUR_MS = 3_600_000;
const AT = Date.UTC(2026, 0, 1);
const COUNT = 8_900;

/** Hourly bars whose volatility is one of three that last for days. */
function barsOf(count: number): Candle[] {
  const random = openRandom(3);
  let close = 100;
  let deviation = 0.003;
  return Array.from({ length: count }, (_, i): Candle => {
    if (random.uniform() < 0.01) deviation = [0.002, 0.006, 0.02][Math.floor(random.uniform() * 3)] as number;
    const open = close;
    close = open * Math.exp(deviation * random.normal());
    const reach = 1 + deviation * random.uniform();
    return {
      timestamp: AT - (count - i) * HOUR_MS,
      open,
      close,
      high: Math.max(open, close) * reach,
      low: Math.min(open, close) / reach,
    };
  });
}

const bars = barsOf(COUNT);
const refit = (before?: CalibrationDecision['calibration'], of = bars) =>
  calibrate('BTC/USDT:USDT', of, before, DEFAULT_REGIME_POLICY, AT);

let first: CalibrationDecision;
beforeAll(() => {
  first = refit();
});

describe('a market’s first calibration', () => {
  test('is version 1, with thresholds within the budget and a filter of three states by rising volatility', () => {
    const { calibration } = first;
    expect(first).toMatchObject({
      thresholds: { changed: true, reason: 'first' },
      filter: { changed: true, reason: 'first' },
    });
    expect(calibration).toMatchObject({ version: 1, calibratedAt: AT, thresholds: { intervalMs: HOUR_MS } });
    const budget = DEFAULT_REGIME_POLICY.budget;
    const found = calibration?.thresholds?.entriesPerYear;
    for (const tier of ['elevated', 'stressed', 'extreme'] as const)
      expect(found?.[tier]).toBeLessThanOrEqual(budget[tier]);
    const deviations = calibration?.terms.filter?.states.map(({ variance }) => Math.sqrt(variance));
    expect(deviations?.map((own) => Math.round(own * 1_000))).toEqual([2, 6, 20]);
  });

  test('says on which bars it rests, so that it can be made again', () => {
    expect(first.calibration?.filter).toMatchObject({ bars: 8_760, to: bars.at(-1)?.timestamp, intervalMs: HOUR_MS });
  });
});

describe('the next calibration', () => {
  test('on the same bars changes nothing and makes no version', () => {
    const second = refit(first.calibration);
    expect(second).toEqual({
      thresholds: { changed: false, reason: 'same' },
      filter: { changed: false, reason: 'same' },
    });
  });

  test('refuses a filter that explains the bars worse than the one in force', () => {
    const returns = Float64Array.from(bars.slice(1), ({ close }, i) => Math.log(close / (bars[i] as Candle).close));
    const better = fitMarkov(returns.slice(-8_760), { states: 4, mean: 'switching', variance: 'switching' });
    if (!better.converged) throw new Error(better.reason);
    const before = {
      ...(first.calibration as NonNullable<CalibrationDecision['calibration']>),
    };
    const inForce = { ...before, terms: { ...before.terms, filter: better.model } };
    const decision = refit(inForce);
    expect(decision.filter).toEqual({ changed: false, reason: 'worse than the one it would replace' });
    expect(decision.calibration).toBeUndefined();
  });

  test('takes over a filter that explains new bars better, and leaves the thresholds that held', () => {
    const before = first.calibration as NonNullable<CalibrationDecision['calibration']>;
    const dull = {
      states: [
        { mean: 0, variance: 1e-4 },
        { mean: 0, variance: 2e-4 },
      ],
      transition: [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    };
    const decision = refit({ ...before, version: 7, terms: { ...before.terms, filter: dull } });
    expect(decision.filter).toEqual({ changed: true, reason: 'refitted' });
    expect(decision.calibration).toMatchObject({ version: 8, terms: { tiers: before.terms.tiers } });
    expect(decision.calibration?.terms.filter?.states).toHaveLength(3);
  });
});

test('a market with too little history keeps what it has', () => {
  expect(refit(undefined, bars.slice(-500))).toEqual({
    thresholds: { changed: false, reason: 'too little history' },
    filter: { changed: false, reason: 'too little history' },
  });
});

test('a price that never moves fits no filter, and says so', () => {
  const still = bars.map((bar) => ({ ...bar, open: 100, high: 100, low: 100, close: 100 }));
  expect(refit(undefined, still).filter).toEqual({ changed: false, reason: 'did not converge' });
});

test('bar by bar the probabilities are those of the filter over the whole history, and stand beside the tier', () => {
  const { terms } = first.calibration as NonNullable<CalibrationDecision['calibration']>;
  const some = bars.slice(0, 400);
  const history = regimeHistory(some, terms);
  const returns = Float64Array.from(some.slice(1), ({ close }, i) => Math.log(close / (some[i] as Candle).close));
  const { filtered } = filterStates(returns, terms.filter as NonNullable<typeof terms.filter>);
  history.bars.slice(1).forEach(({ probabilities }, i) => {
    expect(probabilities).toHaveLength(3);
    probabilities?.forEach((probability, state) => {
      expect(probability).toBeCloseTo(filtered[3 * i + state] as number, 12);
    });
  });
});
