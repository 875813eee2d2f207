import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { LIMITS } from '../snapshot/limits.ts';
import { checkSignature, readSignature, SIGNATURE_HEADER } from '../venue/signature.ts';
import { errorFields, log } from './log.ts';
import { Problem, type ProblemKind, problemResponse } from './problem.ts';
import { isTransient } from './transient.ts';

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
    const passing = isTransient(error);
    log('error', `${sent} ${passing ? 'could not be taken for now' : 'failed'}`, errorFields(error));
    request.response = problemResponse(
      passing
        ? new Problem(unavailable.kind, unavailable.detail, undefined, unavailable.retryAfterSeconds)
        : new Problem(failed.kind, failed.detail),
    );
  },
});

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

/** How many keys a signature is tried with at least: those of a venue whose key rotates. */
const KEYS_TRIED = 2;
/** Keys that nobody has: with them a venue that is not known, or has one key alone, costs what any other does. */
const NOBODYS = Array.from({ length: KEYS_TRIED }, () => randomBytes(32).toString('hex'));

/**
 * Lets only requests through that carry a signature made with one of the venue's keys. Whoever has none learns nothing of which venues
 * there are: the header is judged before the venue is looked up, and a venue that is not known is answered as a signature that does not
 * fit. What is not signed, a query, is refused.
 */
export const signatureVerified = (
  keysOf: (venue: string) => Promise<readonly string[] | undefined>,
  now: () => number,
): Step => ({
  before: async ({ event }) => {
    if (event.rawQueryString) {
      throw new Problem('query-unsupported', 'The path takes no query: a query is not signed. Send the path alone.');
    }
    const claim = readSignature(event.headers[SIGNATURE_HEADER], Math.floor(now() / 1_000));
    if (!claim.valid) throw new Problem(`signature-${claim.reason}`, claim.detail);
    const keys = (await keysOf(event.pathParameters?.venue ?? '')) ?? [];
    const verdict = checkSignature(claim, [...keys, ...NOBODYS.slice(keys.length)], {
      method: event.requestContext.http.method,
      path: event.rawPath,
      body: event.sent,
    });
    if (!verdict.valid) {
      throw new Problem(
        `signature-${verdict.reason}`,
        `${verdict.detail} A venue that is not known gets this answer, too.`,
      );
    }
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
