import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Fault } from '../snapshot/types.ts';

export interface ProblemBody {
  /** Names the kind of fault for programs: `urn:breakwater:problem:<kind>`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What is wrong with this very request, and what to do about it. */
  readonly detail: string;
  /** The first faults with their places, where the body is at fault. */
  readonly errors?: readonly Fault[];
  /** How many faults there are in all. */
  readonly errorCount?: number;
}

/** Every way in which a push can be refused: status and title by kind. */
export const PROBLEMS = {
  'snapshot-invalid': [400, 'The snapshot is not valid'],
  'body-unreadable': [400, 'The body cannot be unpacked'],
  'part-unknown': [400, 'The snapshot has no such part'],
  'signature-missing': [401, 'The request is not signed'],
  'signature-malformed': [401, 'The signature is malformed'],
  'signature-stale': [401, 'The signature is too old'],
  'signature-future': [401, 'The signature is from the future'],
  'signature-mismatch': [401, 'The signature does not fit'],
  'venue-unknown': [401, 'The venue is not known'],
  'snapshot-conflict': [409, 'The snapshot id is taken'],
  'sequence-conflict': [409, 'The sequence number is taken'],
  'body-too-large': [413, 'The body is too large'],
  'media-unsupported': [415, 'The content type or encoding is not supported'],
  internal: [500, 'Breakwater failed'],
  unavailable: [503, 'Breakwater cannot store snapshots right now'],
} as const;
export type ProblemKind = keyof typeof PROBLEMS;

/** A refusal: thrown anywhere below a handler, answered as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  override name = 'Problem';
  readonly body: ProblemBody;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    kind: ProblemKind,
    detail: string,
    faults?: { faults: readonly Fault[]; total: number },
    retryAfterSeconds?: number,
  ) {
    super(detail);
    const [status, title] = PROBLEMS[kind];
    this.body = {
      type: `urn:breakwater:problem:${kind}`,
      title,
      status,
      detail,
      ...(faults ? { errors: faults.faults, errorCount: faults.total } : {}),
    };
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const problemResponse = ({ body, retryAfterSeconds }: Problem): APIGatewayProxyStructuredResultV2 => ({
  statusCode: body.status,
  headers: {
    'content-type': 'application/problem+json',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  },
  body: JSON.stringify(body),
});
