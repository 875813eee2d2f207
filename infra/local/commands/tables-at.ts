import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
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

/** What stands in for AWS on this machine wants a region and credentials, and looks at neither. */
const localAt = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

const localClient = (endpoint: string): DynamoDBClient => new DynamoDBClient(localAt(endpoint));

/** The options by which a command is told where the executions of the responses are. */
export const WORKFLOW_OPTIONS = { machine: { type: 'string' }, 'workflow-endpoint': { type: 'string' } } as const;

/** The state machine and the client that `WORKFLOW_OPTIONS` name. @throws UsageError if the machine is not named */
export function workflowAt(values: Values): { readonly machineArn: string; readonly client: SFNClient } {
  const machineArn = required(values, 'machine');
  const local = values['workflow-endpoint'] !== undefined;
  return { machineArn, client: new SFNClient(local ? localAt(required(values, 'workflow-endpoint')) : {}) };
}
