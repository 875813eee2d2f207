/** What a schedule hands to its function. */
export interface Scheduled {
  /** ISO time for which the call was due. */
  readonly scheduledTime: string;
}

/**
 * The scheduled time, not the clock, is the time of the work: a retried call is the same work again.
 *
 * @returns Unix milliseconds
 * @throws Error where it is no time
 */
export function scheduledAt({ scheduledTime }: Scheduled): number {
  const at = Date.parse(scheduledTime);
  if (Number.isNaN(at)) throw new Error(`The scheduled time ${JSON.stringify(scheduledTime)} is not a time`);
  return at;
}

/**
 * Does the same for every venue, side by side: one venue's failure does not keep the others waiting.
 *
 * @throws AggregateError of what failed, after all are done
 */
export async function eachVenue(venues: readonly string[], task: (venue: string) => Promise<unknown>): Promise<void> {
  const outcomes = await Promise.allSettled(venues.map(task));
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${venues.length} venues failed: ${failures[0]}`);
}
