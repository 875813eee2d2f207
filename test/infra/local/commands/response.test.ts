import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsFault, awsEndpoint } from '../../../../infra/local/engine/aws-endpoint.ts';
import { type LoopbackServer, openLoopbackServer } from '../../../../infra/local/engine/loopback-server.ts';
import type { Incident } from '../../../../shared/incident/types.ts';
import { moveDueResponse, readDueResponse } from '../../../../shared/store/due-responses.ts';
import { writeTransition } from '../../../../shared/store/incidents.ts';
import type { Tables } from '../../../../shared/store/tables.ts';
import { cli } from '../../../environment/cli.ts';
import { makeTables } from '../../../environment/tables.ts';

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:respond';
const RUNNING = incidentOf('1111111111111111');
const FAILED = incidentOf('2222222222222222');
const GIVEN_UP = incidentOf('3333333333333333');

function incidentOf(incidentId: string): Incident {
  const sighting = { rule: 'r', metric: 'm', value: 1, threshold: 1, regime: null, timestamp: 1, snapshotId: null };
  return {
    ...{
      venue: 'demo',
      symbol: 'BTC',
      group: incidentId,
      incidentId,
      status: 'open',
      severity: 'critical',
      worst: 'critical',
    },
    ...{ version: 1, order: 1, openedAt: 1, resolvedAt: null, opened: sighting, latest: sighting },
    ...{ policyVersion: 1, codeVersion: 'test' },
  };
}

let tables: Tables;
let workflow: LoopbackServer;
const started: unknown[] = [];

beforeAll(async () => {
  workflow = await openLoopbackServer();
  const standing = (request: { executionArn?: unknown }) => {
    const arn = String(request.executionArn);
    const status = arn.includes(RUNNING.incidentId) ? 'RUNNING' : 'FAILED';
    if (arn.endsWith('-2')) throw new AwsFault('ExecutionDoesNotExist', arn);
    return { executionArn: arn, stateMachineArn: MACHINE, name: 'x', status, startDate: 1 };
  };
  workflow.handle(
    awsEndpoint({
      'AWSStepFunctions.DescribeExecution': standing,
      'AWSStepFunctions.StartExecution': ({ name, input }) => {
        started.push([name, JSON.parse(String(input))]);
        return { executionArn: 'x', startDate: 1 };
      },
    }),
  );
});
afterAll(() => workflow.close());

beforeEach(async () => {
  started.length = 0;
  tables = await makeTables(Date.now);
  for (const incident of [RUNNING, FAILED, GIVEN_UP]) await writeTransition(tables, undefined, 'opened', incident);
  const failure = { state: 'NotPlanned', error: 'PlanUnknown', attempt: 1, at: Date.now() };
  for (const [incident, closed] of [
    [FAILED, null],
    [GIVEN_UP, 'PlanUnknown'],
  ] as const) {
    const due = (await readDueResponse(tables, incident))!;
    await moveDueResponse(tables, due, { failures: 7, failure, closed, told: closed ? 'given up' : 'resumed' });
  }
});

const response = (...words: string[]) =>
  cli(
    'response',
    ...words,
    ...['--venue', 'demo', '--state', tables.state],
    ...['--endpoint', process.env.DYNAMODB_LOCAL_ENDPOINT as string],
  );
const redrive = (...words: string[]) =>
  response('redrive', '--machine', MACHINE, '--workflow-endpoint', workflow.url, ...words);

describe('a call that cannot be right is told, with status 2:', () => {
  test.each<[string[], RegExp]>([
    [['response'], /^breakwater: response takes list or redrive, and none is named\n\nUsage: /],
    [['response', 'stop'], /^breakwater: response takes list or redrive, not "stop"\n\nUsage: /],
    [['response', 'list', '--state', 't'], /^breakwater: --venue is required\n$/],
    [['response', 'list', '--venue', 'v'], /^breakwater: --state is required\n$/],
    [['response', 'redrive', '--venue', 'v', '--state', 't'], /^breakwater: --machine is required\n$/],
  ])('%j', async (args, message) => {
    const { status, err } = await cli(...args);
    expect(err).toMatch(message);
    expect(status).toBe(2);
  });

  test('--help says how each of them is called, within 82 columns', async () => {
    const { status, out } = await cli('response', '--help');
    expect(status).toBe(0);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(82);
  });
});

test('what is due is listed, with its attempt, its last failure and whether it is given up', async () => {
  const { status, out } = await response('list');
  expect(status).toBe(0);
  expect(out.split('\n')).toEqual([
    expect.stringMatching(
      /^1111111111111111 version 1 \(BTC 1111111111111111\): attempt 1 since .* as 1111111111111111-1$/,
    ),
    expect.stringMatching(/^2222222222222222 .*; 7 failed, the last at .* in NotPlanned with PlanUnknown$/),
    expect.stringMatching(/^3333333333333333 .*: given up, attempt 1 since /),
    '',
  ]);
  const json = await response('list', '--json', '--incident', FAILED.incidentId);
  expect(JSON.parse(json.out)).toMatchObject([{ input: { incidentId: FAILED.incidentId }, attempt: 1, failures: 7 }]);
});

test('a redrive claims and starts the next attempt at once, also of what was given up, and leaves alone what runs', async () => {
  const { status, out } = await redrive();
  expect(out).toBe(
    [
      '1111111111111111 version 1: left alone, running',
      '2222222222222222 version 1: resumed, failed',
      '3333333333333333 version 1: resumed, failed',
      '',
    ].join('\n'),
  );
  expect(status).toBe(0);
  const input = ({ venue, symbol, group, incidentId, version }: Incident) => ({
    venue,
    symbol,
    group,
    incidentId,
    version,
  });
  expect(started).toEqual(
    [FAILED, GIVEN_UP].map((incident) => [`${incident.incidentId}-1-2`, { ...input(incident), attempt: 2 }]),
  );
  expect(await readDueResponse(tables, GIVEN_UP)).toMatchObject({ attempt: 2, closed: null, told: 'nothing' });
  // Again before the execution is to be seen: the attempt that is claimed is started, and no other.
  await redrive('--incident', FAILED.incidentId);
  expect(started.slice(2)).toEqual([[`${FAILED.incidentId}-1-2`, { ...input(FAILED), attempt: 2 }]]);
});
