import { openRandom } from '../../infra/local/scenario/random.ts';
import { ADL_POLICIES, type AdlPolicy } from '../../shared/deleveraging/adl-policy.ts';
import { planDeleveraging } from '../../shared/deleveraging/plan/plan.ts';
import type { Plan } from '../../shared/deleveraging/plan/types.ts';
import { carryBook } from '../../shared/leverage/carried-book.ts';
import { measureRisk } from '../../shared/liquidation/market-risk.ts';
import { findStakes, NO_LEG } from '../../shared/liquidation/stakes.ts';
import { DEFAULT_DELEVERAGING, DEFAULT_MODEL } from '../../shared/policy/default-policy.ts';
import type { Book } from '../../shared/snapshot/types.ts';
import { bookFrom } from '../environment/assessed.ts';
import { HAIRCUTS, mixedBook, wireOf } from './mixed-books.ts';
import { type PlainBook, PlainFacts, type WirePosition } from './plain-facts.ts';

const ASSUMED = DEFAULT_MODEL.assumed.maintenanceMarginRate;
const ACTIVITY = { sigma: 0.01, dailyVolatility: 0.04, dailyBaseVolume: 1e6 };
const haircutOf = (currency: string): number => HAIRCUTS[currency] ?? 0;

/** Relative to the larger, and to what the account is worth: differences of large sums lose digits. */
function near(is: number, shouldBe: number, scale: number, what: string): void {
  const apart = Math.abs(is - shouldBe);
  if (!(apart <= 1e-9 * Math.max(1, Math.abs(is), Math.abs(shouldBe), scale)))
    throw new Error(`${what}: ${is} instead of ${shouldBe}`);
}

function same<T>(is: T, shouldBe: T, what: string): void {
  if (is !== shouldBe) throw new Error(`${what}: ${is} instead of ${shouldBe}`);
}

const nameOf = ({ accountId, symbol, side, mode }: WirePosition): string => [accountId, symbol, side, mode].join(' ');

/** The row of each position in the product's book, by name. */
function rowsOf({ positions, accounts, markets }: Book): Map<string, number> {
  const mode = (code: number) => (code === 0 ? 'cross' : code === 4 ? 'unknown' : 'isolated');
  return new Map(
    Array.from({ length: positions.length }, (_, i) => [
      [
        accounts.ids[positions.account[i] as number],
        markets[positions.market[i] as number]?.symbol,
        (positions.side[i] as number) > 0 ? 'long' : 'short',
        mode(positions.isolated[i] as number),
      ].join(' '),
      i,
    ]),
  );
}

const scaleOf = (facts: PlainFacts, { accountId }: WirePosition): number =>
  facts.book.positions
    .filter((one) => one.accountId === accountId)
    .reduce((sum, one) => sum + facts.notional(one), Math.abs(facts.collateral(accountId, 'venue')));

/**
 * Compares everything that the product says of a book with the slow model.
 *
 * @returns how many positions were due, and how many were compared
 * @throws Error naming the first figure that differs
 */
export function compareFacts(plain: PlainBook): { readonly due: number; readonly positions: number } {
  const facts = new PlainFacts(plain, HAIRCUTS);
  const book = bookFrom(wireOf(plain));
  const carried = carryBook(book, haircutOf);
  const stakes = findStakes(book, carried, ASSUMED);
  const rows = rowsOf(book);
  const stakeOf = new Map<number, number>();
  for (let i = 0; i < stakes.length; i++)
    for (const row of [stakes.leg[i] as number, stakes.hedge[i] as number]) if (row !== NO_LEG) stakeOf.set(row, i);
  let due = 0;
  for (const position of plain.positions) {
    const name = nameOf(position);
    const row = rows.get(name) as number;
    const scale = scaleOf(facts, position);
    near(carried.values.notional[row] as number, facts.notional(position), 0, `${name}: notional`);
    same(carried.unknown?.[row] === 1, facts.isUnknown(position), `${name}: unknown`);
    if (facts.isUnknown(position)) {
      same(stakeOf.has(row), false, `${name}: liquidated though unknown`);
      same(carried.leverage[row], 0, `${name}: leverage though unknown`);
      continue;
    }
    const who = book.positions.account[row] as number;
    const isolated = (carried.values.margin[row] as number) + (carried.values.unrealizedPnl[row] as number);
    const venue = position.mode === 'cross' ? (carried.crossEquity[who] as number) : isolated;
    const prudent = position.mode === 'cross' ? (carried.prudent.crossEquity[who] as number) : isolated;
    near(venue, facts.equity(position, 'venue'), scale, `${name}: the venue's equity`);
    near(prudent, facts.equity(position, 'prudent'), scale, `${name}: prudent equity`);
    // Near an equity of nothing leverage is anything.
    if (Math.abs(prudent) > 1e-6 * scale)
      near(carried.leverage[row] as number, facts.leverage(position), 0, `${name}: leverage`);
    const stake = stakeOf.get(row) as number;
    near(stakes.maintenance[stake] as number, facts.required(position), scale, `${name}: maintenance`);
    const gap = facts.equity(position, 'venue') - facts.required(position);
    if (Math.abs(gap) < 1e-9 * scale) continue;
    const isDue = stakes.due[book.positions.market[row] as number]?.includes(stake) ?? false;
    same(isDue, facts.isDue(position), `${name}: due`);
    if (isDue) {
      due++;
      continue;
    }
    for (const way of ['fall', 'rise'] as const) {
      const is = stakes[way][stake] as number;
      const shouldBe = facts.distance(position, way);
      if (shouldBe === undefined || shouldBe > 1e6) continue;
      // At the price that is found the gap is nothing, to the digits that the account's sums have.
      const market = facts.market(position.symbol);
      const k = way === 'fall' ? 1 - is : 1 + is;
      const left = facts.equity(position, 'venue', market, k) - facts.required(position, market, k);
      if (Number.isNaN(is) || !(Math.abs(left) <= 1e-9 * scale * Math.max(1, k)))
        near(is, shouldBe, 0, `${name}: ${way}`);
    }
  }
  compareMarkets(facts, book, carried);
  return { due, positions: plain.positions.length };
}

/** Excess and ladder of each market. */
function compareMarkets(facts: PlainFacts, book: Book, carried: ReturnType<typeof carryBook>): void {
  const { markets } = measureRisk(
    book,
    carried,
    book.markets.map(() => ACTIVITY),
    [],
    DEFAULT_MODEL,
  );
  book.markets.forEach(({ symbol }, m) => {
    const own = facts.book.positions.filter((one) => one.symbol === symbol);
    const { capacity, liquidation } = markets[m] as (typeof markets)[number];
    const known = own.filter((one) => !facts.isUnknown(one));
    const held = known.reduce((sum, one) => sum + facts.notional(one), 0);
    const excess = known.reduce(
      (sum, one) => sum + facts.notional(one) * Math.max(0, 1 - capacity.leverage / facts.leverage(one)),
      0,
    );
    near(capacity.excessNotional, excess, held, `${symbol}: excess`);
    const required = own.reduce((sum, one) => sum + facts.maintenance(one), 0);
    const all = own.reduce((sum, one) => sum + facts.notional(one), 0);
    if (all > 0) near(capacity.maintenanceRate, required / all, 0, `${symbol}: maintenance rate`);
    for (const [side, way] of [
      ['long', 'fall'],
      ['short', 'rise'],
    ] as const) {
      const reached = known
        .filter((one) => one.side === side)
        .map((one) => ({ notional: facts.notional(one), at: facts.isDue(one) ? 0 : facts.distance(one, way) }));
      for (const { distance, [side]: is } of liquidation.ladder) {
        // Within rounding of the rung it may stand on either side of it.
        const sum = (upTo: number) =>
          reached.reduce((total, { notional, at }) => (at !== undefined && at <= upTo ? total + notional : total), 0);
        const [least, most] = [sum(distance - 1e-7), sum(distance + 1e-7)];
        if (is < least * (1 - 1e-9) - 1e-6 || is > most * (1 + 1e-9) + 1e-6)
          throw new Error(`${symbol}: ${side}s liquidated at ${distance}: ${is} instead of ${least} to ${most}`);
      }
    }
  });
}

/** Plans for a book by each kind of fund. */
export function planFor(plain: PlainBook, fund: { balance: number; peak: number } | null, adl: AdlPolicy) {
  const book = bookFrom(wireOf(plain));
  return planDeleveraging({
    book,
    activity: new Map(book.markets.map(({ symbol }) => [symbol, ACTIVITY])),
    haircutOf,
    model: DEFAULT_MODEL,
    fund,
    deleveraging: false,
    means: 'cap',
    terms: { ...DEFAULT_DELEVERAGING, adl },
  });
}

/**
 * Holds a plan to its promises by the slow model: never more than is held over all its steps, no winner gives more than profit and equity,
 * nobody solvent is bankrupt after it by what winners gave, as many longs as shorts, and an "after" that is what the book is once
 * the plan's own reductions are done.
 *
 * @throws Error naming the first promise that is broken
 */
export function comparePlan(plain: PlainBook, plan: Plan): void {
  const facts = new PlainFacts(plain, HAIRCUTS);
  const named = new Map(plain.positions.map((one) => [nameOf(one), one]));
  const closed = new Map<string, number>();
  const net = new Map<string, number>();
  const given = new Map<string, number>();
  let relieved = 0;
  let taken = 0;
  const credits = new Map<string, { currency: string; amount: number }[]>();
  const moved = new Map<string, number>();
  for (const { accountId, symbol, side, marginMode, contracts, rung, cost } of plan.reductions) {
    const name = [accountId, symbol, side, marginMode].join(' ');
    const position = named.get(name);
    if (!position) throw new Error(`${name} is reduced, and not held`);
    if (facts.isUnknown(position)) throw new Error(`${name} is reduced, and nothing is known of what carries it`);
    closed.set(name, (closed.get(name) ?? 0) + contracts);
    if (rung === 'deleverage') {
      net.set(symbol, (net.get(symbol) ?? 0) + (side === 'long' ? contracts : -contracts));
      if (cost < 0) relieved -= cost;
      else {
        taken += cost;
        given.set(name, (given.get(name) ?? 0) + cost);
      }
    }
    moved.set(name, (moved.get(name) ?? 0) + cost);
  }
  for (const [name, contracts] of closed) {
    const held = (named.get(name) as WirePosition).contracts;
    if (contracts > held * (1 + 1e-9)) throw new Error(`${name}: ${contracts} are closed of ${held}`);
  }
  for (const [symbol, left] of net) {
    const size = plain.positions.reduce((sum, one) => sum + (one.symbol === symbol ? one.contracts : 0), 0);
    if (Math.abs(left) > 1e-9 * size) throw new Error(`${symbol}: longs and shorts deleveraged differ by ${left}`);
  }
  near(taken, relieved, 0, 'what winners give is what bankrupt accounts are relieved of');
  const ofEquity = new Map<string, { equity: number; taken: number }>();
  for (const [name, own] of given) {
    const position = named.get(name) as WirePosition;
    const market = facts.market(position.symbol);
    const profit = facts.pnl(position) * facts.settlement(market);
    if (own > profit * (1 + 1e-9) + 1e-9) throw new Error(`${name} gives ${own} of a profit of ${profit}`);
    const key = position.mode === 'cross' ? position.accountId : name;
    const equity = facts.equity(position, 'venue');
    ofEquity.set(key, { equity, taken: (ofEquity.get(key)?.taken ?? 0) + own });
  }
  for (const [key, { equity, taken: own }] of ofEquity)
    if (own > equity * (1 + 1e-9) + 1e-9) throw new Error(`${key} gives ${own} of an equity of ${equity}`);

  // The book once all of it is done, profits and costs into the balance of the settlement currency or the position's own margin.
  const after: WirePosition[] = plain.positions.map((position) => {
    const name = nameOf(position);
    const share = Math.min(1, (closed.get(name) ?? 0) / position.contracts);
    const cost = moved.get(name) ?? 0;
    if (share === 0 && cost === 0) return position;
    const market = facts.market(position.symbol);
    const unit = facts.settlement(market);
    const realised = facts.pnl(position) * share - cost / unit;
    if (position.mode === 'cross') {
      const currency =
        market.kind === 'linear' ? (market.symbol.split('/')[1]?.split(':')[0] as string) : market.settle;
      // Into the balance at what the currency is worth as collateral.
      const worth = facts.worth(currency);
      credits.set(position.accountId, [
        ...(credits.get(position.accountId) ?? []),
        { currency, amount: (realised * unit) / worth },
      ]);
    }
    const { margin, collateral, unrealizedPnl, maintenanceMargin, ...rest } = position;
    return {
      ...rest,
      contracts: position.contracts * (1 - share),
      ...(margin === undefined ? {} : { margin: margin + realised }),
      ...(margin !== undefined || collateral === undefined ? {} : { collateral: collateral - cost / unit }),
      ...(unrealizedPnl === undefined ? {} : { unrealizedPnl: unrealizedPnl * (1 - share) }),
      ...(maintenanceMargin === undefined ? {} : { maintenanceMargin: maintenanceMargin * (1 - share) }),
    };
  });
  const reduced = new PlainFacts(
    {
      ...plain,
      positions: after.filter(({ contracts }) => contracts > 0),
      accounts: plain.accounts.map((account) => ({
        ...account,
        collateral: [
          ...account.collateral,
          ...(credits.get(account.accountId) ?? []).map(({ currency, amount }) => [currency, amount] as const),
        ],
      })),
    },
    HAIRCUTS,
  );
  for (const { symbol, notional, excessShare, capacity } of plan.after.markets) {
    const own = reduced.book.positions.filter((one) => one.symbol === symbol);
    const before = plain.positions
      .filter((one) => one.symbol === symbol)
      .reduce((sum, one) => sum + facts.notional(one), 0);
    const held = own.reduce((sum, one) => sum + reduced.notional(one), 0);
    near(notional, held, before, `${symbol}: notional after the plan`);
    const known = own.filter((one) => !reduced.isUnknown(one));
    const base = known.reduce((sum, one) => sum + reduced.notional(one), 0);
    const excess = known.reduce(
      (sum, one) => sum + reduced.notional(one) * Math.max(0, 1 - capacity / reduced.leverage(one)),
      0,
    );
    // What is left of a market to the last digits of what was there.
    if (base > 1e-6 * before) near(excessShare * base, excess, before, `${symbol}: excess after the plan`);
  }
}

/** Runs both comparisons on so many books. @returns what was seen */
export function compareBooks(books: number, most: number, seed: number) {
  const random = openRandom(seed);
  const seen = { books: 0, positions: 0, due: 0, plans: 0, reductions: 0, deleveraged: 0 };
  for (let n = 0; n < books; n++) {
    const plain = mixedBook(random, n % 10 === 9 ? most : Math.min(most, 40));
    const of = <T>(compare: () => T): T => {
      try {
        return compare();
      } catch (error) {
        throw new Error(`book ${n} of seed ${seed}: ${(error as Error).message}`);
      }
    };
    const { due, positions } = of(() => compareFacts(plain));
    seen.books++;
    seen.positions += positions;
    seen.due += due;
    const fund = n % 3 === 0 ? null : { balance: n % 3 === 1 ? 0 : 1e9, peak: 1e9 };
    const plan = planFor(plain, fund, ADL_POLICIES[n % ADL_POLICIES.length] as AdlPolicy);
    of(() => comparePlan(plain, plan));
    seen.plans++;
    seen.reductions += plan.reductions.length;
    seen.deleveraged += plan.reductions.filter(({ rung }) => rung === 'deleverage').length;
  }
  return seen;
}
