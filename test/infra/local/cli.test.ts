import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { PROBLEMS, Problem } from '../../../shared/runtime/problem.ts';
import { verifySignature } from '../../../shared/venue/signature.ts';
import { bytes, ndjson, wireBook } from '../../environment/books.ts';
import { cli } from '../../environment/cli.ts';

let folder: string;
const file = (name: string, content: Buffer | string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const book = wireBook();
const faulty = { ...book, sequence: 'one', positions: [{ ...book.positions[0], contracts: -1 }] };

describe('a call that cannot be right is told in one line, with the usage and status 2:', () => {
  test.each([
    [[], /^$/],
    [['vlidate'], /^breakwater: there is no command "vlidate"\n/],
    [['validate', '--jsn', 'x'], /^breakwater: Unknown option '--jsn'\n/],
    [['validate'], /^breakwater: validate takes one FILE, and none is named\n/],
    [['validate', 'a', 'b'], /^breakwater: validate takes one FILE, not "a" "b"\n/],
    [['openapi', 'x'], /^breakwater: openapi takes options only, not "x"\n/],
    [['push', 'x', '--venue', 'v', '--key', 'k'], /^breakwater: --url is required\n$/],
    [
      ['push', 'x', '--url', 'https://x/prod?a=b', '--venue', 'v', '--key', 'k'],
      /^breakwater: --url takes an http or https address without a query, not "https:\/\/x\/prod\?a=b"\n$/,
    ],
    [['push', 'x', '--url', 'ftp://x', '--venue', 'v', '--key', 'k'], /^breakwater: --url takes an http or https/],
    [['start', '--seed', 'x'], /^breakwater: --seed takes a whole number from 0 to \d+, not "x"\n$/],
    [['start', '--accounts', '1.5'], /^breakwater: --accounts takes a whole number/],
    [['start', '--scenario', 'rain'], /^breakwater: --scenario takes storm, not "rain"\n$/],
    [['start', '--officers', 'them'], /^breakwater: --officers takes auto or you, not "them"\n$/],
    [['start', '--from', '2020-03-01'], /^breakwater: --from and --to go with --candles\n$/],
  ])('%j', async (args, message) => {
    const { status, err } = await cli(...args);
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect(status).toBe(2);
  });

  test('a file of candles that holds none, or none in the time asked for', async () => {
    const none = await cli('start', '--candles', file('book.json', bytes(book)));
    expect(none).toMatchObject({ status: 2, err: expect.stringContaining('holds no bars') });
    const candles = file('candles.csv', 't,open,high,low,close\n1583020800,1,2,1,2\n');
    const elsewhere = await cli('start', '--candles', candles, '--from', '2021-01-01');
    expect(elsewhere).toMatchObject({ status: 2, err: expect.stringContaining('no bar between --from and --to') });
    const unreadable = await cli('start', '--candles', candles, '--from', 'March');
    expect(unreadable).toMatchObject({ status: 2, err: expect.stringContaining('--from takes an ISO date') });
  });
});

test('a plan for a file is a what-if: of the whole book, saying on which markets nothing would be done', async () => {
  const levered = file('levered.json', bytes(wireBook({ accounts: 40, leverage: 60 })));
  const { status, out } = await cli('plan', levered, '--json');
  expect(status).toBe(0);
  const { reductions, excluded, unfit, blocked } = JSON.parse(out);
  expect(reductions).toHaveLength(40);
  expect([excluded, unfit]).toEqual([undefined, null]);
  expect(blocked).toEqual([
    { symbol: 'BTC/USDT:USDT', by: 'assumed', why: expect.stringMatching(/no leverage tiers: .*; no volatility/) },
  ]);
  expect((await cli('plan', levered)).out).toMatch(
    /^Not to be acted on: BTC\/USDT:USDT: its risk is assumed, not told by the venue: no leverage tiers/,
  );
});

describe('what the machine refuses is told in one line, with status 1:', () => {
  test.each([
    [['validate', '/nowhere/book.json'], /no such file/],
    [['validate', '/'], /directory/],
    [['start', '--report', '/nowhere/report.json'], /no such file or directory.*\/nowhere/],
  ])('%j', async (args, message) => {
    const { status, err } = await cli(...args);
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(1);
  });
});

describe('--help', () => {
  test.each(['start', 'push', 'validate', 'openapi'])(
    'of %s says how it is called, within 80 columns',
    async (name) => {
      const { status, out } = await cli(name, '--help');
      expect(status).toBe(0);
      expect(out).toMatch(/^Usage: npm /);
      for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(82);
    },
  );

  test('names every command', async () => {
    const { status, out } = await cli('--help');
    expect(status).toBe(0);
    for (const name of ['start', 'push', 'validate', 'assess', 'volatility', 'openapi'])
      expect(out).toContain(`\n  ${name} `);
  });
});

describe('validate', () => {
  test.each([
    ['JSON', 'valid.json', bytes(book)],
    ['NDJSON', 'valid.txt', ndjson(book)],
    ['gzipped JSON of any name', 'valid.dat', gzipSync(bytes(book))],
    ['gzipped NDJSON', 'valid.gz', gzipSync(ndjson(book))],
  ])('takes %s', async (_, name, content) => {
    const { status, out } = await cli('validate', file(name, content));
    expect(out).toMatch(/ is valid (ND)?JSON: 1 markets, 4 accounts, 4 positions\n$/);
    expect(status).toBe(0);
  });

  test('lists every fault of JSON with its path, with status 1', async () => {
    const { status, out } = await cli('validate', file('faulty.json', bytes(faulty)));
    expect(status).toBe(1);
    expect(out.trim().split('\n')).toEqual([
      expect.stringMatching(/faulty\.json: \/sequence must be of type integer$/),
      expect.stringMatching(/faulty\.json: \/positions\/0\/contracts must not be negative$/),
    ]);
  });

  test('lists every fault of NDJSON with its line too', async () => {
    const lines = ndjson({ ...book, positions: faulty.positions } as typeof book);
    const { status, out } = await cli('validate', file('faulty.ndjson', lines));
    expect(status).toBe(1);
    expect(out).toMatch(/faulty\.ndjson:7: \/positions\/0\/contracts must not be negative\n$/);
  });

  test('tells a slip of units as the API does: of a time, and of an amount as a number or as a string', async () => {
    const [first, ...others] = book.positions;
    const slipped = {
      ...book,
      timestamp: Math.floor(book.timestamp / 1_000),
      positions: [{ ...first, contracts: 1e24 }, ...others.map((position) => ({ ...position, entryPrice: '1e-15' }))],
    };
    const { status, out } = await cli('validate', file('slipped.json', bytes(slipped)));
    expect(status).toBe(1);
    const price = 'entryPrice must be a price from 1e-12 to 1e12: a price outside is a slip of units';
    expect(out.trim().split('\n')).toEqual([
      expect.stringMatching(/: \/timestamp looks like seconds: Unix milliseconds are expected$/),
      expect.stringMatching(/: \/positions\/0\/contracts must be 0, or an amount of at least 1e-18 and at most 1e21: /),
      ...[1, 2, 3].map((row) => expect.stringMatching(new RegExp(`: /positions/${row}/${price}$`))),
    ]);
  });

  test('prints JSON and nothing else where it is asked to', async () => {
    const wrong = await cli('validate', file('faulty.json', bytes(faulty)), '--json');
    expect(wrong.err).toBe('');
    expect(JSON.parse(wrong.out)).toMatchObject({ valid: false, format: 'json', errorCount: 2 });
    expect(wrong.status).toBe(1);
    const right = await cli('validate', file('valid.json', bytes(book)), '--json');
    expect(JSON.parse(right.out)).toEqual({ valid: true, format: 'json', errors: [], errorCount: 0 });
  });

  test('says of more faults than it lists how many more there are', async () => {
    const positions = Array.from({ length: 60 }, () => ({ ...book.positions[0], contracts: -1 }));
    const { out } = await cli('validate', file('many.json', bytes({ ...book, positions })));
    expect(out.trim().split('\n')).toHaveLength(51);
    expect(out).toMatch(/… and 10 more\n$/);
  });

  test('says of a truncated gzip that it is one', async () => {
    const { status, err } = await cli('validate', file('cut.gz', gzipSync(bytes(book)).subarray(0, 60)));
    expect(status).not.toBe(0);
    expect(err).toMatch(/^breakwater: .*cut\.gz is not a sound gzip file: unexpected end of file\n$/);
  });
});

describe('assess', () => {
  test('prints the measures of a book by the names of its contract, and nothing else, as JSON', async () => {
    for (const [name, content] of [
      ['book.json', bytes(book)],
      ['book.ndjson.gz', gzipSync(ndjson(book))],
    ] as const) {
      const { status, out, err } = await cli('assess', file(name, content), '--json');
      expect([status, err]).toEqual([0, '']);
      const { venue, markets, fund } = JSON.parse(out);
      const shares = { hhi: 0.25, effectiveAccounts: 4, gini: 0, top1: 0.25, top5: 1, top10: 1, top50: 1, top100: 1 };
      const measures = {
        concentration: { ...shares, long: { hhi: 0.5 }, short: { hhi: 0.5 } },
        leverage: { weighted: 5, p50: 5, p90: 5, p99: 5, estimatedRatio: 2.5, buckets: expect.any(Array) },
        openInterest: 100_000,
        positions: 4,
        accounts: 4,
      };
      expect(venue).toMatchObject(measures);
      expect(Object.keys(markets)).toEqual(['BTC/USDT:USDT']);
      expect(markets['BTC/USDT:USDT']).toMatchObject({
        ...measures,
        liquidation: { ladder: expect.any(Array), underwater: [] },
        cascade: { criticalShock: { up: null, down: null } },
        capacity: { leverage: expect.any(Number), excessShare: 0 },
        collapseProbability: expect.any(Number),
        findings: expect.arrayContaining([
          expect.objectContaining({ check: 'assumed', message: expect.stringContaining('leverage tiers') }),
        ]),
      });
      expect(markets['BTC/USDT:USDT'].liquidation.ladder[0]).toEqual({
        distance: 0,
        long: 0,
        short: 0,
        absorption: { long: 0, short: 0 },
      });
      expect(fund).toMatchObject({ balance: 1_000_000, drawdown: 0 });
    }
  });

  test('prints tables that a person reads, none wider than a wide terminal', async () => {
    const { status, out } = await cli('assess', file('book.json', bytes(book)));
    expect(status).toBe(0);
    for (const words of ['open interest', 'liquidated by a move of', 'a shock of', 'Insurance fund', 'BTC/USDT:USDT'])
      expect(out).toContain(words);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  test('says of a faulty file what validate says, as text or as JSON, with status 1', async () => {
    const text = await cli('assess', file('faulty.json', bytes(faulty)));
    expect(text).toMatchObject({ status: 1, out: '' });
    expect(text.err).toMatch(/faulty\.json: \/positions\/0\/contracts must not be negative\n$/);
    const json = await cli('assess', file('faulty.json', bytes(faulty)), '--json');
    expect(json).toMatchObject({ status: 1, err: '' });
    expect(JSON.parse(json.out)).toMatchObject({ errorCount: 2, errors: [{ path: '/sequence' }, {}] });
  });

  test("measures by the market's own bars, and writes every position, if asked", async () => {
    const at = book.timestamp;
    const bars = (swing: number, until: number) =>
      file(
        `bars-${swing}-${until}.csv`,
        [
          't,open,high,low,close',
          ...Array.from(
            { length: 400 },
            (_, i) => `${(until - (400 - i) * 3_600_000) / 1_000},100,${100 + swing},${100 - swing},100`,
          ),
        ].join('\n'),
      );
    const path = file('book.json', bytes(book));
    const capacity = async (...args: string[]) =>
      JSON.parse((await cli('assess', path, '--json', ...args)).out).markets['BTC/USDT:USDT'].capacity
        .leverage as number;
    const [quiet, wild] = [await capacity('--bars', bars(0.1, at)), await capacity('--bars', bars(5, at))];
    expect(quiet).toBeGreaterThan(wild);
    const stale = await cli('assess', path, '--bars', bars(1, at - 30 * 86_400_000));
    expect(stale).toMatchObject({ status: 2, err: expect.stringContaining('older') });
    const nobody = await cli('assess', path, '--bars', bars(1, at), '--symbol', 'ETH/USDT:USDT');
    expect(nobody).toMatchObject({ status: 2, err: expect.stringContaining('no market ETH/USDT:USDT') });

    const out = join(folder, 'positions.ndjson');
    expect(await cli('assess', path, '--positions', out)).toMatchObject({ status: 0, err: '' });
    const lines = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatchObject({ accountId: 'account-0', side: 'long', value: 50_000, leverage: 5, why: 'own' });
  });

  test('does not take the announcement of a book in parts for a book', async () => {
    const { status, err } = await cli(
      'assess',
      file('parts.json', bytes({ ...book, parts: 2, accounts: [], positions: [] })),
    );
    expect(status).toBe(1);
    expect(err).toMatch(/\/parts announces 2 parts/);
  });
});

describe('push', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  /** A venue's API that takes one answer's worth of signed requests. */
  async function api(status: number, answer: unknown) {
    const bodies: string[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method = '', url: path = '', headers } = request;
      const body = Buffer.concat(chunks);
      const header = headers['breakwater-signature'] as string;
      const { valid } = verifySignature(header, ['key'], Math.floor(Date.now() / 1_000), { method, path, body });
      bodies.push(gunzipSync(body).toString());
      response.writeHead(valid ? status : 401).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, bodies };
  }

  test('sends a file as it is, unpacked or not, and tells the receipt', async () => {
    const { url, bodies } = await api(202, { status: 'accepted', detail: 'The snapshot is complete.' });
    for (const [name, content] of [
      ['push.json', bytes(book)],
      ['push.gz', gzipSync(ndjson(book))],
    ] as const) {
      const { status, out } = await cli(
        'push',
        file(name, content),
        '--url',
        `${url}/`,
        '--venue',
        'demo',
        '--key',
        'key',
      );
      expect(out).toBe('accepted (HTTP 202, 1 request): The snapshot is complete.\n');
      expect(status).toBe(0);
    }
    expect(bodies).toEqual([bytes(book).toString(), ndjson(book).toString()]);
  });

  test('lists the faults that the API found, with status 1', async () => {
    const faults = [{ path: '/positions/0/contracts', message: 'must not be negative', line: 7 }];
    const { body } = new Problem('snapshot-invalid', 'The body has 2 faults.', { faults, total: 2 });
    const { url } = await api(PROBLEMS['snapshot-invalid'][0], body);
    const call = ['push', file('refused.json', bytes(faulty)), '--url', url, '--venue', 'demo', '--key', 'key'];
    const told = await cli(...call);
    expect(told).toMatchObject({ status: 1, err: '' });
    expect(told.out.split('\n')).toEqual([
      'rejected (HTTP 400, 1 request): The body has 2 faults.',
      '  line 7: /positions/0/contracts must not be negative',
      '  … and 1 more',
      '',
    ]);
    const json = await cli(...call, '--json');
    expect(JSON.parse(json.out)).toEqual({ status: 'rejected', httpStatus: 400, answer: body, requests: 1 });
    expect(json.status).toBe(1);
  });

  test('signs with both keys while the key rotates', async () => {
    const { url } = await api(202, { detail: 'taken' });
    const { status } = await cli(
      'push',
      file('push.json', bytes(book)),
      '--url',
      url,
      '--venue',
      'demo',
      '--key',
      'new,key',
    );
    expect(status).toBe(0);
  });
});

test('openapi prints the document of this version and nothing else', async () => {
  const { status, out, err } = await cli('openapi');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(JSON.parse(out)).toMatchObject({
    openapi: '3.1.0',
    info: { version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
  });
});
