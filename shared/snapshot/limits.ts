/** What one request and one book may hold. Beyond them a push is refused with a clear answer, before the work is done. */
export const LIMITS = {
  /** Bytes of a body as sent. Lambda takes 6 MB of event, in which a gzipped body travels as base64 (4/3 of its size). */
  bodyBytes: 4 * 1024 * 1024,
  /** Bytes of a body once unpacked: bounds what a gzip bomb can make the receiver allocate. */
  unpackedBytes: 64 * 1024 * 1024,
  parts: 500,
  markets: 5_000,
  /** Insurance funds of one venue. */
  funds: 64,
  /** Assets whose price or collateral ratios a venue gives. */
  assets: 1_000,
  /** Faults listed in one answer; the rest are counted. */
  faults: 50,
  /** How far a book's own time may lie ahead of the receiver's clock, in milliseconds. */
  aheadMs: 300_000,
} as const;
