import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { assessSnapshot } from '../../functions/assess-snapshot/assess-snapshot.ts';
import { openResponses } from '../../functions/open-response/open-response.ts';
import { receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import { type SlackStandIn, startSlackStandIn } from '../../infra/local/slack/server.ts';
import { actionsFrom } from '../../shared/action/batch.ts';
import type { Action } from '../../shared/action/types.ts';
import { newApproval } from '../../shared/approval/decide.ts';
import type { Incident } from '../../shared/incident/types.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { notifyOfficers } from '../../shared/response/notify.ts';
import { approvalOf, planIdOf, planResponse } from '../../shared/response/plan-response.ts';
import { summaryOf } from '../../shared/response/plan-summary.ts';
import { replayResponse } from '../../shared/response/replay-response.ts';
import { openSlack } from '../../shared/slack/web-client.ts';
import type { Clock } from '../../shared/snapshot/age.ts';
import { openApproval } from '../../shared/store/approvals.ts';
import { readAssessmentRecord } from '../../shared/store/assessments.ts';
import { writeDispatch } from '../../shared/store/dispatches.ts';
import { readNewestIncident } from '../../shared/store/incidents.ts';
import { readPlan, readPlanRecord } from '../../shared/store/plans.ts';
import { readPolicy, writePolicy } from '../../shared/store/policies.ts';
import { type CompleteSnapshot, readSnapshot } from '../../shared/store/snapshots.ts';
import { getItem, putItem, type Tables } from '../../shared/store/tables.ts';
import { noteDone } from '../../shared/store/verifications.ts';
import { type BookOptions, bytes, wireBook } from '../environment/books.ts';
import { cli } from '../environment/cli.ts';
import { dyingAt, makeTables } from '../environment/tables.ts';
import { reduction, terms } from '../shared/action/examples.ts';

const KEY = { venue: 'demo', symbol: 'BTC/USDT:USDT', group: 'leverage' };
const TOKEN = 'xoxb-test';
const HOUR_MS = 3_600_000;
const BASIS = { sequence: 1, policyVersion: 1, codeVersion: 'test', decidedAt: 0, contractStep: null };

let stand: SlackStandIn;
let tables: Tables;
/** Time of the book of sequence 0; one an hour follows. */
let start: number;
/** Each book comes when it is taken. */
let clock: number;
beforeEach(async () => {
  stand = await startSlackStandIn({ token: TOKEN, channels: ['#risk'], burst: 1_000 });
  start = clock = Date.UTC(2026, 0, 1);
  tables = await makeTables(() => clock);
});
afterEach(() => stand.close());

const slack = (token = TOKEN) => openSlack({ token, apiUrl: stand.apiUrl, timeoutMs: 500, patienceMs: 0 });

async function seen(
  options: BookOptions,
  change: (market: { readonly leverageTiers: object }) => object = (market) => market,
): Promise<void> {
  const { sequence = 1, timestamp = start + sequence * HOUR_MS } = options;
  clock = timestamp;
  const book = wireBook({ accounts: 40, ...options, timestamp });
  const markets = book.markets.map((market) => change({ ...market, leverageTiers: TIERS }));
  await receiveSnapshot(tables, { venue: KEY.venue, body: bytes({ ...book, markets }), format: 'json' });
  await assessSnapshot(
    tables,
    DEFAULT_POLICY,
    'test',
    (await readSnapshot(tables, KEY.venue, sequence)) as CompleteSnapshot,
  );
  const record = await readAssessmentRecord(tables, KEY.venue, sequence);
  if (record?.moved) await openResponses(tables, { start: async () => undefined }, DEFAULT_POLICY, record);
}

/** As low as what the policy assumes without them. */
const TIERS = [
  { tier: 1, minNotional: 0, maxNotional: 1e12, maintenanceMarginRate: 0.005, maxLeverage: 100, currency: 'USDT' },
];

/** A book at sixty times, and its incident, of which the officers have been told. A calm one came before: volatility is known. */
async function overleveraged(): Promise<Incident> {
  await seen({ sequence: 0, leverage: 5 });
  await seen({ sequence: 1, leverage: 60 });
  const incident = (await readNewestIncident(tables, KEY)) as Incident;
  await notifyOfficers(tables, slack(), '#risk', incident);
  return incident;
}

const plan = (incident: Incident, on = tables, with_ = slack(), policy = DEFAULT_POLICY, bookClock: Clock = 'wall') =>
  planResponse(
    { tables: on, slack: with_ },
    { succeed: async () => true, heartbeat: async () => true },
    { policy, codeVersion: 'test', takesActions: false, clock: bookClock },
    incident,
  );
const replies = () => stand.messages().filter(({ threadTs }) => threadTs !== undefined);

describe('a plan', () => {
  test('is stored with what it was made on, and proposed in the incident’s thread', async () => {
    const incident = await overleveraged();
    expect(await plan(incident)).toMatchObject({ planned: true, act: false, planId: planIdOf(incident) });
    const record = await readPlanRecord(tables, KEY.venue, planIdOf(incident));
    expect(record).toMatchObject({ sequence: 1, snapshotId: 'snapshot-1', policyVersion: 1, codeVersion: 'test' });
    const stored = await readPlan(tables, record as NonNullable<typeof record>);
    expect(stored.unmet).toEqual([]);
    expect(stored.after.markets[0]?.excessShare).toBeLessThanOrEqual(DEFAULT_POLICY.deleveraging.targets.excessShare);
    expect(stored.frontier.length).toBeGreaterThan(5);
    const [reply] = replies();
    expect(reply?.text).toMatch(/^Proposed: close [\d.,]+M? of 40 positions$/);
    expect(JSON.stringify(reply?.blocks)).toMatch(/40 positions reduced to a leverage cap/);
    expect(JSON.stringify(reply?.blocks)).toMatch(/nothing is done: the venue takes no actions/);
  });

  test('asked for again is the same plan, told once', async () => {
    const incident = await overleveraged();
    await plan(incident);
    const before = await readPlanRecord(tables, KEY.venue, planIdOf(incident));
    await seen({ sequence: 2, leverage: 30 });
    expect(await plan(incident)).toMatchObject({ planned: true, act: false, planId: planIdOf(incident) });
    expect(await readPlanRecord(tables, KEY.venue, planIdOf(incident))).toEqual(before);
    expect(replies()).toHaveLength(1);
  });

  test('of a response that is resumed leaves the steps after it what is left of their time', async () => {
    const incident = await overleveraged();
    const { approval, dispatch } = DEFAULT_POLICY.response;
    const whole = {
      approvalSeconds: approval.expiresAfterMs / 1_000 + 60,
      dispatchSeconds: dispatch.withinMs / 1_000 + 60,
    };
    expect(await plan(incident)).toMatchObject(whole);
    const record = (await readPlanRecord(tables, KEY.venue, planIdOf(incident)))!;
    const expiresAt = clock + approval.expiresAfterMs;
    const request = { ...approvalOf(record), needed: 1 as const, allowed: [], openedAt: clock, expiresAt };
    const summary = summaryOf(await readPlan(tables, record));
    await openApproval(tables, newApproval({ ...request, onExpiry: 'stand down' }), { summary, taskToken: 't' });
    clock += 600_000;
    expect(await plan(incident)).toMatchObject({ ...whole, approvalSeconds: whole.approvalSeconds - 600 });
    const basis = { ...BASIS, decidedAt: clock };
    await writeDispatch(tables, KEY.venue, record.planId, { dispatched: true, actions: [], basis });
    clock += 3_600_000;
    expect(await plan(incident)).toMatchObject({
      // A minute beyond the officers' time, as always: what is pressed in the last second still finds somebody who waits.
      approvalSeconds: 60,
      dispatchSeconds: whole.dispatchSeconds - 3_600,
    });
    clock += dispatch.withinMs;
    // Longer than the venue may be silent, as Step Functions wants it.
    expect(await plan(incident)).toMatchObject({ dispatchSeconds: 660, silenceSeconds: 600 });
  });

  test('asked for twice at once is made and told of by one at least, and stored once', async () => {
    const incident = await overleveraged();
    const outcomes = await Promise.all([plan(incident), plan(incident)]);
    expect(outcomes).toMatchObject([0, 1].map(() => ({ planned: true, planId: planIdOf(incident) })));
  });

  test('of the venue is enough for the incidents that come with it', async () => {
    const incident = await overleveraged();
    await plan(incident);
    expect(await plan({ ...incident, version: 2 })).toEqual({ planned: false, act: false, reason: 'planned lately' });
  });

  test('with a crash between any two writes, and the call that comes again, is stored and told', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let nth = 0; ; nth++) {
        tables = await makeTables(() => clock);
        const incident = await overleveraged();
        const dying = dyingAt(tables, nth, when);
        await plan(incident, dying.tables).catch(() => undefined);
        if (!dying.died()) break;
        const told = replies().length;
        expect(await plan(incident)).toMatchObject({ planned: true, act: false, planId: planIdOf(incident) });
        // A crash after the post and before its note tells twice, rather than never.
        expect(replies().length - told).toBeLessThanOrEqual(1);
        expect(nth).toBeLessThan(5);
      }
    }
  });

  test('that Slack does not take fails, and the next try tells of the very same', async () => {
    const incident = await overleveraged();
    await expect(plan(incident, tables, slack('wrong'))).rejects.toThrow(/invalid_auth/);
    const before = await readPlanRecord(tables, KEY.venue, planIdOf(incident));
    expect(before).toBeDefined();
    await plan(incident);
    expect(await readPlanRecord(tables, KEY.venue, planIdOf(incident))).toEqual(before);
    expect(replies()).toHaveLength(1);
  });
});

describe('replayed', () => {
  test('a plan is the same to the last bit, also once the book has moved on', async () => {
    const incident = await overleveraged();
    await plan(incident);
    await seen({ sequence: 2, leverage: 30 });
    expect(await replayResponse(tables, KEY.venue, planIdOf(incident))).toMatchObject({ same: true });
  });

  test('a plan is made by the policy that was in force then, whatever is in force now', async () => {
    const incident = await overleveraged();
    const by = { by: 'test', before: 1 };
    await writePolicy(tables, KEY.venue, { deleveraging: { targets: { excessShare: 0.03 } } }, by);
    await plan(incident, tables, slack(), await readPolicy(tables, KEY.venue));
    await writePolicy(tables, KEY.venue, { deleveraging: { targets: { excessShare: 0.01 } } }, { ...by, before: 2 });
    const replay = await replayResponse(tables, KEY.venue, planIdOf(incident));
    expect(replay).toMatchObject({ same: true, record: { policyVersion: 2 } });
  });

  test('under terms that changed without a version, what differs is named', async () => {
    const incident = await overleveraged();
    await writePolicy(tables, KEY.venue, {}, { by: 'test', before: 1 });
    await plan(incident, tables, slack(), await readPolicy(tables, KEY.venue));
    const version = { pk: `policy#${KEY.venue}`, sk: 'version#00000002' };
    const stored = await getItem(tables, tables.state, version.pk, version.sk);
    const overlay = JSON.stringify({ deleveraging: { targets: { excessShare: 0.04 } } });
    await putItem(tables, tables.state, { ...stored, ...version, overlay });
    const replay = await replayResponse(tables, KEY.venue, planIdOf(incident));
    expect(replay).toMatchObject({ same: false });
    expect(replay.same === false && replay.decisions[0]?.differences).toContain('/targets/excessShare');
  });

  test('by the command line it says so, with status 0, and 1 for one that is not there', async () => {
    // Another process has the time of day, and what is past its retention is gone.
    start = Date.now() - HOUR_MS;
    const incident = await overleveraged();
    await plan(incident);
    const where = ['--venue', KEY.venue, '--state', tables.state, '--snapshots', tables.snapshots];
    const endpoint = ['--endpoint', process.env.DYNAMODB_LOCAL_ENDPOINT as string];
    const { status, out } = await cli('replay', planIdOf(incident), ...where, ...endpoint);
    expect(out).toMatch(/plan, on snapshot 1 by policy 1 and code test: the same to the last bit\n$/);
    expect(status).toBe(0);
    const none = await cli('replay', 'none', ...where, ...endpoint);
    expect([none.status, none.err]).toEqual([1, 'Plan none cannot be made again: there is no plan none of demo\n']);
  });
});

describe('no plan is made', () => {
  test('of an incident that deleveraging does not help against, or that is not bad enough', async () => {
    const incident = await overleveraged();
    const policy = { ...DEFAULT_POLICY, response: { ...DEFAULT_POLICY.response, groups: ['collapse'] } };
    expect(await plan(incident, tables, slack(), policy)).toEqual({
      planned: false,
      act: false,
      reason: 'not asked for',
    });
  });

  test('while the venue is at work on the last one, until a newer book shows what that has closed', async () => {
    const incident = await overleveraged();
    await plan(incident);
    const [action] = actionsFrom([reduction('account-0', { contracts: 1 })], terms({ planId: planIdOf(incident) }));
    await writeDispatch(tables, KEY.venue, planIdOf(incident), {
      dispatched: true,
      actions: [action as Action],
      basis: BASIS,
    });
    const next = { ...incident, version: 2 };
    await seen({ sequence: 2, leverage: 60 });
    expect(await plan(next)).toEqual({ planned: false, act: false, reason: 'at work' });
    await noteDone(tables, KEY.venue, planIdOf(incident), 2, HOUR_MS);
    expect(await plan(next)).toEqual({ planned: false, act: false, reason: 'at work' });
    await seen({ sequence: 3, leverage: 60 });
    expect(await plan(next)).toMatchObject({ planned: true });
  });

  test('by a response that ended in the middle for no longer than it could have taken', async () => {
    const incident = await overleveraged();
    await plan(incident);
    await writeDispatch(tables, KEY.venue, planIdOf(incident), { dispatched: true, actions: [], basis: BASIS });
    const next = { ...incident, version: 2 };
    const { dispatch, verification } = DEFAULT_POLICY.response;
    const over = Date.UTC(2026, 0, 1) + HOUR_MS + dispatch.withinMs + verification.withinMs;
    await seen({ sequence: 2, leverage: 60, timestamp: over - 1 });
    expect(await plan(next)).toMatchObject({ planned: false, reason: 'at work' });
    await seen({ sequence: 3, leverage: 60, timestamp: over });
    expect(await plan(next)).toMatchObject({ planned: true });
  });

  test('on data that have failed their checks', async () => {
    const incident = await overleveraged();
    await seen({ sequence: 2, leverage: 60 }, (market) => ({
      ...market,
      orderBook: { bids: [[50_100, 1]], asks: [[49_900, 1]] },
    }));
    expect(await plan(incident)).toEqual({ planned: false, act: false, reason: 'integrity' });
    expect(replies()).toEqual([]);
  });

  test('on a book that is older than the policy allows; by its receipt where days of the past are replayed', async () => {
    const incident = await overleveraged();
    const { bookAgeMs } = DEFAULT_POLICY.response.dispatch;
    clock += bookAgeMs + 1;
    expect(await plan(incident)).toEqual({ planned: false, act: false, reason: 'stale' });
    expect(await plan(incident, tables, slack(), DEFAULT_POLICY, 'replay')).toMatchObject({ reason: 'stale' });
    clock -= 1;
    expect(await plan(incident)).toMatchObject({ planned: true });
  });

  test('on a market whose maintenance rates or volatility are assumed', async () => {
    const incident = await overleveraged();
    await seen({ sequence: 2, leverage: 60 }, ({ leverageTiers: _, ...market }) => market);
    expect(await plan(incident)).toEqual({ planned: false, act: false, reason: 'assumed' });
    tables = await makeTables(() => clock);
    await seen({ sequence: 1, leverage: 60 });
    const first = (await readNewestIncident(tables, KEY)) as Incident;
    expect(await plan(first)).toEqual({ planned: false, act: false, reason: 'assumed' });
    expect(replies()).toEqual([]);
  });

  test('once the incident is over', async () => {
    await overleveraged();
    await seen({ sequence: 2, leverage: 2, timestamp: Date.UTC(2026, 0, 1) + 2 * HOUR_MS });
    const resolved = (await readNewestIncident(tables, KEY)) as Incident;
    expect(resolved.status).toBe('resolved');
    expect(await plan(resolved)).toEqual({ planned: false, act: false, reason: 'resolved' });
  });
});
