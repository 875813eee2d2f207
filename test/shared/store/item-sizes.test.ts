import { readdirSync, readFileSync } from 'node:fs';
import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from '@jest/globals';
import { plannedState } from '../../../shared/action/send.ts';
import type { Action } from '../../../shared/action/types.ts';
import { newApproval } from '../../../shared/approval/decide.ts';
import type { Assessment, MarketState, VenueState } from '../../../shared/assessment/types.ts';
import { DEFAULT_FEED_TERMS } from '../../../shared/incident/feed/terms.ts';
import { finding } from '../../../shared/integrity/finding.ts';
import { BAR_BYTES } from '../../../shared/market-data/bar-columns.ts';
import { BOOK_LEVELS } from '../../../shared/market-data/exchange-readings.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { summaryOf } from '../../../shared/response/plan-summary.ts';
import type { Fragment } from '../../../shared/snapshot/fragment.ts';
import { LIMITS } from '../../../shared/snapshot/limits.ts';
import { parseSnapshot } from '../../../shared/snapshot/parse.ts';
import type { Candle } from '../../../shared/snapshot/types.ts';
import { acknowledgeAction, actionKey, endAction, writeState } from '../../../shared/store/actions.ts';
import { noteAsked, openApproval } from '../../../shared/store/approvals.ts';
import { arrivalItem } from '../../../shared/store/arrivals.ts';
import {
  noteResponded,
  readAssessmentRecord,
  writeAssessment,
  writeFundState,
  writeMarketStates,
  writeVenueState,
} from '../../../shared/store/assessments.ts';
import { writeBlob } from '../../../shared/store/blobs.ts';
import { noteCalibrationTry, writeCalibration } from '../../../shared/store/calibrations.ts';
import { noteDigestPosted, noteForDigest } from '../../../shared/store/digest.ts';
import { writeDispatch } from '../../../shared/store/dispatches.ts';
import { type DueResponse, moveDueResponse, readDueResponse } from '../../../shared/store/due-responses.ts';
import { noteFailure } from '../../../shared/store/failures.ts';
import { writeTransition } from '../../../shared/store/incidents.ts';
import { appendBars, writeLatest } from '../../../shared/store/market-data.ts';
import { writeMovesProgress } from '../../../shared/store/moves-progress.ts';
import { writeNotificationLog } from '../../../shared/store/notifications.ts';
import { planActions } from '../../../shared/store/plan-actions.ts';
import { noteTold, writePlan } from '../../../shared/store/plans.ts';
import { writePolicy } from '../../../shared/store/policies.ts';
import { noteRefusal } from '../../../shared/store/refusals.ts';
import { resetVenue } from '../../../shared/store/reset.ts';
import { completeSnapshot, headerKey, type LandedPart, landPart } from '../../../shared/store/snapshots.ts';
import { absent, putItem, type Tables } from '../../../shared/store/tables.ts';
import { lookForUnsettled } from '../../../shared/store/unsettled.ts';
import { awaitAssessment, noteDone, writeVerification } from '../../../shared/store/verifications.ts';
import { uncalibrated } from '../../../shared/volatility/regime-terms.ts';
import { wireBook } from '../../environment/books.ts';
import { itemBytes, LARGEST_ITEM } from '../../environment/item-size.ts';
import { makeTables, NOW } from '../../environment/tables.ts';
import {
  ACTIONS,
  FIGURE,
  INCIDENT_ID,
  incident,
  MESSAGE,
  name,
  PLAN,
  PLAN_ID,
  REASON,
  SENTENCES,
  SNAPSHOT_ID,
  SUMMARY,
  SYMBOL,
  SYMBOLS,
  TOKEN,
  VENUE,
} from './largest.ts';

let tables: Tables;
/** The largest item of each type in bytes; chunks of blobs under `chunk`. */
const largest = new Map<string, number>();

beforeAll(async () => {
  tables = await makeTables();
  await writeSnapshots();
  await writeAssessments();
  await writeMarketData();
  await writeResponse();
  await writeOther();
  await writeFeed();
  await weighAll();
  // A reset moves what it sets aside: weighed before and after.
  expect(await resetVenue(tables, VENUE, { to: 20, by: REASON, why: REASON })).toMatchObject({ done: true });
  await weighAll();
}, 240_000);

async function weighAll(): Promise<void> {
  for (const TableName of [tables.state, tables.snapshots]) {
    for await (const { Items = [] } of paginateScan({ client: tables.client }, { TableName })) {
      for (const item of Items as Record<string, AttributeValue>[]) {
        const type = item.type?.S ?? item.sk?.S ?? '';
        largest.set(type, Math.max(largest.get(type) ?? 0, itemBytes(item)));
      }
    }
  }
}

/** What a venue's feed leaves beside its snapshots. */
async function writeFeed(): Promise<void> {
  const most = Number.MAX_SAFE_INTEGER;
  const error = Object.assign(new Error(SENTENCES), { name: 'E'.repeat(200) });
  await noteFailure(tables, VENUE, { consumer: 'assess-snapshot', sequence: most }, error);
  await writeUnassessed();
  expect((await lookForUnsettled(tables, VENUE, NOW)).unsettled.length).toBeGreaterThan(100);
  const failed = Array.from({ length: 2_000 }, (_, i) => 43_000 + i);
  await writeMovesProgress(tables, VENUE, { sequence: most, turn: most, plan: 'f'.repeat(32), done: 45_000, failed });
  await noteRefusal(tables, VENUE, { kind: 'sequence-jump', given: most, detail: SENTENCES.slice(0, 1_000) }, 600_000);
  const place = { sequence: most, timestamp: NOW };
  const size = { openInterest: FIGURE, positions: most, accounts: most };
  const state: VenueState = {
    sequence: most,
    cursor: { ...place, before: place },
    rules: Object.fromEntries(DEFAULT_POLICY.rules.map((rule) => [rule.name, { level: 'emergency' as const }])),
    moves: DEFAULT_POLICY.rules.map(({ name: rule, group, metric }) => ({
      ...{ symbol: '*', group, rule, metric, value: FIGURE, threshold: FIGURE, regime: 'stressed' as const },
      ...{ from: 'normal' as const, to: 'emergency' as const, detail: SENTENCES.slice(0, 1_500) },
    })),
    policyVersion: 99_999_999,
    findings: Array.from({ length: 10 }, () => finding('book-shrunk', 'doubtful', SENTENCES.slice(0, 1_000))),
    size,
    shrunk: { ...size, since: NOW, sequence: most },
  };
  await writeVenueState(tables, VENUE, state, SYMBOLS, undefined);
}

async function writeSnapshots(): Promise<void> {
  const header = (sequence: number) => ({
    snapshotId: SNAPSHOT_ID,
    sequence,
    timestamp: NOW,
    parts: LIMITS.parts,
    insuranceFund: { currency: name(0, 32), balance: -1.2345678901234568e29 },
  });
  const parsed = parseSnapshot(Buffer.from(JSON.stringify(wireBook({ snapshotId: SNAPSHOT_ID, parts: 2 }))), {
    format: 'json',
    role: 'snapshot',
  });
  const fragment = { ...(parsed as { fragment: Fragment }).fragment, header: header(1) };
  await landPart(tables, VENUE, SNAPSHOT_ID, 0, 'd'.repeat(64), fragment as Fragment);
  const parts = Array.from({ length: LIMITS.parts + 1 }, (_, part): LandedPart => {
    const key = `${VENUE}#${SNAPSHOT_ID}#${part}#${'f'.repeat(32)}`;
    return {
      part,
      digest: 'd'.repeat(64),
      blob: { key, chunks: 200, bytes: LIMITS.unpackedBytes },
      positions: 1e9,
      accounts: 1e9,
    };
  });
  const sequenceJump = { base: Number.MAX_SAFE_INTEGER, perSecond: 0 };
  const leaping = { ...DEFAULT_FEED_TERMS, sequenceJump };
  // By ones, and then by leaps: the cursor remembers what is missing.
  for (let step = 1; step <= 20; step++)
    await completeSnapshot(tables, VENUE, header(step), parts.slice(0, 1), leaping);
  for (let step = 20; step < 40; step++)
    await completeSnapshot(tables, VENUE, header(2 ** (step + 12)), parts.slice(0, 1), leaping);
  const last = await completeSnapshot(tables, VENUE, header(Number.MAX_SAFE_INTEGER), parts, leaping);
  expect(last).toMatchObject({ first: true });
}

/** More than the list of what is outstanding remembers, with the longest keys. */
async function writeUnassessed(): Promise<void> {
  const first = Number.MAX_SAFE_INTEGER - 200;
  for (let i = 0; i < 101; i++) {
    const item = { pk: `venue#${VENUE}`, sk: headerKey(first + i), type: 'snapshot', header: { snapshotId: 's' } };
    await putItem(tables, tables.state, item);
    await putItem(tables, tables.state, arrivalItem(tables, VENUE, { sequence: first + i, receivedAt: NOW - i }));
  }
}

async function writeAssessments(): Promise<void> {
  const move = {
    ...{ symbol: SYMBOL, group: 'g'.repeat(64), rule: 'r'.repeat(64), metric: 'concentration.short.top10' as const },
    ...{
      value: FIGURE,
      threshold: FIGURE,
      regime: 'stressed' as const,
      from: 'critical' as const,
      to: 'emergency' as const,
    },
  };
  const rules = Array.from({ length: 100 }, (_, i) => `${i}`.padStart(64, 'r'));
  const pending = { watch: NOW, warning: NOW, critical: NOW, emergency: NOW };
  const place = { sequence: Number.MAX_SAFE_INTEGER, snapshotId: SNAPSHOT_ID, timestamp: NOW };
  const state = {
    symbol: SYMBOL,
    sequence: Number.MAX_SAFE_INTEGER,
    // Below 8 KB and 2 KB as JSON, as their own comments have it and their own tests hold them to.
    volatility: { padding: 'x'.repeat(8_192) },
    integrity: { padding: 'x'.repeat(2_048) },
    candle: { timestamp: NOW, open: FIGURE, high: FIGURE, low: FIGURE, close: FIGURE, baseVolume: FIGURE },
    rules: Object.fromEntries(rules.map((rule) => [rule, { level: 'critical', pending }])),
    hhi: Array.from({ length: 27 }, () => [NOW, FIGURE]),
    moves: rules.map((rule, i) => ({ ...move, rule, ...(i === 0 ? { detail: SENTENCES } : {}) })),
    policyVersion: 99_999_999,
    cursor: { ...place, before: place },
  } as unknown as MarketState;
  await writeMarketStates(tables, VENUE, [state]);
  const peaks = Array.from({ length: 98 }, (_, i): [number, number] => [NOW + i * 300_000, FIGURE]);
  await writeFundState(tables, VENUE, { sequence: Number.MAX_SAFE_INTEGER, currency: name(0, 32), peaks });
  const { venue, snapshotId, sequence, timestamp } = { venue: VENUE, ...place };
  const assessment = { venue, snapshotId, sequence, timestamp, late: false, policyVersion: 99_999_999, moves: [move] };
  await writeAssessment(tables, assessment as unknown as Assessment);
  await noteResponded(tables, (await readAssessmentRecord(tables, VENUE, sequence)) as never);
}

async function writeMarketData(): Promise<void> {
  const price = 1.2345678901234567e-131;
  const levels = Array.from({ length: BOOK_LEVELS }, () => [price, price] as const);
  await writeLatest(tables, {
    ...{ venue: VENUE, symbol: SYMBOL, timestamp: NOW, markPrice: price, indexPrice: price, lastPrice: price },
    ...{ fundingRate: FIGURE, openInterestAmount: price, orderBook: { bids: levels, asks: levels }, candles: [] },
    faults: Array.from({ length: 960 }, () => ({ part: 'openInterestAmount' as const, message: SENTENCES })),
  });
  const dense = Array.from({ length: Math.ceil(LARGEST_ITEM / BAR_BYTES) }, (_, n): Candle => {
    const [open, high, low, close] = [2, 3, 1, 2];
    return { timestamp: NOW + 1 + n, open, high, low, close, baseVolume: 1 };
  });
  expect(await appendBars(tables, VENUE, SYMBOL, dense, 'pushed')).not.toEqual([]);
}

async function writeResponse(): Promise<void> {
  const made = {
    ...{ venue: VENUE, planId: PLAN_ID, incidentId: INCIDENT_ID, snapshotId: SNAPSHOT_ID, sequence: 2 ** 52 },
    ...{ timestamp: NOW, policyVersion: 99_999_999, codeVersion: 'c'.repeat(64), round: 99, deleveraging: true },
  };
  await writePlan(tables, { ...made, means: 'liquidate' }, PLAN, undefined);
  await noteTold(tables, VENUE, PLAN_ID, 'carried out');
  const basis = {
    ...{ sequence: 2 ** 52, policyVersion: 99_999_999, codeVersion: 'c'.repeat(64), decidedAt: NOW },
    contractStep: 1.2345678901234567e-29,
  };
  await writeDispatch(tables, VENUE, PLAN_ID, { dispatched: true, actions: ACTIONS, basis });
  await planActions(tables, { venue: VENUE, planId: PLAN_ID, actions: ACTIONS, taskToken: TOKEN });
  const longest = ACTIONS.reduce((most, action) => (action.orders.length > most.orders.length ? action : most));
  await writeActionState(longest);
  const outcome = SENTENCES.slice(0, 1_000);
  // As many officers as a policy's 100,000 bytes have room for.
  const allowed = Array.from({ length: 8_000 }, (_, i) => `U${String(i).padStart(8, '0')}`);
  const request = { venue: VENUE, planId: PLAN_ID, planHash: 'h'.repeat(32), needed: 2 as const, allowed };
  const opened = newApproval({ ...request, openedAt: NOW, expiresAt: NOW, onExpiry: 'stand down' });
  const decision = { user: 'U00000000', decision: 'approve' as const, at: NOW };
  const approval = { ...opened, outcome, decisions: [decision, decision, decision] };
  await openApproval(tables, approval, { summary: SUMMARY, taskToken: TOKEN });
  await noteAsked(tables, opened.approvalId, MESSAGE);
  await noteDone(tables, VENUE, PLAN_ID, Number.MAX_SAFE_INTEGER, 43_200_000);
  await writeVerification(tables, VENUE, PLAN_ID, {
    verification: { verdict: 'not improved', missedBefore: FIGURE, missedNow: FIGURE },
    ...{ following: 'harder', sequence: 2 ** 52, policyVersion: 99_999_999, codeVersion: 'c'.repeat(64) },
  });
  const waiting = { after: Number.MAX_SAFE_INTEGER, notBefore: NOW + 0.1234, until: NOW + 43_200_000 };
  await awaitAssessment(tables, VENUE, { planId: PLAN_ID, taskToken: TOKEN, ...waiting });
}

/** One action of as many orders as it may have, with all that its venue can say of them; and what the venue says after that. */
async function writeActionState(action: Action): Promise<void> {
  const actionId = 'a'.repeat(32);
  const full = {
    ...action,
    actionId,
    orders: Array.from({ length: 500 }, (_, i) => action.orders[i % action.orders.length]!),
  };
  const state = plannedState(full, NOW);
  const figure = 1.2345678901234567e-29;
  const orders = state.orders.map((order, i) => ({
    ...order,
    orderId: `${i}`.padStart(32, '0'),
    filledContracts: figure,
    averagePrice: figure,
  }));
  const acknowledgements = Array.from({ length: 100 }, (_, i) => `${i}`.padEnd(128, '漢'));
  const claim = { sender: 'dispatch-actions', until: NOW };
  await writeState(
    tables,
    { ...state, status: 'partially-filled', orders, acknowledgements, claim, reason: REASON, sentAt: NOW, doneAt: NOW },
    absent(tables),
    { pk: actionKey(actionId), sk: 'request', type: 'action-request', request: JSON.stringify(action) },
  );
  await endAction(tables, actionId, 'timed-out', REASON);
  const late = await acknowledgeAction(tables, {
    ...{
      acknowledgementId: '漢'.repeat(128),
      actionId,
      venue: VENUE,
      status: 'partially-filled',
      reason: REASON,
      timestamp: NOW,
    },
    orders: orders.map(({ orderId }) => ({ orderId, filledContracts: figure, averagePrice: figure })),
  });
  expect(late?.decision).toMatchObject({ reason: 'late' });
}

async function writeOther(): Promise<void> {
  await writeTransition(tables, undefined, 'escalated', incident);
  const due = (await readDueResponse(tables, incident)) as DueResponse;
  const failure = { state: 'NotDispatched', error: '漢'.repeat(256), attempt: 1e6, at: NOW };
  await moveDueResponse(tables, due, {
    ...{ attempt: 1e6, claimedAt: NOW, failures: 1e6, failure, told: 'given up', closed: failure.error },
  });
  await writeNotificationLog(
    tables,
    incident,
    INCIDENT_ID,
    { shown: 1e6, threaded: 1e6, heldUntil: NOW, revision: 0 },
    { message: MESSAGE },
  );
  const states = Array.from({ length: 8 }, () => ({ mean: FIGURE, variance: FIGURE, coefficients: [FIGURE] }));
  const filter = { states, transition: states.map(() => states.map(() => FIGURE)) };
  const span = { from: NOW, to: NOW, bars: 1e6, intervalMs: 3_600_000 };
  const terms = { ...uncalibrated(DEFAULT_POLICY.regimes), filter };
  const entriesPerYear = { elevated: FIGURE, stressed: FIGURE, extreme: FIGURE };
  await writeCalibration(tables, VENUE, {
    ...{ symbol: SYMBOL, version: 1, calibratedAt: NOW, terms, thresholds: { ...span, entriesPerYear } },
    filter: { ...span, logLikelihood: FIGURE },
  });
  await noteCalibrationTry(tables, VENUE, SYMBOL, NOW);
  const refit = { changed: false, reason: 'worse than the one it would replace' } as const;
  const enter = { before: entriesPerYear, now: entriesPerYear };
  await noteForDigest(tables, VENUE, {
    symbol: SYMBOL,
    at: NOW,
    version: 99_999_999,
    thresholds: refit,
    filter: refit,
    enter,
  });
  await noteDigestPosted(tables, NOW);
  const officers = Array.from({ length: 8_300 }, (_, i) => `U${String(i).padStart(8, '0')}`);
  await writePolicy(tables, VENUE, { response: { approval: { officers } } }, { by: REASON, before: 1 });
  await writeBlob(tables, `${VENUE}#${SNAPSHOT_ID}#500`, new Uint8Array(LARGEST_ITEM));
}

test('every type of item has been written, as large as it can be', () => {
  const folder = new URL('../../../shared/store/', import.meta.url);
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const types = sources.flatMap((text) =>
    [...text.matchAll(/[^#]\btype'?: '([a-z-]+)'/g)].map(([, type]) => type as string),
  );
  expect([...largest.keys()].sort()).toEqual([...new Set([...types, 'chunk'])].sort());
});

test('what a summary leaves out of its lists is counted', () => {
  expect([SUMMARY.markets.length, SUMMARY.how?.length, SUMMARY.venueQueue?.length, SUMMARY.unmet?.length]).toEqual([
    20, 20, 20, 20,
  ]);
  // A rung, a line for each market's caps, and one for each side that is closed.
  expect(SUMMARY.more).toEqual({ markets: 4_980, how: 1 + 5_000 + 10_000 - 20, venueQueue: 9_980, unmet: 4_980 });
  const { before, after, ...rest } = PLAN;
  const small = summaryOf({
    ...rest,
    before: { ...before, markets: [] },
    after,
    caps: [],
    impact: [],
    venueQueue: [],
    unmet: [],
  });
  expect(small).not.toHaveProperty('more');
});

test('none is larger than DynamoDB takes', () => {
  const tooLarge = [...largest].filter(([, bytes]) => bytes > LARGEST_ITEM);
  expect(tooLarge).toEqual([]);
});
