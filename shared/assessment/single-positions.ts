import type { CarriedBook } from '../leverage/carried-book.ts';
import { NO_LEG, type Stakes } from '../liquidation/stakes.ts';
import { type Book, MARGIN, type Market } from '../snapshot/types.ts';

/** Where a liquidation price comes from: computed, taken from the venue, never reached, due already, or unknown as the equity is. */
export type LiquidationReason = 'own' | 'given' | 'never' | 'due' | 'unknown';

/** One position as it is measured, to be checked one by one. Amounts in the valuation's unit. */
export interface SinglePosition {
  readonly accountId: string;
  readonly owner?: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly marginMode: 'cross' | 'isolated' | null;
  readonly contracts: number;
  /** Notional. */
  readonly value: number;
  readonly unrealizedPnl: number;
  /** Of what carries it: the account's for cross, its own for isolated; null if unknown. */
  readonly equity: { readonly venue: number; readonly prudent: number } | null;
  /** Effective, on prudent equity; null if unknown. */
  readonly leverage: number | null;
  /** The same on the venue's equity. */
  readonly venueLeverage: number | null;
  /** What the venue's equity has to cover: the account's for cross; null if unknown. */
  readonly maintenanceMargin: number | null;
  /** All else unmoved; null if there is none. */
  readonly liquidationPrice: number | null;
  /** Of the liquidation price from the mark, as a share of the mark. */
  readonly distance: number | null;
  readonly why: LiquidationReason;
}

/** Every position that holds contracts, in the book's order. @param stakes of the same book */
export function* singlePositions(book: Book, carried: CarriedBook, stakes: Stakes): Generator<SinglePosition> {
  const { positions, accounts, markets } = book;
  const { values, crossEquity, prudent, leverage, venueLeverage, unknown } = carried;
  const stakeOf = new Int32Array(positions.length).fill(-1);
  for (let i = 0; i < stakes.length; i++) {
    stakeOf[stakes.leg[i] as number] = i;
    const hedge = stakes.hedge[i] as number;
    if (hedge !== NO_LEG) stakeOf[hedge] = i;
  }
  const due = new Set(stakes.due.flat());
  for (let row = 0; row < positions.length; row++) {
    if (!((positions.contracts[row] as number) > 0)) continue;
    const who = positions.account[row] as number;
    const { symbol, markPrice } = markets[positions.market[row] as number] as Market;
    const code = positions.isolated[row] as number;
    const stake = stakeOf[row] as number;
    const known = !unknown?.[row] && stake >= 0;
    const own = (values.margin[row] as number) + (values.unrealizedPnl[row] as number);
    const isCross = code === MARGIN.cross;
    const owner = accounts.owner?.[who];
    yield {
      accountId: accounts.ids[who] as string,
      ...(owner ? { owner: accounts.owners?.[owner - 1] as string } : {}),
      symbol,
      side: (positions.side[row] as number) > 0 ? 'long' : 'short',
      marginMode: code === MARGIN.unknownMode ? null : isCross ? 'cross' : 'isolated',
      contracts: positions.contracts[row] as number,
      value: values.notional[row] as number,
      unrealizedPnl: values.unrealizedPnl[row] as number,
      equity: known
        ? {
            venue: isCross ? (crossEquity[who] as number) : own,
            prudent: isCross ? (prudent.crossEquity[who] as number) : own,
          }
        : null,
      leverage: known ? (leverage[row] as number) : null,
      venueLeverage: known ? (venueLeverage[row] as number) : null,
      maintenanceMargin: known ? (stakes.maintenance[stake] as number) : null,
      ...liquidationOf(book, stakes, row, known ? stake : -1, markPrice, due),
    };
  }
}

/** By the move that a position loses by; by the other one if only that liquidates it, as what is hedged or carried by coins may be. */
function liquidationOf(
  { positions }: Book,
  stakes: Stakes,
  row: number,
  stake: number,
  markPrice: number,
  due: ReadonlySet<number>,
): Pick<SinglePosition, 'liquidationPrice' | 'distance' | 'why'> {
  if (stake < 0) return { liquidationPrice: null, distance: null, why: 'unknown' };
  if (due.has(stake)) return { liquidationPrice: markPrice, distance: 0, why: 'due' };
  const fall = stakes.fall[stake] as number;
  const rise = stakes.rise[stake] as number;
  const byFall = (positions.side[row] as number) > 0 ? !Number.isNaN(fall) : Number.isNaN(rise);
  const distance = byFall ? fall : rise;
  if (Number.isNaN(distance)) return { liquidationPrice: null, distance: null, why: 'never' };
  const given = !Number.isNaN(positions.liquidationPrice[row] as number);
  return {
    liquidationPrice: markPrice * (byFall ? 1 - distance : 1 + distance),
    distance,
    why: given ? 'given' : 'own',
  };
}
