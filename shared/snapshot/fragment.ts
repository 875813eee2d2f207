import { allocatePositions, grow, growPositions, trimPositions, VALUE_COLUMNS } from './columns.ts';
import { checkRecord, type FaultList } from './faults.ts';
import { LIMITS } from './limits.ts';
import { headerFrom, marketFrom, numberFrom, type Wire } from './records.ts';
import type { AccountColumns, Market, PositionColumns, SnapshotHeader } from './types.ts';

/**
 * What one request holds of a book: a whole one, or a part. A part may name accounts and markets that another part declares,
 * so that indexes point into `accounts.ids` and `symbols`, of which only the first ones are declared here.
 */
export interface Fragment {
  readonly header?: SnapshotHeader;
  readonly markets: readonly Market[];
  /** Symbols that positions point at: first those of `markets`, in order, then those that are declared elsewhere. */
  readonly symbols: readonly string[];
  readonly accounts: AccountColumns;
  /** How many of `accounts.ids` are declared here; the others are only named by positions. */
  readonly declaredAccounts: number;
  /** `market` points into `symbols` here. */
  readonly positions: PositionColumns;
}

/** Builds a fragment record by record, into columns from the first one: no array of position objects exists at any time. */
export class FragmentBuilder {
  readonly #faults: FaultList;
  /** Whether accounts and markets may be declared in another part. */
  readonly #partial: boolean;
  #header: SnapshotHeader | undefined;
  readonly #markets: Market[] = [];
  readonly #symbols: string[] = [];
  readonly #symbolIndex = new Map<string, number>();
  readonly #accountIds: string[] = [];
  readonly #accountIndex = new Map<string, number>();
  #declaredAccounts = 0;
  readonly #currencies: string[] = [];
  readonly #currencyIndex = new Map<string, number>();
  readonly #collateral = {
    account: new Uint32Array(256),
    currency: new Uint32Array(256),
    amount: new Float64Array(256),
    length: 0,
  };
  #positions = allocatePositions(1_024);
  #count = 0;

  constructor(faults: FaultList, partial: boolean) {
    this.#faults = faults;
    this.#partial = partial;
  }

  addHeader(record: unknown, line?: number): void {
    if (!checkRecord('header', record, this.#faults, '', line)) return;
    this.#header = headerFrom(record as Wire, (path, message) => this.#faults.add(path, message, line));
  }

  addMarket(record: unknown, line?: number): void {
    const path = `/markets/${this.#markets.length}`;
    if (!checkRecord('market', record, this.#faults, path, line)) return void this.#skipMarket(record);
    const market = marketFrom(record as Wire, (at, message) => this.#faults.add(path + at, message, line));
    if (this.#symbolIndex.has(market.symbol)) {
      this.#faults.add(`${path}/symbol`, `names ${quote(market.symbol)} a second time: one record a market`, line);
    }
    if (this.#markets.length === LIMITS.markets) {
      this.#faults.add(path, `is one more than the ${LIMITS.markets} markets that a snapshot may hold`, line);
    }
    this.#declareMarket(market);
  }

  addAccount(record: unknown, line?: number): void {
    const path = `/accounts/${this.#declaredAccounts}`;
    const index = this.#declaredAccounts++;
    const wire = record as Wire;
    const fits = checkRecord('account', record, this.#faults, path, line);
    const id = typeof wire?.accountId === 'string' ? wire.accountId : '';
    if (fits && this.#accountIndex.has(id)) {
      this.#faults.add(`${path}/accountId`, `names ${quote(id)} a second time: one record an account`, line);
    }
    this.#accountIds.push(id);
    this.#accountIndex.set(id, index);
    if (!fits) return;
    (wire.collateral as Wire[]).forEach((entry, i) => {
      const amount = numberFrom(entry.amount, (message) =>
        this.#faults.add(`${path}/collateral/${i}/amount`, message, line),
      );
      this.#addCollateral(index, entry.currency as string, amount);
    });
  }

  addPosition(record: unknown, line?: number): void {
    const row = this.#count;
    const path = `/positions/${row}`;
    const fits = checkRecord('position', record, this.#faults, path, line);
    if (row === this.#positions.length) this.#positions = growPositions(this.#positions);
    // A faulty row keeps its place, so that the paths of later faults stay true.
    this.#count++;
    if (!fits) return;
    const wire = record as Wire;
    const columns = this.#positions;
    columns.account[row] = this.#accountOf(wire.accountId as string, path, line);
    columns.market[row] = this.#symbolOf(wire.symbol as string, path, line);
    columns.side[row] = wire.side === 'long' ? 1 : -1;
    columns.isolated[row] = wire.marginMode === 'isolated' ? 1 : 0;
    for (const name of VALUE_COLUMNS) {
      const value = wire[name];
      columns[name][row] =
        typeof value === 'number'
          ? value
          : value === undefined || value === null
            ? Number.NaN
            : numberFrom(value, (message) => this.#faults.add(`${path}/${name}`, message, line));
    }
  }

  /** The finished fragment; faults that only the whole shows (a position that stands twice) are added now. */
  finish(): Fragment {
    const rows = this.#count;
    const positions = trimPositions(this.#positions, rows);
    if (this.#faults.total === 0) {
      for (const row of repeatedPositions(positions, this.#symbols.length)) {
        const what = `${quote(this.#accountIds[positions.account[row] as number])} in ${quote(this.#symbols[positions.market[row] as number])}`;
        this.#faults.add(
          `/positions/${row}`,
          `repeats the position of ${what}: one per account, symbol, side and margin mode`,
        );
      }
    }
    const { account, currency, amount, length } = this.#collateral;
    return {
      ...(this.#header ? { header: this.#header } : {}),
      markets: this.#markets,
      symbols: this.#symbols,
      accounts: {
        ids: this.#accountIds,
        currencies: this.#currencies,
        collateralAccount: account.slice(0, length),
        collateralCurrency: currency.slice(0, length),
        collateralAmount: amount.slice(0, length),
      },
      declaredAccounts: this.#declaredAccounts,
      positions,
    };
  }

  /** A market that is not right still declares its symbol: its positions are not to be blamed for it. */
  #skipMarket(record: unknown): void {
    const symbol = (record as Wire | null)?.symbol;
    this.#declareMarket({
      symbol: typeof symbol === 'string' ? symbol : '',
      markPrice: 1,
      contractSize: 1,
      linear: true,
    });
  }

  #declareMarket(market: Market): void {
    this.#symbolIndex.set(market.symbol, this.#markets.length);
    this.#markets.push(market);
    this.#symbols.push(market.symbol);
  }

  #accountOf(id: string, path: string, line?: number): number {
    const known = this.#accountIndex.get(id);
    if (known !== undefined && (this.#partial || known < this.#declaredAccounts)) return known;
    if (!this.#partial)
      this.#faults.add(`${path}/accountId`, `names the account ${quote(id)}, which is not in this snapshot`, line);
    const index = known ?? this.#accountIds.push(id) - 1;
    this.#accountIndex.set(id, index);
    return index;
  }

  #symbolOf(symbol: string, path: string, line?: number): number {
    const known = this.#symbolIndex.get(symbol);
    if (known !== undefined && (this.#partial || known < this.#markets.length)) return known;
    if (!this.#partial)
      this.#faults.add(`${path}/symbol`, `names the market ${quote(symbol)}, which is not in this snapshot`, line);
    const index = known ?? this.#symbols.push(symbol) - 1;
    this.#symbolIndex.set(symbol, index);
    return index;
  }

  #addCollateral(account: number, currency: string, amount: number): void {
    const rows = this.#collateral;
    if (rows.length === rows.account.length) {
      rows.account = grow(rows.account);
      rows.currency = grow(rows.currency);
      rows.amount = grow(rows.amount);
    }
    let index = this.#currencyIndex.get(currency);
    if (index === undefined) {
      index = this.#currencies.push(currency) - 1;
      this.#currencyIndex.set(currency, index);
    }
    rows.account[rows.length] = account;
    rows.currency[rows.length] = index;
    rows.amount[rows.length++] = amount;
  }
}

/**
 * Rows of positions that stand a second time (same account, market, side and margin mode).
 *
 * Keys are compared sorted instead of in a set: 8 bytes a row, and nothing to sort where rows come grouped by account.
 */
export function repeatedPositions(positions: PositionColumns, symbols: number): number[] {
  const { length, account, market, side, isolated } = positions;
  const key = (row: number) =>
    ((account[row] as number) * symbols + (market[row] as number)) * 4 +
    ((side[row] as number) > 0 ? 2 : 0) +
    (isolated[row] as number);
  const keys = new Float64Array(length);
  for (let row = 0; row < length; row++) keys[row] = key(row);
  keys.sort();
  const twice = new Set<number>();
  for (let i = 1; i < length; i++) if (keys[i] === keys[i - 1]) twice.add(keys[i] as number);
  if (twice.size === 0) return [];
  const seen = new Set<number>();
  const repeated: number[] = [];
  for (let row = 0; row < length; row++) {
    const k = key(row);
    if (seen.has(k)) repeated.push(row);
    else if (twice.has(k)) seen.add(k);
  }
  return repeated;
}

const quote = (name: string | undefined): string => JSON.stringify(name ?? '');
