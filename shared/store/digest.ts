import type { Refit } from '../volatility/calibration.ts';
import type { Tier } from '../volatility/regime-terms.ts';
import {
  absent,
  expiryAfter,
  getItem,
  type Item,
  putItem,
  queryPartition,
  RETENTION_DAYS,
  type Tables,
} from './tables.ts';

/** What calibration did to a market: told in the digest, not at night. */
export interface CalibrationNote {
  readonly symbol: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** In force now; 0 where there is none. */
  readonly version: number;
  readonly thresholds: Refit;
  readonly filter: Refit;
  /** Ratios at which the tiers are entered, before and now. */
  readonly enter: Readonly<Record<'before' | 'now', Readonly<Record<Tier, number>>>>;
}

const digestKey = (venue: string): string => `digest#${venue}`;
const isoKey = (at: number): string => new Date(at).toISOString();

/** Writes a note, once. */
export const noteForDigest = (tables: Tables, venue: string, note: CalibrationNote): Promise<unknown> =>
  putItem(
    tables,
    tables.state,
    {
      pk: digestKey(venue),
      sk: `note#${isoKey(note.at)}#${note.symbol}`,
      type: 'digest-note',
      note,
      expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
    },
    absent(tables),
  );

/** The notes of [from, to), oldest first. */
export async function readDigestNotes(
  tables: Tables,
  venue: string,
  from: number,
  to: number,
): Promise<CalibrationNote[]> {
  // A window of a day has one common beginning only by chance: the month's notes are few.
  const months = [...new Set([from, to].map((at) => isoKey(at).slice(0, 7)))];
  const pages = await Promise.all(
    months.map((month) =>
      queryPartition<Item & { note: CalibrationNote }>(tables, tables.state, digestKey(venue), `note#${month}`),
    ),
  );
  return pages
    .flat()
    .map(({ note }) => note)
    .filter(({ at }) => at >= from && at < to);
}

/** Whether a digest has been posted: by the time for which it was due. */
export const isDigestPosted = async (tables: Tables, at: number): Promise<boolean> =>
  (await getItem(tables, tables.state, 'digests', isoKey(at))) !== undefined;

/** Written after the post came back, so that a crash posts twice rather than never. */
export const noteDigestPosted = (tables: Tables, at: number): Promise<unknown> =>
  putItem(tables, tables.state, {
    pk: 'digests',
    sk: isoKey(at),
    type: 'digest',
    expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
  });
