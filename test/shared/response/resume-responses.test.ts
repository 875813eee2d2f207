import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Incident } from '../../../shared/incident/types.ts';
import type { ExecutionStanding } from '../../../shared/response/executions.ts';
import { openExecutions } from '../../../shared/response/executions.ts';
import { executionNameOf } from '../../../shared/response/open-response.ts';
import { gapAfter, resumeResponses } from '../../../shared/response/resume-responses.ts';
import { type DueResponse, putDueResponse, readDueResponses } from '../../../shared/store/due-responses.ts';
import { type Tables, transact } from '../../../shared/store/tables.ts';
import { makeTables } from '../../environment/tables.ts';

let now = 0;
let tables: Tables;
beforeEach(async () => {
  now = Date.UTC(2026, 0, 15, 12);
  tables = await makeTables(() => now);
  for (const level of ['info', 'warn', 'error'] as const)
    jest.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const incidentOf = (n: number) =>
  ({ venue: 'demo', symbol: `M${n}`, group: 'g', incidentId: `${n}`.padStart(16, '0'), version: 1 }) as Incident;
const put = (n: number) => transact(tables, [putDueResponse(tables, incidentOf(n))]);

/** Step Functions, of which it is said how each execution stands, by name. */
function machine(
  standings: Readonly<Record<string, ExecutionStanding | Error>> = {},
  other: ExecutionStanding = 'RUNNING',
) {
  const looked: string[] = [];
  const started: string[] = [];
  const told: DueResponse[] = [];
  return {
    ...{ tables, looked, started, told },
    executions: {
      async standingOf(input: Parameters<typeof executionNameOf>[0]) {
        const name = executionNameOf(input);
        looked.push(name);
        const standing = standings[name] ?? other;
        if (standing instanceof Error) throw standing;
        return standing;
      },
    },
    responder: {
      async start(input: Parameters<typeof executionNameOf>[0]) {
        started.push(executionNameOf(input));
      },
    },
    async tell(due: DueResponse) {
      told.push(due);
    },
  };
}

const NAME = '0000000000000001-1';

test('an attempt that was claimed less than a minute ago is left alone', async () => {
  await put(1);
  const early = machine({}, 'ABSENT');
  now += 59_999;
  await resumeResponses(early, 'demo');
  expect([early.looked, early.started]).toEqual([[], []]);
  now += 1;
  await resumeResponses(early, 'demo');
  expect(early.started).toEqual([NAME]);
});

test('one that runs stays as it is', async () => {
  await put(1);
  now += 60_000;
  const world = machine({ [NAME]: 'RUNNING' });
  await resumeResponses(world, 'demo');
  expect(world.started).toEqual([]);
  expect(await readDueResponses(tables, 'demo')).toMatchObject([{ attempt: 1, revision: 1 }]);
});

test.each(['FAILED', 'TIMED_OUT', 'ABORTED', 'SUCCEEDED'] as const)(
  'one that is %s without a last step is noted, resumed under another name, and told of',
  async (standing) => {
    await put(1);
    now += 60_000;
    const world = machine({ [NAME]: standing });
    await resumeResponses(world, 'demo');
    expect(world.started).toEqual([`${NAME}-2`]);
    const failure = { state: 'execution', error: standing, attempt: 1, at: now };
    expect(await readDueResponses(tables, 'demo')).toMatchObject([
      { attempt: 2, claimedAt: now, failures: 1, failure },
    ]);
    expect(world.told).toMatchObject([{ failure }]);
  },
);

test('a crash between the claim and the start is made good under the claimed name', async () => {
  await put(1);
  now += 60_000;
  const dying = machine({}, 'FAILED');
  dying.responder.start = async () => Promise.reject(new Error('the process is gone'));
  await expect(resumeResponses(dying, 'demo')).rejects.toThrow(/1 responses of demo could not be resumed/);
  now += 60_000;
  const next = machine({ [`${NAME}-2`]: 'ABSENT' });
  await resumeResponses(next, 'demo');
  expect(next.started).toEqual([`${NAME}-2`]);
});

test('one that cannot be looked at keeps no other from being resumed', async () => {
  await put(1);
  await put(2);
  now += 60_000;
  const world = machine(
    { [NAME]: Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }) },
    'FAILED',
  );
  await expect(resumeResponses(world, 'demo')).rejects.toMatchObject({ errors: [{ name: 'ThrottlingException' }] });
  expect(world.started).toEqual(['0000000000000002-1-2']);
});

test('officers who cannot be told keep nothing from being resumed', async () => {
  await put(1);
  now += 60_000;
  const world = machine({}, 'FAILED');
  world.tell = async () => Promise.reject(new Error('no Slack'));
  await resumeResponses(world, 'demo');
  expect(world.started).toHaveLength(1);
});

test('of very many, each is looked at in its turn, 300 a minute', async () => {
  for (let n = 0; n < 700; n++) await put(n);
  now += 60_000;
  const looked = new Set<string>();
  for (let minutes = 0; minutes < 3; minutes++, now += 60_000) {
    const world = machine();
    await resumeResponses(world, 'demo');
    expect(world.looked).toHaveLength(300);
    for (const name of world.looked) looked.add(name);
  }
  expect(looked.size).toBe(700);
}, 60_000);

test('the gap between attempts is none at first, then grows to half an hour', () => {
  const minutes = Array.from({ length: 10 }, (_, failures) => gapAfter(failures) / 60_000);
  expect(minutes).toEqual([0, 0, 0, 0, 2, 4, 8, 16, 30, 30]);
});

test('an execution is described by its name; none of that name is absent, and any other error is thrown', async () => {
  const { ExecutionDoesNotExist } = await import('@aws-sdk/client-sfn');
  const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:m';
  const asked: unknown[] = [];
  const answering = (answer: () => Promise<unknown>) =>
    openExecutions(MACHINE, {
      send: async (command: { input: unknown }) => {
        asked.push(command.input);
        return answer();
      },
    } as never).standingOf({ ...incidentOf(1), attempt: 3 });
  expect(await answering(async () => ({ status: 'TIMED_OUT' }))).toBe('TIMED_OUT');
  expect(await answering(async () => ({ status: 'PENDING_REDRIVE' }))).toBe('RUNNING');
  expect(asked[0]).toEqual({ executionArn: `arn:aws:states:eu-west-1:111122223333:execution:m:${NAME}-3` });
  const absent = new ExecutionDoesNotExist({ message: 'none', $metadata: {} });
  expect(await answering(() => Promise.reject(absent))).toBe('ABSENT');
  await expect(answering(() => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
});
