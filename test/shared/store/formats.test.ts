import { beforeEach, expect, jest, test } from '@jest/globals';
import { streamHandler } from '../../../shared/runtime/stream-handler.ts';
import { attributes } from '../../../shared/store/encoding.ts';
import { FormatUnknown, formatOf } from '../../../shared/store/formats.ts';
import { getItem, newestOf, putItem, queryPartition, type Tables } from '../../../shared/store/tables.ts';
import { makeTables } from '../../environment/tables.ts';

let tables: Tables;
beforeEach(async () => {
  tables = await makeTables();
});

const bars = { pk: 'bars#alpha', sk: 'a', type: 'bars' };
/** As a newer deployment writes it. */
const newer = { ...attributes(bars), formatVersion: { N: '99' } };
const MESSAGE =
  'The item bars#alpha a of type bars has form 99, and this code knows forms up to 2: a newer deployment wrote it';

test('an item carries the form of its type, and none where there is only one', async () => {
  await putItem(tables, tables.state, bars);
  await putItem(tables, tables.state, { pk: 'x', sk: 'a', type: 'plan-task' });
  expect(await getItem(tables, tables.state, bars.pk, 'a')).toEqual({ ...bars, formatVersion: formatOf('bars') });
  expect(await getItem(tables, tables.state, 'x', 'a')).toEqual({ pk: 'x', sk: 'a', type: 'plan-task' });
});

test('what was read in one form is written in the one of today, whatever is handed on with it', () => {
  expect(attributes({ ...bars, formatVersion: 1 }).formatVersion).toEqual({ N: String(formatOf('bars')) });
  expect(attributes({ ...bars, formatVersion: 99 }).formatVersion).toEqual({ N: String(formatOf('bars')) });
  expect(attributes({ pk: 'x', sk: 'a', formatVersion: 7 })).not.toHaveProperty('formatVersion');
});

test.each(['constructor', 'hasOwnProperty', undefined, 7])('a type %p has the first form', (type) => {
  expect(formatOf(type)).toBe(1);
});

test('an item of a newer form is refused by every way of reading, with its type, key and both forms', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
  await tables.client.send(new PutItemCommand({ TableName: tables.state, Item: newer }));
  for (const read of [
    () => getItem(tables, tables.state, bars.pk, 'a'),
    () => queryPartition(tables, tables.state, bars.pk),
    () => newestOf(tables, tables.state, bars.pk, 'a'),
  ])
    await expect(read()).rejects.toThrow(new FormatUnknown(bars, 99, 2));
  expect(new FormatUnknown(bars, 99, 2).message).toBe(MESSAGE);
  // A record of the stream is not dropped: it comes again, and at last to the dead letters.
  const take = jest.fn(async () => undefined);
  const event = { Records: [{ dynamodb: { NewImage: newer as never, SequenceNumber: '1' } }] };
  expect(await streamHandler(take)(event)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  expect(take).not.toHaveBeenCalled();
});
