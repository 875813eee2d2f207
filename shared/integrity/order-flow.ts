import type { VolumeBucket } from '../snapshot/types.ts';
import { finding, type IntegrityFinding, shareFigure } from './finding.ts';
import type { IntegrityTerms } from './terms.ts';

/**
 * VPIN: Σ|buy - sell| / Σ(buy + sell) over buckets of equal volume (Easley, López de Prado and O'Hara 2012). 0 where the sides
 * balance in every bucket, 1 where each bucket has one side only.
 *
 * @returns undefined where nothing was traded, or a volume is none
 */
export function orderFlowImbalance(buckets: readonly VolumeBucket[]): number | undefined {
  let apart = 0;
  let all = 0;
  for (const { buyVolume, sellVolume } of buckets) {
    if (!(buyVolume >= 0 && sellVolume >= 0)) return undefined;
    apart += Math.abs(buyVolume - sellVolume);
    all += buyVolume + sellVolume;
  }
  return all > 0 && Number.isFinite(all) ? apart / all : undefined;
}

/** The imbalance that is judged, where there are buckets enough. */
export const judgedImbalance = (
  buckets: readonly VolumeBucket[] | undefined,
  { trades }: IntegrityTerms,
): number | undefined =>
  buckets && buckets.length >= trades.orderFlow.fewestBuckets ? orderFlowImbalance(buckets) : undefined;

/**
 * Learns what imbalance is unusual for the market: its own high quantile, followed by steps up where it is passed and far smaller
 * ones down where it is not, so that they balance where it is passed as seldom as the quantile says.
 */
export function advanceUnusualFlow(
  before: number | null,
  imbalance: number | undefined,
  { trades: { orderFlow } }: IntegrityTerms,
): number | null {
  if (imbalance === undefined) return before;
  const { start, quantile, step, least, most } = orderFlow;
  const from = before ?? start;
  const next = from + step * (imbalance > from ? quantile : quantile - 1);
  return Math.min(Math.max(next, least), most);
}

/**
 * One-sided order flow is worth a note and never more: whether it foretells anything beyond volume and volatility is disputed
 * (Andersen and Bondarenko 2014).
 */
export function oneSidedFlow(
  imbalance: number | undefined,
  before: number | null,
  { trades }: IntegrityTerms,
): IntegrityFinding[] {
  const unusual = before ?? trades.orderFlow.start;
  if (imbalance === undefined || !(imbalance > unusual)) return [];
  const message = `order flow is one-sided: buckets of equal volume are ${shareFigure(imbalance)} out of balance, more than ${shareFigure(unusual)}`;
  return [finding('order-flow', 'note', message, { imbalance, unusual })];
}
