import { expect, test } from '@jest/globals';
import { assess } from '../../../shared/assessment/assess.ts';
import type { FundState } from '../../../shared/liquidation/fund-history.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { bookFrom } from '../../environment/assessed.ts';

const market = (symbol: string) => ({ symbol, markPrice: 100, contractSize: 1, linear: true });
const position = (accountId: string, symbol: string, side: string) => ({
  ...{ accountId, symbol, side, contracts: 100 },
  entryPrice: 100,
});
const assessed = (sequence: number, balances: readonly [number, number], fund?: FundState) =>
  assess({
    book: bookFrom({
      ...{ snapshotId: `s${sequence}`, sequence, timestamp: Date.UTC(2026, 0, 1, sequence) },
      insuranceFunds: [
        { name: 'majors', currency: 'USDT', balance: balances[0], symbols: ['BTC/USDT:USDT'] },
        { name: 'rest', currency: 'USDT', balance: balances[1] },
      ],
      markets: [market('BTC/USDT:USDT'), market('ETH/USDT:USDT')],
      accounts: ['a', 'b'].map((accountId) => ({ accountId, collateral: [{ currency: 'USDT', amount: 600 }] })),
      positions: [position('a', 'BTC/USDT:USDT', 'long'), position('b', 'ETH/USDT:USDT', 'short')],
    }),
    ...{ states: new Map(), policy: DEFAULT_POLICY, codeVersion: 'test', late: false, fund },
  });

test('each fund has its own history and drawdown, and is tried on its own markets alone', () => {
  const first = assessed(1, [1_000, 2_000]);
  const { fund, funds } = assessed(2, [400, 2_000], first.fund).assessment;
  expect(fund).toBeNull();
  expect(funds).toMatchObject([
    { name: 'majors', symbols: ['BTC/USDT:USDT'], balance: 400, peak: 1_000, drawdown: 0.6 },
    { name: 'rest', balance: 2_000, peak: 2_000, drawdown: 0 },
  ]);
  const lossAt = (name: string, shock: number) =>
    funds?.find((own) => own.name === name)?.stress.find((point) => point.shock === shock)?.loss ?? Number.NaN;
  // A fall costs the long of the first, a rise the short of the second: 600 carry 6 % of 10,000.
  expect(lossAt('majors', -0.1)).toBeGreaterThanOrEqual(400);
  expect(lossAt('majors', 0.1)).toBe(0);
  expect(lossAt('rest', 0.1)).toBeGreaterThanOrEqual(400);
  expect(lossAt('rest', -0.1)).toBe(0);
});

test('an empty one is a finding by its name', () => {
  const { findings } = assessed(1, [0, 2_000]).assessment;
  expect(findings.filter(({ check }) => check === 'fund-empty')).toEqual([
    expect.objectContaining({ message: 'the insurance fund majors holds 0 USDT', values: { balance: 0 } }),
  ]);
});

test('the same snapshot again moves no history', () => {
  const first = assessed(1, [1_000, 2_000]);
  expect(assessed(1, [1_000, 2_000], first.fund).fund).toBeUndefined();
});
