import { InvalidToken, SendTaskHeartbeatCommand, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { describe, expect, jest, test } from '@jest/globals';
import { openHeartbeat, openWaitingTask, TaskUnreachable } from '../../../shared/response/waiting-task.ts';

const TOKEN = 'AQCEAAAAKgAAAAMAAAAAAAAAAc-the-task-token';

const failing = (error: unknown) => openWaitingTask({ send: async () => Promise.reject(error) } as never);

test('a task is told its output as JSON under its token, and a sign of life under nothing else', async () => {
  const sent: object[] = [];
  const task = openWaitingTask({ send: async (command: { input: object }) => sent.push(command) } as never);
  expect(await task.succeed(TOKEN, { decision: 'approved', by: ['U-ANNA'] })).toBe(true);
  expect(await task.heartbeat(TOKEN)).toBe(true);
  expect(sent).toMatchObject([
    { input: { taskToken: TOKEN, output: '{"decision":"approved","by":["U-ANNA"]}' } },
    { input: { taskToken: TOKEN } },
  ]);
  expect(sent[1]).toBeInstanceOf(SendTaskHeartbeatCommand);
});

const gone = { message: 'gone', $metadata: {} };
test.each([new TaskTimedOut(gone), new TaskDoesNotExist(gone), new InvalidToken(gone)])(
  'a task for which nobody waits any more is no failure: %p',
  async (error) => {
    expect(await failing(error).succeed(TOKEN, {})).toBe(false);
    expect(await failing(error).heartbeat(TOKEN)).toBe(false);
  },
);

describe('a failure', () => {
  const told = (error: unknown) =>
    failing(error)
      .succeed(TOKEN, {})
      .catch((thrown: TaskUnreachable) => thrown);

  test('never quotes the token, whatever Step Functions says of it', async () => {
    const quoting = Object.assign(new Error(`Value '${TOKEN}' at 'taskToken' is too long`), {
      name: 'ValidationException',
      cause: TOKEN,
    });
    const error = (await told(quoting)) as TaskUnreachable;
    expect(error).toBeInstanceOf(TaskUnreachable);
    expect(error.message).toBe('The waiting task could not be told: ValidationException');
    expect([error.stack, JSON.stringify(error), String(error.cause)].join()).not.toContain(TOKEN);
  });

  test('still tells an outage from a refusal', async () => {
    expect(await told(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }))).toMatchObject({
      code: 'ECONNREFUSED',
    });
    const failed = Object.assign(new Error('no'), { name: 'Oops', $metadata: { httpStatusCode: 502 } });
    expect(await told(failed)).toMatchObject({ code: 'Oops', $metadata: { httpStatusCode: 502 } });
    expect(await told(undefined)).toMatchObject({ code: 'no reason given' });
  });
});

describe('signs of life', () => {
  test('come at once and then every ten seconds at most, however often they are asked for', async () => {
    const sent: string[] = [];
    let now = 5_000;
    const task = { succeed: async () => true, heartbeat: async (token: string) => sent.push(token) > 0 };
    const beat = openHeartbeat(task, TOKEN, () => now);
    for (let second = 0; second < 25; second++) {
      await beat();
      now += 1_000;
    }
    expect(sent).toEqual([TOKEN, TOKEN, TOKEN]);
  });

  test('that cannot be given are no failure of the work', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    await openHeartbeat(failing(Object.assign(new Error('no'), { name: 'Oops' })), TOKEN, () => 0)();
    expect(warn.mock.calls.flat().join()).toContain('sign of life');
    expect(warn.mock.calls.flat().join()).not.toContain(TOKEN);
  });
});
