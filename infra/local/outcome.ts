import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Incident } from '../../shared/incident/types.ts';
import { readAssessments } from '../../shared/store/assessments.ts';
import { openTables } from '../../shared/store/tables.ts';
import type { Engine } from './engine/engine.ts';
import type { Outcome } from './report.ts';

/** What a run has left in the tables and queues: read from where it is stored, not from what was meant to happen. */
export async function readOutcome(
  engine: Engine,
  venue: string,
): Promise<Pick<Outcome, 'assessments' | 'incidents' | 'failures'>> {
  const client = new DynamoDBClient({
    endpoint: engine.dynamodbEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const tables = openTables({ state: engine.tables.State ?? '', snapshots: engine.tables.Snapshots ?? '' }, client);
    const incidents: Incident[] = [];
    // A scan would be too dear in AWS; here the table is small and this is the only one who asks.
    for await (const page of paginateScan({ client }, { TableName: tables.state, ConsistentRead: true })) {
      for (const raw of page.Items ?? []) {
        const item = unmarshall(raw) as { type: string; incident: Incident };
        if (item.type === 'incident') incidents.push(item.incident);
      }
    }
    return {
      assessments: await readAssessments(tables, venue),
      incidents,
      failures: {
        deadLetters: engine.deadLetters().length,
        executions: engine.executions().filter(({ status }) => status !== 'SUCCEEDED' && status !== 'RUNNING').length,
        alarms: engine.alarms().flatMap(({ name, state }) => (state === 'ALARM' ? [name] : [])),
      },
    };
  } finally {
    client.destroy();
  }
}
