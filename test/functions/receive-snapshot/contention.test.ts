import { DynamoDBClient, TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, jest, test } from '@jest/globals';
import { bytes } from '../../environment/books.ts';
import { answered, fresh, handlerOpened, send } from './pushes.ts';

handlerOpened();
afterEach(() => void jest.restoreAllMocks());

/** Has DynamoDB cancel every transaction for these reasons. */
function cancelEach(codes: readonly string[]): void {
  const real = DynamoDBClient.prototype.send as (command: object) => Promise<unknown>;
  jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation(async function (this: unknown, command: object) {
    if (!(command instanceof TransactWriteItemsCommand)) return real.call(this, command);
    const CancellationReasons = codes.map((Code) => ({ Code }));
    throw new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
  } as never);
}

test.each([
  ['throttled', ['ThrottlingError', 'None'], 503],
  ['in the way of other transactions', ['TransactionConflict', 'None'], 503],
  ['beaten by other snapshots', ['None', 'ConditionalCheckFailed'], 503],
  ['not valid, which is a fault of ours', ['ValidationError', 'None'], 500],
])(
  'a completion that is %s each time is answered as such, and the same push again is taken',
  async (_, codes, status) => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const body = bytes(fresh());
    cancelEach(codes);
    const refused = await answered({ body });
    expect([refused.statusCode, refused.headers?.['retry-after']]).toEqual([status, status === 503 ? '5' : undefined]);
    jest.restoreAllMocks();
    expect(await send({ body })).toMatchObject({ status: 202, answer: { complete: true } });
  },
);
