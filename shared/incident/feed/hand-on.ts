const MINUTE_MS = 60_000;
/** Tried with every look at first: by then an outage of some minutes is over. */
const EACH_LOOK_MINUTES = 5;
/** Longer than a day nobody waits for it: it is left to the operator, who has been told since the second minute. */
const MOST_MINUTES = 1_440;

/**
 * Whether what was received and not worked off is handed on once more by a look that comes every minute: with each look for five minutes,
 * then after 8, 16, 32 and 64 minutes, and then every hour for a day. What fails for good costs its venue's lane little so.
 *
 * @param ageMs since it was received
 */
export function isHandedOnAgain(ageMs: number): boolean {
  const minutes = Math.floor(ageMs / MINUTE_MS);
  if (minutes <= EACH_LOOK_MINUTES) return true;
  if (minutes > MOST_MINUTES) return false;
  return minutes > 64 ? minutes % 60 === 0 : Number.isInteger(Math.log2(minutes));
}
