import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { joinFragments } from '../../../shared/snapshot/join.ts';
import { packFragment, unpackFragment } from '../../../shared/snapshot/pack.ts';
import { type Format, parseSnapshot } from '../../../shared/snapshot/parse.ts';
import { MARGIN, type SnapshotHeader } from '../../../shared/snapshot/types.ts';
import { bytes, ndjson } from '../../environment/books.ts';

const BTC = 'BTC/USDT:USDT';
const held = (accountId: string, rest: object = {}) => ({
  ...{ accountId, symbol: BTC, side: 'long', contracts: 1 },
  ...{ entryPrice: 100, ...rest },
});
const header = {
  ...{ snapshotId: 's', sequence: 1, timestamp: Date.UTC(2026, 0, 1), parts: 1 },
  source: { exchange: 'binanceusdm', ccxt: '4.5.84' },
  sampleShare: 0.25,
  assets: [{ currency: 'BTC', price: 50_000, collateralRatios: [{ upTo: 1, ratio: 0.95 }, { ratio: 0.9 }] }],
  insuranceFunds: [{ name: 'all', currency: 'USDT', balance: 5, symbols: [BTC] }],
};
const market = { symbol: BTC, markPrice: 100, contractSize: 1, linear: true, inverse: false, settle: 'USDT' };
const accounts = [
  { accountId: 'a', collateral: [{ currency: 'USDT', amount: 1 }], owner: 'whale', equity: 7 },
  { accountId: 'b', collateral: [], equity: null },
  { accountId: 'c', collateral: [{ currency: 'BTC', amount: 2 }], owner: null },
  { accountId: 'd', collateral: [], owner: 'whale' },
];
const positions = [
  held('a', { marginMode: 'isolated', margin: 3, collateral: 2 }),
  held('a', { side: null, contracts: 0, entryPrice: 0, leverage: 0 }),
  held('b', { marginMode: 'isolated', collateral: 4, liquidationPrice: -5 }),
  held('c', { marginMode: 'isolated' }),
  held('c', { side: 'short', marginMode: null }),
  held('d', { contracts: '0.0' }),
  held('d'),
];
const whole = { ...header, markets: [market], accounts, positions };

function fragmentOf(body: Buffer, format: Format, role: 'snapshot' | 'part' = 'snapshot') {
  const parsed = parseSnapshot(body, { format, role });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.fragment;
}
function bookOf(fragments: readonly ReturnType<typeof fragmentOf>[]) {
  const joined = joinFragments('test', fragments[0]?.header as SnapshotHeader, fragments);
  if (!joined.ok) throw new Error(JSON.stringify(joined.faults));
  return joined.book;
}

describe('what a venue may say beside the amounts', () => {
  const book = bookOf([fragmentOf(bytes(whole as never), 'json')]);

  test('is in the columns', () => {
    const { equity, equityUnknown, owners, owner } = book.accounts;
    expect([...(equity ?? [])]).toEqual([7, Number.NaN, Number.NaN, Number.NaN]);
    expect([...(equityUnknown ?? [])]).toEqual([0, 1, 0, 0]);
    expect([owners, [...(owner ?? [])]]).toEqual([['whale'], [1, 0, 0, 1]]);
    expect(book.header).toMatchObject({
      ...{ source: header.source, sampleShare: 0.25, insuranceFunds: header.insuranceFunds },
      assets: [
        {
          currency: 'BTC',
          price: 50_000,
          collateralRatios: [
            { upTo: 1, ratio: 0.95 },
            { upTo: null, ratio: 0.9 },
          ],
        },
      ],
    });
    const { isolated, collateral, liquidationPrice } = book.positions;
    // Rows of no contracts are not there.
    expect([...isolated]).toEqual([MARGIN.margin, MARGIN.collateral, MARGIN.unknown, MARGIN.unknownMode, MARGIN.cross]);
    expect([...collateral]).toEqual([3, 4, Number.NaN, Number.NaN, Number.NaN]);
    expect(liquidationPrice[1]).toBe(0);
  });

  test('is the same from NDJSON, from storage, and from a book in parts', () => {
    expect(bookOf([fragmentOf(ndjson(whole as never), 'ndjson')])).toEqual(book);
    expect(bookOf([unpackFragment(packFragment(fragmentOf(bytes(whole as never), 'json')))])).toEqual(book);
    const announced = { ...header, parts: 2, markets: [market], accounts: [], positions: [] };
    const parts = [
      { accounts: accounts.slice(0, 2), positions: positions.slice(0, 3) },
      { accounts: accounts.slice(2), positions: positions.slice(3) },
    ].map((part) => fragmentOf(bytes(part as never), 'json', 'part'));
    const joined = bookOf([fragmentOf(bytes(announced as never), 'json'), ...parts]);
    expect(joined).toEqual({ ...book, header: { ...book.header, parts: 2 } });
  });

  test('a fault names the place of a position as it was sent, rows of no contracts counted', () => {
    const twice = { ...whole, positions: [...positions, held('d')] };
    const parsed = parseSnapshot(bytes(twice as never), { format: 'json', role: 'snapshot' });
    expect(parsed).toMatchObject({
      ok: false,
      faults: [{ path: '/positions/7', message: expect.stringContaining('repeats') }],
    });
    const parts = parseSnapshot(
      bytes({ ...header, parts: 2, markets: [market], accounts: [], positions: [] } as never),
      {
        ...{ format: 'json', role: 'snapshot' },
      },
    );
    if (!parts.ok) throw new Error('not parsed');
    const part = fragmentOf(bytes({ accounts, positions: [...positions] } as never), 'json', 'part');
    const again = fragmentOf(
      bytes({ accounts: [], positions: [held('d', { contracts: 0 }), held('d')] } as never),
      'json',
      'part',
    );
    const joined = joinFragments('test', header as SnapshotHeader, [parts.fragment, part, again]);
    expect(joined).toMatchObject({ ok: false, faults: [{ path: '/parts/2/positions/1' }] });
  });
});

describe('is refused by name and place:', () => {
  const faultsOf = (change: object) => {
    const parsed = parseSnapshot(bytes({ ...whole, ...change } as never), { format: 'json', role: 'snapshot' });
    return parsed.ok ? [] : parsed.faults.map(({ path }) => path);
  };
  const tier = { tier: 1, minNotional: 0, maintenanceMarginRate: 0.01, maxLeverage: 50 };
  const fund = { name: 'x', currency: 'USDT', balance: 1 };
  test.each<[string, object, string]>([
    ['a fund beside several', { insuranceFund: fund }, '/insuranceFunds'],
    ['two funds of one name', { insuranceFunds: [fund, { ...fund, symbols: [BTC] }] }, '/insuranceFunds/1/name'],
    ['two funds for all others', { insuranceFunds: [fund, { ...fund, name: 'y' }] }, '/insuranceFunds/1/symbols'],
    ['a market of two funds', { insuranceFunds: [{ ...fund, symbols: [BTC, BTC] }] }, '/insuranceFunds/0/symbols/1'],
    ['an asset twice', { assets: [{ currency: 'A' }, { currency: 'A' }] }, '/assets/1/currency'],
    [
      'steps that fall',
      {
        assets: [
          {
            currency: 'A',
            collateralRatios: [
              { upTo: 2, ratio: 1 },
              { upTo: 1, ratio: 1 },
            ],
          },
        ],
      },
      '/assets/0/collateralRatios/1/upTo',
    ],
    [
      'an open-ended step before another',
      { assets: [{ currency: 'A', collateralRatios: [{ ratio: 1 }, { upTo: 1, ratio: 1 }] }] },
      '/assets/0/collateralRatios/0/upTo',
    ],
    ['a share of a whole book', { sampleShare: 1 }, '/sampleShare'],
    ['a source that nobody knows', { source: { exchange: 'mtgox' } }, '/source/exchange'],
    ['flags that contradict each other', { markets: [{ ...market, inverse: true }] }, '/markets/0/linear'],
    [
      "tiers in a currency that is not the market's",
      { markets: [{ ...market, leverageTiers: [{ ...tier, currency: 'EUR' }] }] },
      '/markets/0/leverageTiers/0/currency',
    ],
    [
      'tiers in two currencies',
      { markets: [{ ...market, leverageTiers: [tier, { ...tier, minNotional: 9, currency: 'BTC' }] }] },
      '/markets/0/leverageTiers/1/currency',
    ],
    ['a side that is none, with contracts', { positions: [held('d', { side: null })] }, '/positions/0/side'],
  ])('%s', (_, change, path) => {
    expect(faultsOf(change)).toEqual([path]);
  });
});

test('what was stored before margins had two meanings is read as margin without PnL, as it was then', () => {
  const fragment = fragmentOf(bytes(whole as never), 'json');
  const packed = zstdDecompressSync(packFragment(fragment));
  const length = packed.readUInt32LE(0);
  const head = packed.toString('utf8', 4, 4 + length).replace('"format":2', '"format":1');
  const old = unpackFragment(
    zstdCompressSync(Buffer.concat([packed.subarray(0, 4), Buffer.from(head), packed.subarray(4 + length)])),
  );
  expect([...old.positions.isolated]).toEqual(
    [...fragment.positions.isolated].map((code) => (code === 0 ? 0 : MARGIN.margin)),
  );
});
