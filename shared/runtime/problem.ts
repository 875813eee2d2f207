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
  /** What would have been accepted, if the place at fault is a number out of its range. */
  readonly allowed?: Allowed;
}

export interface Allowed {
  readonly least?: number;
  readonly most?: number;
}

/** Ways in which every signed request can be refused. */
const OF_SIGNED_REQUESTS = {
  'query-unsupported': [400, 'The path takes no query'],
  'signature-missing': [401, 'The request is not signed'],
  'signature-malformed': [401, 'The signature is malformed'],
  'signature-stale': [401, 'The signature is too old'],
  'signature-future': [401, 'The signature is from the future'],
  'signature-mismatch': [401, 'The signature does not fit'],
  'body-too-large': [413, 'The body is too large'],
  'media-unsupported': [415, 'The content type or encoding is not supported'],
} as const;

export const PUSH_PROBLEMS = {
  'snapshot-invalid': [400, 'The snapshot is not valid'],
  'body-unreadable': [400, 'The body cannot be unpacked'],
  'part-unknown': [400, 'The snapshot has no such part'],
  ...OF_SIGNED_REQUESTS,
  'route-unknown': [404, 'There is nothing to push to on this path'],
  'snapshot-conflict': [409, 'The snapshot id is taken'],
  'sequence-conflict': [409, 'The sequence number is taken'],
  'parts-conflict': [409, 'Parts are here that the announcement does not count'],
  'sequence-jump': [422, 'The sequence jumps too far ahead'],
  'time-jump': [422, "The snapshot's time jumps too far back"],
  internal: [500, 'Breakwater failed'],
  unavailable: [503, 'Breakwater cannot store snapshots right now'],
} as const;

export const ACKNOWLEDGEMENT_PROBLEMS = {
  'acknowledgement-invalid': [400, 'The acknowledgement is not valid'],
  ...OF_SIGNED_REQUESTS,
  'action-unknown': [404, 'There is no such action'],
  'venue-conflict': [409, 'The action is of another venue'],
  'orders-unknown': [409, 'The action has no such orders'],
  'orders-over-filled': [409, 'More is filled than was ordered'],
  'acknowledgement-failed': [500, 'Breakwater failed'],
  'acknowledgement-not-taken': [503, 'Breakwater cannot take acknowledgements right now'],
} as const;

/** Every way in which a venue's request can be refused: status and title by kind. */
export const PROBLEMS = { ...PUSH_PROBLEMS, ...ACKNOWLEDGEMENT_PROBLEMS } as const;
export type ProblemKind = keyof typeof PROBLEMS;

/** A refusal: thrown anywhere below a handler, answered as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  override name = 'Problem';
  readonly body: ProblemBody;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    kind: ProblemKind,
    detail: string,
    faults?: { faults: readonly Fault[]; total: number; allowed?: Allowed },
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
      ...(faults?.allowed ? { allowed: faults.allowed } : {}),
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
