import { describe, expect, test } from '@jest/globals';
import { isTransient } from '../../../shared/runtime/transient.ts';
import { BlobMissing } from '../../../shared/store/blobs.ts';

const named = (name: string, more: object = {}) => Object.assign(new Error('no'), { name, ...more });
const cancelled = (...codes: string[]) =>
  named('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

describe('may pass by itself', () => {
  test.each<[string, unknown]>([
    ['DynamoDB throttles', named('ThrottlingException')],
    ['a table is past its throughput', named('ProvisionedThroughputExceededException')],
    ['Step Functions throttles', named('TooManyRequestsException')],
    ['a call took too long', named('TimeoutError')],
    ['the network is away', named('Error', { code: 'ECONNRESET' })],
    ['the service fails', named('Whatever', { $metadata: { httpStatusCode: 503 } })],
    ['a transaction is throttled', cancelled('None', 'ThrottlingError')],
    ['a transaction meets another', cancelled('TransactionConflict')],
    ['one of many passes', new AggregateError([new TypeError('no'), named('ThrottlingException')])],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(true);
  });
});

describe('stays as it is', () => {
  test.each<[string, unknown]>([
    ['chunks are past their retention', new BlobMissing({ key: 'k', chunks: 2, bytes: 1 }, 1)],
    ['a fault of ours', new TypeError('undefined is not a function')],
    ['a value out of its range', new RangeError('sigma is negative')],
    ['a book that does not hold together', new Error('The stored snapshot s does not hold together')],
    ['a condition that did not hold', cancelled('ConditionalCheckFailed', 'None')],
    ['a request that is refused', named('ValidationException', { $metadata: { httpStatusCode: 400 } })],
    ['none of many passes', new AggregateError([new TypeError('no')])],
    ['something that is no error', undefined],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });
});
