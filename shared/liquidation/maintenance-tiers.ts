import { contractKind, currenciesOf } from '../snapshot/contract-kind.ts';
import type { LeverageTier, Market } from '../snapshot/types.ts';

/**
 * Maintenance margin as a function of notional: each tier's rate holds for the part of the notional that lies in it, as in an
 * income tax. With `cum` the same is n·rate - cum in the tier that n is in, cum_k = cum_(k-1) + floor_k·(rate_k - rate_(k-1))
 * (Binance's "maintenance amount"). Continuous, convex, and piecewise linear in n.
 */
export interface MaintenanceTiers {
  /** Notional above which each tier holds, ascending, the first 0; in quote currency. */
  readonly floors: Float64Array;
  /** Ascending fractions. */
  readonly rates: Float64Array;
  /** What n·rate is too much by, in quote currency. */
  readonly cums: Float64Array;
}

/**
 * @param tiers ascending by notional and rate, as the snapshot's checks leave them; the first holds from 0 whatever its floor
 * @param assumedRate what holds where the market has no tiers
 */
export function maintenanceTiers(tiers: readonly LeverageTier[] | undefined, assumedRate: number): MaintenanceTiers {
  const given = tiers && tiers.length > 0 ? tiers : undefined;
  const rates = Float64Array.from(given ?? [null], (tier) => tier?.maintenanceMarginRate ?? assumedRate);
  const floors = Float64Array.from(given ?? [null], (tier, k) => (k === 0 ? 0 : (tier?.minNotional ?? 0)));
  const cums = new Float64Array(rates.length);
  for (let k = 1; k < rates.length; k++) {
    cums[k] = (cums[k - 1] as number) + (floors[k] as number) * ((rates[k] as number) - (rates[k - 1] as number));
  }
  return { floors, rates, cums };
}

/** Whether a market's tier bounds count base units. */
export function countsBase(market: Market): boolean {
  const counted = market.leverageTiers?.[0]?.currency;
  if (counted === undefined || contractKind(market) === 'quanto') return false;
  const pair = currenciesOf(market.symbol);
  return pair !== undefined && counted === pair.base && counted !== pair.quote;
}

/**
 * A market's tiers with their bounds in quote currency. Bounds in base units are worth the mark each: a linear position stays in its tier
 * wherever the price goes; that an inverse one changes its tier with the price is left out.
 */
export function marketTiers(market: Market, assumedRate: number): MaintenanceTiers {
  const tiers = maintenanceTiers(market.leverageTiers, assumedRate);
  if (!countsBase(market)) return tiers;
  const inQuote = (amount: number): number => amount * market.markPrice;
  return { ...tiers, floors: tiers.floors.map(inQuote), cums: tiers.cums.map(inQuote) };
}

/** The tier that a notional is in: at a floor, the one below it (both give the same margin there). */
export function tierOf({ floors }: MaintenanceTiers, notional: number): number {
  let tier = 0;
  while (tier + 1 < floors.length && notional > (floors[tier + 1] as number)) tier++;
  return tier;
}

/** Maintenance margin of a notional; both in quote currency. */
export function maintenanceOf(tiers: MaintenanceTiers, notional: number): number {
  const tier = tierOf(tiers, notional);
  return notional * (tiers.rates[tier] as number) - (tiers.cums[tier] as number);
}
