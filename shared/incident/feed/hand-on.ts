const MINUTE_MS = 60_000;
/** By the third minute an outage of a minute is over. The gaps grow, because a snapshot that always fails keeps its lane busy each time. */
const FIRST_MINUTES = [2, 3, 5, 8, 16, 32];
/** Then every hour for a day. After that it is left to the operator, whom the incident has notified since the second minute. */
const HOURLY = { every: 60, most: 1_440 } as const;

/**
 * Whether what was received and not worked off is handed on once more, by a look that comes every minute.
 *
 * @param ageMs since it was received
 */
export function isHandedOnAgain(ageMs: number): boolean {
  const minutes = Math.floor(ageMs / MINUTE_MS);
  return FIRST_MINUTES.includes(minutes) || (minutes > 0 && minutes % HOURLY.every === 0 && minutes <= HOURLY.most);
}
