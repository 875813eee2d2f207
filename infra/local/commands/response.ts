import { timeFigure } from '../../../shared/presentation/figures.ts';
import { openExecutions } from '../../../shared/response/executions.ts';
import { executionNameOf, inputOf, openResponder } from '../../../shared/response/open-response.ts';
import { type Resumption, resumeResponse } from '../../../shared/response/resume-responses.ts';
import { type DueResponse, readDueResponses } from '../../../shared/store/due-responses.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { type Command, required, UsageError, type Values } from './command.ts';
import { stateAt, TABLE_OPTIONS, WORKFLOW_OPTIONS, workflowAt } from './tables-at.ts';

const USAGE = `Usage: npm run -s cli -- response list --venue V --state TABLE [OPTIONS]
       npm run -s cli -- response redrive --venue V --state TABLE
                                          --machine ARN [OPTIONS]

The responses of a venue that have not ended well: under way, waiting to be
resumed, or given up. A sweep resumes them every minute, less often after three
failures. The table's name is an output of the data stack and the machine's ARN
one of the service stack; while \`npm start\` serves, it prints both.

  list      each with its attempt, its last failure and its execution
    --json             print the responses and nothing else
  redrive   resumes them at once, however short a time ago they have failed, and
            also what was given up. What runs is left alone. Safe to run again.
            Status 1 if one could not be resumed.
    --incident ID      only those of this incident
    --machine ARN      the state machine of the responses
    --workflow-endpoint URL  of Step Functions, if it is not AWS's
    --json             print what was done and nothing else

  --endpoint URL       of DynamoDB, if it is not AWS's
  --snapshots TABLE    accepted as by other commands; no book is read`;

export const command: Command = {
  name: 'response',
  usage: USAGE,
  options: {
    venue: { type: 'string' },
    ...TABLE_OPTIONS,
    ...WORKFLOW_OPTIONS,
    incident: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: 1,
  takes: 'list or redrive',
  async run({ values, positionals: [action = ''] }) {
    const perform = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!perform)
      throw new UsageError(`response takes ${command.takes}, not ${JSON.stringify(action)}\n\n${command.usage}`);
    return perform(stateAt(values), required(values, 'venue'), values);
  },
};

/** @returns the exit status */
type Action = (tables: Tables, venue: string, values: Values) => Promise<number>;

const ACTIONS: Readonly<Record<string, Action>> = { list, redrive };

async function list(tables: Tables, venue: string, values: Values): Promise<number> {
  const due = await wanted(tables, venue, values);
  if (values.json) console.log(JSON.stringify(due));
  else if (due.length === 0) console.log(`No response of ${venue} is under way or waits to be resumed`);
  else for (const one of due) console.log(lineOf(one));
  return 0;
}

function lineOf({ input, attempt, claimedAt, failures, failure, closed }: DueResponse): string {
  const { symbol, group, incidentId, version } = input;
  const begun = `attempt ${attempt} since ${timeFigure(claimedAt)} as ${executionNameOf(inputOf(input, attempt))}`;
  const failed = failure
    ? `; ${failures} failed, the last at ${timeFigure(failure.at)} in ${failure.state} with ${failure.error}`
    : '';
  return `${incidentId} version ${version} (${symbol} ${group}): ${closed === null ? begun : `given up, ${begun}`}${failed}`;
}

async function redrive(tables: Tables, venue: string, values: Values): Promise<number> {
  const { machineArn, client } = workflowAt(values);
  const connections = {
    tables,
    executions: openExecutions(machineArn, client),
    responder: openResponder(machineArn, client),
  };
  const outcomes: { readonly incidentId: string; readonly version: number; readonly outcome: Resumption | Failed }[] =
    [];
  for (const due of await wanted(tables, venue, values)) {
    const { incidentId, version } = due.input;
    const outcome = await resumeResponse(connections, due, 'operator').catch((error: Error): Failed => {
      return { resumed: false, reason: `failed: ${error.name}: ${error.message}` };
    });
    outcomes.push({ incidentId, version, outcome });
  }
  if (values.json) console.log(JSON.stringify(outcomes));
  else if (outcomes.length === 0) console.log(`No response of ${venue} is due`);
  else
    for (const { incidentId, version, outcome } of outcomes)
      console.log(`${incidentId} version ${version}: ${outcome.resumed ? 'resumed' : 'left alone'}, ${outcome.reason}`);
  return outcomes.some(({ outcome }) => outcome.reason.startsWith('failed:')) ? 1 : 0;
}

interface Failed {
  readonly resumed: false;
  readonly reason: `failed: ${string}`;
}

async function wanted(tables: Tables, venue: string, values: Values): Promise<readonly DueResponse[]> {
  const due = await readDueResponses(tables, venue);
  if (values.incident === undefined) return due;
  const incidentId = required(values, 'incident');
  return due.filter(({ input }) => input.incidentId === incidentId);
}
