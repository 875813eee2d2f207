import { type Condition, getItem, type Item, putItem, type Tables } from './tables.ts';

/** How far the moves of one assessment have been taken to their incidents: one item a venue. */
export interface MovesProgress {
  readonly sequence: number;
  /** Of the venue's item of moves: the same moves handed on again begin anew. */
  readonly turn: number;
  /** Hash of what is to be done, in order: a release that does it in another order begins anew. */
  readonly plan: string;
  /** All before this index have been tried. */
  readonly done: number;
  /** Those of them that failed, rising. */
  readonly failed: readonly number[];
}

const progressKey = (venue: string) => ({ pk: `venue#${venue}`, sk: 'moves-progress' }) as const;

/** What was noted of the same moves, handed on by the same turn. */
export async function readMovesProgress(
  tables: Tables,
  venue: string,
  { turn, plan }: Pick<MovesProgress, 'turn' | 'plan'>,
): Promise<MovesProgress | undefined> {
  const { pk, sk } = progressKey(venue);
  const item = await getItem<MovesProgress & Item>(tables, tables.state, pk, sk);
  return item?.turn === turn && item.plan === plan ? item : undefined;
}

/** Notes progress; it is never set back. @returns whether it was written */
export const writeMovesProgress = (tables: Tables, venue: string, progress: MovesProgress): Promise<boolean> =>
  putItem(tables, tables.state, { ...progressKey(venue), type: 'moves-progress', ...progress }, ahead(progress));

const ahead = ({ turn, plan, done }: MovesProgress): Condition => ({
  expression: 'attribute_not_exists(pk) OR turn < :turn OR (turn = :turn AND (#plan <> :plan OR #done <= :done))',
  names: { '#plan': 'plan', '#done': 'done' },
  values: { ':turn': turn, ':plan': plan, ':done': done },
});
