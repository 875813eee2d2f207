import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseSnapshot } from '../../../shared/snapshot/parse.ts';
import type { Parsed } from '../../../shared/snapshot/parsed.ts';
import { body, HEAD } from './arbitrary-bodies.ts';
import { plainNdjson } from './plain-parse.ts';

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
    return `{${gap}"snapshotId":"s","sequence":1,"timestamp":1767225600000${lists.map((list) => `,${gap}"${list}":${gap}[${gap}${written[list]?.join(`,${gap}`)}${gap}]`).join('')}${gap}}`;
  };
  /** Keeps the sign of a zero, which JSON.stringify drops and JSON.parse does not. */
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
  const signed = (_: string, value: unknown): unknown => (Object.is(value, -0) ? rawJSON('-0') : value);

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
    const parsed = plainNdjson(lines.map((line) => JSON.stringify(line, signed)).join('\n'));
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

  test('the sign of a zero is what JSON.parse makes of it', () => {
    const position =
      '{"kind":"position","accountId":"u1","symbol":"BTC/USDT:USDT","side":"long","contracts":5,"entryPrice":7.5,"marginMode":"isolated","collateral":-0}';
    const account = '{"kind":"account","accountId":"u1","collateral":[]}';
    const json = asJson([...HEAD, account, position].join('\n'), ['markets', 'accounts', 'positions'], false);
    const parsed = parseSnapshot(Buffer.from(json), { format: 'json', role: 'snapshot' });
    expect(parsed).toEqual(plainJson(json));
    expect(parsed.ok && parsed.fragment.positions.collateral[0]).toBe(-0);
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
  const header = '"snapshotId":"s","sequence":1,"timestamp":1767225600000';
  const parse = (text: string) => parseSnapshot(Buffer.from(text), { format: 'json', role: 'snapshot' });

  test('of a key that stands twice the last is taken, and the first must be JSON all the same', () => {
    const account = '{"accountId":"a","collateral":[]}';
    const once = parse(`{${header},"accounts":[${account}]}`);
    expect(once.ok).toBe(true);
    expect(parse(`{"accounts":[{"accountId":"b"},7],${header},"accounts":[${account}]}`)).toEqual(once);
    for (const broken of ['[x]', '[{"a":1]', '[1,]', '{"a"}', 'nope', '["\n"]', '[}]'])
      for (const key of ['accounts', 'markets', 'other']) {
        const text = `{"${key}":${broken},${header},"${key}":[]}`;
        expect(() => JSON.parse(text)).toThrow();
        expect(parse(text)).toMatchObject({ faults: [{ message: expect.stringMatching(/^the body is not JSON: ./) }] });
      }
  });

  test('an element that is no JSON makes the body no JSON, whatever is wrong with the others', () => {
    const right = '{"accountId":"a","collateral":[]}';
    for (const broken of [
      '{"accountId":"b","collateral":[]',
      '{"accountId":"b" "collateral":[]}',
      '{"accountId":b}',
      '01',
      '-',
      "'b'",
    ])
      for (const list of [
        `[${broken},${right}]`,
        `[7,${right},${broken}]`,
        `[${right},${broken}`,
        `[${right},]`,
        `[,]`,
      ]) {
        const text = `{${header},"accounts":${list},"positions":[{}]}`;
        let message = '';
        try {
          JSON.parse(text);
        } catch (error) {
          message = (error as Error).message;
        }
        expect(parse(text)).toEqual({
          ok: false,
          faults: [{ path: '', message: `the body is not JSON: ${message}` }],
          total: 1,
        });
      }
  });
});
