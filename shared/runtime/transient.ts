/**
 * The SDK's, Node's and our own words for what is down, slow, busy, contended or throttling. A cancelled transaction never comes here by
 * itself: `transact` throws what its reasons come to.
 */
const TRANSIENT =
  /Throttl|TooManyRequests|ProvisionedThroughput|RequestLimit|Timeout|Unavailable|InternalServer|TransactionConflict|TransactionInProgress|Contended|Busy|^(ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

interface Named {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  /** Of a cancelled transaction. */
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

/**
 * Whether the same work, done again in a moment, may well succeed. Every other error is final: a stored book that does not
 * hold together, chunks past their retention or a fault of our own code fail in the same way each time.
 *
 * @param error an AggregateError is transient if one of its errors is
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.some(isTransient)) return true;
  const { name, code, $metadata, CancellationReasons = [] } = (error ?? {}) as Named;
  const words = [name, code, ...CancellationReasons.map(({ Code }) => Code)];
  return words.some((word) => TRANSIENT.test(String(word ?? ''))) || ($metadata?.httpStatusCode ?? 0) >= 500;
}
