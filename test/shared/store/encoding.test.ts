import { BatchGetItemCommand, BatchWriteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { streamHandler } from '../../../shared/runtime/stream-handler.ts';
import { attributes, expressionValues, itemFrom, keyOf } from '../../../shared/store/encoding.ts';
import {
  absent,
  getItem,
  type Item,
  newestOf,
  putItem,
  queryPartition,
  type Tables,
} from '../../../shared/store/tables.ts';
import { makeTables } from '../../environment/tables.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await makeTables();
});

/** Doubles around every bound that there is: of DynamoDB's numbers, of integers, of what is normal, of doubles themselves. */
const EDGES = [
  ...[0, 1, 5e-324, 2.2250738585072009e-308, 2.2250738585072014e-308, 1e-300, 9.999999999999999e-131, 1e-130],
  ...[1.2345678901234568e-130, 1.0000000000000003e-130, 0.1, 2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, 9.1e15, 1e21, 2 ** 64],
  ...[1e30, 9.999999999999998e125, 1e126, 1.0000000000000004e126, 1e300, Number.MAX_VALUE, Number.POSITIVE_INFINITY],
].flatMap((value) => [value, -value]);

/** Any double by its bits: as many subnormal and huge ones as there are exponents for them. */
const anyDouble = fc
  .tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 0xffffffff }))
  .map(([high, low]) => new Float64Array(new Uint32Array([low, high]).buffer)[0] as number);
const double = fc.oneof(fc.constantFrom(...EDGES, Number.NaN), anyDouble);

/** Values as the store's items hold them, maps and lists of any depth. */
const stored = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: double, weight: 6 },
    { arbitrary: fc.oneof(fc.string(), fc.boolean(), fc.constant(null)), weight: 2 },
    { arbitrary: fc.uint8Array({ maxLength: 8 }), weight: 1 },
    { arbitrary: fc.array(tie('value'), { maxLength: 5 }), weight: 2 },
    { arbitrary: fc.dictionary(fc.string({ minLength: 1, maxLength: 9 }), tie('value'), { maxKeys: 5 }), weight: 2 },
  ),
})).value;

/** The same with 0 for -0: the one thing that is not kept. */
function withoutSigns(value: unknown): unknown {
  if (value === 0) return 0;
  if (value instanceof Uint8Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(withoutSigns);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, withoutSigns(of)]));
}

describe('what is stored', () => {
  test('comes back as it was, whatever the doubles, in maps and lists of any depth', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stored, { minLength: 25, maxLength: 25 }), async (values) => {
        const items = values.map((value, i): Item => ({ pk: 'any', sk: `${i}`, value }));
        // By the client itself, and many at a time: what is tested is what DynamoDB makes of the attributes.
        await tables.client.send(
          new BatchWriteItemCommand({
            RequestItems: { [tables.state]: items.map((item) => ({ PutRequest: { Item: attributes(item) } })) },
          }),
        );
        const { Responses } = await tables.client.send(
          new BatchGetItemCommand({
            RequestItems: { [tables.state]: { Keys: items.map(({ pk, sk }) => keyOf(pk, sk)), ConsistentRead: true } },
          }),
        );
        const found = new Map(Responses?.[tables.state]?.map((item) => [item.sk?.S, itemFrom(item).value]));
        for (const { sk, value } of items) expect(withoutSigns(found.get(sk))).toStrictEqual(withoutSigns(value));
      }),
      { numRuns: 40 },
    );
  }, 240_000);

  test.each(EDGES)('%p comes back through each way of reading', async (value) => {
    const item = { pk: `edge ${Object.is(value, -0) ? '-0' : value}`, sk: 'one', value, within: [{ value }] };
    expect(await putItem(tables, tables.state, item, absent(tables))).toBe(true);
    const same = { ...item, value: value || 0, within: [{ value: value || 0 }] };
    expect(await getItem(tables, tables.state, item.pk, 'one')).toStrictEqual(same);
    expect(await queryPartition(tables, tables.state, item.pk)).toStrictEqual([same]);
    expect(await newestOf(tables, tables.state, item.pk, 'o')).toStrictEqual(same);
    const { Item } = await tables.client.send(
      new GetItemCommand({ TableName: tables.state, Key: keyOf(item.pk, 'one') }),
    );
    const taken: unknown[] = [];
    const image = { ...Item } as Record<string, never>;
    await streamHandler(async (one) => void taken.push(one))({
      Records: [{ dynamodb: { NewImage: image, SequenceNumber: '1' } }],
    });
    expect(taken).toStrictEqual([same]);
  });

  test('is a number of DynamoDB as far as it has them, so that conditions compare it', async () => {
    const numbers = EDGES.filter((value) => value === 0 || (Math.abs(value) >= 1e-130 && Math.abs(value) < 1e126));
    for (const value of numbers)
      expect(attributes({ pk: 'p', sk: 's', value }).value).toEqual({ N: String(value || 0) });
    const large = { pk: 'large', sk: 's', version: 2 ** 60 };
    await putItem(tables, tables.state, large);
    const following = (version: number) => ({ expression: 'version < :version', values: { ':version': version } });
    expect(await putItem(tables, tables.state, large, following(2 ** 60))).toBe(false);
    expect(await putItem(tables, tables.state, large, following(2 ** 61))).toBe(true);
    // A sequence of -0 is one of 0.
    await putItem(tables, tables.state, { pk: 'zero', sk: 's', version: -0 });
    expect(await putItem(tables, tables.state, { pk: 'zero', sk: 's', version: 1 }, following(1))).toBe(true);
  });

  test('is left out where it is undefined, and is bytes also as a stream has them', () => {
    const item = { pk: 'p', sk: 's', none: undefined, list: [1, undefined, 2], within: { none: undefined } };
    expect(itemFrom(attributes(item))).toStrictEqual({ pk: 'p', sk: 's', list: [1, 2], within: {} });
    const bytes = itemFrom({ ...keyOf('p', 's'), bytes: { B: 'AQID' as never } }).bytes;
    expect(Array.from(bytes as Uint8Array)).toEqual([1, 2, 3]);
  });

  test('keeps a member of any name', () => {
    const within = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');
    expect(JSON.stringify(itemFrom(attributes({ pk: 'p', sk: 's', within })).within)).toBe(JSON.stringify(within));
  });

  test.each([
    [new Date(0), 'summary.markets[1].at is a Date'],
    [new Map(), 'summary.markets[1].at is a Map'],
    [1n, 'summary.markets[1].at is a BigInt'],
    [new Float64Array(1), 'summary.markets[1].at is a Float64Array'],
    [() => 0, 'summary.markets[1].at is a Function'],
  ])('is a value: %p is refused with its path', (at, message) => {
    const item = { pk: 'p', sk: 's', summary: { markets: [{ at: 1 }, { at }] } };
    expect(() => attributes(item)).toThrow(`${message}, which is not stored`);
  });

  test('by other code is not guessed at', () => {
    for (const value of [{ SS: ['a', 'b'] }, { NS: ['1'] }, { BS: [] }, {}])
      expect(() => itemFrom({ ...keyOf('p', 's'), value: value as never })).toThrow('was not stored by this code');
  });
});

test.each([5e-324, 1e126, Number.NaN, Number.NEGATIVE_INFINITY])('%p cannot be compared, and says so', (value) => {
  expect(() => expressionValues({ ':sequence': value })).toThrow(
    `:sequence is ${value}, which is no number of DynamoDB's`,
  );
});
