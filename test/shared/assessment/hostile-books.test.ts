import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../shared/assessment/assess.ts';
import type { Assessment } from '../../../shared/assessment/types.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { joinFragments } from '../../../shared/snapshot/join.ts';
import { parseSnapshot } from '../../../shared/snapshot/parse.ts';
import type { Fault } from '../../../shared/snapshot/types.ts';
import { expectFinite } from '../leverage/close-to.ts';

type Wire = Record<string, unknown>;
interface WireBook {
  readonly markets?: readonly Wire[];
  readonly accounts?: readonly Wire[];
  readonly positions?: readonly Wire[];
}

const market = (change: Wire = {}): Wire => ({
  symbol: 'BTC/USDT:USDT',
  markPrice: 50_000,
  contractSize: 1,
  linear: true,
  ...change,
});
const account = (accountId: string, amount: number | string = 10_000): Wire => ({
  accountId,
  collateral: [{ currency: 'USDT', amount }],
});
const position = (accountId: string, change: Wire = {}): Wire => ({
  accountId,
  symbol: 'BTC/USDT:USDT',
  side: 'long',
  contracts: 1,
  entryPrice: 50_000,
  ...change,
});

/** What the system makes of a book: an assessment as JSON carries it, or what is wrong with it. */
function outcome({ markets = [market()], accounts = [], positions = [] }: WireBook): Assessment | readonly Fault[] {
  const wire = {
    snapshotId: 's',
    sequence: 1,
    timestamp: 1_760_000_000_000,
    insuranceFund: { currency: 'USDT', balance: 1_000 },
    markets,
    accounts,
    positions,
  };
  const parsed = parseSnapshot(Buffer.from(JSON.stringify(wire)), { format: 'json', role: 'snapshot' });
  if (!parsed.ok) return parsed.faults;
  const joined = joinFragments('v', parsed.fragment.header as never, [parsed.fragment]);
  if (!joined.ok) return joined.faults;
  const { assessment } = assess({
    book: joined.book,
    states: new Map(),
    policy: DEFAULT_POLICY,
    codeVersion: 't',
    late: false,
  });
  // JSON turns what is not finite into null, in silence: looked for before.
  expectFinite(assessment);
  return assessment;
}

const assessed = (book: WireBook): Assessment => {
  const result = outcome(book);
  if (!('book' in result)) throw new Error(`Refused: ${JSON.stringify(result)}`);
  return result;
};
const refused = (book: WireBook): readonly Fault[] => {
  const result = outcome(book);
  if ('book' in result) throw new Error('Not refused');
  return result;
};

describe('books at the edge are measured', () => {
  test('empty: no market, no account, no position', () => {
    expect(assessed({ markets: [] })).toMatchObject({ markets: [], book: { positions: 0, openInterest: 0 } });
    const [empty] = assessed({}).markets;
    expect(empty).toMatchObject({
      positions: 0,
      cascade: { criticalShock: { down: null, up: null } },
      capacity: { excessShare: 0 },
      collapseProbability: 0,
      liquidation: { underwater: [], liquidatable: { long: 0, short: 0 } },
    });
  });

  test('accounts without a position', () => {
    expect(assessed({ accounts: [account('a'), account('b', 0)] }).book).toMatchObject({
      accounts: 0,
      openInterest: 0,
    });
  });

  test('one account with one position', () => {
    const { markets } = assessed({ accounts: [account('a')], positions: [position('a')] });
    expect(markets[0]).toMatchObject({
      openInterest: 50_000,
      leverage: { weighted: 5 },
      concentration: { hhi: 1, gini: 0 },
    });
    // (10,000 - 50,000) / (0.005 - 1) is 40,201: a fall of 19.6 %.
    const { ladder } = markets[0]?.liquidation ?? { ladder: [] };
    expect(ladder.find(({ distance }) => distance === 0.15)?.long).toBe(0);
    expect(ladder.find(({ distance }) => distance === 0.2)?.long).toBe(50_000);
  });

  test('all on one side', () => {
    const ids = Array.from({ length: 50 }, (_, i) => `a${i}`);
    const { markets } = assessed({ accounts: ids.map((id) => account(id)), positions: ids.map((id) => position(id)) });
    expect(markets[0]).toMatchObject({ skew: 1, openInterest: 2_500_000, concentration: { short: { hhi: 0 } } });
    expect(markets[0]?.liquidation.liquidatable).toEqual({ long: 2_500_000, short: 0 });
    expect(markets[0]?.cascade.up.every(({ liquidated }) => liquidated === 0)).toBe(true);
  });

  test('equity of zero, and below', () => {
    const { markets } = assessed({
      accounts: [account('zero', 0), account('owes', -5_000), account('well', 1e6)],
      positions: [position('zero'), position('owes'), position('well', { side: 'short', contracts: 2 })],
    });
    expect(markets[0]?.liquidation.underwater.map(({ accountId, bankrupt }) => [accountId, bankrupt])).toEqual([
      ['zero', true],
      ['owes', true],
    ]);
    expect(markets[0]?.leverage.underwater).toEqual({ accounts: 2, notional: 100_000 });
  });

  test('contracts of a thousand-millionth', () => {
    const { markets } = assessed({
      markets: [market({ contractSize: '0.000000001' })],
      accounts: [account('a')],
      positions: [position('a', { contracts: '1000000000' })],
    });
    expect(markets[0]?.openInterest).toBeCloseTo(50_000, 6);
    expect(markets[0]?.leverage.weighted).toBeCloseTo(5, 9);
  });

  test('a notional of a million million million', () => {
    const { markets, fund } = assessed({
      accounts: [account('whale', '2e17'), account('other', '1e19')],
      positions: [position('whale', { contracts: 2e13 }), position('other', { side: 'short', contracts: 2e13 })],
    });
    expect(markets[0]?.openInterest).toBe(1e18);
    expect(markets[0]?.leverage.p99).toBeCloseTo(5, 9);
    expect(fund?.stress[0]?.loss).toBeGreaterThan(0);
  });

  test('prices, sizes and amounts as large and as small as they may be, in every combination', () => {
    const [smallPrice, largePrice] = ['0.000000000001', '1000000000000'];
    const [smallAmount, largeAmount] = ['0.000000000000000001', '1000000000000000000000'];
    for (let which = 0; which < 128; which++) {
      const pick = <T>(bit: number, small: T, large: T): T => (which & (1 << bit) ? large : small);
      const markPrice = pick(0, smallPrice, largePrice);
      const contracts = pick(2, smallAmount, largeAmount);
      const cash = pick(3, smallAmount, largeAmount);
      assessed({
        markets: [
          market({
            markPrice,
            contractSize: pick(1, smallPrice, largePrice),
            ...pick(4, { linear: false, settle: 'BTC' }, { linear: true }),
            openInterestAmount: contracts,
            orderBook: {
              bids: [[markPrice, pick(6, smallAmount, largeAmount)]],
              asks: [[markPrice, pick(6, largeAmount, smallAmount)]],
            },
            candle: { timestamp: 1_759_996_400_000, open: 1e-300, high: largePrice, low: -1e12, close: smallPrice },
          }),
        ],
        accounts: [account('a', cash), account('b', `-${cash}`), account('c', cash)],
        positions: [
          position('a', { contracts, entryPrice: pick(5, smallPrice, largePrice) }),
          position('b', { contracts, side: 'short', entryPrice: pick(5, largePrice, smallPrice), leverage: 1e6 }),
          position('c', { contracts, marginMode: 'isolated', collateral: cash, leverage: 1e-6, entryPrice: markPrice }),
        ],
      });
    }
  });

  test('an account with ten thousand positions, in seconds', () => {
    const symbols = Array.from({ length: 5_000 }, (_, i) => `C${i}/USDT:USDT`);
    const began = performance.now();
    const { book, markets } = assessed({
      markets: symbols.map((symbol) => market({ symbol, markPrice: 10 })),
      accounts: [account('busy', 5_000), account('idle')],
      positions: symbols.flatMap((symbol) =>
        ['long', 'short'].map((side, i) => position('busy', { symbol, side, contracts: i + 1, entryPrice: 10 })),
      ),
    });
    expect(book).toMatchObject({ positions: 10_000, accounts: 1, concentration: { hhi: 1 } });
    // 150,000 of notional and 750 of maintenance on 5,000: each market alone would have to rise by 4,250 / 10.
    expect(markets[7]?.liquidation.liquidatable).toEqual({ long: 0, short: 20 });
    expect(markets[7]?.liquidation.ladder.at(-1)).toMatchObject({ distance: 1, short: 0 });
    // A quadratic would take minutes.
    expect(performance.now() - began).toBeLessThan(60_000);
  });
});

describe('books beyond it are refused, with the place', () => {
  test('a price of zero, a contract of no size', () => {
    expect(refused({ markets: [market({ markPrice: 0 })] })).toEqual([
      { path: '/markets/0/markPrice', message: 'must be greater than 0' },
    ]);
    expect(refused({ markets: [market({ contractSize: '0' })] })[0]?.path).toBe('/markets/0/contractSize');
    expect(refused({ accounts: [account('a')], positions: [position('a', { entryPrice: 0 })] })[0]?.path).toBe(
      '/positions/0/entryPrice',
    );
  });

  test('two hundred thousand markets, at once', () => {
    const began = performance.now();
    const faults = refused({
      markets: Array.from({ length: 200_000 }, (_, i) => market({ symbol: `C${i}/USDT:USDT` })),
    });
    expect(faults).toEqual([
      { path: '/markets/5000', message: 'is one more than the 5000 markets that a snapshot may hold' },
    ]);
    expect(performance.now() - began).toBeLessThan(60_000);
  });
});
