import { jest } from '@jest/globals';
import { type GuardedVenue, openGuardedVenue } from './guarded-venue.ts';

/** USDT that the plan for a book at sixty times closes. */
export const PLANNED = 620_300;
/** What the crowd holds once all that was approved has been closed, and nothing else. */
export const AFTER = 1_200_000 - PLANNED;

/** A venue that has pushed a book at sixty times: a plan is made, and the officers are asked. */
export async function openAskedVenue(
  response: object = {},
  patience: GuardedVenue['patience'] = {},
): Promise<GuardedVenue> {
  quietConsole();
  const venue = await openGuardedVenue(response);
  venue.patience = patience;
  await venue.push();
  return venue;
}

/** What functions log is kept for assertions and not printed. */
export function quietConsole(): void {
  for (const level of ['info', 'warn', 'error'] as const)
    jest.spyOn(console, level).mockImplementation(() => undefined);
}

/** Looks until it is so; a test's own time-out ends it. */
export async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 50));
}
