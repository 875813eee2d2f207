/** When an insurance fund is too weak to go on paying alone. */
export interface FundTriggerTerms {
  /** Drawdown of the fund, as a share of its largest balance in 8 h, at which deleveraging begins. */
  readonly drawdown: number;
  /** Drawdown below which it ends; lower, so that it does not begin and end with every loss. */
  readonly stopDrawdown: number;
}

/** What is known of the fund, in one currency. */
export interface FundStanding {
  readonly balance: number;
  /** Largest balance of the last 8 hours. */
  readonly peak: number;
}

export interface FundTrigger {
  readonly active: boolean;
  readonly reason: 'empty' | 'drawdown' | 'recovering' | 'sound';
  /** What the fund may still pay before deleveraging begins; 0 while it is active. */
  readonly allowance: number;
}

/**
 * Whether winners have to be deleveraged because the fund cannot carry more: at a balance of 0 or less, and at a drawdown past the
 * threshold; it ends above 0 and below the stop threshold.
 *
 * Source: Bybit's documentation of ADL alerts: pnlRatio = (pnl - maxPnl8h) / maxBalance8h, which is minus the drawdown where all
 * of the balance's moves are profit and loss; the thresholds changed over time and are terms here.
 *
 * @param before whether it was active
 */
export function fundTrigger({ balance, peak }: FundStanding, terms: FundTriggerTerms, before: boolean): FundTrigger {
  if (!(balance > 0)) return { active: true, reason: 'empty', allowance: 0 };
  const drawdown = peak > 0 ? (peak - balance) / peak : 0;
  if (drawdown >= terms.drawdown) return { active: true, reason: 'drawdown', allowance: 0 };
  if (before && !(drawdown < terms.stopDrawdown)) return { active: true, reason: 'recovering', allowance: 0 };
  return { active: false, reason: 'sound', allowance: Math.min(balance, balance - (1 - terms.drawdown) * peak) };
}
