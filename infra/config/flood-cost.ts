/** What a route admits and what serves it. */
export interface FloodedRoute {
  readonly ratePerSecond: number;
  readonly memoryMb: number;
}

/** What each admitted request is assumed to be. */
export interface FloodRequest {
  /** Billed time of a function that turns it away. */
  readonly milliseconds: number;
  readonly bodyBytes: number;
  /** Of all log lines about it. */
  readonly logBytes: number;
}

/** US dollars, us-east-1, without free tiers; arm64. Source: the public prices of API Gateway, Lambda and CloudWatch Logs. */
const PRICES = {
  apiRequest: 1.0 / 1e6,
  invocation: 0.2 / 1e6,
  gigabyteSecond: 0.0000133334,
  logByte: 0.5 / 1e9,
};
/** HTTP APIs count a request once for each such piece of its body. */
const METERED_BYTES = 512 * 1024;

/**
 * What a flood of requests costs at most while it lasts, in US dollars an hour: each route admits its rate and no more. What is
 * throttled invokes nothing, and API Gateway does not bill it.
 */
export function floodCostPerHour(routes: readonly FloodedRoute[], request: FloodRequest): number {
  const pieces = Math.max(1, Math.ceil(request.bodyBytes / METERED_BYTES));
  const fixed = pieces * PRICES.apiRequest + PRICES.invocation + request.logBytes * PRICES.logByte;
  return routes.reduce((sum, { ratePerSecond, memoryMb }) => {
    const computing = (memoryMb / 1_024) * (request.milliseconds / 1_000) * PRICES.gigabyteSecond;
    return sum + ratePerSecond * 3_600 * (fixed + computing);
  }, 0);
}
