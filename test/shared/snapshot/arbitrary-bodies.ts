import fc from 'fast-check';

/** The bounds of quantities and their neighbours, each as digits, with an exponent, and in quotes. */
const AROUND_BOUNDS = [
  ['0.000000000000000001', '1e-18', '0.0000000000000000009999999999999999', '0.000000000000000001000000000000001'],
  ['0.000000000001', '1e-12', '0.0000000000009999999999999999', '0.000000000001000000000000001'],
  ['0.000001', '1e-6', '0.0000009999999999999999', '0.000001000000000000001'],
  ['1000000', '1e6', '999999.9999999999', '1000000.0000000001'],
  ['1000000000000', '1e12', '999999999999.9999', '1000000000000.0001', '1000000000000.00001'],
  ['1000000000000000000000', '1e21', '999999999999999900000', '1000000000000000131072'],
]
  .flat()
  .flatMap((text) => [text, `-${text}`])
  .flatMap((text) => [text, `"${text}"`]);

/** How amounts may be written: plainly, and in every way that asks for care. */
const amount = fc.oneof(
  fc.constantFrom(...AROUND_BOUNDS),
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
/** Ids, plain and awkward, as they stand between the quotes. */
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
  equity: amount,
  owner: fc.oneof(
    fc.constant('null'),
    name.map((id) => `"${id}"`),
  ),
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
  margin: amount,
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
const nearlyAccount = nearly({
  kind: '"account"',
  accountId: '"n1"',
  equity: '7.5',
  owner: '"o1"',
  collateral: '[{"currency":"USDT","amount":5}]',
});
const nearlyPosition = nearly({
  kind: '"position"',
  accountId: '"u1"',
  symbol: '"BTC/USDT:USDT"',
  side: '"long"',
  contracts: '5',
  entryPrice: '7.5',
  marginMode: '"isolated"',
  leverage: '3',
  margin: 'null',
  collateral: '1.25',
  maintenanceMargin: '0.5',
  unrealizedPnl: '-4',
  liquidationPrice: '0',
});
/** The lines that a body begins with. */
export const HEAD = [
  '{"kind":"header","snapshotId":"s","sequence":1,"timestamp":1767225600000}',
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
/** A whole snapshot as NDJSON: its head is right, its accounts and positions mostly are. */
export const body = fc
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

/** A body without its header, and mostly without markets: what a part is, whose names are declared in others. */
export const partBody = fc.tuple(body, fc.boolean(), fc.boolean()).map(([text, markets, holders]) =>
  text
    .split('\n')
    .filter((_, i) => i > 0 && (markets || i > 2) && (holders || i < 3 || i > 6))
    .join('\n'),
);

/** Cuts bytes at places, each piece a copy of its own. */
export const cut = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => Uint8Array.from(bytes.subarray(from, at[i] ?? bytes.length)));
};
