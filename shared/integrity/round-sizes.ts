import { plainFigure } from '../presentation/figures.ts';
import type { TradeStatistics } from '../snapshot/types.ts';
import { finding, type IntegrityFinding } from './finding.ts';
import type { IntegrityTerms } from './terms.ts';

/** Sizes that stand beside each round one. */
const NEIGHBOURS = 2;

/**
 * People trade in round sizes, programs that make up volume need not: where round sizes are hardly more frequent than their
 * neighbours, the sign stands (Cong, Li, Tang and Yang 2023). It is a statement about a share, p = round / (round + near), which
 * must be below that of the least clustering by so many of its standard errors that few trades cannot bring it about.
 */
export function missingRoundSizes(
  { count, roundSizes }: TradeStatistics,
  { trades }: IntegrityTerms,
): IntegrityFinding[] {
  if (!roundSizes || count === undefined || count < trades.fewestTrades) return [];
  const { round, near } = roundSizes;
  const both = round + near;
  if (!(round >= 0 && near > 0) || !Number.isFinite(both)) return [];
  const { leastClustering, sigmas } = trades.roundSizes;
  const clustering = (NEIGHBOURS * round) / near;
  const least = leastClustering / (leastClustering + NEIGHBOURS);
  const error = Math.sqrt((least * (1 - least)) / both);
  if (!(round / both + sigmas * error < least)) return [];
  const message = `round trade sizes are only ${plainFigure(clustering)} times as frequent as their neighbours, where at least ${plainFigure(leastClustering)} is usual: people's trading clusters at round sizes`;
  return [finding('trade-round-sizes', 'note', message, { round, near, clustering })];
}
