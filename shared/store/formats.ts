import type { Item } from './tables.ts';

/**
 * The form in which items of a type are stored today, by type. A type that is not listed has form 1, and so has an item without
 * `formatVersion`: it was stored before its type had another. Whoever changes what is stored adds a line here (or raises the
 * number), says what changed, and keeps reading the forms before: test/fixtures holds items of all of them.
 */
const FORMATS: Readonly<Record<string, number>> = {
  // 2: the header does not go through the stream by itself, the cursor does; a late one says what it is `behind`.
  snapshot: 2,
  // 2: with `arrived`, `turn` and `late`.
  cursor: 2,
  // 2: an assessment does not go through the stream by itself, the venue's item of moves does.
  // 3: with `respondedAt` once its moves have been taken to their incidents.
  assessment: 3,
  // 2: bars that do not begin on a whole minute stand in items of five minutes, not in that of their day.
  bars: 2,
  // 2: the venue's cursor has moved to the venue's own state; with `held`, and `absent` while the market is not in the book.
  'market-state': 2,
  // 2: with `epoch` once a venue was reset, and `unobserved` in what was seen of a market that is gone.
  'newest-incident': 2,
  incident: 2,
  history: 2,
  // 2: its details say what was `excluded`.
  plan: 2,
  // 2: its basis says by which `clock` the age of the book was told.
  dispatch: 2,
  // 2: its lists are cut, and `more` says how much they leave out.
  approval: 2,
  // 2: with the time of the verification, `from` and `until`.
  'verified-since': 2,
  // 2: `verified` is null if the time was over before anything could be found.
  verification: 2,
  // 2: with what it waits for (`after`), and when (`notBefore`, `until`).
  'waiting-task': 2,
  // From its first day on, so that an older deployment never takes it for something else.
  'due-response': 2,
};

export const formatOf = (type: unknown): number =>
  typeof type === 'string' && Object.hasOwn(FORMATS, type) ? (FORMATS[type] as number) : 1;

/** Thrown for an item that a newer deployment has written in a form that this code does not know: it would be misread. */
export class FormatUnknown extends Error {
  override name = 'FormatUnknown';
  constructor({ pk, sk, type }: Pick<Item, 'pk' | 'sk'> & { readonly type?: unknown }, stored: number, known: number) {
    super(
      `The item ${pk} ${sk} of type ${type} has form ${stored}, and this code knows forms up to ${known}: a newer deployment wrote it`,
    );
  }
}

/** The item as it is written: with the form of its type, whatever form it was read in. */
export function inTodaysForm(item: Item): Item {
  const { formatVersion: _, ...rest } = item;
  const format = formatOf(item.type);
  return (format === 1 ? rest : { ...rest, formatVersion: format }) as Item;
}

/** @throws FormatUnknown */
export function refuseNewerForm(item: Item): void {
  const { formatVersion = 1 } = item;
  const known = formatOf(item.type);
  if (formatVersion > known) throw new FormatUnknown(item, formatVersion, known);
}
