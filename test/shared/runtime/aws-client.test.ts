import { createServer, type Server } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Patience, patientClient, patientRetries } from '../../../shared/runtime/aws-client.ts';
import { getItem, openTables } from '../../../shared/store/tables.ts';

let server: Server;
let endpoint: string;
let requests: number;
/** What the next requests are answered with; after the last an empty answer of 200. */
let answers: (number | 'nothing' | 'cut off')[];

beforeEach(async () => {
  requests = 0;
  answers = [];
  server = createServer((request, response) => {
    requests++;
    const answer = answers.shift() ?? 200;
    request.resume();
    if (answer === 'nothing') return;
    if (answer === 'cut off') return void response.destroy();
    response.writeHead(answer, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(
      answer === 400 ? JSON.stringify({ __type: 'com.amazonaws#ValidationException', message: 'no' }) : '{}',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** With more time than a busy machine needs. */
const AMPLE = { retryMs: 60_000, requestMs: 30_000 };

const read = (patience: Patience = AMPLE) => {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials, ...patientClient(patience) });
  return getItem(openTables({ state: 's', snapshots: '' }, client), 's', 'pk', 'sk').finally(() => client.destroy());
};

describe('a client of AWS', () => {
  test('outlives more failures in a row than the SDK by itself tries, of any kind', async () => {
    answers = [500, 500, 'cut off', 503, 500, 500];
    expect(await read()).toBeUndefined();
    expect(requests).toBe(7);
  });

  test('has no budget that many calls use up together: each has its own time', async () => {
    answers = Array.from({ length: 150 }, () => 500);
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => read()));
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'fulfilled'));
  });

  test('does not try again what would be refused again', async () => {
    answers = [400];
    await expect(read()).rejects.toMatchObject({ name: 'ValidationException' });
    expect(requests).toBe(1);
  });

  test('ends a request that nobody answers, and tries it again', async () => {
    answers = ['nothing'];
    expect(await read({ ...AMPLE, requestMs: 500 })).toBeUndefined();
    expect(requests).toBeGreaterThan(1);
  });

  test('fails with the error of the call once its time is over', async () => {
    answers = Array.from({ length: 1_000 }, () => 500);
    await expect(read({ retryMs: 200 })).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  });
});

describe('its pauses', () => {
  test('double up to a second, half of each random, until the next would end after its time', async () => {
    const strategy = patientRetries(5_000);
    let tries = await strategy.acquireInitialRetryToken();
    for (let i = 0; i < 8; i++) {
      tries = await strategy.refreshRetryTokenForRetry(tries, { errorType: 'TRANSIENT' });
      const longest = Math.min(50 * 2 ** i, 1_000);
      expect(tries.getRetryCount()).toBe(i + 1);
      expect(tries.getRetryDelay()).toBeGreaterThanOrEqual(longest / 2);
      expect(tries.getRetryDelay()).toBeLessThanOrEqual(longest);
    }
    const late = { ...tries, begun: tries.begun - 4_600 };
    await expect(strategy.refreshRetryTokenForRetry(late, { errorType: 'THROTTLING' })).rejects.toThrow();
    await expect(strategy.refreshRetryTokenForRetry(tries, { errorType: 'CLIENT_ERROR' })).rejects.toThrow();
  });
});
