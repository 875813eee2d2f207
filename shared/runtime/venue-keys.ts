import type { Secrets } from './secrets.ts';

/** Where the keys of venues are: each in a secret whose name is the prefix and the venue. */
export interface VenueSecrets {
  readonly prefix: string;
  /** Those configured: no other venue is asked for. */
  readonly venues: readonly string[];
}

/**
 * The keys that a venue may sign with: while one rotates, the new one (`current`) and the old one (`previous`).
 *
 * @returns undefined for a venue that is not configured
 */
export function openVenueKeys(
  secrets: Secrets,
  { prefix, venues }: VenueSecrets,
): (venue: string) => Promise<string[] | undefined> {
  const configured = new Set(venues);
  return async (venue) => {
    if (!configured.has(venue)) return undefined;
    const { current, previous } = await secrets.read(`${prefix}${venue}`);
    return [current, previous].filter((key) => key !== undefined && key !== '') as string[];
  };
}
