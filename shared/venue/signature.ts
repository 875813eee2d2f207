import { createHmac, timingSafeEqual } from 'node:crypto';
import { acceptedPaths } from './signed-path.ts';

/** The header that carries a signature, lower case as API Gateway delivers it. */
export const SIGNATURE_HEADER = 'breakwater-signature';

/** How far a signature's time may lie from the receiver's, either way, in seconds. */
export const SIGNATURE_TOLERANCE_S = 300;

export interface SignedRequest {
  readonly method: string;
  /** The percent-decoded path of the request as sent, a base path or a stage included, host and query left off. */
  readonly path: string;
  /** The body exactly as sent, compressed where it was compressed. */
  readonly body: Uint8Array;
}

export interface Refusal {
  readonly valid: false;
  readonly reason: 'missing' | 'malformed' | 'stale' | 'future' | 'mismatch';
  readonly detail: string;
}
export type SignatureVerdict = { readonly valid: true } | Refusal;

/** What a header claims: when the request was signed, and the signatures, one of which has to fit. */
export interface Claim {
  readonly valid: true;
  /** Unix time of signing. */
  readonly seconds: number;
  readonly signatures: readonly Buffer[];
}

const signatureOf = (secret: string, seconds: number, request: SignedRequest): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.${request.method}.${request.path}.`).update(request.body).digest();

/**
 * The value of the `Breakwater-Signature` header: `t=<seconds>,v1=<hex hmac-sha256(secret, "t.METHOD.path.body")>`,
 * the scheme of Stripe's webhooks over method, path and raw body.
 *
 * @param secrets one, or while a secret rotates the new and the old: one `v1` each
 * @param seconds Unix time of signing
 */
export function sign(secrets: readonly string[], seconds: number, request: SignedRequest): string {
  const signatures = secrets.map((secret) => `v1=${signatureOf(secret, seconds, request).toString('hex')}`);
  return [`t=${seconds}`, ...signatures].join(',');
}

/**
 * Whether one of the header's `v1` was made with one of the secrets, over this very request, within the tolerance.
 *
 * @param nowSeconds Unix time at the receiver
 */
export function verifySignature(
  header: string | undefined,
  secrets: readonly string[],
  nowSeconds: number,
  request: SignedRequest,
): SignatureVerdict {
  const claim = readSignature(header, nowSeconds);
  return claim.valid ? checkSignature(claim, secrets, request) : claim;
}

/** Reads a header, by itself: who is said to have signed plays no part in it. @param nowSeconds Unix time at the receiver */
export function readSignature(header: string | undefined, nowSeconds: number): Claim | Refusal {
  if (header === undefined || header.trim() === '')
    return refuse('missing', 'The Breakwater-Signature header is missing.');
  const fields = header.split(',').map((field) => field.trim());
  const times = fields.filter((field) => /^t=\d{1,12}$/.test(field));
  const signatures = fields
    .filter((field) => /^v1=[0-9a-f]{64}$/i.test(field))
    .map((field) => Buffer.from(field.slice(3), 'hex'));
  if (times.length !== 1) return refuse('malformed', 'The Breakwater-Signature header needs one t=<Unix seconds>.');
  if (signatures.length === 0 || signatures.length > 8) {
    return refuse('malformed', 'The Breakwater-Signature header needs one to eight v1=<64 hex digits>.');
  }
  const seconds = Number(times[0]?.slice(2));
  const age = nowSeconds - seconds;
  if (age > SIGNATURE_TOLERANCE_S) {
    return refuse(
      'stale',
      `The signature is ${age} s old; at most ${SIGNATURE_TOLERANCE_S} s are accepted. Sign each try anew.`,
    );
  }
  if (age < -SIGNATURE_TOLERANCE_S) {
    return refuse(
      'future',
      `The signature's time is ${-age} s ahead of ours; at most ${SIGNATURE_TOLERANCE_S} s are accepted. Check the clock.`,
    );
  }
  return { valid: true, seconds, signatures };
}

/**
 * Whether a claim holds. Compared in constant time; every path, secret and signature is tried, so that neither the time nor the answer
 * says which of them fitted.
 */
export function checkSignature(
  { seconds, signatures }: Claim,
  secrets: readonly string[],
  request: SignedRequest,
): SignatureVerdict {
  let matched = false;
  for (const path of acceptedPaths(request.path)) {
    for (const secret of secrets) {
      const expected = signatureOf(secret, seconds, { ...request, path });
      for (const signature of signatures) matched = timingSafeEqual(expected, signature) || matched;
    }
  }
  return matched ? { valid: true } : refuse('mismatch', MISMATCH);
}

const MISMATCH =
  'No v1 signature fits: it must be the hex HMAC-SHA256 of "t.METHOD.path.body" with the venue key, over the percent-decoded path and the bytes as sent.';

const refuse = (reason: Refusal['reason'], detail: string): Refusal => ({ valid: false, reason, detail });
