import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openTables, type Tables } from '../../../shared/store/tables.ts';
import { required, type Values } from './command.ts';

/** The options by which a command is told where a deployment, or `npm start`, keeps its state. */
export const STATE_OPTIONS = { state: { type: 'string' }, endpoint: { type: 'string' } } as const;
/** And its snapshots. */
export const TABLE_OPTIONS = { ...STATE_OPTIONS, snapshots: { type: 'string' } } as const;

/** The tables that `TABLE_OPTIONS` name. @throws UsageError where one is not named */
export const tablesAt = (values: Values): Tables => opened(values, required(values, 'snapshots'));

/** The state that `STATE_OPTIONS` name, for what asks for no snapshots. @throws UsageError where it is not named */
export const stateAt = (values: Values): Tables => opened(values, '');

function opened(values: Values, snapshots: string): Tables {
  const client = values.endpoint === undefined ? undefined : localClient(required(values, 'endpoint'));
  return openTables({ state: required(values, 'state'), snapshots }, client);
}

/** DynamoDB Local wants a region and credentials, and looks at neither. */
const localClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
