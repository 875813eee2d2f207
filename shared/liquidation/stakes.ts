import type { CarriedBook } from '../leverage/carried-book.ts';
import { rowsByAccount } from '../leverage/row-order.ts';
import { isInverse } from '../snapshot/contract-kind.ts';
import type { Book } from '../snapshot/types.ts';
import { countsBase, type MaintenanceTiers, maintenanceOf, marketTiers } from './maintenance-tiers.ts';
import { MarginGap } from './margin-gap.ts';

/** Stands in `Stakes.hedge` where there is no second leg. */
export const NO_LEG = 0xffffffff;

/**
 * What is liquidated together: an account's cross positions in one market (a long, a short, or both), or one isolated position.
 * Columns of equal length, cross stakes of an account side by side; amounts in the valuation's unit.
 */
export interface Stakes {
  readonly length: number;
  /** Row of its position; of the long, where it has two. It tells account, market and margin mode. */
  readonly leg: Uint32Array;
  /** Row of the position on the other side, or NO_LEG. */
  readonly hedge: Uint32Array;
  /** Equity that carries it at the mark: the account's for cross, its own margin and PnL for isolated. */
  readonly equity: Float64Array;
  /** What that equity gains when this market's price doubles, all else unmoved. */
  readonly slope: Float64Array;
  /** Of `slope`, what cross collateral in the market's base currency contributes: the same collateral for each such market. */
  readonly collateralSlope: Float64Array;
  /** Maintenance margin that the equity must cover at the mark: the account's for cross. */
  readonly maintenance: Float64Array;
  /** How far the price falls, as a share of the mark, until the stake is liquidated; 0 where it is due now; NaN for never. */
  readonly fall: Float64Array;
  /** The same for a rise. */
  readonly rise: Float64Array;
  /** Of each market: its stakes that are due for liquidation at the mark. */
  readonly due: readonly number[][];
  /** Of each market: maintenance margin of all its positions. */
  readonly required: Float64Array;
}

/**
 * Finds what is liquidated together and at which price: isolated and cross, linear and inverse, several positions in one account
 * and both sides of a market.
 *
 * Maintenance is the venue's if given (in settlement currency), else by the market's tiers: by notional in quote currency, which for
 * inverse contracts is contracts · contractSize and does not move with the price; bounds in base units are taken at the mark. A
 * liquidation price that the venue gives is taken as it is, 0 meaning never. Cross collateral in a market's base currency falls and
 * rises with that market.
 *
 * @param assumedRate maintenance margin rate of markets without tiers
 */
export function findStakes(book: Book, carried: CarriedBook, assumedRate: number): Stakes {
  const { positions, markets, accounts } = book;
  const { account, market, side, isolated, liquidationPrice, maintenanceMargin } = positions;
  const { notional, unrealizedPnl, margin } = carried.values;
  const { starts, order } = rowsByAccount(account, accounts.ids.length);
  const terms = markets.map(
    (m, i): MarketTerms => ({
      linear: !isInverse(m),
      mark: m.markPrice,
      worth: carried.quote[i] as number,
      tiers: marketTiers(m, assumedRate),
      boundsInBase: countsBase(m),
    }),
  );
  const { unknown } = carried;
  const base = openBaseCollateral(carried);
  const stakes = allocate(positions.length, markets.length);
  const gap = new MarginGap();
  /** Of the account at hand: one more than the row of its long and short in each market; 0 for none. */
  const longs = new Uint32Array(markets.length);
  const shorts = new Uint32Array(markets.length);
  const touched = new Uint32Array(markets.length);
  let length = 0;

  const own = ownMaintenance(book, carried, terms);

  /** Adds a position to the gap: its maintenance and what it gains with the price. */
  const addLeg = (row: number): void => {
    const { linear, worth, boundsInBase } = terms[market[row] as number] as MarketTerms;
    const held = notional[row] as number;
    const exposure = (side[row] as number) > 0 ? held : -held;
    // Inverse: worth of the PnL in quote currency is s·q·(p/entry - 1), which is steeper than the notional by the PnL so far.
    gap.slope += linear ? exposure : exposure + (unrealizedPnl[row] as number);
    if (!linear) gap.fixed += own[row] as number;
    else if (Number.isNaN(maintenanceMargin[row] as number) && !boundsInBase) gap.addTiered(held / worth);
    else gap.proportional += own[row] as number;
  };

  const push = (leg: number, hedge: number, shared: number): void => {
    const at = length++;
    const solvent = gap.solve();
    stakes.leg[at] = leg;
    stakes.hedge[at] = hedge;
    stakes.equity[at] = gap.equity;
    stakes.slope[at] = gap.slope;
    stakes.collateralSlope[at] = shared;
    stakes.maintenance[at] = gap.maintenance;
    const told =
      !Number.isNaN(liquidationPrice[leg] as number) ||
      (hedge !== NO_LEG && !Number.isNaN(liquidationPrice[hedge] as number));
    if (told) {
      const { mark } = terms[market[leg] as number] as MarketTerms;
      const given = givenDistances(liquidationPrice, mark, (side[leg] as number) > 0, leg, hedge);
      stakes.fall[at] = given.fall;
      stakes.rise[at] = given.rise;
      if (given.fall === 0 || given.rise === 0) stakes.due[market[leg] as number]?.push(at);
      return;
    }
    // What is due now is closed whichever way the price goes: each leg counts on its own side.
    stakes.fall[at] = solvent || (side[leg] as number) > 0 ? gap.fall : Number.NaN;
    stakes.rise[at] = solvent || (side[leg] as number) < 0 || hedge !== NO_LEG ? gap.rise : Number.NaN;
    if (!solvent) stakes.due[market[leg] as number]?.push(at);
  };

  for (let who = 0; who < accounts.ids.length; who++) {
    let markers = 0;
    let required = 0;
    const end = starts[who + 1] as number;
    for (let i = starts[who] as number; i < end; i++) {
      const row = order ? (order[i] as number) : i;
      if (!((notional[row] as number) > 0)) continue;
      const m = market[row] as number;
      stakes.required[m] = (stakes.required[m] as number) + (own[row] as number);
      if (unknown?.[row]) continue;
      if (isolated[row]) {
        const { tiers, worth, linear } = terms[m] as MarketTerms;
        gap.reset(tiers, worth);
        gap.equity = (margin[row] as number) + (unrealizedPnl[row] as number);
        addLeg(row);
        // Margin of an inverse contract is in the base currency, and moves with its price.
        if (!linear) gap.slope += margin[row] as number;
        push(row, NO_LEG, 0);
        continue;
      }
      if (longs[m] === 0 && shorts[m] === 0) touched[markers++] = m;
      if ((side[row] as number) > 0) longs[m] = row + 1;
      else shorts[m] = row + 1;
      required += own[row] as number;
    }
    if (markers === 0) continue;
    base.load(who);
    for (let t = 0; t < markers; t++) {
      const m = touched[t] as number;
      const long = longs[m] as number;
      const short = shorts[m] as number;
      longs[m] = 0;
      shorts[m] = 0;
      const { tiers, worth } = terms[m] as MarketTerms;
      const shared = base.of(m);
      gap.reset(tiers, worth);
      gap.equity = carried.crossEquity[who] as number;
      gap.slope = shared;
      let here = 0;
      if (long) {
        addLeg(long - 1);
        here += own[long - 1] as number;
      }
      if (short) {
        addLeg(short - 1);
        here += own[short - 1] as number;
      }
      // An account with one market owes nothing elsewhere: said exactly, not as the difference of two sums.
      if (markers > 1) gap.fixed += required - here;
      push((long || short) - 1, long && short ? short - 1 : NO_LEG, shared);
    }
    base.unload();
  }
  return trim(stakes, length);
}

interface MarketTerms {
  readonly linear: boolean;
  readonly mark: number;
  /** Of a unit of quote currency. */
  readonly worth: number;
  readonly tiers: MaintenanceTiers;
  /** Tier bounds count base units: a linear position stays in its tier wherever the price goes. */
  readonly boundsInBase: boolean;
}

/** Maintenance margin of each position at the mark: the venue's where given, else by the tiers. */
function ownMaintenance({ positions }: Book, { values }: CarriedBook, terms: readonly MarketTerms[]): Float64Array {
  const { length, market, maintenanceMargin } = positions;
  const own = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    const held = values.notional[row] as number;
    if (!(held > 0)) continue;
    const { linear, mark, worth, tiers } = terms[market[row] as number] as MarketTerms;
    const given = maintenanceMargin[row] as number;
    own[row] = Number.isNaN(given) ? worth * maintenanceOf(tiers, held / worth) : given * worth * (linear ? 1 : mark);
  }
  return own;
}

/** What the venue says of a stake's liquidation: a price, or 0 for never. */
function givenDistances(
  liquidationPrice: Float64Array,
  mark: number,
  long: boolean,
  leg: number,
  hedge: number,
): { fall: number; rise: number } {
  let fall = Number.NaN;
  let rise = Number.NaN;
  for (const row of hedge === NO_LEG ? [leg] : [leg, hedge]) {
    const price = liquidationPrice[row] as number;
    if (!(price > 0)) continue;
    // One leg alone says by its side what is meant: a long that is past its price already is due now.
    if (hedge === NO_LEG ? long : price < mark) fall = Math.max(0, (mark - price) / mark);
    else rise = Math.max(0, (price - mark) / mark);
  }
  return { fall, rise };
}

/** What an account's cross collateral in each market's base currency counts by the venue's rules. */
function openBaseCollateral({ bases, balances: { starts, currency, venue } }: CarriedBook) {
  const held = new Float64Array(bases.reduce((most, c) => Math.max(most, c + 1), 0));
  let from = 0;
  let to = 0;
  return {
    load(who: number): void {
      from = starts[who] as number;
      to = starts[who + 1] as number;
      for (let at = from; at < to; at++) held[currency[at] as number] = venue[at] as number;
    },
    of(m: number): number {
      const c = bases[m] as number;
      return c < 0 ? 0 : (held[c] as number);
    },
    unload(): void {
      for (let at = from; at < to; at++) held[currency[at] as number] = 0;
    },
  };
}

type Growing = { -readonly [K in keyof Stakes]: Stakes[K] };

const allocate = (length: number, markets: number): Growing => ({
  length,
  leg: new Uint32Array(length),
  hedge: new Uint32Array(length),
  equity: new Float64Array(length),
  slope: new Float64Array(length),
  collateralSlope: new Float64Array(length),
  maintenance: new Float64Array(length),
  fall: new Float64Array(length),
  rise: new Float64Array(length),
  due: Array.from({ length: markets }, () => []),
  required: new Float64Array(markets),
});

/** Views, not copies: there are nearly as many stakes as positions. */
const trim = (stakes: Growing, length: number): Stakes => ({
  length,
  leg: stakes.leg.subarray(0, length),
  hedge: stakes.hedge.subarray(0, length),
  equity: stakes.equity.subarray(0, length),
  slope: stakes.slope.subarray(0, length),
  collateralSlope: stakes.collateralSlope.subarray(0, length),
  maintenance: stakes.maintenance.subarray(0, length),
  fall: stakes.fall.subarray(0, length),
  rise: stakes.rise.subarray(0, length),
  due: stakes.due,
  required: stakes.required,
});
