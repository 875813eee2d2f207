import type { Direction } from '../../shared/liquidation/cascade.ts';
import type { MaintenanceTiers } from '../../shared/liquidation/maintenance-tiers.ts';
import { MarginGap } from '../../shared/liquidation/margin-gap.ts';

const gap = new MarginGap();

/** How far the price moves until a linear position of that notional and equity is liquidated, as the product has it; NaN for never. */
export function liquidationDistance(
  tiers: MaintenanceTiers,
  notional: number,
  equity: number,
  direction: Direction,
): number {
  gap.reset(tiers, 1);
  gap.equity = equity;
  gap.slope = direction === 'down' ? notional : -notional;
  gap.addTiered(notional);
  gap.solve();
  return direction === 'down' ? gap.fall : gap.rise;
}
