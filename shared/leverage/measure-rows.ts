import type { BookMetrics } from '../assessment/types.ts';
import { concentrationOf } from './concentration.ts';
import { effectiveLeverage, leverageMetrics } from './effective-leverage.ts';
import { type HoldingsRoom, holdingsOf, type MeasuredColumns, openHoldingsRoom } from './holdings.ts';
import { concentrationBySide, openSideRoom, type SideRoom } from './side-concentration.ts';

/** What measuring one set after another needs: nothing in it outlives a set. */
export interface MeasuringRoom extends HoldingsRoom, SideRoom {}

/**
 * @param accounts of the largest set
 * @param positions of the largest set that is not the whole book
 */
export const openMeasuringRoom = (accounts: number, positions: number): MeasuringRoom => ({
  ...openHoldingsRoom(accounts, positions),
  ...openSideRoom(accounts),
});

/**
 * The figures of a set of positions, by account.
 *
 * @param rows the set, those of an account side by side; undefined for all rows as they stand
 * @param collateral of each account of the book
 */
export function measureRows(
  columns: MeasuredColumns,
  rows: Uint32Array | undefined,
  collateral: Float64Array,
  room: MeasuringRoom,
): BookMetrics {
  const {
    sides,
    leveraged,
    positions,
    collateral: held,
    underwater,
    unknown,
  } = holdingsOf(columns, rows, collateral, room);
  let longTotal = 0;
  let shortTotal = 0;
  for (let at = 0; at < leveraged.length; at++) {
    longTotal += sides[2 * at] as number;
    shortTotal += sides[2 * at + 1] as number;
  }
  const { gross, long, short } = concentrationBySide(sides, room);
  const openInterest = Math.max(longTotal, shortTotal);
  return {
    openInterest,
    positions: positions.notional.length,
    accounts: leveraged.length,
    concentration: {
      ...gross,
      long,
      short,
      leverageWeighted: concentrationOf(leveraged, room.scratch),
    },
    leverage: leverageMetrics(positions.leverage, positions.notional, {
      // Against the collateral that is known stands what is known to stand on it.
      estimatedRatio: effectiveLeverage(
        unknown.notional > 0 ? openInterest * (1 - unknown.notional / (longTotal + shortTotal)) : openInterest,
        held,
      ),
      underwater,
      ...(unknown.positions > 0 ? { unknown } : {}),
    }),
    skew: longTotal + shortTotal > 0 ? (longTotal - shortTotal) / (longTotal + shortTotal) : 0,
  };
}
