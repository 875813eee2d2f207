import type { DeleveragingTerms } from '../deleveraging/plan/types.ts';
import { DEFAULT_FEED_TERMS } from '../incident/feed/terms.ts';
import { DEFAULT_INTEGRITY_TERMS } from '../integrity/terms.ts';
import { DEFAULT_REGIME_POLICY } from '../volatility/regime-terms.ts';
import { INTEGRITY_RULE_LEVELS, STANDING_RULES } from './standing-rules.ts';
import type { Policy, RiskModel, Thresholds } from './types.ts';

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

/** One hour to close, against one case in a thousand of a Student-t with four degrees of freedom. */
export const DEFAULT_MODEL: RiskModel = {
  horizonMs: 3_600_000,
  confidence: 0.999,
  degreesOfFreedom: 4,
  closingCost: 0.002,
  impactCoefficient: 1,
  bookReach: 0.05,
  runawayMove: 0.01,
  haircuts: { fixed: {}, floor: 0.02, cap: 0.95 },
  assumed: { maintenanceMarginRate: 0.005, dailyVolatility: 0.03, turnover: 1 },
};

export const DEFAULT_DELEVERAGING: DeleveragingTerms = {
  // Below the lines from which on the default rules warn: what a plan reaches alerts nobody.
  targets: { collapseProbability: 0.02, excessShare: 0.05, fundShortfall: 0 },
  lowestCap: 3,
  // Exchanges take between a quarter and one and a half percent.
  liquidationFee: 0.005,
  participation: 0.1,
  disposal: { fraction: 0.5, fullSize: 50, maxShareOfDepth: 0.01 },
  // The one that leaves the venue the least expected loss.
  adl: 'min-max',
  // Bybit's, as documented.
  fund: { drawdown: 0.3, stopDrawdown: 0.25 },
};

/** What applies to a venue that has set nothing else. */
export const DEFAULT_POLICY: Policy = {
  version: 1,
  alertFrom: 'warning',
  model: DEFAULT_MODEL,
  regimes: DEFAULT_REGIME_POLICY,
  integrity: DEFAULT_INTEGRITY_TERMS,
  feed: DEFAULT_FEED_TERMS,
  response: {
    groups: ['leverage', 'collapse'],
    planFrom: 'critical',
    everyMs: 1_800_000,
    killSwitch: false,
    // Nobody is named: until a venue's policy does, plans are proposed and nothing is done.
    approval: { needed: 1, officers: [], expiresAfterMs: 900_000, onExpiry: 'stand down' },
    dispatch: { tolerance: 0.25, capForMs: 14_400_000, silenceMs: 600_000, withinMs: 7_200_000, bookAgeMs: 900_000 },
    verification: { withinMs: 1_800_000, leastImprovement: 0.1, rounds: 5 },
  },
  deleveraging: DEFAULT_DELEVERAGING,
  rules: [
    {
      // The seed of the system: the market has become too volatile for the leverage on it. The regime is in the capacity already.
      name: 'leverage-over-volatility',
      group: 'leverage',
      metric: 'capacity.excessShare',
      comparator: 'above',
      levels: { watch: always(0.05), warning: always(0.1), critical: always(0.2), emergency: always(0.4) },
      for: 0,
      clear: 0.8,
    },
    {
      // Said before it happens: the next hour may reach a shock that feeds on itself.
      name: 'collapse-likely',
      group: 'collapse',
      metric: 'collapseProbability',
      comparator: 'above',
      levels: { watch: always(0.02), warning: always(0.05), critical: always(0.15), emergency: always(0.4) },
      for: 1_800_000,
      clear: 0.5,
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
      // Against each market's own threshold, so that what calibration finds is what alerts: near the extreme tier, in it, twice as far.
      name: 'volatility-spike',
      group: 'volatility',
      metric: 'volatility.overExtreme',
      comparator: 'above',
      levels: { watch: always(0.8), warning: always(1), critical: always(2) },
      for: 0,
      clear: 0.5,
    },
    {
      // Said at once: what is seen from here on may not be so, and nothing is done on it.
      name: 'data-integrity',
      group: 'integrity',
      metric: 'integrity',
      comparator: 'above',
      levels: INTEGRITY_RULE_LEVELS,
      for: 0,
      clear: 0.9,
    },
    ...STANDING_RULES,
  ],
};
