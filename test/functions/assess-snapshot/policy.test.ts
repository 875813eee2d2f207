import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Rule } from '../../../shared/policy/types.ts';
import {
  type AssessmentRecord,
  readAssessment,
  readAssessmentRecord,
  readMarketStates,
} from '../../../shared/store/assessments.ts';
import { readNewestIncident } from '../../../shared/store/incidents.ts';
import { turnKillSwitch, writePolicy } from '../../../shared/store/policies.ts';
import { readSnapshot } from '../../../shared/store/snapshots.ts';
import { attributes, type Item, putItem, type Tables } from '../../../shared/store/tables.ts';
import { type BookOptions, bytes, wireBook } from '../../environment/books.ts';
import { makeTables } from '../../environment/tables.ts';

const SYMBOL = 'BTC/USDT:USDT';
/** A book at sixty times: an emergency by the default policy. */
const LEVERAGED: BookOptions = { accounts: 40, leverage: 60 };

/** The rule that the book breaks, at a threshold that it is just past. */
const lenient = (threshold: number, level: 'watch' | 'warning') => ({
  rules: DEFAULT_POLICY.rules.map(
    (rule): Rule =>
      rule.name === 'leverage-over-volatility'
        ? {
            ...rule,
            levels: {
              [level]: { calm: threshold, elevated: threshold, stressed: threshold, extreme: threshold },
            },
          }
        : rule,
  ),
});

type StreamFunction = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

let tables: Tables;
let venue: string;
let venues = 0;
let assessing: StreamFunction;
let responding: StreamFunction;
const machine = mockClient(SFNClient);

beforeAll(async () => {
  tables = await makeTables(Date.now);
  Object.assign(process.env, {
    STATE_TABLE: tables.state,
    SNAPSHOT_TABLE: tables.snapshots,
    RESPOND_MACHINE: 'arn:aws:states:eu-central-1:111111111111:stateMachine:respond',
    CODE_VERSION: 'test',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: process.env.DYNAMODB_LOCAL_ENDPOINT,
  });
  machine.on(StartExecutionCommand).resolves({});
  ({ handler: assessing } = await import('../../../functions/assess-snapshot/handler.ts'));
  ({ handler: responding } = await import('../../../functions/open-response/handler.ts'));
});
afterEach(() => {
  jest.restoreAllMocks();
});
beforeEach(() => {
  venue = `venue-${++venues}`;
});

const streamed = (item: object): DynamoDBStreamEvent => ({
  Records: [{ dynamodb: { NewImage: attributes(item as Item) as Record<string, never>, SequenceNumber: '1' } }],
});
const set = (overlay: object, before = 1) => writePolicy(tables, venue, overlay, { by: 'test', before });

async function assessed(sequence: number, options: BookOptions = LEVERAGED) {
  await receiveSnapshot(tables, { venue, body: bytes(wireBook({ sequence, ...options })), format: 'json' });
  const snapshot = await readSnapshot(tables, venue, sequence);
  expect(await assessing(streamed(snapshot as object))).toEqual({ batchItemFailures: [] });
  const record = (await readAssessmentRecord(tables, venue, sequence)) as AssessmentRecord;
  return { record, assessment: await readAssessment(tables, record) };
}

describe('a snapshot', () => {
  test('is assessed by the default where a venue has set nothing, and says so', async () => {
    const { record, assessment } = await assessed(1);
    expect(assessment).toMatchObject({ policyVersion: 1, markets: [{ severity: 'emergency' }] });
    expect(record.policyVersion).toBe(1);
  });

  test('is assessed by the policy that its venue has set, from the next one on', async () => {
    await set(lenient(0.1, 'watch'));
    const { record, assessment } = await assessed(1);
    expect(assessment).toMatchObject({ policyVersion: 2, markets: [{ severity: 'watch' }] });
    expect(record.policyVersion).toBe(2);
    await set(lenient(0.1, 'warning'), 2);
    expect((await assessed(2)).assessment).toMatchObject({ policyVersion: 3, markets: [{ severity: 'warning' }] });
  });

  test('whose first try ended half way is judged by the policy of that try, and told so', async () => {
    await set(lenient(0.1, 'watch'));
    const { record, assessment } = await assessed(1);
    // As if it had ended before the last write: the market has been judged, and there is no assessment.
    const { pk, sk } = { pk: `venue#${venue}`, sk: `assessment#${String(1).padStart(16, '0')}` };
    await putItem(tables, tables.state, { pk, sk, expiresAt: 1 });
    expect(await readAssessmentRecord(tables, venue, 1)).toBeUndefined();
    expect((await readMarketStates(tables, venue, [SYMBOL])).get(SYMBOL)?.policyVersion).toBe(2);
    await set(lenient(0.1, 'warning'), 2);
    const again = await assessed(1);
    expect(again.assessment).toEqual(assessment);
    expect(again.record.policyVersion).toBe(record.policyVersion);
  });
});

describe('severities that moved', () => {
  const incident = () => readNewestIncident(tables, { venue, symbol: SYMBOL, group: 'leverage' });

  test('are an incident by the policy of the assessment, whatever has been put in force since', async () => {
    await set(lenient(0.1, 'warning'));
    const { record } = await assessed(1);
    await set({ ...lenient(0.1, 'warning'), alertFrom: 'critical' }, 2);
    expect(await responding(streamed(record))).toEqual({ batchItemFailures: [] });
    expect(await incident()).toMatchObject({ severity: 'warning', policyVersion: 2 });
  });

  test('are none where the policy of the assessment alerts from worse on', async () => {
    await set({ ...lenient(0.1, 'warning'), alertFrom: 'critical' });
    const { record } = await assessed(1);
    await responding(streamed(record));
    expect(await incident()).toBeUndefined();
  });

  test('alert with the kill switch on, too', async () => {
    await turnKillSwitch(tables, venue, true, 'test');
    const { record } = await assessed(1);
    await responding(streamed(record));
    expect(await incident()).toMatchObject({ severity: 'emergency', policyVersion: 2 });
  });

  test('come again where their policy is not there: no other one speaks for them', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => {});
    const { record } = await assessed(1);
    const stored = record as AssessmentRecord & Item;
    await putItem(tables, tables.state, { ...stored, policyVersion: 7 });
    expect(await responding(streamed(record))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(await incident()).toBeUndefined();
  });
});
