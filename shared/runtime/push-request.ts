import { gunzipSync } from 'node:zlib';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { LIMITS } from '../snapshot/limits.ts';
import { SIGNATURE_HEADER, verifySignature } from '../venue/signature.ts';
import { errorFields, log } from './log.ts';
import { Problem, type ProblemKind, problemResponse } from './problem.ts';

/** What the steps before a push handler have made of its event. */
export interface PushEvent extends APIGatewayProxyEventV2 {
  /** The body exactly as it was sent. */
  sent: Buffer;
  /** The body unpacked. */
  unpacked: Buffer;
}

type Step = MiddlewareObj<PushEvent, APIGatewayProxyStructuredResultV2>;

/** How a failure of ours is told: in the words of what was sent. */
export interface FailureWords {
  /** What was sent, in the log. */
  readonly sent: string;
  readonly failed: { readonly kind: ProblemKind; readonly detail: string };
  /** Where something is down, slow or contended: the same again may well be taken. */
  readonly unavailable: { readonly kind: ProblemKind; readonly detail: string; readonly retryAfterSeconds: number };
}

/** Answers every refusal as problem+json; anything unforeseen is logged and told apart from the venue's own faults. */
export const problemsAnswered = ({ sent, failed, unavailable }: FailureWords): Step => ({
  onError: (request) => {
    const { error } = request;
    if (error instanceof Problem) {
      request.response = problemResponse(error);
      return;
    }
    const passing = isPassing(error);
    log('error', `${sent} ${passing ? 'could not be taken for now' : 'failed'}`, errorFields(error));
    request.response = problemResponse(
      passing
        ? new Problem(unavailable.kind, unavailable.detail, undefined, unavailable.retryAfterSeconds)
        : new Problem(failed.kind, failed.detail),
    );
  },
});

/** The SDK's words for a service that is down, slow or throttling, after its own retries; and ours for a write that others forestalled. */
const PASSING =
  /Throttl|ProvisionedThroughput|RequestLimit|Timeout|ServiceUnavailable|InternalServer|TransactionConflict|TransactionInProgress|Contended|^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND)$/;

function isPassing(error: unknown): boolean {
  const {
    name = '',
    code = '',
    $metadata,
  } = (error ?? {}) as { name?: string; code?: string; $metadata?: { httpStatusCode?: number } };
  return PASSING.test(name) || PASSING.test(code) || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/** The raw bytes, bounded: as API Gateway delivers them, in base64 where they are binary. */
export const bodyReceived = (): Step => ({
  before: ({ event }) => {
    event.sent = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
    if (event.sent.length > LIMITS.bodyBytes) {
      throw new Problem(
        'body-too-large',
        `The body has ${event.sent.length} bytes; at most ${LIMITS.bodyBytes} are taken. Compress it with gzip, or announce parts.`,
      );
    }
  },
});

/** Lets only requests through that carry a signature made with one of the venue's keys. */
export const signatureVerified = (
  keysOf: (venue: string) => Promise<readonly string[] | undefined>,
  now: () => number,
): Step => ({
  before: async ({ event }) => {
    const venue = event.pathParameters?.venue ?? '';
    const keys = await keysOf(venue);
    if (!keys) throw new Problem('venue-unknown', `There is no venue ${JSON.stringify(venue)} here.`);
    const verdict = verifySignature(event.headers[SIGNATURE_HEADER], keys, Math.floor(now() / 1_000), {
      method: event.requestContext.http.method,
      path: event.rawPath,
      body: event.sent,
    });
    if (!verdict.valid) throw new Problem(`signature-${verdict.reason}`, verdict.detail);
  },
});

/** Unpacks gzip, told by the header or by its first two bytes; what it may unpack to is bounded before it is unpacked. */
export const bodyUnpacked = (): Step => ({
  before: ({ event }) => {
    const encoding = (event.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
    if (!['gzip', 'x-gzip', 'identity', ''].includes(encoding)) {
      throw new Problem(
        'media-unsupported',
        `The content encoding ${JSON.stringify(encoding)} is not supported: gzip or none.`,
      );
    }
    const { sent } = event;
    const zipped = sent[0] === 0x1f && sent[1] === 0x8b;
    if (!zipped && encoding.endsWith('gzip'))
      throw new Problem('body-unreadable', 'The body is said to be gzip and is not.');
    event.unpacked = zipped ? gunzip(sent) : sent;
  },
});

function gunzip(sent: Buffer): Buffer {
  try {
    return gunzipSync(sent, { maxOutputLength: LIMITS.unpackedBytes });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Problem(
        'body-too-large',
        `The body unpacks to more than ${LIMITS.unpackedBytes} bytes. Announce parts and send it in pieces.`,
      );
    }
    if (code === 'Z_BUF_ERROR')
      throw new Problem('body-unreadable', 'The gzip stream ends before its end: the body was truncated.');
    throw new Problem('body-unreadable', `The body is not a sound gzip stream: ${message}.`);
  }
}
