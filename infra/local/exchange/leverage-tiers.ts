import type { LeverageTier } from '../../../shared/snapshot/types.ts';

/** Binance's USD-M brackets of BTCUSDT, October 2024: notional up to, maintenance margin rate, largest leverage. */
const BRACKETS = [
  [50_000, 0.004, 125],
  [600_000, 0.005, 100],
  [3_000_000, 0.0065, 75],
  [12_000_000, 0.01, 50],
  [70_000_000, 0.02, 25],
  [100_000_000, 0.025, 20],
  [230_000_000, 0.05, 10],
  [480_000_000, 0.1, 5],
  [600_000_000, 0.125, 4],
  [800_000_000, 0.15, 3],
  [1_200_000_000, 0.25, 2],
  [1_800_000_000, 0.5, 1],
] as const;

export const LEVERAGE_TIERS: readonly LeverageTier[] = BRACKETS.map(
  ([maxNotional, maintenanceMarginRate, maxLeverage], i) => ({
    tier: i + 1,
    minNotional: BRACKETS[i - 1]?.[0] ?? 0,
    maxNotional,
    maintenanceMarginRate,
    maxLeverage,
  }),
);
