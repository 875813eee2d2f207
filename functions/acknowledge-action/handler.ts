import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { openWaitingTask } from '../../shared/response/waiting-task.ts';
import { clientBehindApi } from '../../shared/runtime/aws-client.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { Problem } from '../../shared/runtime/problem.ts';
import {
  type FailureWords,
  type PushEvent,
  problemsAnswered,
  signatureVerified,
} from '../../shared/runtime/push-request.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import { openVenueKeys, type VenueSecrets } from '../../shared/runtime/venue-keys.ts';
import { openTables } from '../../shared/store/tables.ts';
import { acknowledge } from './acknowledge.ts';
import { readAcknowledgement } from './acknowledgement-body.ts';

const environment = readEnvironment({ STATE_TABLE: 'string', VENUE_SECRETS: 'json' });
const tables = openTables({ state: environment.STATE_TABLE, snapshots: '' }, new DynamoDBClient(clientBehindApi()));
const secrets = openSecrets(new SecretsManagerClient(clientBehindApi()));
const keysOf = openVenueKeys(secrets, environment.VENUE_SECRETS as VenueSecrets);
const task = openWaitingTask(new SFNClient(clientBehindApi()));

interface AcknowledgementEvent extends PushEvent {
  parsed: unknown;
}

/** Of a body: some thousand orders. It is read before its signature is verified, and so never unpacked. */
const LARGEST_BODY = 1024 * 1024;

const AGAIN = 'Send the same acknowledgement again, with the same acknowledgementId: it counts once.';
const FAILURE: FailureWords = {
  sent: 'an acknowledgement',
  failed: { kind: 'acknowledgement-failed', detail: `The fault is on our side and has been logged. ${AGAIN}` },
  unavailable: { kind: 'acknowledgement-not-taken', detail: AGAIN, retryAfterSeconds: 1 },
};

/** The body names the venue whose key it is signed with: from here on it is as if the path had named it. */
const bodyRead = (): MiddlewareObj<AcknowledgementEvent, APIGatewayProxyStructuredResultV2> => ({
  before: ({ event }) => {
    event.sent = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
    if (event.sent.length > LARGEST_BODY) {
      throw new Problem(
        'body-too-large',
        `The body has ${event.sent.length} bytes; at most ${LARGEST_BODY} are taken.`,
      );
    }
    const encoding = (event.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
    if (encoding !== 'identity') {
      throw new Problem('media-unsupported', `Acknowledgements are not packed: ${JSON.stringify(encoding)}.`);
    }
    event.parsed = parse(event.sent);
    const { venue } = (event.parsed ?? {}) as { venue?: unknown };
    if (typeof venue !== 'string') throw invalid('/venue', 'must name the venue whose key the body is signed with');
    event.pathParameters = { ...event.pathParameters, venue };
  },
});

/** POST /v1/actions/{id}/acknowledgements: takes what a venue says of an action. */
export const handler = middy<AcknowledgementEvent, APIGatewayProxyStructuredResultV2>()
  .use(problemsAnswered(FAILURE))
  .use(bodyRead())
  .use(signatureVerified(keysOf, () => Date.now()))
  .handler(async (event) => {
    const read = readAcknowledgement(event.parsed, event.pathParameters?.id ?? '');
    if (!read.ok) {
      throw new Problem('acknowledgement-invalid', 'The acknowledgement has faults. Nothing of it was taken.', read);
    }
    const receipt = await acknowledge(tables, task, read.acknowledgement);
    return {
      statusCode: receipt.status === 'taken' ? 202 : 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(receipt),
    };
  });

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw invalid('', `is not JSON: ${(error as Error).message}`);
  }
}

const invalid = (path: string, message: string): Problem =>
  new Problem('acknowledgement-invalid', 'The acknowledgement cannot be read.', {
    faults: [{ path, message }],
    total: 1,
  });
