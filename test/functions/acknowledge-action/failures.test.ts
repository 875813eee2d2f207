import { DynamoDBClient, TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readActionState } from '../../../shared/store/actions.ts';
import { acknowledgement } from '../../shared/action/examples.ts';
import { machine, planned, printed, tables, tell } from './signed-requests.ts';

describe('when something of ours fails', () => {
  test('503 where the store is down, and the same again is taken', async () => {
    const one = await planned();
    const message = acknowledgement(one, 1, 'filled', [10, 20]);
    const store = mockClient(DynamoDBClient);
    store.rejects(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    const { status, answer, headers } = await tell(message);
    store.restore();
    expect({ status, headers }).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(answer).toMatchObject({
      type: 'urn:breakwater:problem:acknowledgement-not-taken',
      detail: expect.stringContaining('acknowledgementId'),
    });
    expect(await tell(message)).toMatchObject({ status: 202, answer: { done: true } });
  });

  test('503 where others write the action again and again, and nothing is half done', async () => {
    const one = await planned();
    const message = acknowledgement(one, 1, 'filled', [10, 20]);
    const losing = await losingEveryWrite(['ConditionalCheckFailed'], () => tell(message));
    expect(losing).toMatchObject({ status: 503, answer: { type: 'urn:breakwater:problem:acknowledgement-not-taken' } });
    expect(await readActionState(tables, one.actionId)).toMatchObject({ status: 'planned', version: 1 });
  });

  test.each([
    ['throttled', ['ThrottlingError', 'None'], 503],
    ['in the way of other transactions', ['TransactionConflict', 'None'], 503],
    ['not valid, which is a fault of ours', ['ValidationError', 'None'], 500],
  ])(
    'a transaction that is %s each time is answered as such, and the same again is taken',
    async (_, codes, status) => {
      const one = await planned();
      const message = acknowledgement(one, 1, 'filled', [10, 20]);
      const answer = await losingEveryWrite(codes, () => tell(message));
      expect([answer.status, answer.headers['retry-after']]).toEqual([status, status === 503 ? '1' : undefined]);
      expect(await tell(message)).toMatchObject({ status: 202, answer: { done: true } });
    },
  );

  test('503 where Step Functions is out of breath, and the next try of the venue ends the task', async () => {
    const one = await planned();
    const message = acknowledgement(one, 1, 'filled', [10, 20]);
    machine.on(SendTaskSuccessCommand).rejectsOnce(Object.assign(new Error('no'), { name: 'ThrottlingException' }));
    expect(await tell(message)).toMatchObject({
      status: 503,
      answer: { type: 'urn:breakwater:problem:acknowledgement-not-taken' },
    });
    machine.on(SendTaskSuccessCommand).resolves({});
    expect(await tell(message)).toMatchObject({ status: 200, answer: { status: 'duplicate', done: true } });
  });

  test('500 where Step Functions will not have us, and the next try of the venue ends the task', async () => {
    const one = await planned();
    const message = acknowledgement(one, 1, 'filled', [10, 20]);
    machine.on(SendTaskSuccessCommand).rejectsOnce(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    expect(await tell(message)).toMatchObject({
      status: 500,
      answer: {
        type: 'urn:breakwater:problem:acknowledgement-failed',
        detail: expect.stringMatching(/on our side.*same acknowledgementId/),
      },
    });
    expect(printed.flatMap((spy) => spy.mock.calls.flat())).toEqual([
      expect.stringContaining('"an acknowledgement failed"'),
    ]);
    machine.on(SendTaskSuccessCommand).resolves({});
    expect(await tell(message)).toMatchObject({ status: 200, answer: { status: 'duplicate', done: true } });
    expect(machine.commandCalls(SendTaskSuccessCommand)).toHaveLength(2);
  });
});

/** As if every transaction were cancelled for these reasons: another writer were always a moment earlier, for instance. */
async function losingEveryWrite<T>(codes: readonly string[], run: () => Promise<T>): Promise<T> {
  const send = DynamoDBClient.prototype.send as (command: object) => Promise<unknown>;
  const spy = jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation(async function (
    this: unknown,
    command: object,
  ) {
    if (command instanceof TransactWriteItemsCommand) {
      throw new TransactionCanceledException({
        message: 'raced',
        $metadata: {},
        CancellationReasons: codes.map((Code) => ({ Code })),
      });
    }
    return send.call(this, command);
  } as never);
  try {
    return await run();
  } finally {
    spy.mockRestore();
  }
}
