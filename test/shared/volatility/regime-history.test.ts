import { describe, expect, test } from '@jest/globals';
import type { Candle } from '../../../shared/snapshot/types.ts';
import { regimeHistory } from '../../../shared/volatility/regime-history.ts';
import { TERMS } from './plain-regime.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
/** A bar that opens and closes at 100 and reaches as far as asked on either side. */
const bar = (hour: number, reach: number): Candle => ({
  timestamp: START + hour * HOUR,
  open: 100,
  high: 100 * Math.exp(reach),
  low: 100 * Math.exp(-reach),
  close: 100,
});
/** Two quiet days, a bar of a crash, and a quiet day after it. */
const CRASH = Array.from({ length: 73 }, (_, i) => bar(i, i === 48 ? 0.2 : 0.01));

describe('a history of regimes', () => {
  test('is told in episodes that follow one another without a gap', () => {
    const { episodes, bars, findings } = regimeHistory(CRASH, TERMS);
    expect(findings).toEqual([]);
    expect(bars).toHaveLength(73);
    expect(episodes.map(({ regime }) => regime).slice(0, 2)).toEqual(['calm', 'extreme']);
    expect(episodes[1]?.from).toBe(START + 48 * HOUR);
    expect(episodes.at(-1)?.to).toBe(START + 73 * HOUR);
    expect(episodes.reduce((sum, episode) => sum + episode.bars, 0)).toBe(73);
    episodes.slice(1).forEach(({ from, bars: own, to }, i) => {
      expect(from).toBe(episodes[i]?.to);
      expect(to - from).toBe(own * HOUR);
    });
  });

  test('knows nothing before its time: what comes later changes nothing of what was said', () => {
    const whole = regimeHistory(CRASH, TERMS).bars;
    for (const upTo of [10, 48, 49, 60])
      expect(regimeHistory(CRASH.slice(0, upTo), TERMS).bars).toEqual(whole.slice(0, upTo));
  });

  test('passes over what is repeated, late or impossible, and says so; the rest is as if it had not been there', () => {
    const [first, second, third] = [bar(20, 0.01), bar(21, 0.01), bar(22, 0.01)];
    const disturbed = [
      ...CRASH.slice(0, 21),
      { ...first, high: 500 },
      { ...first, timestamp: START },
      { ...second, low: 0 },
      { ...second, high: 1 },
      { ...third, open: -3 },
      ...CRASH.slice(21),
    ];
    const { bars, findings } = regimeHistory(disturbed, TERMS);
    expect(bars).toEqual(regimeHistory(CRASH, TERMS).bars);
    expect(findings.map(({ finding }) => finding)).toEqual([
      'the bar stands here a second time',
      'the bar is older than the last one',
      "the bar's low is 0",
      expect.stringContaining("the bar's high 1 is below its low 99.0"),
      "the bar's open is -3",
    ]);
  });

  test('of no bar is empty, of one is one episode without length', () => {
    expect(regimeHistory([])).toEqual({ bars: [], episodes: [], findings: [] });
    expect(regimeHistory([bar(0, 0.01)]).episodes).toEqual([{ regime: 'calm', from: START, to: START, bars: 1 }]);
  });
});
