import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { receiveSnapshot } from '../../../../functions/receive-snapshot/receive.ts';
import { restOf } from '../../../../infra/local/scenario/rest.ts';
import type { Assessment } from '../../../../shared/assessment/types.ts';
import { writeAssessment } from '../../../../shared/store/assessments.ts';
import {
  deleteDueResponse,
  moveDueResponse,
  putDueResponse,
  readDueResponse,
} from '../../../../shared/store/due-responses.ts';
import type { Tables } from '../../../../shared/store/tables.ts';
import { bytes, wireBook } from '../../../environment/books.ts';
import { makeTables, NOW } from '../../../environment/tables.ts';

const TO = { venue: 'demo', symbol: 'BTC/USDT:USDT', group: 'leverage', incidentId: 'i1', version: 1 };

let tables: Tables;
let looks: number;
let running: boolean;
let letters: boolean;
/** What happens beside the play, by the number of the look. */
let beside: (look: number) => Promise<unknown>;

const engine = {
  async idle() {
    await beside(++looks);
  },
  deadLetters: () => (letters ? [{}] : []) as never,
  executions: () => [{ status: running ? 'RUNNING' : 'FAILED', name: 'i1-1' }] as never,
};
const rest = (signal = new AbortController().signal) => restOf({ engine, tables, venue: 'demo', signal });

beforeEach(async () => {
  tables = await makeTables(() => NOW);
  looks = 0;
  running = false;
  letters = false;
  beside = async () => undefined;
  await tables.client.send(new TransactWriteItemsCommand({ TransactItems: [putDueResponse(tables, TO)] }));
});

describe('a play rests', () => {
  test('when a response that failed has been resumed and has ended', async () => {
    beside = async (look) => look === 3 && deleteDueResponse(tables, TO);
    expect(await rest()).toBe(true);
    expect(looks).toBe(3);
  });

  test('while a response runs and waits for its officers', async () => {
    running = true;
    expect(await rest()).toBe(true);
    expect(looks).toBe(1);
  });

  test('if a response has been given up', async () => {
    const due = await readDueResponse(tables, TO);
    await moveDueResponse(tables, due as NonNullable<typeof due>, { closed: 'PlanUnknown' });
    expect(await rest()).toBe(true);
    expect(looks).toBe(1);
  });

  test('when a snapshot that was given up has been assessed after all', async () => {
    await deleteDueResponse(tables, TO);
    letters = true;
    const body = bytes(wireBook({ sequence: 1, snapshotId: 's1', timestamp: NOW }));
    await receiveSnapshot(tables, { venue: 'demo', body, format: 'json' });
    const place = { venue: 'demo', snapshotId: 's1', sequence: 1, timestamp: NOW, late: false, policyVersion: 1 };
    beside = async (look) => look === 2 && writeAssessment(tables, { ...place, moves: [] } as unknown as Assessment);
    expect(await rest()).toBe(true);
    expect(looks).toBe(2);
  });

  test('not, and says so, if it is interrupted before', async () => {
    expect(await rest(AbortSignal.abort())).toBe(false);
  });
});
