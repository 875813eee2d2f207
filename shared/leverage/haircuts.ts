import type { HaircutTerms } from '../policy/types.ts';

/** What a currency is known by when its haircut is set. */
export interface CurrencyRisk {
  /** Volatility of its price over the liquidation horizon, a fraction. */
  readonly sigma: number;
  /** Volatility of its price over a day. */
  readonly dailyVolatility: number;
  /** Traded in a day, in the currency; greater than 0. */
  readonly dailyVolume: number;
  /** All that the venue's accounts hold of it as collateral. */
  readonly held: number;
}

/**
 * Share of a currency's worth that does not count as collateral: what the price may lose before it can be sold, and what selling all
 * of it would cost.
 *
 * z·σ_h for the volatility and Y·σ·√(held / volume) for the liquidity (the square-root law, as in `priceAfter`), together no less
 * than the policy's floor and no more than its cap; a haircut that the policy fixes for the currency stands as it is.
 *
 * @param risk undefined where the currency is the unit that everything is valued in, which loses nothing
 * @param tail quantile of the standardised return at the policy's confidence
 * @returns a fraction in [0, 1]
 */
export function haircutOf(
  currency: string,
  risk: CurrencyRisk | undefined,
  { fixed, floor, cap }: HaircutTerms,
  tail: number,
  impactCoefficient: number,
): number {
  const set = Object.hasOwn(fixed, currency) ? fixed[currency] : undefined;
  if (set !== undefined) return set;
  if (!risk) return 0;
  const volatility = tail * risk.sigma;
  const liquidity = impactCoefficient * risk.dailyVolatility * Math.sqrt(Math.max(0, risk.held) / risk.dailyVolume);
  return Math.min(cap, Math.max(floor, volatility + liquidity));
}
