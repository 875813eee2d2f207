import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PLAY_OVERLAY } from '../../../../infra/local/exchange/play-policy.ts';
import { bookOf, playStorm, type StormOptions } from '../../../../infra/local/exchange/storm.ts';
import { assess } from '../../../../shared/assessment/assess.ts';
import type { Assessment, MarketState } from '../../../../shared/assessment/types.ts';
import type { FundState } from '../../../../shared/liquidation/fund-history.ts';
import { readCandles } from '../../../../shared/market-data/candle-file.ts';
import { DEFAULT_POLICY } from '../../../../shared/policy/default-policy.ts';
import { overlayPolicy } from '../../../../shared/policy/overlay.ts';
import { SEVERITIES, type Severity } from '../../../../shared/policy/types.ts';

const policy = overlayPolicy(DEFAULT_POLICY, PLAY_OVERLAY);

/** What Breakwater says of a storm that nothing is done about, snapshot by snapshot. */
function said(options: StormOptions): { phase: string; liquidated: number; assessment: Assessment }[] {
  const states = new Map<string, MarketState>();
  let fund: FundState | undefined;
  return [...playStorm(options)].map(({ snapshot, point: { phase, liquidatedNotional: liquidated } }) => {
    const told = assess({ book: bookOf(snapshot), states, fund, policy, codeVersion: 'test', late: false });
    for (const state of told.states) states.set(state.symbol, state);
    fund = told.fund ?? fund;
    return { phase, liquidated, assessment: told.assessment };
  });
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

describe('by the policy of the play', () => {
  const storm = said({ seed: 1, accounts: 500 });
  const markets = (phase: string) =>
    storm.filter((scene) => scene.phase === phase).flatMap(({ assessment }) => assessment.markets);
  const worst = (phase: string) => Math.max(...markets(phase).map(({ severity }) => rank(severity)));

  test('nothing alerts anybody while it is calm', () => {
    expect(worst('calm')).toBeLessThan(rank(policy.alertFrom));
    expect(new Set(markets('calm').map(({ volatility }) => volatility.regime))).toEqual(new Set(['calm']));
  });

  test('there is cause for a plan while longs crowd in, half a day before any price has fallen', () => {
    const cause = storm.findIndex(({ assessment }) =>
      assessment.markets.some(({ severity }) => rank(severity) >= rank(policy.response.planFrom)),
    );
    const crash = storm.findIndex(({ phase }) => phase === 'crash');
    expect(storm[cause]?.phase).toBe('crowded longs');
    expect(crash - cause).toBeGreaterThanOrEqual(12);
    expect(storm[cause]?.liquidated).toBeLessThan(0.02 * (storm.at(-1)?.liquidated ?? 0));
  });

  test('the crash is critical or worse, in the extreme regime', () => {
    expect(worst('crash')).toBeGreaterThanOrEqual(rank('critical'));
    expect(markets('crash').map(({ volatility }) => volatility.regime)).toContain('extreme');
  });

  test('at its end there is no cause for alarm', () => {
    for (const { severity } of storm.at(-1)?.assessment.markets ?? [])
      expect(rank(severity)).toBeLessThan(rank(policy.alertFrom));
  });
});

describe('real bars', () => {
  const file = new URL('../../../../../shared/data/candles/btc-usd-1h-2019-11-20-to-2023-12-31.csv', import.meta.url);
  const present = existsSync(file);

  (present ? test : test.skip)('of 12 March 2020 end in the extreme regime and in liquidations within the hour', () => {
    const candles = readCandles(readFileSync(file, 'utf8')).candles.filter(
      ({ timestamp }) => timestamp >= Date.UTC(2020, 2, 1) && timestamp < Date.UTC(2020, 2, 16),
    );
    const told = said({ seed: 1, candles, accounts: 200 });
    expect(told).toHaveLength(candles.length);
    const at = told.findIndex(({ assessment }) => assessment.timestamp === Date.UTC(2020, 2, 12, 11));
    const [before, after] = [told[at - 1]!, told[at]!];
    expect(before.assessment.markets[0]!.volatility.regime).not.toBe('extreme');
    expect(after.assessment.markets[0]!.volatility.regime).toBe('extreme');
    expect(rank(after.assessment.markets[0]!.severity)).toBeGreaterThanOrEqual(rank('critical'));
    expect(after.liquidated).toBeGreaterThan(1.25 * before.liquidated);
  });
});
