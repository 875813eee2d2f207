import { digestMessage, type VenueDigest } from '../../shared/slack/digest-message.ts';
import type { Slack } from '../../shared/slack/web-client.ts';
import { readNewestAssessment } from '../../shared/store/assessments.ts';
import { isDigestPosted, noteDigestPosted, readDigestNotes } from '../../shared/store/digest.ts';
import { mapBounded, type Tables } from '../../shared/store/tables.ts';

const DAY_MS = 86_400_000;

/**
 * Posts the digest of the day before a time, once: a crash between the post and the note of it posts twice rather than never.
 *
 * @param at time for which the digest is due
 */
export async function publishDigest(
  tables: Tables,
  slack: Slack,
  channel: string,
  venues: readonly string[],
  at: number,
): Promise<{ readonly posted: boolean }> {
  if (await isDigestPosted(tables, at)) return { posted: false };
  const digests = await mapBounded(venues, 4, async (venue): Promise<VenueDigest> => {
    const [newest, notes] = await Promise.all([
      readNewestAssessment(tables, venue),
      readDigestNotes(tables, venue, at - DAY_MS, at),
    ]);
    return { venue, notes, ...(newest ? { newest } : {}) };
  });
  await slack.post({ channel, ...digestMessage(at, digests) });
  await noteDigestPosted(tables, at);
  return { posted: true };
}
