import { replayPlan } from '../../../shared/response/replay-plan.ts';
import { type Command, required } from './command.ts';
import { TABLE_OPTIONS, tablesAt } from './tables-at.ts';

export const command: Command = {
  name: 'replay',
  usage: `Usage: npm run -s cli -- replay PLAN --venue V --state TABLE --snapshots TABLE [--endpoint URL] [--json]

Makes a stored plan again from the snapshot, the assessment and the policy that
it was made on, and says whether it is the same to the last bit: status 0 where
it is, 1 where it is not. The tables' names are outputs of the data stack; while
\`npm start\` serves, it prints them with the endpoint.

  --endpoint URL   of DynamoDB, where it is not AWS's
  --json           print {same, record, differences} and nothing else`,
  options: { venue: { type: 'string' }, ...TABLE_OPTIONS, json: { type: 'boolean' } },
  positionals: 1,
  takes: 'one PLAN',
  async run({ values, positionals: [planId = ''] }) {
    const venue = required(values, 'venue');
    const replay = await replayPlan(tablesAt(values), venue, planId);
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
