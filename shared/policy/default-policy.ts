import type { Policy, Thresholds } from './types.ts';

/**
 * Leverage that a position can carry through one hour of each regime without being wiped out: 1 / (mmr + z·σ + c), with
 * mmr 0.5 %, c 0.2 %, z = 5 (the 99.9 % quantile of a Student-t of unit variance, ν = 4) and σ an hourly 0.5 % in calm, 1.1 %,
 * 2.1 % and 3.2 % above: somewhat past 1.75, 3 and 5 times calm, at which the regimes are entered.
 */
const CARRIED: Thresholds = { calm: 31, elevated: 16, stressed: 9, extreme: 6 };

const times = (factor: number, thresholds: Thresholds): Thresholds => ({
  calm: thresholds.calm * factor,
  elevated: thresholds.elevated * factor,
  stressed: thresholds.stressed * factor,
  extreme: thresholds.extreme * factor,
});

const always = (threshold: number): Thresholds => ({
  calm: threshold,
  elevated: threshold,
  stressed: threshold,
  extreme: threshold,
});

const crowd = {
  comparator: 'above' as const,
  group: 'concentration',
  // Ten accounts that hold most of a side leave together: how much is too much depends on how soon they may have to.
  levels: {
    watch: { calm: 0.6, elevated: 0.55, stressed: 0.5, extreme: 0.45 },
    warning: { calm: 0.75, elevated: 0.7, stressed: 0.65, extreme: 0.6 },
    critical: { calm: 0.9, elevated: 0.85, stressed: 0.8, extreme: 0.75 },
  },
  // Who holds what changes slowly: a crowd of one snapshot is none.
  for: 1_800_000,
  clear: 0.9,
};

/** What applies to a venue that has set nothing else. */
export const DEFAULT_POLICY: Policy = {
  version: 1,
  alertFrom: 'warning',
  rules: [
    {
      // The seed of the system: the market has become too volatile for the leverage on it.
      name: 'leverage-over-volatility',
      group: 'leverage',
      metric: 'leverage.weighted',
      comparator: 'above',
      levels: {
        watch: times(0.8, CARRIED),
        warning: CARRIED,
        critical: times(1.5, CARRIED),
        emergency: times(2.5, CARRIED),
      },
      for: 0,
      clear: 0.9,
    },
    { name: 'crowded-longs', metric: 'concentration.long.top10', ...crowd },
    { name: 'crowded-shorts', metric: 'concentration.short.top10', ...crowd },
    {
      // The bounds at which merger guidelines call a market concentrated: about ten, six and four equal holders.
      name: 'few-holders',
      group: 'concentration',
      metric: 'concentration.hhi',
      comparator: 'above',
      levels: { watch: always(0.1), warning: always(0.18), critical: always(0.25) },
      for: crowd.for,
      clear: crowd.clear,
    },
    {
      // The ratios at which the detector enters its upper tiers, and twice the highest.
      name: 'volatility-spike',
      group: 'volatility',
      metric: 'volatility.ratio',
      comparator: 'above',
      levels: { watch: always(3), warning: always(5), critical: always(10) },
      for: 0,
      clear: 0.5,
    },
  ],
};
