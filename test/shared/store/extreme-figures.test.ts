import { beforeEach, expect, test } from '@jest/globals';
import { actionsFrom } from '../../../shared/action/batch.ts';
import { newApproval } from '../../../shared/approval/decide.ts';
import { DEFAULT_FEED_TERMS } from '../../../shared/incident/feed/terms.ts';
import type { Incident, Sighting } from '../../../shared/incident/types.ts';
import { readActionState } from '../../../shared/store/actions.ts';
import { openApproval, pressApproval, readApproval } from '../../../shared/store/approvals.ts';
import { readDispatch, writeDispatch } from '../../../shared/store/dispatches.ts';
import { readHistory, readNewestIncident, writeTransition } from '../../../shared/store/incidents.ts';
import { readLatest, writeLatest } from '../../../shared/store/market-data.ts';
import { planActions, readPlanProgress } from '../../../shared/store/plan-actions.ts';
import { completeSnapshot, readSnapshot } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { readVerification, writeVerification } from '../../../shared/store/verifications.ts';
import { makeTables, NOW } from '../../environment/tables.ts';
import { reduction, terms } from '../action/examples.ts';

/** Figures that DynamoDB's numbers, or the SDK's mapping, do not hold: in rupiah, in the units of a token, or all but nothing. */
const FIGURES = [
  9.1e15,
  2 ** 53 + 2,
  1e27,
  1e-131,
  1e-300,
  5e-324,
  1.5e300,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
];

let tables: Tables;
beforeEach(async () => {
  tables = await makeTables();
});

test.each(FIGURES)('%p stops no snapshot, incident, approval or action that it is a figure of', async (figure) => {
  const header = { snapshotId: 'a', sequence: 1, timestamp: NOW, parts: 1 };
  const insuranceFund = { currency: 'IDR', balance: -figure };
  await completeSnapshot(tables, 'demo', { ...header, insuranceFund }, [], DEFAULT_FEED_TERMS);
  expect((await readSnapshot(tables, 'demo', 1))?.header.insuranceFund).toEqual(insuranceFund);

  const sighting = {
    rule: 'r',
    metric: 'm',
    value: figure,
    threshold: -figure,
    regime: null,
    timestamp: NOW,
    snapshotId: null,
  };
  const incident: Incident = {
    ...{
      venue: 'demo',
      symbol: '*',
      group: 'g',
      incidentId: 'i',
      status: 'open',
      severity: 'warning',
      worst: 'warning',
    },
    ...{ version: 1, order: 1, openedAt: NOW, resolvedAt: null, policyVersion: 1, codeVersion: 'test' },
    ...{ opened: sighting as Sighting, latest: sighting as Sighting },
  };
  expect(await writeTransition(tables, undefined, 'opened', incident)).toBe(true);
  expect(await readNewestIncident(tables, incident)).toEqual(incident);
  const worse: Incident = { ...incident, version: 2, severity: 'critical' };
  expect(await writeTransition(tables, incident, 'escalated', worse)).toBe(true);
  expect((await readHistory(tables, incident, 'i')).map((entry) => entry.incident)).toEqual([incident, worse]);

  const market = { leverage: figure, excessShare: figure, collapseProbability: figure };
  const summary = {
    ...{ currency: 'IDR', markets: [{ symbol: 's', before: market, after: market }], positions: 1, accounts: 1 },
    ...{ notional: figure, cost: -figure, topAccounts: [{ accountId: 'a', notional: figure, cost: figure }] },
  };
  const opened = newApproval({
    ...{ venue: 'demo', planId: 'plan-1', planHash: 'h', needed: 1, allowed: ['U1'] },
    ...{ openedAt: NOW, expiresAt: NOW + 1, onExpiry: 'stand down' },
  });
  await openApproval(tables, opened, { summary, taskToken: 't' });
  const pressed = await pressApproval(tables, opened.approvalId, { user: 'U1', decision: 'approve' });
  expect(pressed?.outcome).toMatchObject({ change: true, reason: 'approved' });
  expect((await readApproval(tables, opened.approvalId))?.summary).toEqual(summary);

  const basis = { sequence: 1, policyVersion: 1, codeVersion: 'test', decidedAt: NOW, contractStep: figure };
  await writeDispatch(tables, 'demo', 'plan-1', { dispatched: false, reason: 'moved', basis });
  expect(await readDispatch(tables, 'demo', 'plan-1')).toEqual({ dispatched: false, reason: 'moved', basis });
  const verified = {
    verification: { verdict: 'not improved', missedBefore: figure, missedNow: figure },
    ...{ following: 'human' as const, sequence: 1, policyVersion: 1, codeVersion: 'test' },
  } as const;
  await writeVerification(tables, 'demo', 'plan-1', verified);
  expect(await readVerification(tables, 'demo', 'plan-1')).toEqual(verified);

  const orderBook = { bids: [[figure, figure]], asks: [] } as const;
  const latest = { venue: 'demo', symbol: 's', timestamp: NOW, markPrice: figure, orderBook, faults: [] };
  await writeLatest(tables, { ...latest, candles: [] });
  expect(await readLatest(tables, 'demo', 's')).toEqual(latest);
});

test.each(FIGURES.filter(Number.isFinite))('%p can be the worth of an action', async (notional) => {
  const actions = actionsFrom([reduction('a', { notional })], terms());
  await planActions(tables, { venue: 'demo', planId: 'plan-1', actions });
  const [action] = actions;
  expect(await readActionState(tables, action?.actionId ?? '')).toMatchObject({ ordered: notional, filled: 0 });
  expect((await readPlanProgress(tables, 'demo', 'plan-1'))?.actions).toMatchObject([{ ordered: notional }]);
});
