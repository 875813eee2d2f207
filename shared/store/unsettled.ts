import { type Arrived, arrivalKey, readArrivals, readNewestArrival } from './arrivals.ts';
import { readAssessmentRecord } from './assessments.ts';
import { readSnapshot } from './snapshots.ts';
import { type Condition, getItem, type Item, mapBounded, putItem, type Tables } from './tables.ts';

/** What a snapshot that was received still lacks: its assessment, or the response to the severities that it moved. */
export type Lack = 'assessment' | 'response';

export interface Unsettled extends Arrived {
  readonly lacks: Lack;
  readonly snapshotId: string;
  readonly late: boolean;
}

/** How far a venue's arrivals have been looked through. */
interface Progress {
  /** Sort key of the last arrival that was looked at; empty at first. */
  readonly through: string;
  /** Those up to it that lacked something. */
  readonly outstanding: readonly Arrived[];
  /** Rises with each write. */
  readonly turn: number;
}

/** Snapshots that are remembered as lacking something. While they are as many, no further ones are looked for. */
const MOST_OUTSTANDING = 100;
/** Arrivals that one look takes up; the next one goes on. */
const MOST_ARRIVALS = 2_000;
const AT_ONCE = 16;

const progressKey = (venue: string) => ({ pk: `venue#${venue}`, sk: 'unsettled' }) as const;

/** What one snapshot lacks; undefined if nothing, or if an operator has set it aside. */
export async function lackOf(tables: Tables, venue: string, arrived: Arrived): Promise<Unsettled | undefined> {
  const { sequence, receivedAt } = arrived;
  const record = await readAssessmentRecord(tables, venue, sequence);
  if (record) {
    if (!record.moved || record.respondedAt !== undefined) return undefined;
    return { sequence, receivedAt, lacks: 'response', snapshotId: record.snapshotId, late: record.late };
  }
  const snapshot = await readSnapshot(tables, venue, sequence);
  if (!snapshot) return undefined;
  return { sequence, receivedAt, lacks: 'assessment', snapshotId: snapshot.header.snapshotId, late: snapshot.late };
}

export interface Look {
  /** In the order of their arrival. */
  readonly unsettled: readonly Unsettled[];
  /** Whether all arrivals were looked at; otherwise there may be more. */
  readonly complete: boolean;
}

/**
 * Snapshots that had arrived by a time and lack something. Each look begins where the one before ended, and takes up what lacked
 * something then: of a venue in order it reads each arrival once. The newest arrival is looked at in any case, so that a
 * consumer that stands still is seen however long the list is.
 *
 * @param until arrivals up to it, Unix milliseconds: a minute back at least, as an arrival is stored some seconds after its time
 */
export async function lookForUnsettled(tables: Tables, venue: string, until: number): Promise<Look> {
  const { pk, sk } = progressKey(venue);
  const before: Progress = (await getItem<Progress & Item>(tables, tables.state, pk, sk)) ?? {
    through: '',
    outstanding: [],
    turn: 0,
  };
  const known = await lacking(tables, venue, before.outstanding);
  const room = known.length < MOST_OUTSTANDING;
  const fresh = room ? await readArrivals(tables, venue, before.through, until, MOST_ARRIVALS) : [];
  const found = await lacking(tables, venue, fresh);
  const all = [...known, ...found];
  const outstanding = all.slice(0, MOST_OUTSTANDING);
  const cut = all.length > MOST_OUTSTANDING;
  // Up to the last one that is remembered; what comes behind it is looked at again.
  const last = cut ? outstanding.at(-1) : fresh.at(-1);
  const through = last ? arrivalKey(last) : before.through;
  if (through !== before.through || outstanding.length !== before.outstanding.length)
    await note(tables, venue, { through, outstanding: outstanding.map(placeOf), turn: before.turn + 1 });
  const complete = room && !cut && fresh.length < MOST_ARRIVALS;
  if (complete) return { unsettled: all, complete };
  const newest = await readNewestArrival(tables, venue, until);
  const unseen = newest && !all.some(({ sequence }) => sequence === newest.sequence) ? [newest] : [];
  return { unsettled: [...all, ...(await lacking(tables, venue, unseen))], complete };
}

/** Everything of a venue that lacks something now, up to `most`; writes nothing. */
export async function readUnsettled(tables: Tables, venue: string, most: number): Promise<Look> {
  const { pk, sk } = progressKey(venue);
  const progress = await getItem<Progress & Item>(tables, tables.state, pk, sk);
  const unsettled = [...(await lacking(tables, venue, progress?.outstanding ?? []))];
  let after = progress?.through ?? '';
  while (unsettled.length < most) {
    const page = await readArrivals(tables, venue, after, tables.now(), MOST_ARRIVALS);
    unsettled.push(...(await lacking(tables, venue, page)));
    const last = page.at(-1);
    if (!last || page.length < MOST_ARRIVALS) return { unsettled, complete: true };
    after = arrivalKey(last);
  }
  return { unsettled: unsettled.slice(0, most), complete: false };
}

const placeOf = ({ sequence, receivedAt }: Arrived): Arrived => ({ sequence, receivedAt });

async function lacking(tables: Tables, venue: string, arrived: readonly Arrived[]): Promise<Unsettled[]> {
  const looked = await mapBounded(arrived, AT_ONCE, (one) => lackOf(tables, venue, one));
  return looked.filter((one) => one !== undefined);
}

/** If another look was faster, its progress stands: this one is only done again. */
const note = (tables: Tables, venue: string, progress: Progress): Promise<boolean> =>
  putItem(tables, tables.state, { ...progressKey(venue), type: 'unsettled', ...progress }, nextTurn(progress));

const nextTurn = ({ turn }: Progress): Condition => ({
  expression: turn === 1 ? 'attribute_not_exists(pk)' : 'turn = :before',
  ...(turn === 1 ? {} : { values: { ':before': turn - 1 } }),
});
