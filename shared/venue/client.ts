import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Answered, type RequestOptions, requestSigned } from './signed-request.ts';
import { splitSnapshot } from './split.ts';

export { VenueUnreachable } from './signed-request.ts';

export interface PushOptions extends RequestOptions {
  readonly venue: string;
}

/** What pushing came to, with the last answer: a receipt, or a problem. */
export interface PushOutcome extends Answered {
  readonly status: 'accepted' | 'duplicate' | 'rejected';
}

const compress = promisify(gzip);

/**
 * Pushes a snapshot in DESIGN's shape, in parts where it is too large for one request. To try again is safe because a repeated body is
 * a duplicate.
 *
 * @throws VenueUnreachable
 */
export async function pushSnapshot(
  options: PushOptions,
  snapshot: Readonly<Record<string, unknown>>,
): Promise<PushOutcome> {
  const { first, parts } = splitSnapshot(snapshot);
  const path = pathOf(options.venue);
  let outcome = await request(options, 'POST', path, first, 'application/json');
  let requests = outcome.requests;
  let accepted = outcome.status === 'accepted';
  for (let n = 1; n <= parts.length && outcome.status !== 'rejected'; n++) {
    const at = `${path}/${encodeURIComponent(String(snapshot.snapshotId))}/parts/${n}`;
    outcome = await request(options, 'PUT', at, parts[n - 1] as Buffer, 'application/x-ndjson');
    requests += outcome.requests;
    accepted ||= outcome.status === 'accepted';
  }
  // A book of which any part was new is accepted, whatever the last part was.
  return { ...outcome, status: outcome.status === 'duplicate' && accepted ? 'accepted' : outcome.status, requests };
}

/** Pushes one body as it is, packed if it is not; JSON or NDJSON. @throws VenueUnreachable */
export const pushBody = (options: PushOptions, body: Buffer, format: 'json' | 'ndjson'): Promise<PushOutcome> =>
  request(
    options,
    'POST',
    pathOf(options.venue),
    body,
    format === 'json' ? 'application/json' : 'application/x-ndjson',
  );

const pathOf = (venue: string): string => `/v1/venues/${encodeURIComponent(venue)}/snapshots`;

async function request(
  options: PushOptions,
  method: 'POST' | 'PUT',
  path: string,
  body: Buffer,
  type: string,
): Promise<PushOutcome> {
  const headers = { 'content-type': type, 'content-encoding': 'gzip' };
  const answered = await requestSigned(options, { method, path, body: await compress(body), headers });
  const { httpStatus } = answered;
  return { ...answered, status: httpStatus === 202 ? 'accepted' : httpStatus === 200 ? 'duplicate' : 'rejected' };
}
