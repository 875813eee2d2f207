import { replayResponse } from '../../../shared/response/replay-response.ts';
import { type Command, required } from './command.ts';
import { TABLE_OPTIONS, tablesAt } from './tables-at.ts';

export const command: Command = {
  name: 'replay',
  usage: `Usage: npm run -s cli -- replay PLAN --venue V --state TABLE --snapshots TABLE [--endpoint URL] [--json]

Makes every decision about a stored plan again, from the snapshot, the
assessment and the policy that it was made on: the plan, whether and by what
actions it was carried out, and whether it has helped. Says of each whether it
is the same to the last bit: status 0 where all are, 1 where one is not. The
tables' names are outputs of the data stack; while \`npm start\` serves, it
prints them with the endpoint.

  --endpoint URL   of DynamoDB, where it is not AWS's
  --json           print {same, record, decisions} and nothing else`,
  options: { venue: { type: 'string' }, ...TABLE_OPTIONS, json: { type: 'boolean' } },
  positionals: 1,
  takes: 'one PLAN',
  async run({ values, positionals: [planId = ''] }) {
    const venue = required(values, 'venue');
    const replay = await replayResponse(tablesAt(values), venue, planId);
    if (values.json) console.log(JSON.stringify(replay));
    else if (replay.same === null) console.error(`Plan ${planId} cannot be made again: ${replay.missing}`);
    else {
      console.log(`Plan ${planId}, for incident ${replay.record.incidentId}`);
      for (const { decision, sequence, policyVersion, codeVersion, same, differences } of replay.decisions) {
        const outcome = same ? 'the same to the last bit' : `not the same, first at ${differences.join(', ')}`;
        console.log(
          `  ${decision}, on snapshot ${sequence} by policy ${policyVersion} and code ${codeVersion}: ${outcome}`,
        );
      }
    }
    return replay.same === true ? 0 : 1;
  },
};
