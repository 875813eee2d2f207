import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Format, parseSnapshot } from '../../../shared/snapshot/parse.ts';
import { RECORD_SCHEMAS } from '../../../shared/snapshot/schema.ts';
import { bytes, ndjson, wireBook } from '../../environment/books.ts';
import { component, validatorOf } from '../../infra/openapi/document.ts';

type Sign = 'positive' | 'nonNegative' | 'any';
interface Bounds {
  readonly sign: Sign;
  readonly least: number;
  readonly most: number;
}

const PRICE: Bounds = { sign: 'positive', least: 1e-12, most: 1e12 };
const AMOUNT: Bounds = { sign: 'nonNegative', least: 1e-18, most: 1e21 };
/** What a venue computes, with its residues. */
const SIGNED: Bounds = { sign: 'any', least: 1e-30, most: 1e21 };
const BAR: Bounds = { sign: 'any', least: 0, most: 1e12 };
const LEVERAGE: Bounds = { sign: 'positive', least: 1e-6, most: 1e6 };

/** Every amount of a book, and what it may be. */
const FIELDS: Readonly<Record<string, Bounds>> = {
  '/sampleShare': { sign: 'positive', least: 1e-9, most: 1 - 1e-9 },
  '/insuranceFund/balance': SIGNED,
  '/insuranceFunds/0/balance': SIGNED,
  '/assets/0/price': PRICE,
  '/assets/0/collateralRatios/0/upTo': { ...AMOUNT, sign: 'positive' },
  '/assets/0/collateralRatios/0/ratio': { sign: 'nonNegative', least: 0, most: 1 },
  '/markets/0/markPrice': PRICE,
  '/markets/0/indexPrice': PRICE,
  '/markets/0/lastPrice': PRICE,
  '/markets/0/contractSize': PRICE,
  '/markets/0/openInterestAmount': AMOUNT,
  '/markets/0/fundingRate': { sign: 'any', least: 0, most: 100 },
  '/markets/0/orderBook/bids/0/0': PRICE,
  '/markets/0/orderBook/bids/0/1': AMOUNT,
  '/markets/0/orderBook/asks/0/0': PRICE,
  '/markets/0/orderBook/asks/0/1': AMOUNT,
  '/markets/0/candle/open': BAR,
  '/markets/0/candle/high': BAR,
  '/markets/0/candle/low': BAR,
  '/markets/0/candle/close': BAR,
  '/markets/0/candle/baseVolume': AMOUNT,
  '/markets/0/leverageTiers/0/minNotional': AMOUNT,
  '/markets/0/leverageTiers/0/maxNotional': { ...AMOUNT, sign: 'positive' },
  '/markets/0/leverageTiers/0/maxLeverage': LEVERAGE,
  '/markets/0/trades/largestSizes/0': { ...AMOUNT, sign: 'positive' },
  '/markets/0/trades/buckets/0/buyVolume': AMOUNT,
  '/markets/0/trades/buckets/0/sellVolume': AMOUNT,
  '/accounts/1/collateral/0/amount': SIGNED,
  '/accounts/1/equity': SIGNED,
  '/positions/2/contracts': AMOUNT,
  '/positions/2/entryPrice': PRICE,
  '/positions/2/leverage': LEVERAGE,
  '/positions/2/margin': SIGNED,
  '/positions/2/collateral': SIGNED,
  '/positions/2/maintenanceMargin': { ...SIGNED, sign: 'nonNegative' },
  '/positions/2/unrealizedPnl': SIGNED,
  '/positions/2/liquidationPrice': { sign: 'any', least: 1e-40, most: 1e40 },
};

/** A book that holds a value of every field. */
const full = () => {
  const book = wireBook();
  return {
    ...book,
    insuranceFund: { currency: 'USDT', balance: 1 as unknown },
    sampleShare: 0.5,
    assets: [{ currency: 'USDT', price: 1, collateralRatios: [{ upTo: 1, ratio: 1 }] }],
    accounts: book.accounts.map((account) => ({ ...account, equity: 1 })),
    markets: book.markets.map((market) => ({
      ...market,
      lastPrice: 1,
      openInterestAmount: 4,
      fundingRate: 0,
      orderBook: { bids: [[1, 1]], asks: [[2, 1]] },
      candle: { ...market.candle, baseVolume: 1 },
      leverageTiers: [{ tier: 1, minNotional: 0, maxNotional: 1, maintenanceMarginRate: 0, maxLeverage: 1 }],
      trades: { largestSizes: [1], buckets: [{ buyVolume: 1, sellVolume: 1 }] },
    })),
    positions: book.positions.map((position) => ({
      ...position,
      leverage: 1,
      margin: 1,
      collateral: 1,
      maintenanceMargin: 1,
      unrealizedPnl: 1,
      liquidationPrice: 1,
    })),
  };
};

const PLACED = '"here"';
/** The book with a text in the place of a field's value. */
function placed(path: string, format: Format): (text: string) => Buffer {
  const { insuranceFund, ...rest } = full();
  // A venue runs one fund or several.
  const book = path.startsWith('/insuranceFunds')
    ? { ...rest, insuranceFunds: [{ name: 'only', currency: 'USDT', balance: 1 }] }
    : { ...rest, insuranceFund };
  const steps = path.split('/').slice(1);
  const last = steps.pop() as string;
  let at = book as unknown as Record<string, unknown>;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  at[last] = JSON.parse(PLACED);
  const body = (format === 'json' ? bytes(book) : ndjson(book as never)).toString();
  return (text) => Buffer.from(body.replace(PLACED, text));
}

/** A value's digits, without an exponent. */
function digitsOf(value: number): string {
  const [, sign = '', whole = '', decimals = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(Object.is(value, -0) ? '-0' : String(value)) ?? [];
  const point = whole.length + Number(exponent);
  const digits = whole + decimals;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  const padded = digits.padEnd(point, '0');
  return `${sign}${padded.slice(0, point)}${padded.length > point ? `.${padded.slice(point)}` : ''}`;
}

const within = ({ sign, least, most }: Bounds, value: number): boolean => {
  const size = Math.abs(value);
  if (size === 0) return sign !== 'positive';
  return size >= least && size <= most && (sign === 'any' || value > 0);
};

/** The next double away from 0 (1) or towards it (-1). */
function neighbour(value: number, step: 1 | -1): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(step));
  return view.getFloat64(0);
}

/** Log-uniform from three decades below a field's bounds to three above, and the bounds with their neighbours. */
function valuesFor({ least, most }: Bounds): fc.Arbitrary<number> {
  const lowest = least === 0 ? -25 : Math.log10(least) - 3;
  const spread = fc.double({ min: lowest, max: Math.log10(most) + 3, noNaN: true }).map((exponent) => 10 ** exponent);
  const edges = [least, most]
    .filter((bound) => bound > 0)
    .flatMap((bound) => [neighbour(bound, -1), bound, neighbour(bound, 1)]);
  return fc
    .tuple(
      fc.oneof({ arbitrary: spread, weight: 4 }, { arbitrary: fc.constantFrom(0, ...edges), weight: 2 }),
      fc.boolean(),
    )
    .map(([size, negative]) => (negative ? -size : size));
}

const isSnapshot = validatorOf(component('Snapshot'));

const verdict = (body: Buffer, format: Format) => {
  const parsed = parseSnapshot(body, { format, role: 'snapshot' });
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => ({ path, message }));
};

describe('an amount is taken exactly if it is within its bounds, as a number, with an exponent, or as a string:', () => {
  test.each(Object.entries(FIELDS))('%s', (path, bounds) => {
    const json = placed(path, 'json');
    const lines = placed(path, 'ndjson');
    fc.assert(
      fc.property(valuesFor(bounds), (value) => {
        const digits = digitsOf(value);
        const short = Object.is(value, -0) ? '-0' : value.toExponential();
        expect(JSON.parse(digits)).toBe(value);
        // A decimal string has up to 30 digits on either side of its point.
        const strings = /^-?\d{1,30}(\.\d{1,30})?$/.test(digits) ? [`"${digits}"`, `"${short}"`] : [`"${short}"`];
        for (const text of [digits, short, ...strings.map((string) => string.replace('e+', 'e'))]) {
          const faults = verdict(json(text), 'json');
          expect(verdict(lines(text), 'ndjson')).toEqual(faults);
          expect({ text, taken: faults.length === 0 }).toEqual({ text, taken: within(bounds, value) });
          expect(faults.filter((fault) => fault.path !== path)).toEqual([]);
          expect(faults.length).toBeLessThanOrEqual(1);
        }
        // A string whose bounds the document's schema cannot say is held to its form alone there.
        const taken = isSnapshot(JSON.parse(json(short).toString()));
        expect(taken).toBe(within(bounds, value));
      }),
      { numRuns: 60 },
    );
  });
});

test('no amount of the schemas is without its row here', () => {
  const amountsIn = (schema: unknown): number => {
    if (typeof schema !== 'object' || schema === null) return 0;
    const { type } = schema as { type?: unknown };
    const isAmount = Array.isArray(type) && type.includes('number') && 'pattern' in schema;
    return Object.values(schema).reduce((sum: number, inner) => sum + amountsIn(inner), isAmount ? 1 : 0);
  };
  // The rate of a tier has an upper bound that the order of the tiers says, too: it is looked at below.
  expect(amountsIn(RECORD_SCHEMAS)).toBe(Object.keys(FIELDS).length + 1);
});

describe('a refusal says the bounds, and that units were mixed up:', () => {
  test.each([
    ['/markets/0/markPrice', '1e13', 'must be a price from 1e-12 to 1e12: a price outside is a slip of units'],
    [
      '/markets/0/contractSize',
      '1e-13',
      'must be a contract size from 1e-12 to 1e12: a size outside is a slip of units',
    ],
    ['/positions/0/liquidationPrice', '1e-41', 'must be 0 or negative (never), or a price from 1e-40 to 1e40'],
    ['/markets/0/candle/low', '-1e13', 'must be from -1e12 to 1e12: a price outside is a slip of units'],
    [
      '/positions/0/contracts',
      '1e22',
      'must be 0, or an amount of at least 1e-18 and at most 1e21: an amount outside is a slip of units',
    ],
    [
      '/positions/0/unrealizedPnl',
      '-1e-31',
      'must be 0, or an amount whose magnitude is from 1e-30 to 1e21: an amount outside is a slip of units',
    ],
    ['/positions/0/leverage', '1e7', 'must be a leverage from 1e-6 to 1e6: a leverage outside is a slip of units'],
    ['/markets/0/fundingRate', '101', 'must be a fraction from -100 to 100: what lies outside is no rate of funding'],
    [
      '/markets/0/leverageTiers/0/maintenanceMarginRate',
      '50',
      'must be below 1: a fraction of notional is expected, not a percentage',
    ],
  ])('%s of %s', (path, text, message) => {
    for (const written of [text, `"${text}"`]) {
      expect(verdict(placed(path, 'json')(written), 'json')).toEqual([{ path, message }]);
      expect(verdict(placed(path, 'ndjson')(written), 'ndjson')).toEqual([{ path, message }]);
    }
  });
});

describe('a time', () => {
  const PATHS = ['/timestamp', '/markets/0/candle/timestamp'];
  const faultFor = (path: string, text: string) => {
    const faults = verdict(placed(path, 'json')(text), 'json');
    expect(verdict(placed(path, 'ndjson')(text), 'ndjson')).toEqual(faults);
    expect(faults.every((fault) => fault.path === path)).toBe(true);
    return faults.map(({ message }) => message);
  };
  const OUTSIDE = ['must be Unix milliseconds from 2000-01-01 to 2100-01-01'];

  test.each(PATHS)('%s is taken from 2000-01-01 to 2100-01-01', (path) => {
    const [from, to] = [Date.UTC(2000, 0, 1), Date.UTC(2100, 0, 1)];
    for (const [ms, faults] of [
      [from, []],
      [to, []],
      [from - 1, OUTSIDE],
      [to + 1, OUTSIDE],
      [0, OUTSIDE],
      [-1, OUTSIDE],
      [1, OUTSIDE],
      [8.64e15, OUTSIDE],
    ] as const)
      expect([ms, faultFor(path, String(ms))]).toEqual([ms, faults]);
  });

  test.each(PATHS)('%s in another unit is refused by the name of the unit', (path) => {
    const time = fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2099, 11, 31) });
    fc.assert(
      fc.property(time, (ms) => {
        expect(faultFor(path, String(ms))).toEqual([]);
        for (const [unit, scale] of [
          ['seconds', 1e-3],
          ['microseconds', 1e3],
          ['nanoseconds', 1e6],
        ] as const) {
          const message = `looks like ${unit}: Unix milliseconds are expected`;
          expect(faultFor(path, String(Math.floor(ms * scale)))).toEqual([message]);
          // As time.time() of Python gives them.
          if (unit === 'seconds') expect(faultFor(path, `${Math.floor(ms * scale)}.25`)).toEqual([message]);
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each(PATHS)('%s is a whole number, and no string', (path) => {
    for (const text of [`${Date.UTC(2026, 0, 1)}.5`, `"${Date.UTC(2026, 0, 1)}"`, 'true', '{}'])
      expect([text, faultFor(path, text)]).toEqual([text, ['must be of type integer']]);
  });
});
