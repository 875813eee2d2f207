import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { ActionState } from '../../shared/action/types.ts';
import type { Assessment } from '../../shared/assessment/types.ts';
import type { Incident } from '../../shared/incident/types.ts';
import { readAssessment, readAssessmentRecord, readAssessments } from '../../shared/store/assessments.ts';
import { itemFrom } from '../../shared/store/encoding.ts';
import { type PlanRecord, readPlan } from '../../shared/store/plans.ts';
import { openTables, type Tables } from '../../shared/store/tables.ts';
import type { Engine } from './engine/engine.ts';
import type { Outcome } from './report.ts';

/** What a run leaves in the tables and queues: read from where it is stored, not from what was meant to happen. */
export interface Records {
  readonly tables: Tables;
  /** Undefined where the snapshot of that sequence has not been assessed. */
  assessmentOf(sequence: number): Promise<Assessment | undefined>;
  outcome(): Promise<Pick<Outcome, 'assessments' | 'incidents' | 'plans' | 'actions' | 'failures'>>;
  close(): void;
}

export function openRecords(engine: Engine, venue: string): Records {
  const client = new DynamoDBClient({
    endpoint: engine.dynamodbEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const tables = openTables({ state: engine.tables.State ?? '', snapshots: engine.tables.Snapshots ?? '' }, client);
  return {
    tables,
    async assessmentOf(sequence) {
      const record = await readAssessmentRecord(tables, venue, sequence);
      return record && readAssessment(tables, record);
    },
    async outcome() {
      const incidents: Incident[] = [];
      const plans: PlanRecord[] = [];
      const actions: Omit<ActionState, 'orders'>[] = [];
      // A scan would be too dear in AWS; here the table is small and this is the only one who asks.
      for await (const page of paginateScan({ client }, { TableName: tables.state, ConsistentRead: true })) {
        for (const raw of page.Items ?? []) {
          const item = itemFrom(raw);
          if (item.type === 'incident') incidents.push(item.incident as Incident);
          if (item.type === 'plan') plans.push(item as unknown as PlanRecord);
          if (item.type === 'action') actions.push(item.state as Omit<ActionState, 'orders'>);
        }
      }
      return {
        assessments: await readAssessments(tables, venue),
        incidents,
        plans: await Promise.all(
          plans.map(async (record) => {
            const { reductions, notional, unmet } = await readPlan(tables, record);
            return { timestamp: record.timestamp, reductions: reductions.length, notional, unmet: unmet.length };
          }),
        ),
        // Of which book an action was planned on, the plan knows.
        actions: actions.map((state) => ({
          ...state,
          timestamp: plans.find(({ planId }) => planId === state.planId)?.timestamp ?? Number.NaN,
        })),
        failures: {
          deadLetters: engine.deadLetters().length,
          executions: engine.executions().filter(({ status }) => status !== 'SUCCEEDED' && status !== 'RUNNING').length,
          alarms: engine.alarms().flatMap(({ name, state }) => (state === 'ALARM' ? [name] : [])),
        },
      };
    },
    close: () => client.destroy(),
  };
}
