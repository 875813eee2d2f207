import { depthOf } from '../liquidation/depth.ts';
import { amountFigure } from '../presentation/figures.ts';
import type { Market } from '../snapshot/types.ts';
import { finding, type IntegrityFinding, isPositive, shareFigure } from './finding.ts';
import type { IntegrityTerms } from './terms.ts';

/** What depth a market usually has, in quote currency. */
export interface DepthNormal {
  readonly normal: number;
  /** Snapshots that it was learnt from. */
  readonly snapshots: number;
  readonly timestamp: number;
}

/** Orders of both sides within a distance of the mark, in quote currency; undefined where there is no book to measure. */
export function depthAround(market: Market, within: number): number | undefined {
  if (!market.orderBook || !isPositive(market.markPrice) || !isPositive(market.contractSize)) return undefined;
  const depth = (['bids', 'asks'] as const).reduce(
    (sum, side) => sum + (depthOf(market, side, 1, within).cumulative.at(-1) ?? 0),
    0,
  );
  return Number.isFinite(depth) ? depth : undefined;
}

/** One snapshot's depth may pull the normal by no more than this factor either way: a wall of orders for a moment is not normal. */
const PULL = 4;

/**
 * Learns the normal depth: an average that forgets with time, whatever the rhythm of snapshots, and a plain mean while it is young.
 */
export function advanceDepth(
  before: DepthNormal | null,
  depth: number | undefined,
  timestamp: number,
  { depth: terms }: IntegrityTerms,
): DepthNormal | null {
  if (depth === undefined) return before;
  if (!before || !(before.normal > 0)) return { normal: depth, snapshots: (before?.snapshots ?? 0) + 1, timestamp };
  const passed = Math.max(0, timestamp - before.timestamp);
  const weight = Math.max(1 - Math.exp(-passed / terms.memoryMs), 1 / (before.snapshots + 1));
  const shown = Math.min(Math.max(depth, before.normal / PULL), before.normal * PULL);
  return {
    normal: before.normal + weight * (shown - before.normal),
    snapshots: before.snapshots + 1,
    timestamp,
  };
}

/** Orders that have gone from around the mark: true of a crash, so doubtful at worst. @param before what was normal before this snapshot */
export function depthDecay(
  depth: number | undefined,
  before: DepthNormal | null,
  { depth: terms }: IntegrityTerms,
): IntegrityFinding[] {
  if (depth === undefined || !before || before.snapshots < terms.warmSnapshots || !(before.normal > 0)) return [];
  const { normal } = before;
  const share = depth / normal;
  if (!(share < terms.note)) return [];
  const level = share < terms.doubtful ? 'doubtful' : 'note';
  const message = `depth within ${shareFigure(terms.within)} of the mark is ${amountFigure(depth)}, ${shareFigure(share)} of the usual ${amountFigure(normal)}`;
  return [finding('depth-decay', level, message, { depth, normal, share })];
}
