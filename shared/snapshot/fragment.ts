import { AccountFacts } from './account-facts.ts';
import { type GrowingColumns, grow, trimmed, VALUE_COLUMNS } from './columns.ts';
import { checkRecord, type FaultList } from './faults.ts';
import { LIMITS } from './limits.ts';
import { NameTable, textOf } from './name-table.ts';
import { PositionRows } from './position-rows.ts';
import { QUANTITIES, type Quantity } from './quantities.ts';
import { CROSS, ISOLATED, RecordScanner, UNKNOWN_MODE } from './record-scanner.ts';
import { headerFrom, marketFrom, numberFrom, type Wire } from './records.ts';
import { repeatedPositions } from './repeated-positions.ts';
import { type AccountColumns, MARGIN, type Market, type PositionColumns, type SnapshotHeader } from './types.ts';

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
  /** Places of the positions that hold nothing and were not kept, ascending; absent if there were none. */
  readonly skipped?: Uint32Array;
}

/** Place among the positions of the request of a row that was kept. */
export function placeOf(row: number, skipped: ArrayLike<number> = []): number {
  let place = row;
  for (let i = 0; i < skipped.length && (skipped[i] as number) <= place; i++) place++;
  return place;
}

/** Sets what carries a position: see `MARGIN`. @param margin without unrealised PnL; NaN if not given */
function setMargin(columns: GrowingColumns, row: number, mode: number, margin: number): void {
  if (mode === CROSS) columns.isolated[row] = MARGIN.cross;
  else if (mode === UNKNOWN_MODE) columns.isolated[row] = MARGIN.unknownMode;
  else if (!Number.isNaN(margin)) {
    columns.isolated[row] = MARGIN.margin;
    columns.collateral[row] = margin;
  } else columns.isolated[row] = Number.isNaN(columns.collateral[row] as number) ? MARGIN.unknown : MARGIN.collateral;
}

/** Venues write a negative price for never, as others write 0. */
function setLiquidation({ liquidationPrice }: GrowingColumns, row: number): void {
  if ((liquidationPrice[row] as number) <= 0) liquidationPrice[row] = 0;
}

/** Builds a fragment record by record, into columns from the first one: no array of position objects exists at any time. */
export class FragmentBuilder {
  readonly #faults: FaultList;
  /** Whether accounts and markets may be declared in another part. */
  readonly #partial: boolean;
  readonly #lines = new RecordScanner(true);
  readonly #elements = new RecordScanner(false);
  #header: SnapshotHeader | undefined;
  readonly #markets: Market[] = [];
  readonly #symbols = new NameTable();
  readonly #accounts = new NameTable();
  #declaredAccounts = 0;
  readonly #currencies = new NameTable();
  readonly #collateral = {
    account: new Uint32Array(256),
    currency: new Uint32Array(256),
    amount: new Float64Array(256),
    length: 0,
  };
  readonly #facts = new AccountFacts();
  readonly #positions = new PositionRows();
  /** Places, among all positions of the request, of those that hold nothing: they are not kept. */
  readonly #skipped: number[] = [];

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
    // Said once; what lies beyond is not looked at, and only its symbol is kept, so that a flood of markets costs little.
    if (this.#markets.length === LIMITS.markets)
      this.#faults.add(path, `is one more than the ${LIMITS.markets} markets that a snapshot may hold`, line);
    if (this.#markets.length >= LIMITS.markets) return void this.#skipMarket(record);
    if (!checkRecord('market', record, this.#faults, path, line)) return void this.#skipMarket(record);
    const market = marketFrom(record as Wire, (at, message) => this.#faults.add(path + at, message, line));
    const symbol = Buffer.from(market.symbol);
    if (this.#symbols.find(symbol, 0, symbol.length) >= 0) {
      this.#faults.add(`${path}/symbol`, `names ${quote(market.symbol)} a second time: one record a market`, line);
    }
    this.#declareMarket(market);
  }

  addAccount(record: unknown, line?: number): void {
    const path = `/accounts/${this.#declaredAccounts}`;
    const index = this.#declaredAccounts++;
    const wire = record as Wire;
    const fits = checkRecord('account', record, this.#faults, path, line);
    const id = Buffer.from(typeof wire?.accountId === 'string' ? wire.accountId : '');
    if (fits && this.#accounts.find(id, 0, id.length) >= 0) {
      this.#faults.add(
        `${path}/accountId`,
        `names ${quote(wire.accountId as string)} a second time: one record an account`,
        line,
      );
    }
    this.#accounts.append(id, 0, id.length);
    if (!fits) return;
    if (wire.equity !== undefined)
      this.#facts.setEquity(
        index,
        wire.equity === null
          ? null
          : numberFrom(wire.equity, QUANTITIES.account.equity, (message) =>
              this.#faults.add(`${path}/equity`, message, line),
            ),
      );
    if (typeof wire.owner === 'string') {
      const owner = Buffer.from(wire.owner);
      this.#facts.setOwner(index, owner, 0, owner.length);
    }
    (wire.collateral as Wire[]).forEach((entry, i) => {
      const amount = numberFrom(entry.amount, QUANTITIES.collateral.amount, (message) =>
        this.#faults.add(`${path}/collateral/${i}/amount`, message, line),
      );
      const currency = Buffer.from(entry.currency as string);
      this.#addCollateral(index, currency, 0, currency.length, amount);
    });
  }

  addPosition(record: unknown, line?: number): void {
    const place = this.#positions.length + this.#skipped.length;
    const path = `/positions/${place}`;
    const fits = checkRecord('position', record, this.#faults, path, line);
    if (fits && Number((record as Wire).contracts) === 0) return void this.#skipped.push(place);
    // A faulty row keeps its place, so that the paths of later faults stay true.
    const row = this.#positions.add();
    if (!fits) return;
    const wire = record as Wire;
    const columns = this.#positions.block;
    const account = Buffer.from(wire.accountId as string);
    const symbol = Buffer.from(wire.symbol as string);
    columns.account[row] = this.#accountOf(account, 0, account.length, path, line);
    columns.market[row] = this.#symbolOf(symbol, 0, symbol.length, path, line);
    columns.side[row] = wire.side === 'long' ? 1 : -1;
    const amountOf = (name: string, quantity: Quantity): number => {
      const value = wire[name];
      if (typeof value === 'number') return value;
      return value === undefined || value === null
        ? Number.NaN
        : numberFrom(value, quantity, (message) => this.#faults.add(`${path}/${name}`, message, line));
    };
    for (const name of VALUE_COLUMNS) columns[name][row] = amountOf(name, QUANTITIES.position[name]);
    const mode = wire.marginMode === null ? UNKNOWN_MODE : wire.marginMode === 'isolated' ? ISOLATED : CROSS;
    setMargin(columns, row, mode, amountOf('margin', QUANTITIES.margin.margin));
    setLiquidation(columns, row);
  }

  /**
   * Takes an account straight from its bytes, where it is one that can be read so.
   *
   * @param line whether the record is a line of NDJSON or stands in a list of its kind
   * @returns where the record, or its line, ends; -1 where `addAccount` has to look at it
   */
  scanAccount(bytes: Uint8Array, from: number, end: number, line: boolean): number {
    const scanner = line ? this.#lines : this.#elements;
    const to = scanner.account(bytes, from, end);
    const { accountFrom, accountTo } = scanner;
    if (to < 0 || this.#accounts.appendNew(bytes, accountFrom, accountTo) < 0) return -1;
    const index = this.#declaredAccounts++;
    if (scanner.hasEquity) this.#facts.setEquity(index, Number.isNaN(scanner.equity) ? null : scanner.equity);
    if (scanner.ownerTo > 0) this.#facts.setOwner(index, bytes, scanner.ownerFrom, scanner.ownerTo);
    for (let i = 0; i < scanner.entries; i++) {
      const { currencyFrom, currencyTo, amounts } = scanner;
      this.#addCollateral(index, bytes, currencyFrom[i] as number, currencyTo[i] as number, amounts[i] as number);
    }
    return to;
  }

  /** As `scanAccount`, for a position. */
  scanPosition(bytes: Uint8Array, from: number, end: number, line: boolean): number {
    const scanner = line ? this.#lines : this.#elements;
    const to = scanner.position(bytes, from, end);
    if (to < 0) return -1;
    const { accountFrom, accountTo, symbolFrom, symbolTo } = scanner;
    let account: number;
    let market: number;
    if (this.#partial) {
      // What is not declared here is declared in another part.
      account = this.#accounts.intern(bytes, accountFrom, accountTo);
      market = this.#symbols.intern(bytes, symbolFrom, symbolTo);
    } else {
      account = this.#accounts.find(bytes, accountFrom, accountTo);
      market = this.#symbols.find(bytes, symbolFrom, symbolTo);
      if (account < 0 || account >= this.#declaredAccounts || market < 0 || market >= this.#markets.length) return -1;
    }
    const row = this.#positions.add();
    const columns = this.#positions.block;
    const { values } = scanner;
    columns.account[row] = account;
    columns.market[row] = market;
    columns.side[row] = scanner.side;
    columns.contracts[row] = values[0] as number;
    columns.entryPrice[row] = values[1] as number;
    columns.leverage[row] = values[2] as number;
    columns.collateral[row] = values[3] as number;
    columns.maintenanceMargin[row] = values[4] as number;
    columns.unrealizedPnl[row] = values[5] as number;
    columns.liquidationPrice[row] = values[6] as number;
    setMargin(columns, row, scanner.mode, scanner.margin);
    setLiquidation(columns, row);
    return to;
  }

  /** The finished fragment; faults that only the whole shows (a position that stands twice) are added now. */
  finish(): Fragment {
    const positions = this.#positions.finish();
    const ids = this.#accounts.names();
    const symbols = this.#symbols.names();
    if (this.#faults.total === 0) {
      for (const row of repeatedPositions(positions, symbols.length)) {
        const what = `${quote(ids[positions.account[row] as number])} in ${quote(symbols[positions.market[row] as number])}`;
        this.#faults.add(
          `/positions/${placeOf(row, this.#skipped)}`,
          `repeats the position of ${what}: one per account, symbol, side and margin mode`,
        );
      }
    }
    const { account, currency, amount, length } = this.#collateral;
    return {
      ...(this.#header ? { header: this.#header } : {}),
      markets: this.#markets,
      symbols,
      accounts: {
        ids,
        currencies: this.#currencies.names(),
        collateralAccount: trimmed(account, length),
        collateralCurrency: trimmed(currency, length),
        collateralAmount: trimmed(amount, length),
        ...this.#facts.columns(ids.length),
      },
      declaredAccounts: this.#declaredAccounts,
      positions,
      ...(this.#skipped.length > 0 ? { skipped: Uint32Array.from(this.#skipped) } : {}),
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
    const symbol = Buffer.from(market.symbol);
    this.#markets.push(market);
    this.#symbols.append(symbol, 0, symbol.length);
  }

  #accountOf(id: Uint8Array, from: number, to: number, path: string, line?: number): number {
    const known = this.#accounts.find(id, from, to);
    if (known >= 0 && (this.#partial || known < this.#declaredAccounts)) return known;
    if (!this.#partial) {
      const name = quote(textOf(id, from, to));
      this.#faults.add(`${path}/accountId`, `names the account ${name}, which is not in this snapshot`, line);
    }
    return known >= 0 ? known : this.#accounts.append(id, from, to);
  }

  #symbolOf(symbol: Uint8Array, from: number, to: number, path: string, line?: number): number {
    const known = this.#symbols.find(symbol, from, to);
    if (known >= 0 && (this.#partial || known < this.#markets.length)) return known;
    if (!this.#partial) {
      const name = quote(textOf(symbol, from, to));
      this.#faults.add(`${path}/symbol`, `names the market ${name}, which is not in this snapshot`, line);
    }
    return known >= 0 ? known : this.#symbols.append(symbol, from, to);
  }

  #addCollateral(account: number, bytes: Uint8Array, from: number, to: number, amount: number): void {
    const rows = this.#collateral;
    if (rows.length === rows.account.length) {
      rows.account = grow(rows.account);
      rows.currency = grow(rows.currency);
      rows.amount = grow(rows.amount);
    }
    rows.account[rows.length] = account;
    rows.currency[rows.length] = this.#currencies.intern(bytes, from, to);
    rows.amount[rows.length++] = amount;
  }
}

const quote = (name: string | undefined): string => JSON.stringify(name ?? '');
