import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { showApproval } from '../../shared/response/show-approval.ts';
import { openWaitingTask } from '../../shared/response/waiting-task.ts';
import { patientClient } from '../../shared/runtime/aws-client.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { openOfficers } from '../../shared/runtime/officers.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import { openTables } from '../../shared/store/tables.ts';
import { openPresser } from './presser.ts';
import { receiveInteraction, type SlackReply } from './receive-interaction.ts';

const environment = readEnvironment(
  { STATE_TABLE: 'string', SLACK_SECRET: 'string', SLACK_CHANNEL: 'string', SLACK_API_URL: 'string' },
  { SLACK_API_URL: 'https://slack.com/api', ...process.env },
);
/** Slack waits three seconds: an answer that comes late is as bad as none, and a press may be repeated. */
const inTime = () => patientClient({ retryMs: 900, connectMs: 400, requestMs: 800 });
const tables = openTables({ state: environment.STATE_TABLE, snapshots: '' }, new DynamoDBClient(inTime()));
const secrets = openSecrets(new SecretsManagerClient(inTime()));
const task = openWaitingTask(new SFNClient(inTime()));
const officers = openOfficers(tables, secrets, environment, { timeoutMs: 600, patienceMs: 0 });

async function signingSecrets(): Promise<string[]> {
  const { signingSecret = '', previousSigningSecret = '' } = await secrets.read(environment.SLACK_SECRET);
  if (signingSecret === '')
    throw new Error('The Slack secret holds no signingSecret: no press can be told from a forged one');
  return [signingSecret, previousSigningSecret];
}

/** POST /v1/slack/interactions: an officer pressed a button. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const reply = await receiveInteraction(
    {
      tables,
      task,
      signingSecrets,
      presserOf: ({ responseUrl }) => openPresser(responseUrl, environment.SLACK_API_URL),
      showOtherwise: async (approvalId) => showApproval(await officers(), approvalId),
    },
    { headers: event.headers, body },
  ).catch((error): SlackReply => {
    log('error', 'an interaction could not be taken', errorFields(error));
    return { status: 500, detail: 'Breakwater failed; the fault is on our side and has been logged.' };
  });
  // Slack ignores the body of an answer to a press; an empty one is what it documents for "taken".
  return reply.status === 200
    ? { statusCode: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '' }
    : {
        statusCode: reply.status,
        headers: { 'content-type': 'application/problem+json' },
        body: JSON.stringify({
          type: 'urn:breakwater:problem:interaction-refused',
          title: 'The interaction was not taken',
          status: reply.status,
          detail: reply.detail,
        }),
      };
}
