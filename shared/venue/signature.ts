import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header that carries a signature, lower case as API Gateway delivers it. */
export const SIGNATURE_HEADER = 'breakwater-signature';

/** How far a signature's time may lie from the receiver's, either way, in seconds. */
export const SIGNATURE_TOLERANCE_S = 300;

export interface SignedRequest {
  readonly method: string;
  /** The path as requested, still percent-encoded, without host or query. */
  readonly path: string;
  /** The body exactly as sent, compressed where it was compressed. */
  readonly body: Uint8Array;
}

export type SignatureVerdict =
  | { readonly valid: true }
  | {
      readonly valid: false;
      readonly reason: 'missing' | 'malformed' | 'stale' | 'future' | 'mismatch';
      readonly detail: string;
    };

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
 * Compared in constant time; every pair is tried, so that the time says nothing of which secret fitted.
 *
 * @param nowSeconds Unix time at the receiver
 */
export function verifySignature(
  header: string | undefined,
  secrets: readonly string[],
  nowSeconds: number,
  request: SignedRequest,
): SignatureVerdict {
  const refuse = (reason: Exclude<SignatureVerdict, { valid: true }>['reason'], detail: string): SignatureVerdict => ({
    valid: false,
    reason,
    detail,
  });
  if (header === undefined || header.trim() === '')
    return refuse('missing', 'The Breakwater-Signature header is missing.');
  const fields = header.split(',').map((field) => field.trim());
  const times = fields.filter((field) => /^t=\d{1,12}$/.test(field));
  const candidates = fields
    .filter((field) => /^v1=[0-9a-f]{64}$/i.test(field))
    .map((field) => Buffer.from(field.slice(3), 'hex'));
  if (times.length !== 1) return refuse('malformed', 'The Breakwater-Signature header needs one t=<Unix seconds>.');
  if (candidates.length === 0 || candidates.length > 8) {
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
  let matched = false;
  for (const secret of secrets) {
    const expected = signatureOf(secret, seconds, request);
    for (const candidate of candidates) matched = timingSafeEqual(expected, candidate) || matched;
  }
  return matched
    ? { valid: true }
    : refuse(
        'mismatch',
        'No v1 signature fits: it must be the hex HMAC-SHA256 of "t.METHOD.path.body" with the venue key, over the bytes as sent.',
      );
}
