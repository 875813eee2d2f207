import type { BookMetrics } from '../assessment/types.ts';
import { INTEGRITY_LEVELS, type Integrity } from '../integrity/verdict.ts';
import type { MarketRisk } from '../liquidation/market-risk.ts';
import type { VolatilityReading } from '../volatility/types.ts';
import type { MeasuredMetric } from './types.ts';

/** The figures of a measured market that rules can be written on, by their names. */
export const metricsOf = (
  {
    concentration,
    leverage,
    skew,
    capacity,
    collapseProbability,
  }: BookMetrics & Pick<MarketRisk, 'capacity' | 'collapseProbability'>,
  volatility: VolatilityReading,
  integrity: Integrity,
): Readonly<Record<MeasuredMetric, number>> => ({
  'leverage.weighted': leverage.weighted,
  'leverage.p90': leverage.p90,
  'leverage.p99': leverage.p99,
  'leverage.estimatedRatio': leverage.estimatedRatio,
  'concentration.hhi': concentration.hhi,
  'concentration.gini': concentration.gini,
  'concentration.top1': concentration.top1,
  'concentration.top5': concentration.top5,
  'concentration.top10': concentration.top10,
  'concentration.long.top10': concentration.long.top10,
  'concentration.short.top10': concentration.short.top10,
  skew,
  'volatility.ratio': volatility.ratio,
  'volatility.overExtreme': volatility.ratio / volatility.extremeFrom,
  'capacity.excessShare': capacity.excessShare,
  collapseProbability,
  integrity: INTEGRITY_LEVELS[integrity],
});
