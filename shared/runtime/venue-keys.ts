import type { Secrets } from './secrets.ts';

/**
 * The keys that a venue may sign with: while one rotates, the new one (`current`) and the old one (`previous`).
 *
 * @param arns of the secrets, by venue
 * @returns undefined for a venue that is not configured
 */
export const openVenueKeys =
  (secrets: Secrets, arns: Readonly<Record<string, string>>) =>
  async (venue: string): Promise<string[] | undefined> => {
    if (!Object.hasOwn(arns, venue)) return undefined;
    const { current, previous } = await secrets.read(arns[venue] as string);
    return [current, previous].filter((key) => key !== undefined && key !== '') as string[];
  };
