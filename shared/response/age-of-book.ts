import { bookAge, type Clock } from '../snapshot/age.ts';
import { readSnapshot } from '../store/snapshots.ts';
import type { Tables } from '../store/tables.ts';

/** How old a venue's book was at a time, in milliseconds. @throws Error if there is no such snapshot */
export async function ageOfBook(
  tables: Tables,
  clock: Clock,
  venue: string,
  sequence: number,
  at: number,
): Promise<number> {
  const snapshot = await readSnapshot(tables, venue, sequence);
  if (!snapshot) throw new Error(`There is no snapshot ${sequence} of ${venue}`);
  return bookAge(clock, { timestamp: snapshot.header.timestamp, receivedAt: snapshot.receivedAt }, at);
}
