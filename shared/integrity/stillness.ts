import { durationFigure } from '../presentation/figures.ts';
import { type FindingLevel, finding, type IntegrityFinding, LEVELS, shareFigure } from './finding.ts';
import { FEEDS, type Feed, type PriceName, type Prices, type Shown, shownAs, witnessesOf } from './shown.ts';
import type { IntegrityTerms } from './terms.ts';

/** How long a feed has shown the same, and how far the prices that move with it went meanwhile. */
export interface Stillness {
  /** Snapshots in a row that show the same, two at least. */
  readonly snapshots: number;
  /** When it was shown first. */
  readonly since: number;
  readonly moved: Ranges;
}

type Ranges = Readonly<Partial<Record<PriceName, readonly [low: number, high: number]>>>;
/** The feeds that stand still. */
export type StillFeeds = Readonly<Partial<Record<Feed, Stillness>>>;

/** One snapshot further: each feed that shows what it showed before. @param last what the market showed before; null where nothing is known */
export function advanceStillness(before: StillFeeds, last: Shown | null, now: Shown): StillFeeds {
  const still: Partial<Record<Feed, Stillness>> = {};
  for (const feed of last ? FEEDS : []) {
    const value = shownAs(now, feed);
    if (!last || value === undefined || value !== shownAs(last, feed)) continue;
    const { snapshots, since, moved } = before[feed] ?? {
      snapshots: 1,
      since: last.timestamp,
      moved: widened({}, witnessesOf(last, feed)),
    };
    still[feed] = { snapshots: snapshots + 1, since, moved: widened(moved, witnessesOf(now, feed)) };
  }
  return still;
}

function widened(ranges: Ranges, prices: Prices): Ranges {
  const wider: Partial<Record<PriceName, readonly [low: number, high: number]>> = { ...ranges };
  for (const [name, price] of Object.entries(prices) as [PriceName, number][]) {
    // Seven digits tell any move that counts, and keep the state small.
    const shown = Number(price.toPrecision(7));
    const [low, high] = wider[name] ?? [shown, shown];
    wider[name] = [Math.min(low, shown), Math.max(high, shown)];
  }
  return wider;
}

/** Each feed in words, and what it can come to: a last trade may stand in truth, as nobody need trade. */
const FEED_TERMS: Readonly<Record<Feed, { readonly words: string; readonly worst: FindingLevel }>> = {
  book: { words: 'order book', worst: 'failed' },
  mark: { words: 'mark', worst: 'failed' },
  index: { words: 'index', worst: 'failed' },
  last: { words: 'last price', worst: 'note' },
};
const PRICE_WORDS: Readonly<Record<PriceName, string>> = {
  mark: 'mark',
  index: 'index',
  last: 'last price',
  middle: 'middle of the order book',
};

/** A feed that stands still while the price does not is dead: nobody's orders, and no index, stay as they are through a move. */
export function frozenFeeds(still: StillFeeds, timestamp: number, { frozen }: IntegrityTerms): IntegrityFinding[] {
  return FEEDS.flatMap((feed) => {
    const stillness = still[feed];
    const furthest = stillness && furthestMove(stillness.moved);
    if (!stillness || !furthest) return [];
    const { snapshots, since } = stillness;
    const { price, move } = furthest;
    const lasted = timestamp - since;
    if (snapshots < frozen.snapshots || lasted < frozen.forMs || !(move > frozen.doubtfulMove)) return [];
    const { words, worst } = FEED_TERMS[feed];
    const reached: FindingLevel = move > frozen.failedMove ? 'failed' : 'doubtful';
    const level = LEVELS[Math.min(LEVELS.indexOf(reached), LEVELS.indexOf(worst))] as FindingLevel;
    const message = `the ${words} has not changed over ${snapshots} snapshots (${durationFigure(lasted)}) while the ${PRICE_WORDS[price]} moved over a range of ${shareFigure(move)}`;
    return [finding(`${feed}-frozen`, level, message, { snapshots, lasted, move })];
  });
}

/** The price that moved furthest, as the distance of its highest from its lowest, a share of the latter. */
function furthestMove(moved: Ranges): { readonly price: PriceName; readonly move: number } | undefined {
  let most: { price: PriceName; move: number } | undefined;
  for (const [price, [low, high]] of Object.entries(moved) as [PriceName, readonly [number, number]][]) {
    const move = high / low - 1;
    if (!most || move > most.move) most = { price, move };
  }
  return most;
}
