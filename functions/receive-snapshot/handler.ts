import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { clientBehindApi } from '../../shared/runtime/aws-client.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { Problem } from '../../shared/runtime/problem.ts';
import {
  bodyReceived,
  bodyUnpacked,
  type FailureWords,
  type PushEvent,
  problemsAnswered,
  signatureVerified,
} from '../../shared/runtime/push-request.ts';
import { openSecrets } from '../../shared/runtime/secrets.ts';
import { openVenueKeys, type VenueSecrets } from '../../shared/runtime/venue-keys.ts';
import { clockNamed } from '../../shared/snapshot/age.ts';
import { LIMITS } from '../../shared/snapshot/limits.ts';
import { type Format, formatOf } from '../../shared/snapshot/parse.ts';
import { SNAPSHOT_ID_PATTERN } from '../../shared/snapshot/schema.ts';
import { openTables } from '../../shared/store/tables.ts';
import { readPushPath } from './push-path.ts';
import { receivePart, receiveSnapshot } from './receive.ts';

const environment = readEnvironment({
  STATE_TABLE: 'string',
  SNAPSHOT_TABLE: 'string',
  VENUE_SECRETS: 'json',
  CLOCK: 'string',
});
const clock = clockNamed(environment.CLOCK);
const tables = openTables(
  { state: environment.STATE_TABLE, snapshots: environment.SNAPSHOT_TABLE },
  new DynamoDBClient(clientBehindApi()),
);
const secrets = openSecrets(new SecretsManagerClient(clientBehindApi()));
const keysOf = openVenueKeys(secrets, environment.VENUE_SECRETS as VenueSecrets);

const FAILURE: FailureWords = {
  sent: 'a push',
  failed: {
    kind: 'internal',
    detail: 'The fault is on our side and has been logged. Pushing the same body again is safe.',
  },
  unavailable: {
    kind: 'unavailable',
    detail: 'Nothing was lost: push the same body again, with the same snapshotId.',
    retryAfterSeconds: 5,
  },
};

/** Names the venue, and the part, of a push: what all steps after it go by. */
const pathRead = (): MiddlewareObj<PushEvent, APIGatewayProxyStructuredResultV2> => ({
  before: ({ event }) => {
    const { method } = event.requestContext.http;
    const read = readPushPath(method, event.rawPath);
    if (read === undefined) {
      throw new Problem(
        'route-unknown',
        `There is no ${method} on this path: POST /v1/venues/{venue}/snapshots takes a snapshot, PUT …/snapshots/{snapshotId}/parts/{n} a part of one.`,
      );
    }
    event.pathParameters = { venue: read.venue, ...read.part };
  },
});

/** POST …/snapshots and PUT …/snapshots/{snapshotId}/parts/{n}: takes a book, or a part of one, and says what became of it. */
export const handler = middy<PushEvent, APIGatewayProxyStructuredResultV2>()
  .use(problemsAnswered(FAILURE))
  .use(pathRead())
  .use(bodyReceived())
  .use(signatureVerified(keysOf, () => Date.now()))
  .use(bodyUnpacked())
  .handler(async (event) => {
    const { venue = '', snapshotId, n } = event.pathParameters ?? {};
    const push = { venue, body: event.unpacked, format: formatFrom(event), clock };
    const receipt =
      snapshotId === undefined
        ? await receiveSnapshot(tables, push)
        : await receivePart(tables, push, snapshotIdFrom(snapshotId), partFrom(n));
    return {
      statusCode: receipt.status === 'accepted' ? 202 : 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(receipt),
    };
  });

function formatFrom({ headers, unpacked }: PushEvent): Format {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (/^application\/(x-)?(ndjson|jsonl|json-lines)$/.test(type)) return 'ndjson';
  if (type === 'application/json') return 'json';
  // Not said, or what a bare client says of any bytes: the first line tells.
  if (['', 'application/octet-stream', 'application/gzip', 'application/x-www-form-urlencoded'].includes(type))
    return formatOf(unpacked);
  throw new Problem(
    'media-unsupported',
    `The content type ${JSON.stringify(type)} is not supported: application/json or application/x-ndjson.`,
  );
}

function snapshotIdFrom(text: string): string {
  if (new RegExp(SNAPSHOT_ID_PATTERN).test(text)) return text;
  const fault = { path: '/snapshotId', message: 'must be 1 to 128 of the characters A-Z a-z 0-9 . _ : -' };
  throw new Problem('snapshot-invalid', 'The snapshotId in the path is not valid.', { faults: [fault], total: 1 });
}

function partFrom(text: string | undefined): number {
  // One way to write a number: "01" or "1.0" is another path, and would be the same part.
  if (text !== undefined && /^[1-9][0-9]{0,3}$/.test(text) && Number(text) <= LIMITS.parts) return Number(text);
  throw new Problem(
    'part-unknown',
    `A part's number is an integer from 1 to ${LIMITS.parts} in decimal digits, not ${JSON.stringify(text)}.`,
  );
}
