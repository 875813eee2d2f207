/** The SDK's and Node's words for a service that is down, slow, contended or throttling. */
const TRANSIENT =
  /Throttl|TooManyRequests|ProvisionedThroughput|RequestLimit|Timeout|ServiceUnavailable|InternalServer|TransactionConflict|TransactionInProgress|^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)$/;

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
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  const { name, code, $metadata, CancellationReasons = [] } = (error ?? {}) as Named;
  const words = [name, code, ...CancellationReasons.map(({ Code }) => Code)];
  return words.some((word) => TRANSIENT.test(String(word ?? ''))) || ($metadata?.httpStatusCode ?? 0) >= 500;
}
