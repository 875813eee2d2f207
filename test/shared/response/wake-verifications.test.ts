import { afterEach, expect, jest, test } from '@jest/globals';
import type { WaitingTask } from '../../../shared/response/waiting-task.ts';
import { wakeVerifications } from '../../../shared/response/wake-verifications.ts';
import { putItem, type Tables } from '../../../shared/store/tables.ts';
import { awaitAssessment } from '../../../shared/store/verifications.ts';
import { makeTables, NOW } from '../../environment/tables.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

const MINUTE_MS = 60_000;

/** A Step Functions that cannot be reached for some tokens. */
function machine() {
  const told: string[] = [];
  const outputs: unknown[] = [];
  const unreachable = new Set<string>();
  const task: WaitingTask = {
    async succeed(taskToken, output) {
      if (unreachable.has(taskToken)) throw new Error('no answer');
      outputs.push(output);
      told.push(taskToken);
      return true;
    },
    heartbeat: async () => true,
  };
  return { task, told, outputs, unreachable };
}

/** The record of an assessment, as far as it is looked at. */
const assessed = (tables: Tables, venue: string, sequence: number, late = false) =>
  putItem(tables, tables.state, {
    pk: `venue#${venue}`,
    sk: `assessment#${String(sequence).padStart(16, '0')}`,
    type: 'assessment',
    ...{ venue, sequence, late },
  });

const waiting = (planId: string, taskToken: string, more: object = {}) => ({
  ...{ planId, taskToken, after: 1, notBefore: 0, until: NOW + MINUTE_MS },
  ...more,
});

test('each task that waits for a venue is told of another assessment, once, with what is left of its time', async () => {
  const tables = await makeTables();
  const { task, told, outputs } = machine();
  await assessed(tables, 'demo', 2);
  await assessed(tables, 'other', 2);
  await awaitAssessment(tables, 'demo', waiting('p', 'one'));
  await awaitAssessment(tables, 'demo', waiting('q', 'two', { until: NOW + 500 }));
  await awaitAssessment(tables, 'demo', waiting('r', 'past', { until: NOW - 1 }));
  await awaitAssessment(tables, 'other', waiting('p', 'three'));
  await wakeVerifications(tables, task, 'demo');
  await wakeVerifications(tables, task, 'demo');
  expect(told).toEqual(['one', 'two', 'past']);
  // A task waits for a whole second at least, and nothing renews its time.
  expect(outputs).toEqual([60, 1, 1].map((withinSeconds) => ({ next: 'look', withinSeconds })));
});

test.each<[string, { sequence: number; late?: boolean }, object]>([
  ['a late assessment', { sequence: 2, late: true }, {}],
  ['the assessment that was there when it began to wait', { sequence: 1 }, {}],
  ['an assessment before the time of its next look', { sequence: 2 }, { notBefore: NOW + 1 }],
])('no task is told of %s', async (_, { sequence, late }, more) => {
  const tables = await makeTables();
  const { task, told } = machine();
  await assessed(tables, 'demo', sequence, late);
  await awaitAssessment(tables, 'demo', waiting('p', 'one', more));
  await wakeVerifications(tables, task, 'demo');
  expect(told).toEqual([]);
});

test('of a venue that was reset, and counts from below, a task is told too', async () => {
  const tables = await makeTables();
  const { task, told } = machine();
  await assessed(tables, 'demo', 2);
  await awaitAssessment(tables, 'demo', waiting('p', 'one', { after: 4_711 }));
  await wakeVerifications(tables, task, 'demo');
  expect(told).toEqual(['one']);
});

test('what an older deployment has had wait is told of the next assessment', async () => {
  const tables = await makeTables();
  const { task, told, outputs } = machine();
  await assessed(tables, 'demo', 2);
  const item = { pk: 'waiting#demo', sk: 'p', planId: 'p', taskToken: 'one', told: false };
  await putItem(tables, tables.state, item);
  await wakeVerifications(tables, task, 'demo');
  expect([told, outputs]).toEqual([['one'], [{ next: 'look' }]]);
});

test('one that waits again with a new token is told anew', async () => {
  const tables = await makeTables();
  const { task, told } = machine();
  await assessed(tables, 'demo', 2);
  for (const taskToken of ['first', 'second']) {
    await awaitAssessment(tables, 'demo', waiting('p', taskToken));
    await wakeVerifications(tables, task, 'demo');
  }
  expect(told).toEqual(['first', 'second']);
});

test('who cannot be told keeps neither the others nor the assessment, and is told of the next one', async () => {
  const tables = await makeTables();
  const { task, told, unreachable } = machine();
  const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await assessed(tables, 'demo', 2);
  await awaitAssessment(tables, 'demo', waiting('p', 'a-secret'));
  await awaitAssessment(tables, 'demo', waiting('q', 'two'));
  unreachable.add('a-secret');
  await wakeVerifications(tables, task, 'demo');
  expect(told).toEqual(['two']);
  expect(error.mock.calls.flat().join()).toContain('could not be told of an assessment');
  expect(error.mock.calls.flat().join()).not.toContain('a-secret');
  unreachable.clear();
  await wakeVerifications(tables, task, 'demo');
  expect(told).toEqual(['two', 'a-secret']);
});
