import type { CarriedBook } from '../leverage/carried-book.ts';
import { openValuation } from '../leverage/valuation.ts';
import { contractKind, currenciesOf, settlementOf } from '../snapshot/contract-kind.ts';
import { type Book, MARGIN, type PositionColumns } from '../snapshot/types.ts';

/** What is closed of each position of a book; columns as long as its positions. */
export interface Closing {
  /** Contracts that are closed, at most what is held. */
  readonly contracts: Float64Array;
  /** What the account pays for it beyond the mark, in the valuation's unit: fee, slippage, haircut; negative where it gains. */
  readonly cost: Float64Array;
}

export const noClosing = (length: number): Closing => ({
  contracts: new Float64Array(length),
  cost: new Float64Array(length),
});

/**
 * The book once positions have been closed: profits and losses of what is closed are realised at the mark, less its cost, into the
 * account's collateral or the position's own margin, which stays. What the venue had said of a position that changed (its maintenance
 * margin and PnL) shrinks with it; its liquidation price, and those of its account's other cross positions, hold no more.
 */
export function reduceBook(book: Book, carried: CarriedBook, { contracts: closed, cost }: Closing): Book {
  const { positions, markets, accounts } = book;
  const { length, account, market, isolated } = positions;
  const after = copied(positions);
  const settlements = settlementsOf(book, carried);
  const credits = new Map<number, number>();
  const touched = new Uint8Array(accounts.ids.length);
  const figures = accounts.equity?.slice();
  for (let i = 0; i < length; i++) {
    const taken = closed[i] as number;
    const paid = cost[i] as number;
    if (!(taken > 0) && paid === 0) continue;
    const held = positions.contracts[i] as number;
    const share = held > 0 ? Math.min(1, taken / held) : 0;
    const kept = taken >= held ? 0 : held - taken;
    after.contracts[i] = kept;
    after.maintenanceMargin[i] = (positions.maintenanceMargin[i] as number) * (1 - share);
    after.unrealizedPnl[i] = (positions.unrealizedPnl[i] as number) * (1 - share);
    after.liquidationPrice[i] = Number.NaN;
    const m = market[i] as number;
    const realised = (carried.values.unrealizedPnl[i] as number) * share - paid;
    const { worth, credit, currency } = settlements[m] as Settlement;
    const carriedBy = isolated[i] as number;
    if (carriedBy !== MARGIN.cross) {
      // Margin that includes PnL holds what is realised already.
      const change = carriedBy === MARGIN.collateral ? -paid : realised;
      after.collateral[i] = (positions.collateral[i] as number) + (worth > 0 ? change / worth : 0);
    } else if (figures && standsOnFigure(book, carried, account[i] as number)) {
      touched[account[i] as number] = 1;
      // The venue's figure includes the PnL that is realised: only what is paid comes off.
      figures[account[i] as number] = (figures[account[i] as number] as number) - paid;
    } else {
      touched[account[i] as number] = 1;
      const key = (account[i] as number) * (accounts.currencies.length + markets.length) + currency;
      if (credit > 0) credits.set(key, (credits.get(key) ?? 0) + realised / credit);
    }
  }
  for (let i = 0; i < length; i++)
    if (!isolated[i] && touched[account[i] as number] === 1) after.liquidationPrice[i] = Number.NaN;
  const credit = credited(book, settlements, credits);
  return { ...book, positions: after, accounts: figures ? { ...credit, equity: figures } : credit };
}

/** Whether an account lists no collateral, so that the venue's figure of its equity is what it stands on. */
const standsOnFigure = ({ accounts: { equity } }: Book, { balances: { starts } }: CarriedBook, who: number): boolean =>
  equity !== undefined && !Number.isNaN(equity[who] as number) && starts[who] === starts[who + 1];

/** What a market's profits are paid in. */
interface Settlement {
  /** Worth of a unit for isolated margin. */
  readonly worth: number;
  /** The same for collateral; 0 where the book has no price for it. */
  readonly credit: number;
  /** Index of the currency; beyond the book's own for one that nobody holds yet. */
  readonly currency: number;
  readonly name: string;
}

function settlementsOf({ markets, accounts, header }: Book, { quote }: CarriedBook): Settlement[] {
  const valuation = openValuation(markets, header.assets);
  const names = [...accounts.currencies];
  return markets.map((market, m) => {
    const { symbol, markPrice } = market;
    const pair = currenciesOf(symbol);
    const kind = contractKind(market);
    const paidIn = { linear: pair?.quote, inverse: pair?.base, quanto: settlementOf(market) }[kind];
    // A symbol that does not name its quote counts one for one, as dollars do.
    const name = paidIn ?? 'USD';
    if (!names.includes(name)) names.push(name);
    const worth = (quote[m] as number) * (kind === 'inverse' ? markPrice : 1);
    return { worth, credit: valuation.of(name), currency: names.indexOf(name), name };
  });
}

function credited(
  { accounts, markets }: Book,
  settlements: readonly Settlement[],
  credits: ReadonlyMap<number, number>,
): Book['accounts'] {
  const currencies = [...accounts.currencies];
  for (const { currency, name } of settlements) currencies[currency] ??= name;
  const width = accounts.currencies.length + markets.length;
  const rows = [...credits].filter(([, amount]) => amount !== 0);
  const extended = <T extends Uint32Array | Float64Array>(column: T, added: readonly number[]): T => {
    const longer = new (column.constructor as new (length: number) => T)(column.length + added.length);
    longer.set(column);
    longer.set(added, column.length);
    return longer;
  };
  return {
    ...accounts,
    currencies,
    collateralAccount: extended(
      accounts.collateralAccount,
      rows.map(([key]) => Math.floor(key / width)),
    ),
    collateralCurrency: extended(
      accounts.collateralCurrency,
      rows.map(([key]) => key % width),
    ),
    collateralAmount: extended(
      accounts.collateralAmount,
      rows.map(([, amount]) => amount),
    ),
  };
}

const copied = (positions: PositionColumns): PositionColumns => ({
  ...positions,
  contracts: positions.contracts.slice(),
  collateral: positions.collateral.slice(),
  maintenanceMargin: positions.maintenanceMargin.slice(),
  unrealizedPnl: positions.unrealizedPnl.slice(),
  liquidationPrice: positions.liquidationPrice.slice(),
});
