import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { replayPlan } from '../../../shared/response/replay-plan.ts';
import { openTables } from '../../../shared/store/tables.ts';
import { type Command, required } from './command.ts';

export const command: Command = {
  name: 'replay',
  usage: `Usage: npm run -s cli -- replay PLAN --venue V --state TABLE --snapshots TABLE [--endpoint URL] [--json]

Makes a stored plan again from the snapshot, the assessment and the policy that
it was made on, and says whether it is the same to the last bit: status 0 where
it is, 1 where it is not. The tables' names are outputs of the data stack; while
\`npm start\` serves, it prints them with the endpoint.

  --endpoint URL   of DynamoDB, where it is not AWS's
  --json           print {same, record, differences} and nothing else`,
  options: {
    venue: { type: 'string' },
    state: { type: 'string' },
    snapshots: { type: 'string' },
    endpoint: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: 1,
  takes: 'one PLAN',
  async run({ values, positionals: [planId = ''] }) {
    const venue = required(values, 'venue');
    const names = { state: required(values, 'state'), snapshots: required(values, 'snapshots') };
    const local = values.endpoint === undefined ? undefined : localClient(required(values, 'endpoint'));
    const replay = await replayPlan(openTables(names, local), DEFAULT_POLICY, venue, planId);
    if (values.json) console.log(JSON.stringify(replay));
    else if (replay.same === null) console.error(`Plan ${planId} cannot be made again: ${replay.missing}`);
    else {
      const { snapshotId, policyVersion, codeVersion } = replay.record;
      console.log(
        `Plan ${planId}, on snapshot ${snapshotId} by policy ${policyVersion} and code ${codeVersion}: ${
          replay.same ? 'the same to the last bit' : `not the same, first at ${replay.differences.join(', ')}`
        }`,
      );
    }
    return replay.same === true ? 0 : 1;
  },
};

/** DynamoDB Local wants a region and credentials, and looks at neither. */
const localClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
