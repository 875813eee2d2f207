import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BAR_MS, type Bar, replayedBars, stormBars } from '../../../../infra/local/scenario/prices.ts';
import { openRandom } from '../../../../infra/local/scenario/random.ts';
import { readCandles } from '../../../../shared/market-data/candle-file.ts';
import type { Candle } from '../../../../shared/snapshot/types.ts';
import { garmanKlass } from '../../../../shared/volatility/range-variance.ts';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);
const storm = (seed: number) => stormBars(openRandom(seed));
const inPhase = (bars: readonly Bar[], phase: string) => bars.filter(({ mood }) => mood.phase === phase);
const range = ({ high, low }: Candle) => Math.log(high / low);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const sound = (bars: readonly Bar[]) => {
  bars.forEach(({ btc, eth }, i) => {
    expect(garmanKlass(btc)).toMatchObject({ valid: true });
    expect(garmanKlass(eth)).toMatchObject({ valid: true });
    expect(eth.timestamp).toBe(btc.timestamp);
    if (i > 0) expect(btc.timestamp).toBeGreaterThan(bars[i - 1]!.btc.timestamp);
  });
};

describe('the storm', () => {
  test.each(SEEDS)('of seed %i has sound hourly bars without a gap, each opening where the last one closed', (seed) => {
    const bars = storm(seed);
    sound(bars);
    bars.slice(1).forEach((bar, i) => {
      const before = bars[i]!;
      expect(bar.btc.timestamp - before.btc.timestamp).toBe(BAR_MS);
      expect(bar.btc.open).toBe(before.btc.close);
      expect(bar.eth.open).toBe(before.eth.close);
    });
  });

  test('is calm for longer than the volatility detector needs, then crowded, then crashes, then recovers', () => {
    const bars = storm(1);
    const phases = bars.map(({ mood }) => mood.phase).filter((phase, i, all) => phase !== all[i - 1]);
    expect(phases).toEqual(['calm', 'crowded longs', 'crash', 'recovery']);
    expect(inPhase(bars, 'calm').length).toBeGreaterThanOrEqual(30);
    expect(bars.length).toBeGreaterThanOrEqual(100);
    expect(bars.length).toBeLessThanOrEqual(130);
  });

  test.each(SEEDS)('of seed %i falls by more than a twentieth in its crash, in bars several times as wide', (seed) => {
    const bars = storm(seed);
    const crash = inPhase(bars, 'crash');
    expect(crash.at(-1)!.btc.close / crash[0]!.btc.open).toBeLessThan(0.95);
    const calm = mean(inPhase(bars, 'calm').map(({ btc }) => range(btc)));
    expect(mean(crash.map(({ btc }) => range(btc)))).toBeGreaterThan(5 * calm);
  });

  test('thins the order book in the crash and keeps it thinner than before while it heals', () => {
    const depth = (phase: string) => inPhase(storm(1), phase)[0]!.mood.depth;
    expect(depth('crash')).toBeLessThan(depth('recovery'));
    expect(depth('recovery')).toBeLessThan(depth('calm'));
  });
});

describe('real bars', () => {
  const folder = new URL('../../../../../shared/data/candles/', import.meta.url);
  const present = existsSync(folder);
  const march = () =>
    readCandles(readFileSync(new URL('btc-usd-1h-2019-11-20-to-2023-12-31.csv', folder), 'utf8')).candles.filter(
      ({ timestamp }) => timestamp >= Date.UTC(2020, 2, 1) && timestamp < Date.UTC(2020, 2, 16),
    );

  (present ? test : test.skip)('drive BTC as they are, and ETH follows up and down with them', () => {
    const candles = march();
    const bars = replayedBars(openRandom(1), candles);
    sound(bars);
    expect(bars.map(({ btc }) => btc)).toEqual(candles);
    const moves = bars.map(({ btc, eth }) => [Math.log(btc.close / btc.open), Math.log(eth.close / eth.open)] as const);
    const large = moves.filter(([btc]) => Math.abs(btc) > 0.01);
    expect(large.length).toBeGreaterThan(20);
    for (const [btc, eth] of large) expect(Math.sign(eth)).toBe(Math.sign(btc));
  });

  (present ? test : test.skip)('take courage and depth away on 12 March 2020', () => {
    const bars = replayedBars(openRandom(1), march());
    const at = (hour: number) => bars.find(({ btc }) => btc.timestamp === hour)!.mood;
    const before = at(Date.UTC(2020, 2, 10));
    const crash = at(Date.UTC(2020, 2, 12, 11));
    expect(crash.appetite).toBeLessThan(before.appetite / 2);
    expect(crash.depth).toBeLessThan(before.depth / 2);
  });

  test('may have a gap between two bars', () => {
    const bar = (hour: number, open: number, close: number) => ({
      timestamp: hour * BAR_MS,
      open,
      high: Math.max(open, close) * 1.001,
      low: Math.min(open, close) * 0.999,
      close,
    });
    sound(replayedBars(openRandom(1), [bar(1, 100, 101), bar(2, 140, 90), bar(9, 30, 31)]));
  });
});
