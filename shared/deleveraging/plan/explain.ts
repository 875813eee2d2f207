import { collapseProbability } from '../../liquidation/collapse.ts';
import type { Forces } from '../../liquidation/forces.ts';
import { priceAfter } from '../../liquidation/impact.ts';
import type { Capacity } from '../../liquidation/risk-ground.ts';
import type { Market } from '../../snapshot/types.ts';
import { disposalSteps } from '../disposal.ts';
import { drawInOrder } from '../draw.ts';
import { rankBook } from '../rank-book.ts';
import { openCapSketch } from './cap-sketch.ts';
import { positionName } from './compare.ts';
import { openExcessSketch } from './excess-sketch.ts';
import type { PlanGround, PlanInput } from './plan.ts';
import { HIGHEST_CAP } from './search-caps.ts';
import type { MeasuredBook } from './standing.ts';
import type { Plan, Reduction } from './types.ts';

/** What a plan costs one account. Amounts in the valuation's unit. */
export interface AccountCost {
  readonly accountId: string;
  readonly notional: number;
  readonly cost: number;
  /** Of the account's equity over all it holds; null where there is none. */
  readonly shareOfEquity: number | null;
}

/** What closing one side of a market through its book does to the price, and how long it takes. */
export interface MarketImpact {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly notional: number;
  /** Move of the price were all of it sold (bought) at once, a share of the mark. */
  readonly atOnce: number;
  /** The same where no more is taken from the book than the policy allows at a time. */
  readonly worked: number;
  /** Time at the allowed share of what is traded, in milliseconds. */
  readonly durationMs: number;
  /** Orders that the policy's disposal cuts it into. */
  readonly orders: number;
}

/** What the venue's own queue would have done to close as much: the winners at its front, whatever their leverage. */
export interface VenueQueue {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly notional: number;
  readonly accounts: number;
  /** Positions that would have been closed whole. */
  readonly closedWhole: number;
  /** Largest single closing. */
  readonly largest: { readonly accountId: string; readonly notional: number } | null;
}

/** One plan between doing nothing and closing everything. */
export interface FrontierPoint {
  /** On every market and side; null for none, 0 for flat. */
  readonly cap: number | null;
  readonly notional: number;
  readonly cost: number;
  /** Of the worst market. */
  readonly collapseProbability: number;
  readonly excessShare: number;
}

export interface Explanation {
  readonly costs: {
    readonly accounts: number;
    /** The twenty that pay most. */
    readonly top: readonly AccountCost[];
    /** Quantiles of the cost of an account that pays anything. */
    readonly distribution: { readonly p50: number; readonly p90: number; readonly p99: number; readonly most: number };
  };
  readonly impact: readonly MarketImpact[];
  readonly venueQueue: readonly VenueQueue[];
  readonly frontier: readonly FrontierPoint[];
}

const TOP = 20;
const FRONTIER_POINTS = 8;
const DAY_MS = 86_400_000;

/** What a plan means: whom it costs how much, what it does to the market, what else could have been done. */
export function explainPlan({ input, measured }: PlanGround, plan: Plan): Explanation {
  return {
    costs: costsOf(measured, plan),
    impact: impactOf(measured, plan.reductions, input),
    venueQueue: venueQueueOf(measured, plan.reductions.filter(isAskedOfOthers(measured))),
    frontier: frontierOf(measured, input),
  };
}

function costsOf({ book, carried }: MeasuredBook, { reductions }: Plan): Explanation['costs'] {
  const equity = new Map<string, number>();
  const { positions, accounts } = book;
  accounts.ids.forEach((id, who) => {
    equity.set(id, carried.crossEquity[who] as number);
  });
  for (let i = 0; i < positions.length; i++) {
    if (!positions.isolated[i]) continue;
    const id = accounts.ids[positions.account[i] as number] as string;
    const own = (carried.values.margin[i] as number) + (carried.values.unrealizedPnl[i] as number);
    equity.set(id, (equity.get(id) ?? 0) + own);
  }
  const paying = new Map<string, { notional: number; cost: number }>();
  for (const { accountId, notional, cost } of reductions) {
    const own = paying.get(accountId) ?? { notional: 0, cost: 0 };
    paying.set(accountId, { notional: own.notional + notional, cost: own.cost + cost });
  }
  const costs = [...paying].map(([accountId, { notional, cost }]): AccountCost => {
    const own = equity.get(accountId) ?? 0;
    return { accountId, notional, cost, shareOfEquity: own > 0 ? cost / own : null };
  });
  costs.sort((a, b) => b.cost - a.cost || (a.accountId < b.accountId ? -1 : 1));
  const quantile = (q: number): number => costs[Math.floor((1 - q) * (costs.length - 1))]?.cost ?? 0;
  return {
    accounts: costs.length,
    top: costs.slice(0, TOP),
    distribution: { p50: quantile(0.5), p90: quantile(0.9), p99: quantile(0.99), most: quantile(1) },
  };
}

/** Sums over each market and side that something is closed of, through the book or in any way. */
function bySide(reductions: readonly Reduction[]): { symbol: string; side: 'long' | 'short'; of: Reduction[] }[] {
  const groups = new Map<string, { symbol: string; side: 'long' | 'short'; of: Reduction[] }>();
  for (const reduction of reductions) {
    const { symbol, side } = reduction;
    const key = `${symbol} ${side}`;
    const group = groups.get(key) ?? { symbol, side, of: [] };
    group.of.push(reduction);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => (`${a.symbol} ${a.side}` < `${b.symbol} ${b.side}` ? -1 : 1));
}

const sum = (reductions: readonly Reduction[], of: 'notional' | 'contracts'): number =>
  reductions.reduce((total, reduction) => total + reduction[of], 0);

function impactOf(
  { book, ground }: MeasuredBook,
  reductions: readonly Reduction[],
  { terms }: PlanInput,
): MarketImpact[] {
  // What is deleveraged is closed against a winner, not in the book.
  return bySide(reductions.filter(({ rung }) => rung !== 'deleverage')).map(({ symbol, side, of }) => {
    const m = book.markets.findIndex((market) => market.symbol === symbol);
    const direction = side === 'long' ? 'down' : 'up';
    const { impact } = (ground.forces[m] as Forces)[direction];
    const notional = sum(of, 'notional');
    const contracts = sum(of, 'contracts');
    const perContract = contracts > 0 ? notional / contracts : 0;
    const depth = impact.depth.cumulative.at(-1) ?? 0;
    const steps = disposalSteps(contracts, perContract > 0 ? depth / perContract : 0, terms.disposal);
    const largest = steps.reduce((most, step) => Math.max(most, step), 0) * perContract;
    return {
      symbol,
      side,
      notional,
      atOnce: Math.abs(1 - priceAfter(impact, notional, direction)),
      worked: Math.abs(1 - priceAfter(impact, largest, direction)),
      durationMs: (notional / (terms.participation * impact.dailyVolume)) * DAY_MS,
      orders: steps.length,
    };
  });
}

/**
 * Whether closing a reduction is something that a queue asks of others: what a bankrupt account has to close itself is not, and counted
 * with the rest it would put bystanders in the queue.
 */
function isAskedOfOthers({ book: { positions, accounts, markets }, carried: { bust } }: MeasuredBook) {
  const bankrupt = new Set<string>();
  for (let i = 0; i < positions.length; i++)
    if (bust[i] === 1)
      bankrupt.add(
        positionName({
          accountId: accounts.ids[positions.account[i] as number] as string,
          symbol: markets[positions.market[i] as number]?.symbol ?? '',
          side: (positions.side[i] as number) > 0 ? 'long' : 'short',
          marginMode: positions.isolated[i] ? 'isolated' : 'cross',
        }),
      );
  return (reduction: Reduction): boolean => !bankrupt.has(positionName(reduction));
}

function venueQueueOf({ book, carried }: MeasuredBook, reductions: readonly Reduction[]): VenueQueue[] {
  const { positions, accounts } = book;
  const groups = bySide(reductions);
  if (groups.length === 0) return [];
  const { place } = rankBook(book, carried);
  return groups.map(({ symbol, side, of }) => {
    const m = book.markets.findIndex((market: Market) => market.symbol === symbol);
    const sign = side === 'long' ? 1 : -1;
    const rows: number[] = [];
    for (let i = 0; i < positions.length; i++)
      if (positions.market[i] === m && positions.side[i] === sign && carried.bust[i] !== 1) rows.push(i);
    const limits = Float64Array.from(rows, (row) => positions.contracts[row] as number);
    const order = Uint32Array.from(rows, (_, k) => k).sort(
      (a, b) => (place[rows[a] as number] as number) - (place[rows[b] as number] as number),
    );
    const drawn = drawInOrder(sum(of, 'contracts'), limits, order);
    let notional = 0;
    let hit = 0;
    let whole = 0;
    let largest: VenueQueue['largest'] = null;
    drawn.forEach((contracts, k) => {
      if (!(contracts > 0)) return;
      const row = rows[k] as number;
      const own = ((carried.values.notional[row] as number) * contracts) / (positions.contracts[row] as number);
      hit++;
      notional += own;
      if (contracts === limits[k]) whole++;
      if (!largest || own > largest.notional)
        largest = { accountId: accounts.ids[positions.account[row] as number] as string, notional: own };
    });
    return { symbol, side, notional, accounts: hit, closedWhole: whole, largest };
  });
}

/** A few plans from doing nothing to flat, each with one cap for all: what more would buy, and what less would save. */
function frontierOf(
  { book, carried, ground, markets, highestLeverage }: MeasuredBook,
  { model, terms }: PlanInput,
): FrontierPoint[] {
  const sketch = openCapSketch(book, carried, ground.stakes, ground.forces, model.runawayMove);
  const excess = openExcessSketch(
    book,
    carried,
    Float64Array.from(ground.capacities, ({ leverage }) => leverage),
  );
  const highest = Math.max(terms.lowestCap, Math.min(HIGHEST_CAP, highestLeverage));
  const caps = [
    Number.POSITIVE_INFINITY,
    ...Array.from(
      { length: FRONTIER_POINTS - 1 },
      (_, k) => highest * (terms.lowestCap / highest) ** ((k + 1) / (FRONTIER_POINTS - 1)),
    ),
  ];
  const points = caps.map((cap): FrontierPoint => {
    const all = new Float64Array(2 * markets.length).fill(cap);
    const { reduced, down, up } = sketch(all);
    const notional = reduced.reduce((total, own) => total + own, 0);
    const probabilities = markets.map((_, m) =>
      collapseProbability(
        { down: down[m] as number | null, up: up[m] as number | null },
        (ground.capacities[m] as Capacity).sigma,
        model.degreesOfFreedom,
      ),
    );
    return {
      cap: Number.isFinite(cap) ? cap : null,
      notional,
      cost: notional * model.closingCost,
      collapseProbability: Math.max(0, ...probabilities),
      excessShare: Math.max(0, ...excess(all)),
    };
  });
  const everything = markets.reduce((total, { notional }) => total + notional, 0);
  return [
    ...points,
    { cap: 0, notional: everything, cost: everything * model.closingCost, collapseProbability: 0, excessShare: 0 },
  ];
}
