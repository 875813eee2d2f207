import { type CarriedBook, carryBook } from '../../leverage/carried-book.ts';
import { criticalShock } from '../../liquidation/cascade.ts';
import { collapseProbability } from '../../liquidation/collapse.ts';
import type { Forces } from '../../liquidation/forces.ts';
import { fundOfMarkets } from '../../liquidation/fund-cover.ts';
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

/**
 * Bankrupt positions with what each lacks, the deepest under water first: these need the fewest contracts. What an account lacks is spread
 * over its positions by their notional: the account is one, and any of them could be called the cause.
 */
export function bankruptRows(
  measured: Pick<MeasuredBook, 'book' | 'carried'>,
): { readonly row: number; readonly lack: number }[] {
  const { positions, accounts } = measured.book;
  const { bust, values } = measured.carried;
  const { notional } = values;
  const { cross, isolated } = deficitsOf(measured);
  const exposure = new Float64Array(accounts.ids.length);
  for (let i = 0; i < positions.length; i++)
    if (!positions.isolated[i] && bust[i] === 1) {
      const who = positions.account[i] as number;
      exposure[who] = (exposure[who] as number) + (notional[i] as number);
    }
  const rows: { row: number; lack: number }[] = [];
  for (let i = 0; i < positions.length; i++) {
    const own = notional[i] as number;
    if (bust[i] !== 1 || !(own > 0)) continue;
    const who = positions.account[i] as number;
    const lack = positions.isolated[i]
      ? (isolated[i] as number)
      : (cross[who] as number) * (own / (exposure[who] as number));
    if (lack > 0) rows.push({ row: i, lack });
  }
  return rows.sort(
    (a, b) =>
      b.lack / (notional[b.row] as number) - a.lack / (notional[a.row] as number) || b.lack - a.lack || a.row - b.row,
  );
}

/** The funds of a venue, and which of them stands for each market. */
export interface Pools {
  /** What each may pay before winners are deleveraged; the last one is that of markets without a fund, which is nothing. */
  readonly allowances: readonly number[];
  /** Balance of all; null if there is no fund. */
  readonly balance: number | null;
  /** Place in `allowances` by market. */
  readonly of: Int32Array;
}

export function openPools<Fund extends { readonly balance: number; readonly symbols?: readonly string[] }>(
  book: Book,
  funds: readonly Fund[],
  allowanceOf: (fund: Fund) => number,
): Pools {
  return {
    allowances: [...funds.map(allowanceOf), 0],
    balance: funds.length > 0 ? sumOf(funds.map(({ balance }) => balance)) : null,
    of: fundOfMarkets(book, funds).map((f) => (f < 0 ? funds.length : f)),
  };
}

export const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, own) => sum + own, 0);

/** What bankrupt accounts lack, by the fund of the market. */
export function deficitsByPool(measured: MeasuredBook, { allowances, of }: Pools): number[] {
  const deficits = allowances.map(() => 0);
  for (const { row, lack } of bankruptRows(measured)) {
    const pool = of[measured.book.positions.market[row] as number] as number;
    deficits[pool] = (deficits[pool] as number) + lack;
  }
  return deficits;
}

/** What of it each fund must not be asked for. @param paid what each has paid already */
export const shortfallsOf = (measured: MeasuredBook, pools: Pools, paid: readonly number[]): number[] =>
  deficitsByPool(measured, pools).map((deficit, pool) =>
    Math.max(0, deficit + (paid[pool] ?? 0) - (pools.allowances[pool] as number)),
  );

/** What a plan does to the insurance funds, in the valuation's unit. */
export interface FundMoves {
  readonly fees: number;
  /** For what bankrupt accounts lack, by fund. */
  readonly paid: readonly number[];
}

/** How a book stands, and its funds: what they have paid already counts as asked for. */
export const standingOf = (measured: MeasuredBook, pools: Pools, { fees, paid }: FundMoves): Standing => ({
  markets: measured.markets,
  deficit: deficitsOf(measured).total,
  fundShortfall: sumOf(shortfallsOf(measured, pools, paid)),
  fundBalance: pools.balance === null ? null : pools.balance + fees - sumOf(paid),
});
