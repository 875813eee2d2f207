import {
  expiryAfter,
  type Item,
  type KeyRange,
  lastOfRange,
  queryRange,
  RETENTION_DAYS,
  type Tables,
} from './tables.ts';

/** A snapshot that became complete: its sequence, and when, Unix milliseconds. */
export interface Arrived {
  readonly sequence: number;
  readonly receivedAt: number;
}

const PREFIX = 'arrival#';
const digits = (number: number): string => String(number).padStart(16, '0');

/** Sort key of an arrival: by time, whatever the sequence, so that late snapshots are found too. */
export const arrivalKey = ({ receivedAt, sequence }: Arrived): string =>
  `${PREFIX}${digits(receivedAt)}#${digits(sequence)}`;

/**
 * The item that lists a snapshot by the time of its arrival. It is written in the transaction that makes the snapshot visible, and kept
 * as long as the book: without the book nothing can be assessed.
 */
export const arrivalItem = (tables: Tables, venue: string, { sequence, receivedAt }: Arrived): Item => ({
  pk: `venue#${venue}`,
  sk: arrivalKey({ sequence, receivedAt }),
  type: 'arrival',
  sequence,
  receivedAt,
  expiresAt: expiryAfter(tables, RETENTION_DAYS.book),
});

/** Arrivals behind a key (all if it is empty) up to a time, oldest first, `most` of them. */
export async function readArrivals(
  tables: Tables,
  venue: string,
  after: string,
  until: number,
  most: number,
): Promise<Arrived[]> {
  const range = rangeOf(after, until);
  // DynamoDB refuses a range that ends before it begins: an earlier look has seen more.
  if (range.from > range.to) return [];
  const items = await queryRange<Arrived & Item>(tables, tables.state, `venue#${venue}`, range, most);
  return items.map(({ sequence, receivedAt }) => ({ sequence, receivedAt }));
}

/** The newest arrival up to a time. */
export const readNewestArrival = (tables: Tables, venue: string, until: number): Promise<Arrived | undefined> =>
  lastOfRange<Arrived & Item>(tables, tables.state, `venue#${venue}`, rangeOf('', until));

const rangeOf = (after: string, until: number): KeyRange => ({
  // The first key behind one that ends here.
  from: after === '' ? PREFIX : `${after}!`,
  to: arrivalKey({ receivedAt: Math.max(0, until), sequence: Number.MAX_SAFE_INTEGER }),
});
