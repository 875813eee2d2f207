import {
  ExchangeNotAvailable,
  NetworkError,
  RateLimitExceeded,
  RequestTimeout,
} from '../../node_modules/ccxt/js/src/base/errors.js';

/** An answer longer than this is none: the longest list of markets has a twentieth of it. */
const LONGEST_ANSWER_BYTES = 32_000_000;

/** How requests to one exchange are made, and what it last said about them. */
export interface RequestTerms {
  /** Of one request, its answer's body included. */
  readonly timeoutMs: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Ends every request of the poll that is going on. */
  signal: AbortSignal;
  /** The exchange asked for silence until then (Retry-After). */
  quietUntil: number;
}

/**
 * The `fetch` that ccxt is given, so that it needs no HTTP client of its own. Time-out and deadline hold until the body has been
 * read (ccxt's own end with the headers). What may pass by itself is told by the status, since ccxt goes by the body first and
 * takes a gateway's for a refusal; a body that is cut off or no JSON is a failure too, which ccxt would pass on as a text.
 * Whatever fails is one of ccxt's errors.
 */
export function publicFetch(terms: RequestTerms): typeof fetch {
  return async (url, init) => {
    const signals = [terms.signal, AbortSignal.timeout(terms.timeoutMs), ...(init?.signal ? [init.signal] : [])];
    try {
      const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.any(signals) });
      noteQuiet(terms, response);
      const body = await bodyOf(response);
      const { ok, status, statusText } = response;
      const said = `${status} ${statusText}: ${body.slice(0, 80)}`;
      if (status === 429 || status === 418) throw new RateLimitExceeded(said);
      if (status >= 500) throw new ExchangeNotAvailable(said);
      if (ok && !isJson(body)) throw new Error(`the answer is not JSON: ${body.slice(0, 80)}`);
      return new Response(NO_BODY.has(status) ? null : body, { status, statusText });
    } catch (error) {
      if (error instanceof NetworkError) throw error;
      const { name, message, cause } = error as Error;
      const place = new URL(String(url)).pathname;
      if (name === 'AbortError' || name === 'TimeoutError')
        throw new RequestTimeout(`${place} was not answered within ${terms.timeoutMs} ms`);
      throw new NetworkError(`${place}: ${(cause as Error | undefined)?.message || message}`);
    }
  };
}

const NO_BODY = new Set([101, 204, 205, 304]);

async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > LONGEST_ANSWER_BYTES) throw new Error(`the answer has more than ${LONGEST_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

/** Retry-After in seconds or as a date; ccxt's errors do not tell it. */
function noteQuiet(terms: RequestTerms, { status, headers }: Response): void {
  const retryAfter = headers.get('retry-after');
  if (retryAfter === null || (status !== 429 && status !== 418 && status !== 503)) return;
  const seconds = Number(retryAfter);
  const until = Number.isFinite(seconds) ? terms.now() + seconds * 1_000 : Date.parse(retryAfter);
  if (until > terms.quietUntil) terms.quietUntil = until;
}
