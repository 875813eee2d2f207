/**
 * A token bucket: holds `burst` tokens, refilled at `ratePerSecond`; a request takes one or is turned away.
 *
 * @param now  clock in milliseconds
 */
export function openThrottle(ratePerSecond: number, burst: number, now: () => number): () => boolean {
  let tokens = burst;
  let at = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - at) / 1_000) * ratePerSecond);
    at = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
