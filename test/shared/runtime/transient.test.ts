import { describe, expect, test } from '@jest/globals';
import { TaskUnreachable } from '../../../shared/response/waiting-task.ts';
import { isTransient } from '../../../shared/runtime/transient.ts';
import { SlackRefused, SlackUnavailable } from '../../../shared/slack/web-client.ts';
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
    ['others wrote each time', named('ActionContended')],
    ['other transactions were at it each time', named('TransactionContended')],
    ['a transaction was throttled each time', named('TransactionThrottled')],
    ['a part was overtaken each time', named('PartContended')],
    ['somebody else is telling of it', named('NotificationBusy')],
    ['Slack is down', new SlackUnavailable('chat.postMessage', 'HTTP 503')],
    ['names cannot be resolved', named('Error', { code: 'EAI_AGAIN' })],
    ['there is no way to the host', named('Error', { code: 'EHOSTUNREACH' })],
    ['a task could not be told for throttling', new TaskUnreachable({ name: 'ThrottlingException' })],
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
    ['a transaction that is not valid', named('TransactionRefused')],
    ['a task that may not be told', new TaskUnreachable({ name: 'AccessDeniedException' })],
    ['a message that Slack refuses', new SlackRefused('chat.update', 'message_not_found')],
    ['none of many passes', new AggregateError([new TypeError('no')])],
    ['something that is no error', undefined],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });
});
