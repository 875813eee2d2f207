import { type Book, MARGIN, type Market } from '../../snapshot/types.ts';
import { fairnessOf } from '../fairness.ts';
import { fundTrigger } from '../fund-trigger.ts';
import { capIndex } from '../leverage-caps.ts';
import { type Closing, noClosing, reduceBook } from '../reduced-book.ts';
import { canonicalBook } from './canonical-book.ts';
import { type Deleveraging, deleverageWinners } from './deleverage-winners.ts';
import { type Liquidation, liquidateBreaches } from './liquidate-breaches.ts';
import { type CapSearch, searchCaps } from './search-caps.ts';
import {
  type Circumstances,
  deficitsByPool,
  deficitsOf,
  type FundMoves,
  type MeasuredBook,
  measureForPlan,
  openPools,
  type Pools,
  shortfallsOf,
  standingOf,
  sumOf,
} from './standing.ts';
import type { DeleveragingTerms, Excluded, Means, Plan, Reduction, Rung, Standing, Unmet } from './types.ts';

export interface PlanInput extends Omit<Circumstances, 'activity' | 'closingCost'> {
  readonly book: Book;
  /** Of each market, by symbol. */
  readonly activity: ReadonlyMap<string, Circumstances['activity'][number]>;
  /** In the valuation's unit; null if the venue tells of no fund, or of several. */
  readonly fund: { readonly balance: number; readonly peak: number } | null;
  /** If the venue runs several: what bankrupt accounts lack in a fund's markets is asked of it, and of winners there. */
  readonly funds?: readonly PlanFund[];
  /** Whether winners were being deleveraged already: the trigger lets go later than it grips. */
  readonly deleveraging: boolean;
  readonly means: Means;
  readonly terms: DeleveragingTerms;
  /** What the book has been left without: its markets hold no positions, and no target is looked at in them. */
  readonly excluded?: Excluded;
}

/** One of several funds, in the valuation's unit. */
export interface PlanFund {
  readonly balance: number;
  readonly peak: number;
  /** The markets that it stands for; absent for the one that stands for all others. */
  readonly symbols?: readonly string[];
}

/** What a plan and its explanation both rest on: the book in an order of its own, measured once. */
export interface PlanGround {
  readonly input: PlanInput;
  readonly circumstances: Circumstances;
  readonly measured: MeasuredBook;
}

/** @throws Error where nothing is known of a market's activity */
export function openPlan(input: PlanInput): PlanGround {
  const book = canonicalBook(input.book);
  const circumstances = circumstancesOf(input, book);
  return { input, circumstances, measured: measureForPlan(book, circumstances) };
}

/**
 * The smallest plan that meets its targets, by the ladder: caps on leverage; where these do not reach, what is in maintenance breach
 * is liquidated tier by tier first, and where the fund cannot carry what bankrupt accounts lack, winners are deleveraged.
 *
 * Nothing is raised or turned over, no winner gives more than profit and equity, and the same snapshot, policy and code give
 * the same plan whatever the order of its rows. What cannot be reached is said, and why.
 */
export const planDeleveraging = (input: PlanInput): Plan => planOn(openPlan(input));

/** The same on what has been measured already. */
export function planOn({ input, circumstances, measured }: PlanGround): Plan {
  const { terms, fund, funds = fund ? [fund] : [], deleveraging, excluded } = input;
  const { book } = measured;
  const left = new Set(excluded?.markets.map(({ symbol }) => symbol));
  const pools = openPools(book, funds, (one) => fundTrigger(one, terms.fund, deleveraging).allowance);
  const standing = (of: MeasuredBook, moved: FundMoves): Standing => {
    const { markets, ...rest } = standingOf(of, pools, moved);
    // Of a market that is left out nothing is known, which is not to stand healthy in it.
    return { markets: markets.filter(({ symbol }) => !left.has(symbol)), ...rest };
  };
  const before = standing(measured, UNMOVED);
  const { targets } = terms;
  const search = (of: MeasuredBook): CapSearch => searchCaps(of, circumstances, targets, terms.lowestCap);

  let found: Found = {
    ...{ liquidations: [], deleveragings: [], search: search(measured) },
    ...{ settled: measured, base: measured, moved: UNMOVED },
  };
  if (unmetBy(standing(found.search.after, UNMOVED), targets).length > 0) {
    found = withBreaches(measured, circumstances, terms, pools, search);
  }
  const reductions = reductionsOf(measured, found, input.means, circumstances.closingCost);
  const after = standing(found.search.after, withFees(found, input));
  return {
    targets,
    before,
    after,
    reductions,
    caps: book.markets.flatMap(({ symbol }, m) =>
      (['long', 'short'] as const).flatMap((side) => {
        const leverage = found.search.caps[capIndex(m, side === 'long' ? 1 : -1)] as number;
        return Number.isFinite(leverage) ? [{ symbol, side, leverage }] : [];
      }),
    ),
    notional: reductions.reduce((sum, { notional }) => sum + notional, 0),
    cost: reductions.reduce((sum, { cost }) => sum + cost, 0),
    fairness: fairnessOfDeleveraging(measured, found.deleveragings),
    unmet: unmetBy(after, targets).map((unmet) => ({ ...unmet, why: whyUnmet(unmet, found, terms, funds.length > 0) })),
    ...(excluded ? { excluded } : {}),
  };
}

/** The circumstances of a plan for the markets of a book, in its order. */
function circumstancesOf({ activity, haircutOf, model, means, terms }: PlanInput, { markets }: Book): Circumstances {
  return {
    haircutOf,
    model,
    closingCost: model.closingCost + (means === 'liquidate' ? terms.liquidationFee : 0),
    activity: markets.map(({ symbol }) => {
      const own = activity.get(symbol);
      if (!own) throw new Error(`Nothing is known of the activity of ${symbol}`);
      return own;
    }),
  };
}

/** What a plan consists of. */
interface Found {
  readonly liquidations: readonly Liquidation[];
  readonly deleveragings: readonly Deleveraging[];
  readonly search: CapSearch;
  /** The book once winners were deleveraged: what is liquidated is liquidated of this. */
  readonly settled: MeasuredBook;
  /** The book that was capped: the first two rungs' work done. */
  readonly base: MeasuredBook;
  readonly moved: FundMoves;
}

const UNMOVED: FundMoves = { fees: 0, paid: [] };

/** The lower rungs first, each on what the one before has left, then caps on the rest. */
function withBreaches(
  measured: MeasuredBook,
  circumstances: Circumstances,
  terms: DeleveragingTerms,
  pools: Pools,
  search: (of: MeasuredBook) => CapSearch,
): Found {
  const shortfalls = shortfallsOf(measured, pools, []);
  const { deleveragings } =
    sumOf(shortfalls) > terms.targets.fundShortfall
      ? deleverageWinners(measured, shortfalls, pools.of, terms.adl)
      : { deleveragings: [] };
  const settled = deleveragings.length > 0 ? afterDeleveraging(measured, circumstances, deleveragings) : measured;
  const { book, carried } = settled;
  const liquidations = liquidateBreaches(
    settled,
    terms.liquidationFee,
    circumstances.model.assumed.maintenanceMarginRate,
  );
  if (liquidations.length === 0)
    return { liquidations, deleveragings, search: search(settled), settled, base: settled, moved: UNMOVED };
  const closing = noClosing(book.positions.length);
  let fees = 0;
  for (const { row, contracts, fee } of liquidations) {
    closing.contracts[row] = contracts;
    closing.cost[row] = fee;
    fees += fee;
  }
  const paid = relieveByFund(settled, pools, closing);
  const base = measureForPlan(reduceBook(book, carried, closing), circumstances);
  return { liquidations, deleveragings, search: search(base), settled, base, moved: { fees, paid } };
}

/** The book once bankrupt positions are closed against winners: what a winner gives is not there to be liquidated. */
function afterDeleveraging(
  { book, carried }: MeasuredBook,
  circumstances: Circumstances,
  deleveragings: readonly Deleveraging[],
): MeasuredBook {
  const closing = noClosing(book.positions.length);
  for (const { row, contracts, relief, counterparts } of deleveragings) {
    closing.contracts[row] = (closing.contracts[row] as number) + contracts;
    closing.cost[row] = (closing.cost[row] as number) - relief;
    for (const { row: winner, contracts: given, haircut } of counterparts) {
      closing.contracts[winner] = (closing.contracts[winner] as number) + given;
      closing.cost[winner] = (closing.cost[winner] as number) + haircut;
    }
  }
  return measureForPlan(reduceBook(book, carried, closing), circumstances);
}

/** The fund's moves with the fees of what is liquidated down to a cap. */
function withFees({ moved, search, base }: Found, { means, terms }: PlanInput): FundMoves {
  if (means !== 'liquidate') return moved;
  const { notional } = base.carried.values;
  const closed = search.shares.reduce((sum, share, row) => sum + share * (notional[row] as number), 0);
  return { ...moved, fees: moved.fees + closed * terms.liquidationFee };
}

/** What bankrupt accounts lack is paid by the funds. @returns how much that is, by fund */
function relieveByFund(measured: MeasuredBook, pools: Pools, closing: Closing): readonly number[] {
  const { positions } = measured.book;
  const { cross, isolated } = deficitsOf(measured);
  const lacks = cross.slice();
  for (let i = 0; i < positions.length; i++) {
    if (measured.carried.bust[i] !== 1) continue;
    const who = positions.account[i] as number;
    const lack = (positions.isolated[i] ? isolated[i] : lacks[who]) as number;
    if (!(lack > 0)) continue;
    closing.cost[i] = (closing.cost[i] as number) - lack;
    if (!positions.isolated[i]) lacks[who] = 0;
  }
  return deficitsByPool(measured, pools);
}

function unmetBy({ markets, fundShortfall }: Standing, targets: DeleveragingTerms['targets']): Omit<Unmet, 'why'>[] {
  const own = markets.flatMap(({ symbol, ...market }) =>
    (['collapseProbability', 'excessShare'] as const).flatMap((target) =>
      market[target] > targets[target] ? [{ target, symbol, value: market[target], limit: targets[target] }] : [],
    ),
  );
  return fundShortfall > targets.fundShortfall
    ? [...own, { target: 'fundShortfall', symbol: null, value: fundShortfall, limit: targets.fundShortfall }]
    : own;
}

function whyUnmet(
  { target, symbol }: Omit<Unmet, 'why'>,
  { search, liquidations }: Found,
  { lowestCap }: DeleveragingTerms,
  hasFund: boolean,
): string {
  if (target === 'fundShortfall')
    return hasFund
      ? 'winners have not profit enough to give what bankrupt accounts lack beyond what the fund may pay'
      : 'the venue tells of no insurance fund, and winners have not profit enough to give what bankrupt accounts lack';
  const m = search.after.book.markets.findIndex((market) => market.symbol === symbol);
  const caps = [search.caps[2 * m] as number, search.caps[2 * m + 1] as number];
  const atFloor = caps.some((cap) => cap <= lowestCap * 1.000_1);
  if (target === 'collapseProbability')
    return atFloor
      ? `leverage is capped at ${lowestCap}, the lowest that the policy allows, and a likely move still starts a cascade in the depth that there is`
      : 'what is liquidated already at this price starts a cascade in the depth that there is';
  return liquidations.length > 0
    ? 'bankrupt positions stay above any leverage until they are closed'
    : `capped at ${lowestCap}, the lowest that the policy allows`;
}

/** Everything that is closed, in the order of names. */
function reductionsOf(measured: MeasuredBook, found: Found, means: Means, closingCost: number): Reduction[] {
  const { book, carried } = measured;
  const { positions, markets, accounts } = book;
  const { notional } = carried.values;
  const reductions: { row: number; reduction: Reduction }[] = [];
  const add = (row: number, rung: Rung, contracts: number, price: number, cost: number): void => {
    if (!(contracts > 0)) return;
    const { symbol } = markets[positions.market[row] as number] as Market;
    reductions.push({
      row,
      reduction: {
        accountId: accounts.ids[positions.account[row] as number] as string,
        symbol,
        side: (positions.side[row] as number) > 0 ? 'long' : 'short',
        marginMode: positions.isolated[row] ? 'isolated' : 'cross',
        contracts,
        rung,
        price,
        notional: ((notional[row] as number) * contracts) / (positions.contracts[row] as number),
        cost,
      },
    });
  };
  const markOf = (row: number): number => (markets[positions.market[row] as number] as Market).markPrice;
  for (const { row, contracts, price, relief, counterparts } of found.deleveragings) {
    add(row, 'deleverage', contracts, price, -relief);
    for (const { row: winner, contracts: given, haircut } of counterparts) {
      add(winner, 'deleverage', given, price, haircut);
    }
  }
  for (const { row, contracts, fee } of found.liquidations) add(row, 'liquidate', contracts, markOf(row), fee);
  const left = found.base.book.positions.contracts;
  const worth = found.base.carried.values.notional;
  found.search.shares.forEach((share, row) => {
    if (share > 0)
      add(row, means, (left[row] as number) * share, markOf(row), (worth[row] as number) * share * closingCost);
  });
  // Markets and sides of one account stand as in the book, whose order does not depend on that of the venue's rows.
  reductions.sort((a, b) =>
    a.reduction.accountId === b.reduction.accountId
      ? a.row - b.row
      : a.reduction.accountId < b.reduction.accountId
        ? -1
        : 1,
  );
  return reductions.map(({ reduction }) => reduction);
}

function fairnessOfDeleveraging(measured: MeasuredBook, deleveragings: readonly Deleveraging[]): Plan['fairness'] {
  const { cross, isolated, total } = deficitsOf(measured);
  if (total === 0) return { worstShareOfProfit: 0, worstShareOfEquity: 0, ptsr: null, pmr: null };
  const { positions } = measured.book;
  const { crossEquity, values, bust } = measured.carried;
  const profit = values.unrealizedPnl.map((pnl, i) => (bust[i] === 1 ? 0 : Math.max(0, pnl)));
  const haircut = new Float64Array(profit.length);
  /** Of accounts by their place, of isolated positions by one less than the negative of their row. */
  const equity = new Map<number, { has: number; taken: number }>();
  for (const { counterparts } of deleveragings)
    for (const { row, haircut: own } of counterparts) {
      haircut[row] = (haircut[row] as number) + own;
      const who = positions.account[row] as number;
      const isCross = positions.isolated[row] === MARGIN.cross;
      const has = isCross
        ? (crossEquity[who] as number)
        : (values.margin[row] as number) + (values.unrealizedPnl[row] as number);
      const key = isCross ? who : -1 - row;
      equity.set(key, { has, taken: (equity.get(key)?.taken ?? 0) + own });
    }
  const largestOf = (lacks: Float64Array): number => lacks.reduce((most, lack) => Math.max(most, lack), 0);
  const largest = Math.max(largestOf(cross), largestOf(isolated));
  return fairnessOf(profit, haircut, total, largest, [...equity.values()]);
}
