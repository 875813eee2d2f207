import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openNdjsonReader } from '../../../shared/snapshot/ndjson-reader.ts';
import { type Format, parseSnapshot, parseSnapshotStream } from '../../../shared/snapshot/parse.ts';
import type { Parsed } from '../../../shared/snapshot/parsed.ts';
import { RecordScanner } from '../../../shared/snapshot/record-scanner.ts';
import { plainNdjson } from './plain-parse.ts';

/** How amounts may be written: plainly, and in every way that asks for care. */
const amount = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(String),
  fc.integer({ min: -1_000, max: 1_000_000 }).map(String),
  fc.tuple(fc.nat(10 ** 9), fc.integer({ min: 0, max: 9 })).map(([whole, digits]) => (whole / 7).toFixed(digits)),
  fc.constantFrom(
    '0',
    '-0',
    '0.0',
    '1e5',
    '1E-7',
    '123456789012345678',
    '0.30000000000000004',
    '9007199254740993',
    '1e31',
    '00',
    '01',
    '.5',
    '5.',
    '-',
    '1e',
    'NaN',
    '0x10',
    '-1.5',
    '1.50',
    'true',
    'null',
    '[]',
    '{}',
    '""',
    '"007"',
    '"1.50"',
    '"-0"',
    '"1e3"',
    '" 1"',
    '"abc"',
    `${'9'.repeat(31)}`,
    `0.${'1'.repeat(30)}`,
    `0.${'1'.repeat(31)}`,
  ),
  fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => `"${value.toFixed(4)}"`),
);
const name = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'account-1',
    'é',
    '名前',
    '😀',
    'with space',
    'q\\"uote',
    'tab\\t',
    '\\u0061',
    'x'.repeat(128),
    'x'.repeat(129),
    '',
    'constructor',
    '__proto__',
  ),
  fc.stringMatching(/^[a-z0-9]{1,12}$/),
);
const symbol = fc.constantFrom('BTC/USDT:USDT', 'ETH/USDT:USDT', 'nowhere', 'BTC\\/USDT:USDT', '');
const space = fc.constantFrom('', '', '', ' ', '  ', '\t');

/** Members in any order, some missing, some twice, some that nobody knows. */
const members = (known: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<string> => {
  const pair = (key: string) => (known[key] as fc.Arbitrary<string>).map((value) => [key, value] as const);
  const keys = Object.keys(known);
  const odd = fc.tuple(
    fc.constantFrom('info', 'kin', 'contractz', 'acc\\u006funtId', 'leverage'),
    fc.constantFrom('1', '"text"', 'null', 'true', 'false', '{"deep":[1]}', '[1,2]', '"esc\\n"'),
  );
  return fc
    .record({
      all: fc.tuple(...keys.map(pair)),
      left: fc.oneof(fc.constant(-1), fc.constant(-1), fc.constant(-1), fc.nat(keys.length - 1)),
      twice: fc.oneof(fc.constant(-1), fc.constant(-1), fc.constant(-1), fc.nat(keys.length - 1)),
      odd: fc.option(odd, { nil: undefined, freq: 3 }),
      shuffle: fc.boolean(),
      space,
      seed: fc.nat(),
    })
    .map(({ all, left, twice, odd: extra, shuffle, space: gap, seed }) => {
      const list: (readonly [string, string])[] = all.filter((_, i) => i !== left);
      if (twice >= 0) list.push(all[twice] as readonly [string, string]);
      if (extra) list.push(extra);
      if (shuffle) list.sort((a, b) => ((a[0].length * 7_919 + seed) % 13) - ((b[0].length * 7_919 + seed) % 13));
      return `{${gap}${list.map(([key, value]) => `"${key}"${gap}:${gap}${value}`).join(`${gap},`)}${gap}}`;
    });
};

const accountLine = members({
  kind: fc.constantFrom('"account"', '"account"', '"account"', '"account"', '"position"'),
  accountId: name.map((id) => `"${id}"`),
  collateral: fc.oneof(
    fc.constantFrom('[]', 'null', '[ ]', '[{}]', '[1]', '[{"currency":"USDT"}]'),
    fc
      .array(fc.tuple(fc.constantFrom('USDT', 'BTC', 'U\\u0053D', ''), amount), { maxLength: 3 })
      .map((list) => `[${list.map(([currency, held]) => `{"currency":"${currency}","amount":${held}}`).join(',')}]`),
  ),
});
const positionLine = members({
  kind: fc.constantFrom('"position"', '"position"', '"position"', '"position"', '"market"', '5'),
  accountId: name.map((id) => `"${id}"`),
  symbol: symbol.map((market) => `"${market}"`),
  side: fc.constantFrom('"long"', '"short"', '"long"', '"both"', 'null'),
  contracts: amount,
  entryPrice: amount,
  marginMode: fc.constantFrom('"cross"', '"isolated"', 'null', '"portfolio"', '1'),
  leverage: amount,
  collateral: amount,
  maintenanceMargin: amount,
  unrealizedPnl: amount,
  liquidationPrice: amount,
});
/** A record that is right but for one member: with an odd value, twice, or not there. */
const nearly = (right: Readonly<Record<string, string>>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...Object.keys(right)),
      fc.oneof(
        amount,
        name.map((id) => `"${id}"`),
        fc.constantFrom('null', '"isolated"', '"cross"', '"short"'),
      ),
      fc.constantFrom('odd', 'odd', 'odd', 'twice', 'absent'),
    )
    .map(([key, value, what]) => {
      const pairs = Object.entries(right).flatMap(([own, as]) =>
        own !== key
          ? [[own, as]]
          : what === 'odd'
            ? [[own, value]]
            : what === 'twice'
              ? [
                  [own, as],
                  [own, value],
                ]
              : [],
      );
      return `{${pairs.map(([own, as]) => `"${own}":${as}`).join(',')}}`;
    });
const nearlyAccount = nearly({ kind: '"account"', accountId: '"n1"', collateral: '[{"currency":"USDT","amount":5}]' });
const nearlyPosition = nearly({
  kind: '"position"',
  accountId: '"u1"',
  symbol: '"BTC/USDT:USDT"',
  side: '"long"',
  contracts: '5',
  entryPrice: '7.5',
  marginMode: '"isolated"',
  leverage: '3',
  collateral: '1.25',
  maintenanceMargin: '0.5',
  unrealizedPnl: '-4',
  liquidationPrice: '0',
});
const HEAD = [
  '{"kind":"header","snapshotId":"s","sequence":1,"timestamp":1}',
  '{"kind":"market","symbol":"BTC/USDT:USDT","markPrice":5,"contractSize":1,"linear":true}',
  '{"kind":"market","symbol":"ETH/USDT:USDT","markPrice":5,"contractSize":1,"linear":true}',
];
/** Lines that are nearly all right, so that most of them are scanned; and some that are anything. */
const goodAccount = fc
  .integer({ min: 4, max: 40 })
  .map((id) => `{"kind":"account","accountId":"u${id}","collateral":[{"currency":"USDT","amount":${id}.5}]}`);
const goodPosition = fc
  .tuple(fc.nat(3), fc.constantFrom('BTC', 'ETH'), fc.constantFrom('long', 'short'), fc.boolean(), fc.nat(10 ** 6))
  .map(
    ([id, base, side, isolated, contracts]) =>
      `{"kind":"position","accountId":"u${id}","symbol":"${base}/USDT:USDT","side":"${side}","contracts":${contracts / 100},"entryPrice":${contracts + 1},${
        isolated ? '"marginMode":"isolated","collateral":7' : '"marginMode":"cross"'
      }}`,
  );
/** Accounts that are always there, so that positions are mostly right. */
const HOLDERS = Array.from({ length: 4 }, (_, id) => `{"kind":"account","accountId":"u${id}","collateral":[]}`);
const body = fc
  .tuple(
    fc.array(
      fc.oneof(
        { arbitrary: goodAccount, weight: 4 },
        { arbitrary: nearlyAccount, weight: 2 },
        { arbitrary: accountLine, weight: 1 },
      ),
      { maxLength: 12 },
    ),
    fc.array(
      fc.oneof(
        { arbitrary: goodPosition, weight: 4 },
        { arbitrary: nearlyPosition, weight: 3 },
        { arbitrary: positionLine, weight: 1 },
        { arbitrary: fc.constantFrom('', '  ', '{', 'x', '{}x', '[]', 'null'), weight: 1 },
      ),
      { maxLength: 12 },
    ),
    fc.constantFrom('\n', '\n', '\r\n', ' \n'),
    fc.boolean(),
  )
  .map(
    ([accounts, positions, ending, last]) =>
      [...HEAD, ...HOLDERS, ...accounts, ...positions].join(ending) + (last ? ending : ''),
  );

const cut = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => bytes.slice(from, at[i] ?? bytes.length));
};
const read = (chunks: readonly Uint8Array[]): Parsed => {
  const reader = openNdjsonReader('snapshot');
  for (const chunk of chunks) reader.write(chunk);
  return reader.end();
};

describe('NDJSON', () => {
  test('whatever is in it, cut wherever it may be, is what each line as an object would be', () => {
    fc.assert(
      fc.property(body, fc.array(fc.nat(), { maxLength: 6 }), (text, places) => {
        const bytes = Buffer.from(text);
        const plain = plainNdjson(text);
        expect(read([bytes])).toEqual(plain);
        expect(read(cut(bytes, places))).toEqual(plain);
      }),
      { numRuns: 1_500 },
    );
  });

  test('a flipped byte changes nothing that it would not change there', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 127 }), (text, where, byte) => {
        const bytes = Buffer.from(text);
        bytes[where % bytes.length] = byte;
        const plain = plainNdjson(bytes.toString());
        const parsed = read([bytes]);
        // A byte of a longer character makes the body no UTF-8 at all.
        if (bytes.equals(Buffer.from(bytes.toString()))) expect(parsed).toEqual(plain);
        else expect(parsed).toMatchObject({ ok: false, faults: [{ message: 'the body is not UTF-8' }] });
      }),
      { numRuns: 800 },
    );
  });

  test('what is scanned is not looked at twice: a plain book is taken by its bytes alone', () => {
    const scanner = new RecordScanner();
    const line =
      '{"kind":"position","accountId":"é","symbol":"S","side":"short","contracts":1.25,"entryPrice":"3","x":null}\n';
    const bytes = Buffer.from(line);
    expect(scanner.position(bytes, 0, bytes.length, true)).toBe(bytes.length);
    expect([...scanner.values.slice(0, 2)]).toEqual([1.25, 3]);
    expect(bytes.toString('utf8', scanner.accountFrom, scanner.accountTo)).toBe('é');
    expect(scanner.side).toBe(-1);
  });

  test('a decimal is the double that JSON.parse makes of it, to the last bit', () => {
    const scanner = new RecordScanner();
    const digits = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 21n }), fc.integer({ min: 0, max: 20 }))
      .map(([whole, decimals]) => {
        const text = whole.toString().padStart(decimals + 1, '0');
        return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
      });
    fc.assert(
      fc.property(digits, fc.boolean(), (text, negative) => {
        const written = negative ? `-${text}` : text;
        const bytes = Buffer.from(`{"accountId":"a","collateral":[{"currency":"C","amount":${written}}]}`);
        expect(scanner.account(bytes, 0, bytes.length, false)).toBe(bytes.length);
        expect(scanner.amounts[0]).toBe(JSON.parse(written));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('JSON', () => {
  /** The same lines as one object, its lists in any order. */
  const asJson = (text: string, lists: readonly string[], indent: boolean): string => {
    const of = (kind: string) =>
      text
        .split('\n')
        .slice(HEAD.length)
        .filter((line) => line.includes(`"${kind}"`) && line.trim().endsWith('}'));
    const markets = HEAD.slice(1);
    const written: Record<string, readonly string[]> = { markets, accounts: of('account'), positions: of('position') };
    const gap = indent ? '\n\t ' : '';
    return `{${gap}"snapshotId":"s","sequence":1,"timestamp":1${lists.map((list) => `,${gap}"${list}":${gap}[${gap}${written[list]?.join(`,${gap}`)}${gap}]`).join('')}${gap}}`;
  };
  /** The slow way: all of it as one object, and then a line a record. */
  const plainJson = (text: string): Parsed | string => {
    let root: Record<string, unknown[]>;
    try {
      root = JSON.parse(text);
    } catch (error) {
      return (error as Error).message;
    }
    const { markets = [], accounts = [], positions = [], ...header } = root;
    const lines = [
      { kind: 'header', ...header },
      ...markets.map((record) => ({ ...(record as object), kind: 'market' })),
      ...accounts.map((record) => ({ ...(record as object), kind: 'account' })),
      ...positions.map((record) => ({ ...(record as object), kind: 'position' })),
    ];
    const parsed = plainNdjson(lines.map((line) => JSON.stringify(line)).join('\n'));
    if (parsed.ok) return parsed;
    return { ...parsed, faults: parsed.faults.map(({ path, message }) => ({ path, message })) };
  };

  test('a record at a time is what the whole as an object would be, whatever the order of its lists', () => {
    const order = fc.shuffledSubarray(['markets', 'accounts', 'positions'], { minLength: 3 });
    fc.assert(
      fc.property(body, order, fc.boolean(), (text, lists, indent) => {
        const json = asJson(text, lists, indent);
        const parsed = parseSnapshot(Buffer.from(json), { format: 'json', role: 'snapshot' });
        const plain = plainJson(json);
        if (typeof plain === 'string')
          expect(parsed).toMatchObject({
            ok: false,
            faults: [{ path: '', message: `the body is not JSON: ${plain}` }],
          });
        else expect(parsed).toEqual(plain);
      }),
      { numRuns: 800 },
    );
  });

  test('a flipped byte makes it no JSON exactly where JSON.parse says so', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 127 }), (text, where, byte) => {
        const bytes = Buffer.from(
          asJson(text, ['positions', 'markets', 'accounts'], false).replace(/[^\x20-\x7e\t]/g, 'x'),
        );
        bytes[where % bytes.length] = byte;
        let message: string | undefined;
        try {
          JSON.parse(bytes.toString());
        } catch (error) {
          message = (error as Error).message;
        }
        const parsed = parseSnapshot(bytes, { format: 'json', role: 'snapshot' });
        const said = parsed.ok ? '' : (parsed.faults[0]?.message ?? '');
        expect(said.startsWith('the body is not JSON')).toBe(message !== undefined);
        if (message !== undefined) expect(said).toBe(`the body is not JSON: ${message}`);
      }),
      { numRuns: 800 },
    );
  });
});

describe('a stream that does not say what it is', () => {
  const streamed = async (chunks: readonly Uint8Array[]) =>
    parseSnapshotStream(
      (async function* () {
        yield* chunks;
      })(),
      'snapshot',
    );
  const LINES = `${HEAD.join('\n')}\n`;
  const JSON_BODY = JSON.stringify({ snapshotId: 's', sequence: 1, timestamp: 1, markets: [] }, null, 2);

  test.each<[Format, string]>([
    ['ndjson', LINES],
    ['ndjson', LINES.trim()],
    ['json', JSON_BODY],
    ['json', JSON_BODY.replaceAll(/\s/g, '')],
  ])('is %s by its first line, however it is cut', async (format, text) => {
    const bytes = Buffer.from(text);
    const whole = parseSnapshot(bytes, { format, role: 'snapshot' });
    for (const size of [1, 7, 50, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(await streamed(chunks)).toEqual({ format, parsed: whole });
    }
  });

  test('of nothing is refused', async () => {
    expect(await streamed([])).toMatchObject({ parsed: { ok: false, faults: [{ message: 'the body is empty' }] } });
  });
});
