import { durationFigure } from '../presentation/figures.ts';
import { type FindingLevel, finding, type IntegrityFinding, isPositive, LEVELS, shareFigure } from './finding.ts';
import type { IntegrityTerms } from './terms.ts';

/** How long a feed has shown the same, and how far the prices that move with it went meanwhile. */
export interface Stillness {
  /** What it shows: a price, or a fingerprint. */
  readonly value: number | string;
  /** Snapshots in a row that show it. */
  readonly snapshots: number;
  /** When it was shown first. */
  readonly since: number;
  /** Lowest and highest meanwhile of each price that it is held against. */
  readonly moved: Ranges;
}

type Ranges = Readonly<Partial<Record<Witness, readonly [low: number, high: number]>>>;

/** Prices that a feed is held against; `book` is the middle of the best prices. */
export type Witness = 'mark' | 'index' | 'last' | 'book';
export type Witnesses = Readonly<Partial<Record<Witness, number>>>;

/** One snapshot further. @param value undefined where the feed is not there, which ends what was known of it */
export function advanceStillness(
  before: Stillness | null,
  value: number | string | undefined,
  witnesses: Witnesses,
  timestamp: number,
): Stillness | null {
  if (value === undefined) return null;
  if (before?.value !== value) return { value, snapshots: 1, since: timestamp, moved: widened({}, witnesses) };
  const { since, snapshots, moved } = before;
  return { value, snapshots: snapshots + 1, since, moved: widened(moved, witnesses) };
}

function widened(ranges: Ranges, witnesses: Witnesses): Ranges {
  const wider: Record<string, readonly [low: number, high: number]> = { ...ranges };
  for (const [name, price] of Object.entries(witnesses)) {
    if (!isPositive(price)) continue;
    // Eight digits tell any move that counts, and keep the state small.
    const shown = Number(price.toPrecision(8));
    const [low, high] = wider[name] ?? [shown, shown];
    wider[name] = [Math.min(low, shown), Math.max(high, shown)];
  }
  return wider;
}

const WORDS: Readonly<Record<Witness, string>> = {
  mark: 'mark',
  index: 'index',
  last: 'last price',
  book: 'middle of the order book',
};

/** The price that moved furthest, as the distance of its highest from its lowest, a share of the latter. */
function furthestMove({ moved }: Stillness): { readonly witness: Witness; readonly move: number } | undefined {
  return (Object.entries(moved) as [Witness, readonly [number, number]][])
    .map(([witness, [low, high]]) => ({ witness, move: high / low - 1 }))
    .reduce<{ witness: Witness; move: number } | undefined>(
      (most, one) => (most && most.move >= one.move ? most : one),
      undefined,
    );
}

/**
 * A feed that stands still while the price does not is dead: nobody's orders, and no index, stay as they are through a move.
 *
 * @param feed in words, e.g. `order book`
 * @param worst what it can come to: a last trade may stand still in truth, an order book not
 */
export function frozenFeed(
  check: string,
  feed: string,
  stillness: Stillness | null,
  timestamp: number,
  { frozen }: IntegrityTerms,
  worst: FindingLevel,
): IntegrityFinding[] {
  const furthest = stillness && furthestMove(stillness);
  if (!stillness || !furthest) return [];
  const { snapshots, since } = stillness;
  const { witness, move } = furthest;
  const lasted = timestamp - since;
  if (snapshots < frozen.snapshots || lasted < frozen.forMs || !(move > frozen.doubtfulMove)) return [];
  const reached: FindingLevel = move > frozen.failedMove ? 'failed' : 'doubtful';
  const level = LEVELS[Math.min(LEVELS.indexOf(reached), LEVELS.indexOf(worst))] as FindingLevel;
  const message = `the ${feed} has not changed over ${snapshots} snapshots (${durationFigure(lasted)}) while the ${WORDS[witness]} moved over a range of ${shareFigure(move)}`;
  return [finding(check, level, message, { snapshots, lasted, move })];
}
