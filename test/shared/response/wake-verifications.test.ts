import { afterEach, expect, jest, test } from '@jest/globals';
import type { WaitingTask } from '../../../shared/response/waiting-task.ts';
import { wakeVerifications } from '../../../shared/response/wake-verifications.ts';
import { awaitAssessment } from '../../../shared/store/verifications.ts';
import { makeTables } from '../../environment/tables.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** A Step Functions that cannot be reached for some tokens. */
function machine() {
  const told: string[] = [];
  const unreachable = new Set<string>();
  const task: WaitingTask = {
    async succeed(taskToken, output) {
      if (unreachable.has(taskToken)) throw new Error('no answer');
      expect(output).toEqual({ next: 'look' });
      told.push(taskToken);
      return true;
    },
    heartbeat: async () => true,
  };
  return { task, told, unreachable };
}

test('each task that waits for a venue is told of its next assessment, once', async () => {
  const tables = await makeTables();
  const { task, told } = machine();
  await awaitAssessment(tables, 'demo', { planId: 'p', taskToken: 'one' });
  await awaitAssessment(tables, 'demo', { planId: 'q', taskToken: 'two' });
  await awaitAssessment(tables, 'other', { planId: 'p', taskToken: 'three' });
  await wakeVerifications(tables, task, 'demo');
  await wakeVerifications(tables, task, 'demo');
  expect(told.sort()).toEqual(['one', 'two']);
});

test('one that waits again with a new token is told anew', async () => {
  const tables = await makeTables();
  const { task, told } = machine();
  for (const taskToken of ['first', 'second']) {
    await awaitAssessment(tables, 'demo', { planId: 'p', taskToken });
    await wakeVerifications(tables, task, 'demo');
  }
  expect(told).toEqual(['first', 'second']);
});

test('who cannot be told keeps neither the others nor the assessment, and is told of the next one', async () => {
  const tables = await makeTables();
  const { task, told, unreachable } = machine();
  const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await awaitAssessment(tables, 'demo', { planId: 'p', taskToken: 'a-secret' });
  await awaitAssessment(tables, 'demo', { planId: 'q', taskToken: 'two' });
  unreachable.add('a-secret');
  await wakeVerifications(tables, task, 'demo');
  expect(told).toEqual(['two']);
  expect(error.mock.calls.flat().join()).toContain('could not be told of an assessment');
  expect(error.mock.calls.flat().join()).not.toContain('a-secret');
  unreachable.clear();
  await wakeVerifications(tables, task, 'demo');
  expect(told).toEqual(['two', 'a-secret']);
});
