import { type EntryBudget, type RegimeTerms, type Threshold, TIERS, type Tier } from './regime-terms.ts';

/** Thresholds are looked for in these steps. */
const STEP = 0.05;
const LOWEST = 1.2;
const HIGHEST = 20;
/** A tier is left once a quarter of what its threshold is above 1 is all that is left. */
const LEAVE_SHARE = 0.25;

export interface Calibration {
  readonly tiers: RegimeTerms['tiers'];
  /** How often a year each tier would have been entered. */
  readonly entriesPerYear: EntryBudget;
}

export type CalibrationResult =
  | ({ readonly calibrated: true } & Calibration)
  | { readonly calibrated: false; readonly reason: 'too little history' | 'always over budget' };

export const leaveOf = (enter: number): number => 1 + (enter - 1) * LEAVE_SHARE;

/**
 * The lowest threshold of each tier with which it would not have been entered more often than the budget allows: as sensitive as a
 * market's own history lets it be without crying wolf.
 *
 * @param ratios fast over slow volatility of each bar, in order, without those that were warming
 * @param barsPerYear how many of them a year has
 * @param budget entries a year of each tier
 */
export function calibrateTiers(
  ratios: Float64Array,
  barsPerYear: number,
  budget: EntryBudget,
  dwellBars: number,
): CalibrationResult {
  const years = ratios.length / barsPerYear;
  // With less than a year the budget is a matter of chance.
  if (!(years >= 1)) return { calibrated: false, reason: 'too little history' };
  const entriesPerYear: Record<Tier, number> = { elevated: 0, stressed: 0, extreme: 0 };
  const tiers: Record<Tier, Threshold> = { elevated: NONE, stressed: NONE, extreme: NONE };
  let from = LOWEST;
  for (const tier of TIERS) {
    let found = false;
    // In whole steps, so that thresholds are the numbers that people read.
    for (let step = Math.round(from / STEP); step <= HIGHEST / STEP; step++) {
      const enter = Number((step * STEP).toFixed(4));
      const entries = countEntries(ratios, enter, leaveOf(enter), dwellBars) / years;
      if (entries > budget[tier]) continue;
      tiers[tier] = { enter, leave: Number(leaveOf(enter).toFixed(4)) };
      entriesPerYear[tier] = entries;
      from = enter + STEP;
      found = true;
      break;
    }
    if (!found) return { calibrated: false, reason: 'always over budget' };
  }
  return { calibrated: true, tiers, entriesPerYear };
}

const NONE: Threshold = { enter: Number.POSITIVE_INFINITY, leave: Number.POSITIVE_INFINITY };

/** How often a tier of its own would be entered: up at once, down by hysteresis and dwell. */
function countEntries(ratios: Float64Array, enter: number, leave: number, dwellBars: number): number {
  let entries = 0;
  let lasted = 0;
  for (let i = 0; i < ratios.length; i++) {
    const ratio = ratios[i] as number;
    if (lasted > 0) {
      if (ratio < leave && lasted >= dwellBars) lasted = 0;
      else lasted++;
    } else if (ratio > enter) {
      entries++;
      lasted = 1;
    }
  }
  return entries;
}
