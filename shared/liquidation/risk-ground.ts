import { excessNotional, leverageCapacity } from '../leverage/capacity.ts';
import type { CarriedBook } from '../leverage/carried-book.ts';
import { studentQuantile, unitVarianceScale } from '../numeric/student-t.ts';
import type { RiskModel } from '../policy/types.ts';
import type { Book } from '../snapshot/types.ts';
import { type Forces, findForces } from './forces.ts';
import { findStakes, type Stakes } from './stakes.ts';

/** What one market's activity says of the price of trading in it. */
export interface MarketActivity {
  /** Volatility of the log return over the liquidation horizon, a fraction. */
  readonly sigma: number;
  /** Of the daily log return. */
  readonly dailyVolatility: number;
  /** Traded in a day, in base currency (inverse: worth in base currency); undefined where the venue does not tell. */
  readonly dailyBaseVolume?: number;
}

export interface Capacity {
  /** Leverage that the market can carry at this volatility. */
  readonly leverage: number;
  /** Notional above it, as a share of the notional of all positions whose leverage is known. */
  readonly excessShare: number;
  readonly excessNotional: number;
  /** What it rests on. */
  readonly sigma: number;
  readonly maintenanceRate: number;
}

/** What the risk of a book is measured on: what is liquidated together, what it would trade, and what each market carries. */
export interface RiskGround {
  readonly stakes: Stakes;
  /** Of each market, as are the following. */
  readonly forces: readonly Forces[];
  readonly capacities: readonly Capacity[];
  readonly sides: SideSums;
}

/** Quantile of the standardised return at the model's confidence, one-sided. */
export const tailQuantile = ({ confidence, degreesOfFreedom }: RiskModel): number =>
  studentQuantile(confidence, degreesOfFreedom) * unitVarianceScale(degreesOfFreedom);

/**
 * Lays the ground for measuring a book's risk.
 *
 * @param activity of each market, in the book's order
 */
export function openRisk(
  book: Book,
  carried: CarriedBook,
  activity: readonly MarketActivity[],
  model: RiskModel,
): RiskGround {
  const stakes = findStakes(book, carried, model.assumed.maintenanceMarginRate);
  const sides = sidesOf(book, carried.values.notional);
  const capacities = capacitiesOf(book, carried, sides, stakes.required, activity, model);
  const terms = book.markets.map(({ markPrice }, m) => {
    const { dailyVolatility, dailyBaseVolume = 0 } = activity[m] as MarketActivity;
    const told = dailyBaseVolume * markPrice * (carried.quote[m] as number);
    const openInterest = Math.max(sides.long[m] as number, sides.short[m] as number);
    return {
      coefficient: model.impactCoefficient,
      dailyVolatility,
      // Where nobody trades and nobody holds, any volume will do.
      dailyVolume: told > 0 ? told : openInterest * model.assumed.turnover || 1,
    };
  });
  const forces = findForces(book, stakes, carried.values.notional, carried.quote, terms, model.bookReach);
  return { stakes, forces, capacities, sides };
}

/** Notional of each side of each market. */
export interface SideSums {
  readonly long: Float64Array;
  readonly short: Float64Array;
}

/** Notional of each side of each market. */
function sidesOf({ positions, markets }: Book, notional: Float64Array): SideSums {
  const long = new Float64Array(markets.length);
  const short = new Float64Array(markets.length);
  for (let i = 0; i < positions.length; i++) {
    const side = (positions.side[i] as number) > 0 ? long : short;
    const m = positions.market[i] as number;
    side[m] = (side[m] as number) + (notional[i] as number);
  }
  return { long, short };
}

/** What each market can carry, and what is held above it. */
function capacitiesOf(
  { positions, markets }: Book,
  { values, leverage, unknown }: CarriedBook,
  { long, short }: SideSums,
  required: Float64Array,
  activity: readonly MarketActivity[],
  model: RiskModel,
): Capacity[] {
  const tail = tailQuantile(model);
  const rates = markets.map((_, m) => {
    const held = (long[m] as number) + (short[m] as number);
    return held > 0 ? (required[m] as number) / held : model.assumed.maintenanceMarginRate;
  });
  const capacity = Float64Array.from(markets, (_, m) =>
    leverageCapacity((activity[m] as MarketActivity).sigma, rates[m] as number, tail, model.closingCost),
  );
  const excess = excessNotional(positions.market, values.notional, leverage, capacity);
  const unknowns = new Float64Array(markets.length);
  if (unknown)
    for (let i = 0; i < unknown.length; i++)
      if (unknown[i]) {
        const m = positions.market[i] as number;
        unknowns[m] = (unknowns[m] as number) + (values.notional[i] as number);
      }
  return markets.map((_, m) => {
    // Of what it is known how leveraged it is.
    const held = (long[m] as number) + (short[m] as number) - (unknowns[m] as number);
    return {
      leverage: capacity[m] as number,
      excessShare: held > 0 ? Math.min(1, (excess[m] as number) / held) : 0,
      excessNotional: excess[m] as number,
      sigma: (activity[m] as MarketActivity).sigma,
      maintenanceRate: rates[m] as number,
    };
  });
}
