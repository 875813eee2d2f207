import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { openScenario, type ScenarioOptions } from '../../../../infra/local/scenario/scenario.ts';
import { assess } from '../../../../shared/assessment/assess.ts';
import type { Assessment, MarketState } from '../../../../shared/assessment/types.ts';
import { readCandles } from '../../../../shared/market-data/candle-file.ts';
import { DEFAULT_POLICY } from '../../../../shared/policy/default-policy.ts';
import { SEVERITIES } from '../../../../shared/policy/types.ts';
import { joinFragments } from '../../../../shared/snapshot/join.ts';
import { parseSnapshot } from '../../../../shared/snapshot/parse.ts';

interface Wire {
  readonly snapshotId: string;
  readonly sequence: number;
  readonly timestamp: number;
  readonly insuranceFund: { readonly balance: number };
  readonly markets: readonly {
    readonly symbol: string;
    readonly markPrice: number;
    readonly openInterestAmount: number;
    readonly contractSize: number;
    readonly orderBook: Readonly<Record<'bids' | 'asks', readonly (readonly [number, number])[]>>;
    readonly candle: { readonly timestamp: number; readonly close: number };
  }[];
  readonly accounts: readonly {
    readonly accountId: string;
    readonly collateral: readonly { readonly currency: string }[];
  }[];
  readonly positions: readonly {
    readonly symbol: string;
    readonly side: 'long' | 'short';
    readonly contracts: number;
    readonly marginMode: string;
    readonly accountId: string;
  }[];
}

const wires = (options: ScenarioOptions): { phase: string; wire: Wire }[] =>
  [...openScenario(options).scenes()].map(({ phase, snapshot }) => ({ phase, wire: snapshot as unknown as Wire }));

/** Assesses a scenario as the functions do, one snapshot after the other. */
function assessed(options: ScenarioOptions): { phase: string; assessment: Assessment }[] {
  const states = new Map<string, MarketState>();
  return wires(options).map(({ phase, wire }) => {
    const parsed = parseSnapshot(Buffer.from(JSON.stringify(wire)), { format: 'json', role: 'snapshot' });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const joined = joinFragments('demo', parsed.fragment.header!, [parsed.fragment]);
    if (!joined.ok) throw new Error(JSON.stringify(joined.faults));
    const output = assess({ book: joined.book, states, policy: DEFAULT_POLICY, codeVersion: 'test', late: false });
    for (const state of output.states) states.set(state.symbol, state);
    return { phase, assessment: output.assessment };
  });
}

const digest = (options: ScenarioOptions) =>
  createHash('sha256')
    .update(JSON.stringify(wires(options)))
    .digest('hex');

describe('a scenario', () => {
  const seed1 = wires({ seed: 1 });

  test('is the same to the byte for the same seed, and another for another', () => {
    expect(digest({ seed: 5, accounts: 60 })).toBe(digest({ seed: 5, accounts: 60 }));
    expect(digest({ seed: 5, accounts: 60 })).not.toBe(digest({ seed: 6, accounts: 60 }));
  });

  test('can be played twice from one opening', () => {
    const scenario = openScenario({ accounts: 60 });
    expect([...scenario.scenes()]).toEqual([...scenario.scenes()]);
    expect([...scenario.scenes()]).toHaveLength(scenario.length);
  });

  test('that is not known is refused by name', () => {
    expect(() => openScenario({ name: 'drizzle' })).toThrow('There is no scenario "drizzle"; there is storm');
  });

  test('has rising sequences and times, and ids of its own', () => {
    seed1.forEach(({ wire }, i) => {
      expect(wire.sequence).toBe(i + 1);
      if (i > 0) expect(wire.timestamp).toBeGreaterThan(seed1[i - 1]!.wire.timestamp);
      for (const { candle } of wire.markets) expect(wire.timestamp - candle.timestamp).toBe(3_600_000);
    });
    expect(new Set(seed1.map(({ wire }) => wire.snapshotId)).size).toBe(seed1.length);
  });

  test.each([1, 2, 3, 4])(
    'of seed %i matches longs and shorts to the last contract, which are its open interest',
    (seed) => {
      for (const { wire } of wires({ seed, accounts: 200 })) {
        for (const { symbol, openInterestAmount } of wire.markets) {
          const held = (side: string) =>
            wire.positions.reduce(
              (sum, position) => sum + (position.symbol === symbol && position.side === side ? position.contracts : 0),
              0,
            );
          expect(held('long')).toBe(held('short'));
          expect(openInterestAmount).toBe(held('long'));
        }
      }
    },
  );

  test('holds no more money than its traders brought: no open interest grows out of nothing', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      for (const { wire } of wires({ seed })) {
        for (const { openInterestAmount, contractSize, markPrice } of wire.markets) {
          expect(openInterestAmount * contractSize * markPrice).toBeLessThan(300e6);
        }
      }
    }
  });

  test('has cross and isolated positions, both sides held by some, and collateral in BTC beside USDT', () => {
    const { positions, accounts } = seed1[20]!.wire;
    const modes = positions.map(({ marginMode }) => marginMode);
    expect(modes).toContain('isolated');
    expect(modes).toContain('cross');
    const keys = positions.map(({ accountId, symbol }) => `${accountId} ${symbol}`);
    expect(new Set(keys).size).toBeLessThan(keys.length);
    const currencies = new Set(accounts.flatMap(({ collateral }) => collateral.map(({ currency }) => currency)));
    expect([...currencies].sort()).toEqual(['BTC', 'USDT']);
    expect(accounts.length).toBeGreaterThan(300);
    expect(positions.length).toBeGreaterThan(800);
  });

  test('has order books that do not cross and that thin in the crash', () => {
    const depth = (wire: Wire) => {
      const [market] = wire.markets;
      const { bids, asks } = market!.orderBook;
      expect(bids[0]![0]).toBeLessThan(market!.markPrice);
      expect(asks[0]![0]).toBeGreaterThan(market!.markPrice);
      return bids.reduce((sum, [, amount]) => sum + amount, 0);
    };
    const last = (phase: string) => seed1.findLast((scene) => scene.phase === phase)!.wire;
    expect(depth(last('crash'))).toBeLessThan(depth(last('crowded longs')) / 5);
  });

  test('liquidates in the crash: positions go, and losses past bankruptcy drain the insurance fund', () => {
    const last = (phase: string) => seed1.findLast((scene) => scene.phase === phase)!.wire;
    const before = last('crowded longs');
    const after = last('crash');
    expect(after.positions.length).toBeLessThan(0.8 * before.positions.length);
    expect(after.insuranceFund.balance).toBeLessThan(before.insuranceFund.balance / 2);
    const gone = new Set(after.accounts.map(({ accountId }) => accountId));
    expect(before.accounts.filter(({ accountId }) => !gone.has(accountId)).length).toBeGreaterThan(20);
  });
});

describe('what Breakwater says of the storm', () => {
  const told = assessed({});
  const btc = (phase: string) =>
    told.filter((scene) => scene.phase === phase).map(({ assessment }) => assessment.markets[0]!);
  const worst = (phase: string) => Math.max(...btc(phase).map(({ severity }) => SEVERITIES.indexOf(severity)));

  test('is nothing while it is calm', () => {
    expect(worst('calm')).toBeLessThanOrEqual(SEVERITIES.indexOf('watch'));
    expect(new Set(btc('calm').map(({ volatility }) => volatility.regime))).toEqual(new Set(['calm']));
  });

  test('is a warning while longs crowd in, before any price has fallen', () => {
    expect(worst('crowded longs')).toBeGreaterThanOrEqual(SEVERITIES.indexOf('warning'));
    expect(new Set(btc('crowded longs').map(({ volatility }) => volatility.regime))).toEqual(new Set(['calm']));
    const leverage = btc('crowded longs').map((market) => market.leverage.weighted);
    expect(leverage.at(-3)).toBeGreaterThan(1.4 * leverage[0]!);
  });

  test('is critical or worse in the crash, in the extreme regime', () => {
    expect(worst('crash')).toBeGreaterThanOrEqual(SEVERITIES.indexOf('critical'));
    expect(btc('crash').map(({ volatility }) => volatility.regime)).toContain('extreme');
  });

  test('is normal or a watch again when it has healed', () => {
    const last = told.at(-1)!.assessment;
    for (const { severity, volatility, leverage } of last.markets) {
      expect(SEVERITIES.indexOf(severity)).toBeLessThanOrEqual(SEVERITIES.indexOf('watch'));
      expect(volatility.regime).toBe('calm');
      expect(leverage.weighted).toBeLessThan(10);
    }
  });

  test('holds no complaint about the data', () => {
    expect(told.flatMap(({ assessment }) => assessment.findings)).toEqual([]);
  });
});

describe('real bars', () => {
  const file = new URL('../../../../../shared/data/candles/btc-usd-1h-2019-11-20-to-2023-12-31.csv', import.meta.url);
  const present = existsSync(file);
  const between = (from: string, to: string) =>
    readCandles(readFileSync(file, 'utf8')).candles.filter(
      ({ timestamp }) => timestamp >= Date.parse(from) && timestamp < Date.parse(to),
    );

  (present ? test : test.skip)('of 12 March 2020 end in the extreme regime and in liquidations within the hour', () => {
    const candles = between('2020-03-01', '2020-03-16');
    const told = assessed({ candles, accounts: 200 });
    expect(told).toHaveLength(candles.length);
    const at = told.findIndex(({ assessment }) => assessment.timestamp === Date.parse('2020-03-12T11:00Z'));
    const [before, after] = [told[at - 1]!.assessment, told[at]!.assessment];
    expect(before.markets[0]!.volatility.regime).not.toBe('extreme');
    expect(after.markets[0]).toMatchObject({ severity: 'critical', volatility: { regime: 'extreme' } });
    expect(after.book.positions).toBeLessThan(0.9 * before.book.positions);
    for (const { assessment } of told) expect(assessment.book.openInterest).toBeLessThan(300e6);
  });
});
