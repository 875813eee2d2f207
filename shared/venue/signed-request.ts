import { setTimeout as wait } from 'node:timers/promises';
import { SIGNATURE_HEADER, sign } from './signature.ts';
import { type Target, targetAt } from './signed-path.ts';

/** Whom a venue speaks to, as whom, and how patiently. */
export interface RequestOptions {
  /** The API's address, without a slash at the end; a base path or a stage belongs to it. */
  readonly url: string;
  /** The venue's key; while it rotates the new and the old one. */
  readonly keys: readonly string[];
  /** Tries of one request in all, the first included. */
  readonly tries?: number;
  readonly fetch?: typeof fetch;
  /** Unix milliseconds. */
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<unknown>;
}

export interface VenueRequest {
  readonly method: string;
  /** Under the API's address, percent-encoded. */
  readonly path: string;
  readonly body: Buffer<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** The last answer to a request. */
export interface Answered {
  readonly httpStatus: number;
  /** Of JSON what it says; else the text, as it is. */
  readonly answer: unknown;
  /** Requests that were answered or failed, retries included. */
  readonly requests: number;
}

/** Thrown where no try was answered; whether anything has landed is not known, and sending again is safe. */
export class VenueUnreachable extends Error {
  override name = 'VenueUnreachable';
}

/** A wait that is asked for and longer than this is the caller's to decide on. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Sends a request of a venue to Breakwater. Each try is signed anew; failures of the network, 429 and 5xx are tried again with
 * growing, jittered pauses: only for what is safe to be repeated.
 *
 * @throws VenueUnreachable
 * @throws TypeError for an address that has more than a host and a path
 */
export async function requestSigned(options: RequestOptions, request: VenueRequest): Promise<Answered> {
  const { url, tries = 6, pause = wait } = options;
  const target = targetAt(url, request.path);
  for (let attempt = 1; ; attempt++) {
    const { answered, failure, again, retryAfterMs } = await tryOnce(options, target, request);
    const last = attempt >= tries || (retryAfterMs ?? 0) > LONGEST_PAUSE_MS;
    if (answered && (last || !again)) return { ...answered, requests: attempt };
    if (last) {
      const cause = failure?.cause instanceof Error ? failure.cause : failure;
      throw new VenueUnreachable(`${url} did not answer in ${attempt} tries: ${cause?.message}`);
    }
    const backoff = Math.min(200 * 2 ** (attempt - 1), 10_000);
    await pause(retryAfterMs ?? backoff / 2 + (Math.random() * backoff) / 2);
  }
}

/** What one try came to: an answer, and where it asks for another try how long to wait before it. */
interface Try {
  readonly answered?: Omit<Answered, 'requests'>;
  readonly failure?: Error;
  readonly again: boolean;
  readonly retryAfterMs?: number;
}

async function tryOnce(
  { keys, fetch: send = fetch, now = Date.now }: RequestOptions,
  { url, signedPath }: Target,
  { method, body, headers }: VenueRequest,
): Promise<Try> {
  const signature = sign(keys, Math.floor(now() / 1_000), { method, path: signedPath, body });
  try {
    const signal = AbortSignal.timeout(30_000);
    const response = await send(url, {
      method,
      headers: { ...headers, [SIGNATURE_HEADER]: signature },
      body,
      signal,
    });
    const { status: httpStatus } = response;
    const answer = answerFrom(await response.text());
    const seconds = response.headers.get('retry-after');
    return {
      answered: { httpStatus, answer },
      again: httpStatus === 429 || httpStatus >= 500,
      ...(seconds !== null && /^\d+$/.test(seconds) ? { retryAfterMs: Number(seconds) * 1_000 } : {}),
    };
  } catch (failure) {
    return { failure: failure as Error, again: true };
  }
}

/** Where something between us and the API answers in its own words, they are shown as they are. */
function answerFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
