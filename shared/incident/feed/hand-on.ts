const MINUTE_MS = 60_000;
/** After so many minutes: by the third an outage of a minute is over. What fails for good keeps its lane busy little so. */
const FIRST_MINUTES = [2, 3, 5, 8, 16, 32];
/** Then every hour for a day; after it nobody waits for it: it is left to the operator, who has been told since the second minute. */
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
