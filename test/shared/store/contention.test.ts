import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { receivePart, receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import type { Assessment } from '../../../shared/assessment/types.ts';
import type { Event } from '../../../shared/incident/decide.ts';
import { respondTo } from '../../../shared/response/open-response.ts';
import { isTransient } from '../../../shared/runtime/transient.ts';
import { acknowledgeAction } from '../../../shared/store/actions.ts';
import { openApproval, pressApproval, readApproval } from '../../../shared/store/approvals.ts';
import { writeAssessment } from '../../../shared/store/assessments.ts';
import { writeCalibration } from '../../../shared/store/calibrations.ts';
import { cancellationOf } from '../../../shared/store/contention.ts';
import { writeDispatch } from '../../../shared/store/dispatches.ts';
import { planActions } from '../../../shared/store/plan-actions.ts';
import { type ExplainedPlan, writePlan } from '../../../shared/store/plans.ts';
import { turnKillSwitch } from '../../../shared/store/policies.ts';
import { readSnapshot } from '../../../shared/store/snapshots.ts';
import { putItem, type Tables } from '../../../shared/store/tables.ts';
import type { Calibration } from '../../../shared/volatility/calibration.ts';
import { bytes, inTwoParts, wireBook } from '../../environment/books.ts';
import { contents, localClient, makeTables, NOW } from '../../environment/tables.ts';
import { asked, SUMMARY } from '../../functions/receive-interaction/officers.ts';
import { acknowledgement, action } from '../action/examples.ts';

afterEach(() => void jest.restoreAllMocks());

/** The same tables through a client that DynamoDB answers with an error, `times` times and only for one kind of command. */
function answering(tables: Tables, commandName: string, error: () => Error, times: number) {
  const client = localClient();
  let calls = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== commandName) return next(args);
      calls++;
      if (calls <= times) throw error();
      return next(args);
    },
    { step: 'initialize' },
  );
  return { tables: { ...tables, client }, calls: () => calls };
}

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const cancelling = (tables: Tables, codes: readonly string[], times: number) =>
  answering(tables, 'TransactWriteItemsCommand', () => cancelled(...codes), times);
const ALWAYS = Number.POSITIVE_INFINITY;

/** Without pauses. */
const atOnce = () => jest.spyOn(Math, 'random').mockReturnValue(0);

const ACTION = action();
const plannedOn = (tables: Tables) =>
  planActions(tables, { venue: 'demo', planId: 'plan-1', actions: [ACTION], taskToken: 't' });
const sighting = {
  rule: 'r',
  metric: 'leverage.weighted',
  value: 20,
  threshold: 16,
  regime: 'calm' as const,
  timestamp: NOW,
  snapshotId: 's',
};
const EVENT: Event = {
  ...{ venue: 'demo', symbol: 'BTC', group: 'leverage', severity: 'critical', order: 1, sighting },
  ...{ policyVersion: 1, codeVersion: 'test' },
};
const ASSESSMENT = {
  ...{ venue: 'demo', snapshotId: 's', sequence: 1, timestamp: NOW, late: false, policyVersion: 1, moves: [{}] },
} as unknown as Assessment;
const PLAN = {
  ...{ venue: 'demo', planId: 'plan-1', incidentId: 'i', snapshotId: 's', sequence: 1, timestamp: NOW },
  ...{ policyVersion: 1, codeVersion: 'test', round: 0, means: 'cap' as const, deleveraging: false },
};
const planOn = (tables: Tables) => writePlan(tables, PLAN, { reductions: [] } as unknown as ExplainedPlan, undefined);
const BASIS = { sequence: 1, policyVersion: 1, codeVersion: 'test', decidedAt: NOW, contractStep: null };
const NOTHING = async () => {};

interface Caller {
  readonly name: string;
  readonly before?: (tables: Tables) => Promise<unknown>;
  readonly work: (tables: Tables) => Promise<unknown>;
  /** What it makes of conditions that never hold, although nothing stands there: an error's name, or its answer. */
  readonly outrun: unknown;
}

/** Everything that writes by transaction. */
const CALLERS: Caller[] = [
  {
    name: 'a snapshot that becomes visible',
    work: (tables) => receiveSnapshot(tables, { venue: 'demo', body: bytes(wireBook()), format: 'json' }),
    outrun: 'SnapshotContended',
  },
  {
    name: 'a part before its announcement',
    work: (tables) =>
      receivePart(tables, { venue: 'demo', body: bytes(inTwoParts().parts[0]), format: 'json' }, 'snapshot-1', 1),
    outrun: 'PartContended',
  },
  {
    name: 'an acknowledgement',
    before: plannedOn,
    work: (tables) => acknowledgeAction(tables, acknowledgement(ACTION, 1, 'filled', [10, 20])),
    outrun: 'ActionContended',
  },
  { name: 'an action that is planned', work: plannedOn, outrun: 'ActionContended' },
  {
    name: 'an assessment that moves',
    work: (tables) => writeAssessment(tables, ASSESSMENT),
    outrun: 'AssessmentContended',
  },
  {
    name: 'an incident',
    work: (tables) => respondTo(tables, { start: NOTHING }, EVENT, 'warning'),
    outrun: 'IncidentContended',
  },
  { name: 'a plan', work: planOn, outrun: false },
  {
    name: 'a decision to dispatch',
    before: planOn,
    work: (tables) => writeDispatch(tables, 'demo', 'plan-1', { dispatched: true, actions: [ACTION], basis: BASIS }),
    outrun: 'DispatchContended',
  },
  {
    name: 'a calibration',
    work: (tables) => writeCalibration(tables, 'demo', { symbol: 'BTC', version: 1 } as Calibration),
    outrun: false,
  },
  {
    name: 'the kill switch',
    work: (tables) => turnKillSwitch(tables, 'demo', true, 'test'),
    outrun: 'PolicyContended',
  },
];

async function ready({ before }: Caller): Promise<Tables> {
  const tables = await makeTables();
  await before?.(tables);
  return tables;
}

const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    (answer) => Object.assign(new Error(`no failure, but ${JSON.stringify(answer)}`), { name: 'None' }),
    (error) => error,
  );

describe.each(CALLERS.map((caller) => [caller.name, caller] as const))('%s', (_, caller) => {
  test.each([
    [['ThrottlingError', 'None']],
    [['None', 'ProvisionedThroughputExceeded']],
    [['TransactionConflict', 'None']],
    [['TransactionConflict', 'ThrottlingError']],
  ])('cancelled three times for %j is written all the same, as if nothing had been', async (codes) => {
    atOnce();
    const clean = await ready(caller);
    await caller.work(clean);
    const tables = await ready(caller);
    const disturbed = cancelling(tables, codes, 3);
    await caller.work(disturbed.tables);
    expect(disturbed.calls()).toBeGreaterThan(3);
    expect(await contents(tables)).toEqual(await contents(clean));
  });

  test.each([
    [['ThrottlingError', 'None'], 'TransactionThrottled'],
    [['TransactionConflict', 'None'], 'TransactionContended'],
  ])(
    'cancelled again and again for %j fails as %s, which passes, and is written by the next call',
    async (codes, name) => {
      atOnce();
      const clean = await ready(caller);
      await caller.work(clean);
      const tables = await ready(caller);
      const error = await failure(caller.work(cancelling(tables, codes, ALWAYS).tables));
      expect(error).toMatchObject({ name });
      expect(isTransient(error)).toBe(true);
      await caller.work(tables);
      expect(await contents(tables)).toEqual(await contents(clean));
    },
  );

  test.each([[['ValidationError', 'None']], [['None', 'ItemCollectionSizeLimitExceeded']]])(
    'cancelled for %j fails at once and for good',
    async (codes) => {
      const disturbed = cancelling(await ready(caller), codes, ALWAYS);
      const error = await failure(caller.work(disturbed.tables));
      expect(error).toMatchObject({ name: 'TransactionRefused' });
      expect(isTransient(error)).toBe(false);
      expect(disturbed.calls()).toBe(1);
    },
  );

  test.each([[['None', 'ConditionalCheckFailed']], [['ThrottlingError', 'ConditionalCheckFailed']]])(
    'cancelled for %j is told that its condition did not hold, and takes nothing for written that is not there',
    async (codes) => {
      atOnce();
      const tables = await ready(caller);
      const disturbed = cancelling(tables, codes, ALWAYS);
      if (caller.outrun === false) {
        expect(await caller.work(disturbed.tables)).toBe(false);
        return;
      }
      const error = await failure(caller.work(disturbed.tables));
      expect(error).toMatchObject({ name: caller.outrun });
      expect(isTransient(error)).toBe(true);
    },
  );
});

test('of mixed reasons a refusal comes first, then a failed condition, throttling and a conflict', () => {
  const order = ['ValidationError', 'ConditionalCheckFailed', 'ThrottlingError', 'TransactionConflict', 'None'];
  const expected = ['refused', 'condition failed', 'throttled', 'contended', 'unknown'];
  for (let i = 0; i < order.length; i++) {
    expect(cancellationOf(order.slice(i))).toBe(expected[i]);
    expect(cancellationOf(order.slice(i).reverse())).toBe(expected[i]);
  }
});

test('a single write beside a transaction is made again, and if that lasts it fails as something that passes', async () => {
  atOnce();
  const tables = await makeTables();
  const conflict = () => new TransactionConflictException({ message: 'conflict', $metadata: { httpStatusCode: 400 } });
  const item = { pk: 'a', sk: 'b' };
  const disturbed = answering(tables, 'PutItemCommand', conflict, 3);
  expect(await putItem(disturbed.tables, tables.state, item)).toBe(true);
  expect(disturbed.calls()).toBe(4);
  const error = await failure(
    putItem(answering(tables, 'PutItemCommand', conflict, ALWAYS).tables, tables.state, item),
  );
  expect(error).toMatchObject({ name: 'TransactionConflictException' });
  expect(isTransient(error)).toBe(true);
});

describe('many writers at once, each of which comes again for what passes', () => {
  const again = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      return again(work);
    }
  };

  test('thirty snapshots of a venue are all visible', async () => {
    const tables = await makeTables();
    const sequences = Array.from({ length: 30 }, (_, i) => i + 1);
    const push = (sequence: number) =>
      receiveSnapshot(tables, { venue: 'demo', body: bytes(wireBook({ sequence })), format: 'json' });
    await Promise.all(sequences.map((sequence) => again(() => push(sequence))));
    for (const sequence of sequences) expect(await readSnapshot(tables, 'demo', sequence)).toBeDefined();
  });

  test('twenty officers press, and the two who came first have approved', async () => {
    const tables = await makeTables();
    const allowed = Array.from({ length: 20 }, (_, i) => `U${i}`);
    const { approvalId } = await openApproval(tables, asked({ needed: 2, allowed }), {
      summary: SUMMARY,
      taskToken: 't',
    });
    const pressed = await Promise.all(
      allowed.map((user) => again(() => pressApproval(tables, approvalId, { user, decision: 'approve' }))),
    );
    const counted = pressed.filter((one) => one?.outcome.change);
    expect(counted).toHaveLength(2);
    expect((await readApproval(tables, approvalId))?.approval).toMatchObject({ status: 'approved', version: 3 });
  });

  test('twenty events of one incident leave one incident, and each of its versions has started a response', async () => {
    const tables = await makeTables();
    const started = new Set<number>();
    const responder = { start: async ({ version }: { version: number }) => void started.add(version) };
    const severities = ['warning', 'critical', 'emergency'] as const;
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const event = { ...EVENT, order: i + 1, severity: severities[i % 3] as 'warning' };
        return again(() => respondTo(tables, responder, event, 'warning'));
      }),
    );
    const items = Object.entries(await contents(tables));
    expect(items.filter(([key]) => / incident#/.test(key) && / incident#[^ ]*$/.test(key))).toHaveLength(1);
    const newest = items.find(([key]) => key.endsWith(' newest'))?.[1] as { incident: { version: number } };
    expect(started).toEqual(new Set(Array.from({ length: newest.incident.version }, (_, i) => i + 1)));
  });
});
