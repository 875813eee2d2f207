import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../../shared/assessment/assess.ts';
import type { Assessment, MarketAssessment } from '../../../shared/assessment/types.ts';
import { withoutPositionsOf } from '../../../shared/assessment/without-markets.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Policy } from '../../../shared/policy/types.ts';
import type { Book } from '../../../shared/snapshot/types.ts';
import { expectFinite } from '../leverage/close-to.ts';
import { bookOf, inverse, linear, type PlainPosition } from '../leverage/plain-book.ts';
import { at, extremeBook } from './extreme-books.ts';

const assessed = (book: Book, policy: Policy = DEFAULT_POLICY): Assessment =>
  assess({ book, states: new Map(), policy, codeVersion: 't', late: false }).assessment;

/** What was measured of a market, without what was judged. */
function figuresOf({ openInterest, positions, accounts, concentration, leverage, skew, ...rest }: MarketAssessment) {
  const { liquidation, cascade, capacity, collapseProbability, volatility } = rest;
  return {
    openInterest,
    positions,
    accounts,
    concentration,
    leverage,
    skew,
    liquidation,
    cascade,
    capacity,
    collapseProbability,
    volatility,
  };
}

const excluding = ({ markets }: Assessment): Uint8Array =>
  Uint8Array.from(markets, ({ measured }) => (measured ? 0 : 1));
const marketOf = (assessment: Assessment, symbol: string): MarketAssessment =>
  assessment.markets.find((market) => market.symbol === symbol) as MarketAssessment;

describe('any legal book', () => {
  test('is assessed: every figure is finite, and what cannot be measured says so', () => {
    fc.assert(
      fc.property(extremeBook, (book) => {
        const assessment = assessed(book);
        expectFinite(assessment);
        expect(assessment.markets.map(({ symbol }) => symbol)).toEqual(book.markets.map(({ symbol }) => symbol));
        for (const { measured, integrity, findings } of assessment.markets) {
          expect(findings.some(({ check }) => check === 'unmeasurable')).toBe(!measured);
          if (!measured) expect(integrity).toBe('failed');
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is measured as if nothing stood in the markets that cannot be', () => {
    fc.assert(
      fc.property(extremeBook, (book) => {
        const assessment = assessed(book);
        const rest = assessed(withoutPositionsOf(book, excluding(assessment)));
        expect(rest.markets.every(({ measured }) => measured)).toBe(true);
        assessment.markets.forEach((market, m) => {
          if (market.measured) expect(figuresOf(market)).toEqual(figuresOf(rest.markets[m] as MarketAssessment));
        });
        expect(assessment.book).toEqual(rest.book);
        expect(assessment.fund).toEqual(rest.fund);
      }),
      { numRuns: 150 },
    );
  });

  test('comes to the same whenever it is assessed, whatever is remembered of its first time', () => {
    fc.assert(
      fc.property(extremeBook, (book) => {
        const input = { book, policy: DEFAULT_POLICY, codeVersion: 't', late: false };
        const first = assess({ ...input, states: new Map() });
        const states = new Map(first.states.map((state) => [state.symbol, state]));
        const { assessment, venueState } = assess({ ...input, states, venueState: first.venueState });
        expect(assessment).toEqual(first.assessment);
        expect(venueState).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

const POISON = 'DUST/USDT:USDT';
const SOUND = 'BTC/USDT:USDT';

/** Forty accounts at 200 times, and a market that is poisoned by one position. */
function beside(poison: Partial<PlainPosition>, market = linear(POISON, 1)): Book {
  const ids = Array.from({ length: 40 }, (_, i) => `account-${i}`);
  return at(
    bookOf({
      markets: [market, linear(SOUND, 50_000)],
      accounts: Object.fromEntries([...ids.map((id) => [id, { USDT: 250 }] as const), ['mad', { USDT: 1 }]]),
      positions: [
        { account: 'mad', symbol: market.symbol, side: 'long', contracts: 1, entryPrice: 1, ...poison },
        ...ids.map(
          (account, i): PlainPosition => ({
            account,
            symbol: SOUND,
            side: i % 2 === 0 ? 'long' : 'short',
            contracts: 1,
            entryPrice: 50_000,
          }),
        ),
      ],
    }),
  );
}

describe('a market that is poisoned', () => {
  test.each([
    ['a margin far above a mark of next to nothing', beside({ maintenanceMargin: 1e10 }, linear(POISON, 1e-12))],
    [
      'a margin that no mark holds, on the smallest of doubles',
      beside({ maintenanceMargin: 1e10 }, linear(POISON, 1e-300)),
    ],
    ['a notional beyond all wealth', beside({ contracts: 1e21 }, linear(POISON, 1e12, 1e12))],
    ['a PnL beyond it', beside({ unrealizedPnl: 1e21 }, inverse('DUST/USD:DUST', 1e12))],
    ['a margin of its own beyond it', beside({ margin: -1e21 }, inverse('DUST/USD:DUST', 1e12))],
    ['a quote currency without a price', beside({}, linear('DUST/EUR:EUR', 1))],
  ])('by %s leaves the one beside it as it is, and that one alerts', (_, book) => {
    const assessment = assessed(book);
    const [poisoned] = assessment.markets as [MarketAssessment];
    expect(poisoned).toMatchObject({
      measured: false,
      integrity: 'failed',
      positions: 1,
      accounts: 1,
      openInterest: 0,
    });
    const [finding] = poisoned.findings;
    expect(finding).toMatchObject({ check: 'unmeasurable', level: 'failed', values: { positions: 1 } });
    const alone = assessed(withoutPositionsOf(book, Uint8Array.of(1, 0)));
    expect(figuresOf(marketOf(assessment, SOUND))).toEqual(figuresOf(marketOf(alone, SOUND)));
    expect(marketOf(assessment, SOUND)).toMatchObject({ measured: true, integrity: 'sound', severity: 'emergency' });
    expect(assessment.moves).toContainEqual(
      expect.objectContaining({ symbol: SOUND, group: 'leverage', to: 'emergency' }),
    );
    expect(assessment.moves).toContainEqual(
      expect.objectContaining({
        symbol: poisoned.symbol,
        group: 'unmeasurable',
        to: 'warning',
        detail: expect.stringContaining('cannot be measured and is not watched'),
      }),
    );
    // That nobody is on the other side is worth a watch; what cannot be measured does not count as failed data once more.
    expect(assessment.moves.filter(({ symbol, to }) => symbol === poisoned.symbol && to !== 'watch')).toHaveLength(1);
  });

  test('names the reason with its numbers', () => {
    const { markets } = assessed(beside({ maintenanceMargin: 1e10 }, linear(POISON, 1e-12)));
    expect(markets[0]?.findings[0]?.message).toBe(
      'the market cannot be measured, and nothing of it counts elsewhere: the maintenance margins given come to 10000000000 on a notional of 1e-12: more than all of it',
    );
  });

  test('one account with a margin above its notional does not cost the market its watch', () => {
    const book = beside({ symbol: SOUND, maintenanceMargin: 1e5 });
    expect(marketOf(assessed(book), SOUND)).toMatchObject({ measured: true, severity: 'emergency' });
  });

  test('is critical if it holds a tenth of the positions', () => {
    const { positions, ...rest } = beside({ maintenanceMargin: 1e10 });
    const few = {
      ...rest,
      positions: { ...withoutPositionsOf({ ...rest, positions }, Uint8Array.of(0, 0)).positions },
    };
    const kept = Object.fromEntries(
      Object.entries(few.positions).map(([name, column]) => [
        name,
        typeof column === 'number' ? 5 : column.slice(0, 5),
      ]),
    ) as unknown as Book['positions'];
    expect(assessed({ ...rest, positions: kept }).moves).toContainEqual(
      expect.objectContaining({ symbol: POISON, group: 'unmeasurable', to: 'critical', value: 0.2 }),
    );
  });

  test('lets go of no alert: its rules stay where they were, until it can be measured again', () => {
    const policy = DEFAULT_POLICY;
    const step = (book: Book, sequence: number, states: Parameters<typeof assess>[0]['states']) => {
      const moved = assess({
        book: { ...book, header: { ...book.header, sequence } },
        states,
        policy,
        codeVersion: 't',
        late: false,
      });
      return { ...moved, states: new Map(moved.states.map((state) => [state.symbol, state])) };
    };
    const sound = beside({ contracts: 1_000 });
    const poisoned = beside({ contracts: 1_000, maintenanceMargin: 1e10 });
    const first = step(sound, 1, new Map());
    expect(marketOf(first.assessment, POISON).severity).toBe('emergency');
    const second = step(poisoned, 2, first.states);
    expect(marketOf(second.assessment, POISON)).toMatchObject({ measured: false, severity: 'emergency' });
    expect(second.assessment.moves.filter(({ symbol }) => symbol === POISON).map(({ group }) => group)).toEqual([
      'unmeasurable',
    ]);
    const third = step(sound, 3, second.states);
    expect(third.assessment.moves).toEqual([
      expect.objectContaining({
        symbol: POISON,
        group: 'unmeasurable',
        to: 'normal',
        detail: 'the market can be measured again',
      }),
    ]);
    expect(marketOf(third.assessment, POISON)).toMatchObject({ measured: true, severity: 'emergency' });
  });
});

test('thirty poisoned markets are one incident of the venue, not thirty', () => {
  const sound = Array.from({ length: 970 }, (_, i) => `GOOD${i}/USDT:USDT`);
  const poisoned = Array.from({ length: 30 }, (_, i) => `BAD${i}/USDT:USDT`);
  const { moves, markets } = assessed(
    at(
      bookOf({
        markets: [...sound, ...poisoned].map((symbol) => linear(symbol, 1)),
        accounts: { a: { USDT: 1e6 } },
        positions: [...sound, ...poisoned].map((symbol, i) => ({
          account: 'a',
          symbol,
          side: 'long',
          contracts: 1,
          entryPrice: 1,
          ...(i < sound.length ? {} : { maintenanceMargin: 5 }),
        })),
      }),
    ),
  );
  expect(markets.filter(({ measured }) => !measured)).toHaveLength(30);
  expect(moves.filter(({ group }) => group === 'unmeasurable')).toEqual([
    expect.objectContaining({ symbol: '*', rule: 'book-unmeasurable', to: 'warning' }),
  ]);
});
