import { describe, expect, test } from '@jest/globals';
import { fitnessOf } from '../../../shared/assessment/fitness.ts';
import { assessBook, bookFrom } from '../../environment/assessed.ts';

const wire = (rest: object) => ({ snapshotId: 's', sequence: 1, timestamp: Date.UTC(2026, 0, 1), ...rest });
const checksOf = (findings: readonly { check: string }[]) => findings.map(({ check }) => check);

describe("our haircuts do not decide who is bankrupt: Bybit's cross inverse account of 1 BTC", () => {
  /** 10,000 USD long from 6,500 on one coin: nothing is left where 1 + 10,000·(1/6,500 - 1/p) = 0. */
  const gone = 10_000 / (1 + 10_000 / 6_500);
  const at = (markPrice: number) =>
    assessBook(
      bookFrom(
        wire({
          markets: [{ symbol: 'BTC/USD:BTC', markPrice, contractSize: 1, linear: false }],
          accounts: [{ accountId: 'a', collateral: [{ currency: 'BTC', amount: 1 }] }],
          positions: [{ accountId: 'a', symbol: 'BTC/USD:BTC', side: 'long', contracts: 10_000, entryPrice: 6_500 }],
        }),
      ),
    );
  const isBankrupt = (markPrice: number) => at(markPrice).markets[0]?.liquidation.underwater[0]?.bankrupt ?? false;

  test('is bankrupt below that price and not above it', () => {
    expect([isBankrupt(gone * 1.001), isBankrupt(gone * 0.999)]).toEqual([false, true]);
  });

  test('is measured by the haircut all the same: more leverage than the venue sees', () => {
    const price = 6_500;
    const [market] = at(price).markets;
    // 10,000 on 6,500 of coin, of which a share does not count.
    expect(market?.leverage.weighted).toBeGreaterThan(10_000 / 6_500);
  });
});

describe('what a venue says of an account', () => {
  const book = (account: object) =>
    assessBook(
      bookFrom(
        wire({
          markets: [{ symbol: 'BTC/USDT:USDT', markPrice: 100, contractSize: 1, linear: true }],
          accounts: [{ accountId: 'a', collateral: [], ...account }],
          positions: [{ accountId: 'a', symbol: 'BTC/USDT:USDT', side: 'long', contracts: 10, entryPrice: 90 }],
        }),
      ),
    );

  test('its figure of equity is what the account stands on if it lists no collateral', () => {
    expect(book({ equity: 200 }).book.leverage.weighted).toBeCloseTo(5, 9);
  });

  test('a figure that is not what collateral and positions come to is a finding with both', () => {
    const { book: metrics, findings } = book({ equity: 200, collateral: [{ currency: 'USDT', amount: 400 }] });
    expect(metrics.leverage.weighted).toBeCloseTo(1_000 / 500, 9);
    expect(findings.find(({ check }) => check === 'equity-differs')?.values).toEqual({
      accounts: 1,
      venue: 200,
      ours: 500,
    });
    expect(checksOf(book({ equity: 501, collateral: [{ currency: 'USDT', amount: 400 }] }).findings)).not.toContain(
      'equity-differs',
    );
  });

  test('an equity that is unknown leaves leverage and liquidation out, and is counted', () => {
    const { book: metrics, markets, findings } = book({ equity: null, collateral: [{ currency: 'USDT', amount: 1 }] });
    expect(metrics).toMatchObject({
      openInterest: 1_000,
      leverage: { weighted: 0, unknown: { positions: 1, notional: 1_000 } },
    });
    expect(markets[0]?.concentration.hhi).toBe(1);
    expect(markets[0]?.liquidation.underwater).toEqual([]);
    expect(checksOf(findings)).toContain('equity-unknown');
  });
});

test('collateral in a stablecoin off par counts at its price, and is a finding', () => {
  const { book, findings } = assessBook(
    bookFrom(
      wire({
        markets: [
          { symbol: 'USDC/USDT:USDT', markPrice: 0.88, contractSize: 1, linear: true },
          { symbol: 'BTC/USDT:USDT', markPrice: 100, contractSize: 1, linear: true },
        ],
        accounts: [{ accountId: 'a', collateral: [{ currency: 'USDC', amount: 100 }] }],
        positions: [{ accountId: 'a', symbol: 'BTC/USDT:USDT', side: 'long', contracts: 1, entryPrice: 100 }],
      }),
    ),
  );
  expect(book.leverage.weighted).toBeCloseTo(100 / 88, 9);
  expect(findings).toContainEqual(
    expect.objectContaining({ check: 'off-par', level: 'doubtful', values: { price: 0.88, par: 1 } }),
  );
});

test('collateral without a price is a finding with its amount and holders', () => {
  const { findings } = assessBook(
    bookFrom(
      wire({
        markets: [{ symbol: 'BTC/USDT:USDT', markPrice: 100, contractSize: 1, linear: true }],
        accounts: [
          { accountId: 'a', collateral: [{ currency: 'DOGE', amount: 100 }] },
          { accountId: 'b', collateral: [{ currency: 'DOGE', amount: 20 }] },
        ],
        positions: [],
      }),
    ),
  );
  expect(findings).toContainEqual(expect.objectContaining({ check: 'unpriced', values: { amount: 120, accounts: 2 } }));
});

test('a quanto contract is measured in the currency that it settles in', () => {
  // 1,000 contracts of 1e-6 BTC a dollar of ETH: 3 BTC at 3,000 are 150,000 dollars.
  const { markets } = assessBook(
    bookFrom(
      wire({
        markets: [
          { symbol: 'ETH/USD:BTC', markPrice: 3_000, contractSize: 1e-6, linear: false, inverse: false, settle: 'BTC' },
          { symbol: 'BTC/USDT:USDT', markPrice: 50_000, contractSize: 1, linear: true },
        ],
        accounts: [{ accountId: 'a', collateral: [{ currency: 'USDT', amount: 30_000 }] }],
        positions: [{ accountId: 'a', symbol: 'ETH/USD:BTC', side: 'long', contracts: 1_000, entryPrice: 3_000 }],
      }),
    ),
  );
  expect(markets[0]?.openInterest).toBeCloseTo(150_000, 6);
  expect(markets[0]?.leverage.weighted).toBeCloseTo(5, 9);
});

test('a quanto contract whose settlement currency has no price is not measured, and says why', () => {
  const { markets } = assessBook(
    bookFrom(
      wire({
        markets: [{ symbol: 'ETH/USD:BTC', markPrice: 3_000, contractSize: 1e-6, linear: false, inverse: false }],
        accounts: [{ accountId: 'a', collateral: [{ currency: 'USDT', amount: 30_000 }] }],
        positions: [{ accountId: 'a', symbol: 'ETH/USD:BTC', side: 'long', contracts: 1_000, entryPrice: 3_000 }],
      }),
    ),
  );
  expect(markets[0]?.measured).toBe(false);
  expect(markets[0]?.findings).toContainEqual(
    expect.objectContaining({ check: 'unmeasurable', message: expect.stringContaining('settlement currency BTC') }),
  );
});

describe('a sample of a book', () => {
  const sample = (rest: object) =>
    assessBook(
      bookFrom(
        wire({
          markets: [
            { symbol: 'BTC/USDT:USDT', markPrice: 100, contractSize: 1, linear: true, openInterestAmount: 900 },
          ],
          accounts: [{ accountId: 'a', collateral: [{ currency: 'USDT', amount: 30 }] }],
          positions: [{ accountId: 'a', symbol: 'BTC/USDT:USDT', side: 'long', contracts: 1, entryPrice: 100 }],
          ...rest,
        }),
      ),
    );

  test('raises nothing of open interest that does not match, and says its share', () => {
    const whole = sample({});
    const part = sample({ sampleShare: 0.3 });
    const ofOpenInterest = ({ markets }: typeof whole) =>
      checksOf(markets[0]?.findings ?? []).filter((check) => check.startsWith('open-interest'));
    expect(ofOpenInterest(whole)).toEqual(['open-interest-unmatched', 'open-interest-reported']);
    expect(ofOpenInterest(part)).toEqual([]);
    expect(part.sampleShare).toBe(0.3);
    expect(checksOf(part.findings)).toContain('sample');
    expect(part.markets[0]?.leverage).toEqual(whole.markets[0]?.leverage);
  });

  /** A hundred times its equity. */
  const NARROW = { accounts: [{ accountId: 'a', collateral: [{ currency: 'USDT', amount: 1 }] }] };

  test('says its share beside every number that moves an incident', () => {
    const { moves } = sample({ sampleShare: 0.3, ...NARROW });
    expect(moves.length).toBeGreaterThan(0);
    const ofFigures = moves.filter(({ metric }) => !metric.startsWith('integrity') && !metric.startsWith('venue'));
    expect(ofFigures.length).toBeGreaterThan(0);
    for (const { detail } of ofFigures) expect(detail).toBe('the book is a sample of 30 % of open interest');
    expect(sample(NARROW).moves.every(({ detail }) => detail === undefined || !detail.includes('sample'))).toBe(true);
  });

  test('is never acted on, whatever else its data are worth', () => {
    expect(fitnessOf(sample({ sampleShare: 0.3 })).unfit).toBe('sample');
    expect(fitnessOf(sample({})).unfit).not.toBe('sample');
  });
});
