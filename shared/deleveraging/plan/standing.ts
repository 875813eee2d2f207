import { type CarriedBook, carryBook } from '../../leverage/carried-book.ts';
import { criticalShock } from '../../liquidation/cascade.ts';
import { collapseProbability } from '../../liquidation/collapse.ts';
import type { Forces } from '../../liquidation/forces.ts';
import { type Capacity, type MarketActivity, openRisk, type RiskGround } from '../../liquidation/risk-ground.ts';
import type { RiskModel } from '../../policy/types.ts';
import type { Book } from '../../snapshot/types.ts';
import type { MarketStanding, Standing } from './types.ts';

/** What a plan is made on, besides the book. */
export interface Circumstances {
  readonly activity: readonly MarketActivity[];
  readonly haircutOf: (currency: string) => number;
  readonly model: RiskModel;
  /** What closing above a cap costs the account, as a share of the notional closed. */
  readonly closingCost: number;
}

/** A book, measured as far as plans need it. */
export interface MeasuredBook {
  readonly book: Book;
  readonly carried: CarriedBook;
  readonly ground: RiskGround;
  readonly markets: readonly MarketStanding[];
  /** Of all that has something left to carry it; 0 of nothing. */
  readonly highestLeverage: number;
}

/** Measures a book against the targets of plans: the same mathematics that assesses it, without what plans do not need. */
export function measureForPlan(
  book: Book,
  { activity, haircutOf, model }: Omit<Circumstances, 'closingCost'>,
): MeasuredBook {
  const carried = carryBook(book, haircutOf);
  const ground = openRisk(book, carried, activity, model);
  const leveraged = new Float64Array(book.markets.length);
  const { notional } = carried.values;
  let highestLeverage = 0;
  for (let i = 0; i < notional.length; i++) {
    if (carried.prudent.bust[i] !== 1) highestLeverage = Math.max(highestLeverage, carried.leverage[i] as number);
    const m = book.positions.market[i] as number;
    leveraged[m] = (leveraged[m] as number) + (notional[i] as number) * (carried.leverage[i] as number);
  }
  const markets = book.markets.map(({ symbol }, m): MarketStanding => {
    const { down, up } = ground.forces[m] as Forces;
    const critical = { down: criticalShock(down, model.runawayMove), up: criticalShock(up, model.runawayMove) };
    const { excessShare, leverage: capacity, sigma } = ground.capacities[m] as Capacity;
    const held = (ground.sides.long[m] as number) + (ground.sides.short[m] as number);
    return {
      symbol,
      collapseProbability: collapseProbability(critical, sigma, model.degreesOfFreedom),
      excessShare,
      criticalShock: critical,
      capacity,
      notional: held,
      leverage: held > 0 ? (leveraged[m] as number) / held : 0,
    };
  });
  return { book, carried, ground, markets, highestLeverage };
}

/** What every bankrupt account, or isolated position, lacks: by account for cross, 0 where nothing is; and in sum. */
export function deficitsOf({ book, carried }: Pick<MeasuredBook, 'book' | 'carried'>): {
  readonly cross: Float64Array;
  readonly isolated: Float64Array;
  readonly total: number;
} {
  const { positions, accounts } = book;
  const { values, crossEquity, bust } = carried;
  const cross = new Float64Array(accounts.ids.length);
  const isolated = new Float64Array(positions.length);
  let total = 0;
  for (let i = 0; i < positions.length; i++) {
    if (bust[i] !== 1) continue;
    if (positions.isolated[i]) {
      isolated[i] = Math.max(0, -((values.margin[i] as number) + (values.unrealizedPnl[i] as number)));
      total += isolated[i] as number;
      continue;
    }
    const who = positions.account[i] as number;
    if (cross[who] !== 0) continue;
    cross[who] = Math.max(0, -(crossEquity[who] as number));
    total += cross[who] as number;
  }
  return { cross, isolated, total };
}

/** What a plan does to the insurance fund, in the valuation's unit. */
export interface FundMoves {
  readonly fees: number;
  /** For what bankrupt accounts lack. */
  readonly paid: number;
}

/** How a book stands, and its fund: what it has paid already counts as asked for. */
export const standingOf = (
  measured: MeasuredBook,
  fund: { readonly balance: number; readonly allowance: number } | null,
  { fees, paid }: FundMoves,
): Standing => {
  const deficit = deficitsOf(measured).total;
  return {
    markets: measured.markets,
    deficit,
    fundShortfall: Math.max(0, deficit + paid - (fund?.allowance ?? 0)),
    fundBalance: fund && fund.balance + fees - paid,
  };
};
