import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { advanceVolatility, type VolatilityState } from '../../../shared/volatility/regime.ts';
import type { Regime } from '../../../shared/volatility/types.ts';

/** Hourly bars of bitcoin in dollars, 2019 to 2023. */
const BARS = new URL('../../../../shared/data/candles/btc-usd-1h-2019-11-20-to-2023-12-31.csv', import.meta.url);
const present = existsSync(BARS);
const named = (name: string): string => (present ? name : `${name} (the bars are absent)`);

interface Episode {
  readonly regime: Regime;
  readonly from: string;
  bars: number;
}

const findings: { at: string; finding: string }[] = [];
const episodes: Episode[] = [];
let bars = 0;
let last: VolatilityState | undefined;

if (present)
  beforeAll(() => {
    for (const line of readFileSync(BARS, 'utf8').trim().split('\n').slice(1)) {
      const [seconds = 0, open = 0, high = 0, low = 0, close = 0] = line.split(',').map(Number);
      const candle = { timestamp: seconds * 1_000, open, high, low, close };
      const step = advanceVolatility(last, { candle, markPrice: close, timestamp: candle.timestamp + 3_600_000 });
      const at = new Date(candle.timestamp).toISOString().slice(0, 13);
      last = step.state;
      bars++;
      if (step.finding !== undefined) {
        findings.push({ at, finding: step.finding });
        continue;
      }
      const episode = episodes.at(-1);
      if (episode?.regime === step.reading.regime) episode.bars++;
      else episodes.push({ regime: step.reading.regime, from: at, bars: 1 });
    }
  }, 120_000);

const entries = (regime: Regime): string[] =>
  episodes.filter((episode) => episode.regime === regime).map(({ from }) => from);

describe('on the real hourly bars of 2019 to 2023', () => {
  const check = present ? test : test.skip;

  check(named('the one bar that cannot be is named, and the other 36,060 count'), () => {
    expect(findings).toEqual([
      { at: '2021-01-04T05', finding: "the bar's open 33287.7 is outside its range 30810.4 to 33128.82" },
    ]);
    expect(bars).toBe(36_061);
    expect(episodes.reduce((sum, episode) => sum + episode.bars, 0)).toBe(36_060);
  });

  check(named('the crash of 12 March 2020 is extreme from 10 o’clock'), () => {
    expect(entries('extreme')).toContain('2020-03-12T10');
  });

  check.each(['2020-03-12', '2021-05-19', '2022-11-08', '2023-08-17'])(
    named('the crash of %s is extreme on its own day'),
    (day) => {
      expect(entries('extreme').map((from) => from.slice(0, 10))).toContain(day);
    },
  );

  check(named('the slide of 13 June 2022 is stressed at least, on its own day'), () => {
    const stressed = [...entries('stressed'), ...entries('extreme')].map((from) => from.slice(0, 10));
    expect(stressed).toContain('2022-06-13');
  });

  check(named('extreme comes about five times a year: an alarm that is always on is none'), () => {
    const years = bars / (365.25 * 24);
    expect(entries('extreme').length / years).toBeGreaterThan(4);
    expect(entries('extreme').length / years).toBeLessThan(6);
  });

  check(named('most hours are calm, and no tier above flickers'), () => {
    const hours = (regime: Regime) =>
      episodes.filter((episode) => episode.regime === regime).reduce((sum, episode) => sum + episode.bars, 0);
    expect(hours('calm') / bars).toBeGreaterThan(0.6);
    // A tier that is left upwards may be short; one that eases has lasted its dwell.
    const eased = episodes.filter(({ regime }, i) => rank(regime) > rank(episodes[i + 1]?.regime ?? regime));
    expect(Math.min(...eased.map((episode) => episode.bars))).toBeGreaterThanOrEqual(6);
  });

  check(named('the state after four years is below 8 KB'), () => {
    expect(JSON.stringify(last).length).toBeLessThan(8_192);
  });
});

const rank = (regime: Regime): number => ['calm', 'elevated', 'stressed', 'extreme'].indexOf(regime);
