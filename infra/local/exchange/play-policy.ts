import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Alarm, Rule, Thresholds } from '../../../shared/policy/types.ts';

/** Slack ids of those who decide in a play. */
export const PLAY_OFFICERS = ['U-ANNA', 'U-BEN'] as const;

/** How long an officer has, on the clock on the wall. */
export const APPROVAL_EXPIRES_MS = 900_000;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const always = (threshold: number): Thresholds => ({
  calm: threshold,
  elevated: threshold,
  stressed: threshold,
  extreme: threshold,
});

/** In a day a market moves further than in the hour that the default thresholds are for: an ordinary crowd stands far above what it carries. */
const DAILY_LEVELS: Readonly<Record<string, Readonly<Record<Alarm, Thresholds>>>> = {
  'leverage-over-volatility': {
    watch: always(0.35),
    warning: always(0.4),
    critical: always(0.5),
    emergency: always(0.7),
  },
  'collapse-likely': { watch: always(0.1), warning: always(0.2), critical: always(0.3), emergency: always(0.5) },
};

/**
 * What storms are planned by, laid over the default policy: the exchange sends a snapshot an hour and what has to be closed is worked off
 * over hours, so that leverage has to last for a day.
 */
export const STORM_OVERLAY = {
  model: { horizonMs: DAY_MS },
  deleveraging: { targets: { excessShare: 0.02, collapseProbability: 0.01 }, participation: 0.2 },
};

/** What a storm is played by through the whole stack: one plan is made of a snapshot at most, and what it closes may take half a day. */
export const PLAY_OVERLAY = {
  ...STORM_OVERLAY,
  response: {
    everyMs: HOUR_MS,
    dispatch: { withinMs: DAY_MS / 2 },
    approval: { needed: 1, officers: PLAY_OFFICERS, expiresAfterMs: APPROVAL_EXPIRES_MS },
  },
  rules: DEFAULT_POLICY.rules.map((rule): Rule => {
    const levels = DAILY_LEVELS[rule.name];
    return levels ? { ...rule, levels } : rule;
  }),
};
