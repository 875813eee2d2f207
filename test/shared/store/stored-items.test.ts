import { beforeAll, describe, expect, test } from '@jest/globals';
import { readAction, readActionState } from '../../../shared/store/actions.ts';
import { readApproval, readAsked } from '../../../shared/store/approvals.ts';
import {
  readAssessment,
  readAssessmentRecord,
  readFundState,
  readMarketStates,
  readNewestAssessmentRecord,
} from '../../../shared/store/assessments.ts';
import { readCalibration, readCalibrationTry } from '../../../shared/store/calibrations.ts';
import { isDigestPosted, readDigestNotes } from '../../../shared/store/digest.ts';
import { readDispatch } from '../../../shared/store/dispatches.ts';
import { readHistory, readIncident, readNewestIncident } from '../../../shared/store/incidents.ts';
import { readAllLatest, readBars, readLatest } from '../../../shared/store/market-data.ts';
import { readNotificationLog } from '../../../shared/store/notifications.ts';
import { readPlanProgress, readTaskToken } from '../../../shared/store/plan-actions.ts';
import { isTold, readNewestPlan, readPlan, readPlanRecord } from '../../../shared/store/plans.ts';
import { readPolicyInForce, readStoredPolicy } from '../../../shared/store/policies.ts';
import {
  landedParts,
  readBook,
  readCursor,
  readFragments,
  readIncomplete,
  readSnapshot,
} from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { readDone, readVerification, readWaiting } from '../../../shared/store/verifications.ts';
import { load, plain, storedBy } from '../../environment/stored-items.ts';
import { makeTables } from '../../environment/tables.ts';

/** Today's readers, by the names under which the ones of the time are noted. */
const READERS = {
  readAction,
  readActionState,
  readApproval,
  readAsked,
  readAssessment,
  readAssessmentRecord,
  readFundState,
  readMarketStates,
  readNewestAssessmentRecord,
  readCalibration,
  readCalibrationTry,
  isDigestPosted,
  readDigestNotes,
  readDispatch,
  readHistory,
  readIncident,
  readNewestIncident,
  readAllLatest,
  readBars,
  readLatest,
  readNotificationLog,
  readPlanProgress,
  readTaskToken,
  isTold,
  readNewestPlan,
  readPlan,
  readPlanRecord,
  readPolicyInForce,
  readStoredPolicy,
  landedParts,
  readBook,
  readCursor,
  readIncomplete,
  readSnapshot,
  readDone,
  readVerification,
  readWaiting,
} as unknown as Record<string, (tables: Tables, ...args: readonly unknown[]) => Promise<unknown>>;

/** Kept for people: no code reads them. */
const UNREAD = new Set(['late-acknowledgement']);

describe.each(['9826ce7'])('the items that %s has stored', (commit) => {
  const then = storedBy(commit);
  /** Keys of the items that DynamoDB has answered with. */
  const found = new Set<string>();
  let tables: Tables;

  beforeAll(async () => {
    tables = await makeTables(() => then.now);
    await load(tables, then);
    tables.client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        const {
          Item,
          Items = [],
          Responses = {},
        } = answer.output as {
          Item?: object;
          Items?: object[];
          Responses?: Record<string, object[]>;
        };
        for (const item of [...(Item ? [Item] : Items), ...Object.values(Responses).flat()]) found.add(keyOf(item));
        return answer;
      },
      { step: 'initialize' },
    );
  });

  test.each(then.reads.map((one, i) => [i, one.read, one] as const))(
    '%i: %s reads what it read then',
    async (...of) => {
      const [, name, { args, value }] = of;
      const read = READERS[name];
      if (!read) throw new Error(`There is no reader ${name} any more`);
      const now = JSON.parse(JSON.stringify({ value: plain(await read(tables, ...args)) }));
      // What is read today may say more, and never something else.
      expect(now).toMatchObject({ value });
    },
  );

  test('are all read by something', async () => {
    // Also the bodies of a book that was not complete yet.
    for (const [, venue = '', snapshotId = ''] of then.state
      .filter(({ type }) => type?.S === 'part')
      .map(({ pk }) => pk?.S?.split('#') ?? []))
      await readFragments(
        tables,
        (await landedParts(tables, venue, snapshotId)).map(({ blob }) => blob),
      );
    const items = [...then.state, ...then.snapshots];
    const left = items.filter((item) => !found.has(keyOf(item)) && !UNREAD.has(item.type?.S ?? ''));
    expect(left.map(keyOf)).toEqual([]);
    expect(new Set(then.state.map(({ type }) => type?.S)).size).toBe(33);
  });
});

const keyOf = (item: object): string => {
  const { pk, sk } = item as Record<'pk' | 'sk', { S: string }>;
  return `${pk.S} ${sk.S}`;
};
