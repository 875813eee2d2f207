import { openExecutions } from '../../shared/response/executions.ts';
import { openResponder } from '../../shared/response/open-response.ts';
import { resumeResponses } from '../../shared/response/resume-responses.ts';
import { tellFailure } from '../../shared/response/tell-failure.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { openOfficers } from '../../shared/runtime/officers.ts';
import { eachVenue } from '../../shared/runtime/scheduled.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import type { DueResponse } from '../../shared/store/due-responses.ts';
import { readPolicy } from '../../shared/store/policies.ts';
import { openTables } from '../../shared/store/tables.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  VENUES: 'json',
  SLACK_SECRET: 'string',
  SLACK_CHANNEL: 'string',
  SLACK_API_URL: 'string',
  RESPOND_MACHINE: 'string',
});
const venues = environment.VENUES as readonly string[];
const tables = openTables({ state: environment.STATE_TABLE, snapshots: '' });
const officers = openOfficers(tables, openSecrets(), environment);
const executions = openExecutions(environment.RESPOND_MACHINE);
const responder = openResponder(environment.RESPOND_MACHINE);

/** Scheduled: resumes the responses that have not ended well, and starts those that never began. */
export async function handler(): Promise<void> {
  await eachVenue(venues, (venue) => {
    // Slack is asked for only if there is something to tell: without it everything is resumed all the same.
    const tell = async (due: DueResponse) =>
      tellFailure(
        {
          ...(await officers()),
          policyInForce: () => readPolicy(tables, venue),
        },
        due,
      );
    return resumeResponses({ tables, executions, responder, tell }, venue);
  });
}
