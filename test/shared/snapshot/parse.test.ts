import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Format, formatOf, parseSnapshot } from '../../../shared/snapshot/parse.ts';
import { bytes, inTwoParts, ndjson, wireBook } from '../../environment/books.ts';

const parse = (body: Uint8Array, format: Format = 'json', role: 'snapshot' | 'part' = 'snapshot') =>
  parseSnapshot(body, { format, role });
const faultsOf = (body: Uint8Array, format: Format = 'json', role: 'snapshot' | 'part' = 'snapshot') => {
  const parsed = parse(body, format, role);
  return parsed.ok ? [] : parsed.faults;
};

describe('columns', () => {
  test('hold every position, with NaN for what was not given', () => {
    const parsed = parse(bytes(wireBook()));
    if (!parsed.ok) throw new Error('not parsed');
    const { positions, accounts, markets } = parsed.fragment;
    expect(positions.length).toBe(4);
    expect([...positions.side]).toEqual([1, -1, 1, -1]);
    expect([...positions.account]).toEqual([0, 1, 2, 3]);
    expect([...positions.liquidationPrice]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(accounts.ids).toEqual(['account-0', 'account-1', 'account-2', 'account-3']);
    expect(markets[0]).toMatchObject({ symbol: 'BTC/USDT:USDT', markPrice: 50_000, candle: { high: 50_100 } });
  });

  test('grow past their first size without losing a row', () => {
    const book = wireBook({ accounts: 5_000 });
    const parsed = parse(ndjson(book), 'ndjson');
    if (!parsed.ok) throw new Error('not parsed');
    expect(parsed.fragment.positions.length).toBe(5_000);
    expect([...parsed.fragment.positions.account]).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
    expect(parsed.fragment.accounts.collateralAmount).toHaveLength(5_000);
  });

  test('are the same from JSON and from NDJSON', () => {
    expect(parse(ndjson(wireBook()), 'ndjson')).toEqual(parse(bytes(wireBook())));
  });

  test('take numbers and decimal strings for the same, and null for absent', () => {
    const book = wireBook();
    const spelled = {
      ...book,
      markets: book.markets.map((market) => ({ ...market, markPrice: '50000.00', fundingRate: null, orderBook: null })),
      positions: book.positions.map((position) => ({
        ...position,
        contracts: '1e0',
        leverage: null,
      })),
    };
    expect(parse(bytes(spelled))).toEqual(parse(bytes(book)));
  });
});

describe('NDJSON', () => {
  const lines = ndjson(wireBook()).toString().trim().split('\n');
  const joined = (...changed: string[]) => Buffer.from(changed.join('\n'));

  test('says which line is not JSON and goes on with the next', () => {
    const [header = '', market = '', ...rest] = lines;
    const faults = faultsOf(joined(header, market, '{', ...rest.slice(1), '{"kind":"position"'), 'ndjson');
    expect(faults.map(({ line, path }) => [line, path])).toEqual([
      [3, ''],
      // The account of the broken line is missing from the book now.
      [7, '/positions/0/accountId'],
      [11, ''],
    ]);
  });

  test('wants the header first, once, and the kinds in order', () => {
    expect(faultsOf(joined(...lines.slice(1)), 'ndjson')).toEqual([
      { path: '/kind', line: 1, message: 'the first line must be the header' },
    ]);
    expect(faultsOf(joined(lines[0] as string, ...lines), 'ndjson')).toMatchObject([
      { line: 2, message: 'there is a header already' },
    ]);
    const swapped = [...lines.slice(0, 2), lines[6] as string, ...lines.slice(2, 6), ...lines.slice(7)];
    expect(
      faultsOf(joined(...swapped), 'ndjson').some(({ message }) =>
        message.startsWith('account may not follow position'),
      ),
    ).toBe(true);
  });

  test('wants a kind that it knows, and skips empty lines', () => {
    expect(faultsOf(joined(...lines, '{"kind":"order"}'), 'ndjson')).toMatchObject([
      { path: '/kind', line: lines.length + 1 },
    ]);
    expect(parse(joined(...lines.flatMap((line) => [line, ''])), 'ndjson').ok).toBe(true);
  });

  test('is told from JSON by its first line', () => {
    expect(formatOf(ndjson(wireBook()))).toBe('ndjson');
    expect(formatOf(bytes(wireBook()))).toBe('json');
    expect(formatOf(Buffer.from(JSON.stringify(wireBook(), null, 2)))).toBe('json');
    expect(formatOf(Buffer.from('nonsense'))).toBe('json');
  });
});

describe('parts', () => {
  test('may name accounts and markets that are declared elsewhere; a whole book may not', () => {
    const { parts } = inTwoParts();
    const parsed = parse(bytes({ positions: parts[0].positions }), 'json', 'part');
    if (!parsed.ok) throw new Error('not parsed');
    expect(parsed.fragment).toMatchObject({
      declaredAccounts: 0,
      symbols: ['BTC/USDT:USDT'],
      accounts: { ids: ['account-0', 'account-1'] },
    });
    expect(faultsOf(bytes({ ...wireBook(), accounts: [] }))).toHaveLength(4);
  });

  test('have no header', () => {
    expect(faultsOf(bytes({ ...inTwoParts().parts[0], snapshotId: 'x' }), 'json', 'part')).toMatchObject([
      { path: '/snapshotId' },
    ]);
    expect(faultsOf(ndjson(wireBook()), 'ndjson', 'part')).toMatchObject([
      { path: '/kind', line: 1, message: 'a part has no header' },
    ]);
  });
});

describe('whatever comes in', () => {
  const json = fc.json().map((text) => Buffer.from(text));
  const text = fc.string({ unit: 'binary' }).map((value) => Buffer.from(value));
  const raw = fc.uint8Array({ maxLength: 300 }).map((value) => Buffer.from(value));

  test('nothing is thrown, and what is refused says why', () => {
    fc.assert(
      fc.property(
        fc.oneof(json, text, raw),
        fc.constantFrom<Format>('json', 'ndjson'),
        fc.constantFrom('snapshot' as const, 'part' as const),
        (body, format, role) => {
          const parsed = parse(body, format, role);
          if (!parsed.ok) {
            expect(parsed.total).toBeGreaterThan(0);
            expect(parsed.faults.every(({ message }) => message.length > 5)).toBe(true);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('a valid book with anything put in any one place is taken, or refused with a path into that place', () => {
    const places = [
      'contracts',
      'entryPrice',
      'side',
      'marginMode',
      'accountId',
      'symbol',
      'leverage',
      'liquidationPrice',
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), fc.nat(3), (place, value, row) => {
        const book = wireBook();
        const positions = book.positions.map((position, i) => (i === row ? { ...position, [place]: value } : position));
        for (const { path } of faultsOf(bytes({ ...book, positions }))) {
          expect(
            path === `/positions/${row}/${place}` ||
              (place === 'marginMode' && path === `/positions/${row}/collateral`),
          ).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('names that are also names of object members are names like any other', () => {
    const book = wireBook();
    const positions = book.positions.map((position) => ({ ...position, accountId: '__proto__' })).slice(0, 1);
    const accounts = [
      { accountId: '__proto__', collateral: [] },
      { accountId: 'constructor', collateral: [] },
    ];
    expect(parse(bytes({ ...book, accounts, positions })).ok).toBe(true);
  });
});

test('half of a surrogate pair is no name: two of them would be the same bytes', () => {
  const account = (accountId: string) => `{"accountId":"${accountId}","collateral":[]}`;
  const body = (...ids: string[]) =>
    Buffer.from(`{"snapshotId":"s","sequence":1,"timestamp":1767225600000,"accounts":[${ids.map(account).join(',')}]}`);
  expect(parse(body('\\ud83d\\ude00', '\u{1f601}')).ok).toBe(true);
  const message = 'must be 1 to 128 characters, none of them a control character or half of a surrogate pair';
  expect(faultsOf(body('a', '\\ud800', 'x\\udfff'))).toEqual([
    { path: '/accounts/1/accountId', message },
    { path: '/accounts/2/accountId', message },
  ]);
});

describe('leverage tiers', () => {
  const withTiers = (...tiers: readonly (readonly [minNotional: number | string, rate: number | string])[]) => {
    const book = wireBook();
    const leverageTiers = tiers.map(([minNotional, maintenanceMarginRate], i) => ({
      tier: i + 1,
      minNotional,
      maxNotional: 1e9,
      maintenanceMarginRate,
      maxLeverage: 10,
    }));
    return faultsOf(bytes({ ...book, markets: book.markets.map((market) => ({ ...market, leverageTiers })) }));
  };

  test('in order are taken, whatever the first one begins at', () => {
    expect(withTiers([0, 0.004], ['50000', '0.005'], [600_000, 0.005])).toEqual([]);
    expect(withTiers([1, 0.01])).toEqual([]);
  });

  test('out of order, with a rate that falls, or one that holds everything back, are named', () => {
    const at = '/markets/0/leverageTiers';
    expect(withTiers([0, 0.01], [0, 0.02])).toEqual([
      { path: `${at}/1/minNotional`, message: 'must be greater than that of the tier before' },
    ]);
    expect(withTiers([0, 0.01], [5, 0.009], [4, 1])).toEqual([
      { path: `${at}/1/maintenanceMarginRate`, message: 'must not be below that of the tier before' },
      { path: `${at}/2/minNotional`, message: 'must be greater than that of the tier before' },
      { path: `${at}/2/maintenanceMarginRate`, message: 'must be below 1' },
    ]);
  });
});

describe('trade statistics', () => {
  const whole = {
    count: 1_000,
    firstDigits: [301, 176, 125, 97, 79, 67, 58, 51, 46],
    roundSizes: { round: 400, near: 90 },
    largestSizes: ['250.5', 90, 1e2],
    buckets: [
      { buyVolume: '60', sellVolume: 40 },
      { buyVolume: 0, sellVolume: 100 },
    ],
  };
  const withTrades = (trades: unknown, format: Format = 'json') => {
    const book = wireBook();
    const markets = book.markets.map((market) => ({ ...market, trades }));
    return parse((format === 'json' ? bytes : ndjson)({ ...book, markets }), format);
  };
  const tradesOf = (trades: unknown, format?: Format) => {
    const parsed = withTrades(trades, format);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    return parsed.fragment.markets[0]?.trades;
  };
  const faultsIn = (trades: unknown) => {
    const parsed = withTrades(trades);
    return parsed.ok ? [] : parsed.faults.map(({ path, message }) => [path.replace('/markets/0/trades', ''), message]);
  };

  test('are taken whole, amounts as numbers, the same from JSON and from NDJSON', () => {
    const taken = {
      ...whole,
      largestSizes: [250.5, 90, 100],
      buckets: [
        { buyVolume: 60, sellVolume: 40 },
        { buyVolume: 0, sellVolume: 100 },
      ],
    };
    expect(tradesOf(whole)).toEqual(taken);
    expect(tradesOf(whole, 'ndjson')).toEqual(taken);
  });

  test('may lack any part, null being absent and what is not known passed over', () => {
    expect(tradesOf(null)).toBeUndefined();
    expect(tradesOf({})).toEqual({});
    const nothing = { count: null, firstDigits: null, roundSizes: null, largestSizes: null, buckets: null };
    expect(tradesOf({ ...nothing, vwap: 5 })).toEqual({});
    for (const [part, value] of Object.entries(whole))
      expect(Object.keys(tradesOf({ ...nothing, [part]: value }) ?? {})).toEqual([part]);
  });

  test('name each fault with its path', () => {
    expect(faultsIn({ count: 1.5, firstDigits: [1, 2, -3, '4', 5, 6, 7, 8, 9] })).toEqual([
      ['/count', 'must be of type integer'],
      ['/firstDigits/2', 'must not be negative'],
      ['/firstDigits/3', 'must be of type integer'],
    ]);
    expect(faultsIn({ firstDigits: [1, 2, 3] })).toEqual([['/firstDigits', 'must have at least 9 items']]);
    expect(faultsIn({ firstDigits: new Array(10).fill(1) })).toEqual([['/firstDigits', 'must have at most 9 items']]);
    expect(faultsIn({ roundSizes: { round: 1 } })).toEqual([['/roundSizes/near', 'is required']]);
    expect(faultsIn({ largestSizes: [1, 0] })).toEqual([['/largestSizes/1', 'must be greater than 0']]);
    expect(faultsIn({ largestSizes: new Array(201).fill(1) })).toEqual([
      ['/largestSizes', 'must have at most 200 items'],
    ]);
    expect(faultsIn({ buckets: [{ buyVolume: 1, sellVolume: 1 }, { buyVolume: '-1' }] })).toEqual([
      ['/buckets/1/sellVolume', 'is required'],
      ['/buckets/1/buyVolume', 'must be a decimal number that is not negative'],
    ]);
    expect(faultsIn([])).toEqual([['', 'must be of type object']]);
  });

  test('cannot count more trades in a part than there were', () => {
    const message = 'must not count more trades than count says';
    expect(faultsIn({ ...whole, count: 999 })).toEqual([['/firstDigits', message]]);
    expect(faultsIn({ count: 2, roundSizes: { round: 2, near: 1 }, largestSizes: [1, 2, 3] })).toEqual([
      ['/roundSizes', message],
      ['/largestSizes', message],
    ]);
    expect(faultsIn({ ...whole, count: 1_000 })).toEqual([]);
    expect(faultsIn({ firstDigits: whole.firstDigits })).toEqual([]);
  });

  test('hold no size beyond the largest amount', () => {
    expect(faultsIn({ largestSizes: ['1e31'], buckets: [{ buyVolume: '1e31', sellVolume: 1 }] })).toEqual([
      ['/largestSizes/0', 'must be an amount of at least 1e-18 and at most 1e21: an amount outside is a slip of units'],
      [
        '/buckets/0/buyVolume',
        'must be 0, or an amount of at least 1e-18 and at most 1e21: an amount outside is a slip of units',
      ],
    ]);
  });
});
