import { ByteScanner, CLOSE_LIST, CLOSED, COMMA, N, NULL, OPEN_LIST } from './byte-scanner.ts';
import { VALUE_COLUMNS } from './columns.ts';
import { keyOrder, quoted } from './key-order.ts';
import { QUANTITIES } from './quantities.ts';

/** How a position says that it is carried. */
export const CROSS = 0;
export const ISOLATED = 1;
export const UNKNOWN_MODE = 2;

/**
 * Reads the records that a book has most of, accounts and positions, straight from their bytes into reusable fields.
 *
 * It only takes what it is certain to read exactly as `JSON.parse`, the schema and the builder would: known keys once each, in any
 * order, strings without escapes, numbers in JSON's grammar, unknown keys with plain values. Of anything else it says no, and the
 * record goes the slow way, which also words every fault. No object and no string is made of a record that it takes.
 */
export class RecordScanner extends ByteScanner {
  /** Where the last record's account id is. */
  accountFrom = 0;
  accountTo = 0;
  /** Where the last position's symbol is. */
  symbolFrom = 0;
  symbolTo = 0;
  /** +1 long, -1 short. */
  side = 0;
  /** CROSS, ISOLATED or UNKNOWN_MODE. */
  mode = CROSS;
  /** Isolated margin without unrealised PnL; NaN if not given. */
  margin = Number.NaN;
  /** The last position's amounts, in the order of VALUE_COLUMNS; NaN for what was not given. */
  readonly values = new Float64Array(VALUE_COLUMNS.length);
  /** The last account's collateral: where each currency is, and its amount. */
  entries = 0;
  currencyFrom = new Uint32Array(16);
  currencyTo = new Uint32Array(16);
  amounts = new Float64Array(16);
  /** Whether the last account has an equity, and which; NaN if it is unknown. */
  hasEquity = false;
  equity = Number.NaN;
  /** Where the last account's owner is; `ownerTo` is 0 if it has none. */
  ownerFrom = 0;
  ownerTo = 0;

  readonly #line: boolean;
  readonly #positionOrder = keyOrder(() => this.#positionKey());
  readonly #accountOrder = keyOrder(() => this.#accountKey());
  readonly #entryOrder = keyOrder(() => this.#entryKey());

  /**
   * @param line whether records are lines of NDJSON, which name their kind, or stand in a list of their kind
   */
  constructor(line: boolean) {
    super(line);
    this.#line = line;
  }

  /** @returns where the record, or its line, ends; -1 where it is not taken */
  position(bytes: Uint8Array, from: number, end: number): number {
    this.begin(bytes, end);
    const { values } = this;
    for (let i = 0; i < values.length; i++) values[i] = Number.NaN;
    this.mode = CROSS;
    this.margin = Number.NaN;
    let seen = 0;
    let at = from;
    for (let slot = 0; ; slot++) {
      at = this.member(this.#positionOrder, slot, at);
      if (at < 0) {
        if (at === CLOSED) break;
        return -1;
      }
      const key = this.expected;
      if (key === OTHER) {
        at = this.skipPlain(at);
      } else {
        if (seen & (1 << key)) return -1;
        seen |= 1 << key;
        if (key < VALUE_COLUMNS.length) {
          at = this.amount(at);
          if (at < 0) return -1;
          // Absent: as if the key were not there.
          if (this.from === NULL) {
            if (key < REQUIRED_VALUES) return -1;
          } else if (key === CONTRACTS && this.number === 0) {
            // A row that holds nothing: whatever else it holds is not looked at.
            return -1;
          } else {
            if (!fits(key, this.number, this.negative)) return -1;
            values[key] = this.number;
          }
        } else {
          at = this.#word(key, at);
        }
      }
      if (at < 0) return -1;
    }
    const needed = this.#line ? NEEDED | (1 << KIND) : NEEDED;
    if ((seen & needed) !== needed) return -1;
    return this.#line ? this.lineEnd() : this.to;
  }

  /** As `position`, for an account. */
  account(bytes: Uint8Array, from: number, end: number): number {
    this.begin(bytes, end);
    this.entries = 0;
    this.hasEquity = false;
    this.ownerTo = 0;
    let seen = 0;
    let at = from;
    for (let slot = 0; ; slot++) {
      at = this.member(this.#accountOrder, slot, at);
      if (at < 0) {
        if (at === CLOSED) break;
        return -1;
      }
      const key = this.expected;
      if (key === OTHER) {
        at = this.skipPlain(at);
      } else {
        if (seen & (1 << key)) return -1;
        seen |= 1 << key;
        at = key === COLLATERAL ? this.#collateral(at) : key === KIND ? this.word(at, IS_ACCOUNT) : this.#fact(key, at);
      }
      if (at < 0) return -1;
    }
    const needed = (1 << ACCOUNT) | (1 << COLLATERAL) | (this.#line ? 1 << KIND : 0);
    if ((seen & needed) !== needed) return -1;
    return this.#line ? this.lineEnd() : this.to;
  }

  /** Reads the value of a key of an account that is no list. */
  #fact(key: number, from: number): number {
    if (key === EQUITY) {
      const at = this.amount(from);
      if (at < 0) return -1;
      this.hasEquity = true;
      this.equity = this.from === NULL ? Number.NaN : this.number;
      // Of collateral's range.
      return this.from === NULL || fits(COLLATERAL, this.number, this.negative) ? at : -1;
    }
    if (key !== OWNER) return this.#word(key, from);
    if (this.bytes[from] === N) return this.literal(from, 'null');
    const at = this.string(from);
    this.ownerFrom = this.from;
    this.ownerTo = this.to;
    return at >= 0 && this.to > this.from && this.to - this.from <= 128 ? at : -1;
  }

  #collateral(from: number): number {
    const bytes = this.bytes;
    if (bytes[from] !== OPEN_LIST) return -1;
    let at = this.space(from + 1);
    if (at >= this.end) return -1;
    if (bytes[at] === CLOSE_LIST) return at + 1;
    for (;;) {
      const entry = this.entries;
      if (entry === MOST_ENTRIES) return -1;
      if (entry === this.amounts.length) this.#growEntries();
      let seen = 0;
      for (let slot = 0; ; slot++) {
        at = this.member(this.#entryOrder, slot, at);
        if (at < 0) {
          if (at === CLOSED) break;
          return -1;
        }
        if (this.expected === CURRENCY && !(seen & 1)) {
          seen |= 1;
          at = this.string(at);
          if (at < 0 || this.to === this.from || this.to - this.from > 32) return -1;
          this.currencyFrom[entry] = this.from;
          this.currencyTo[entry] = this.to;
        } else if (this.expected === AMOUNT && !(seen & 2)) {
          seen |= 2;
          at = this.amount(at);
          if (at < 0 || this.from === NULL || !fits(COLLATERAL, this.number, this.negative)) return -1;
          this.amounts[entry] = this.number;
        } else return -1;
      }
      if (seen !== 3) return -1;
      this.entries++;
      at = this.space(this.to);
      if (at >= this.end) return -1;
      if (bytes[at] === CLOSE_LIST) return at + 1;
      if (bytes[at] !== COMMA) return -1;
      at = this.space(at + 1);
    }
  }

  #growEntries(): void {
    const larger = <T extends Uint32Array | Float64Array>(column: T): T => {
      const copy = new (column.constructor as new (length: number) => T)(column.length * 2);
      copy.set(column);
      return copy;
    };
    this.currencyFrom = larger(this.currencyFrom);
    this.currencyTo = larger(this.currencyTo);
    this.amounts = larger(this.amounts);
  }

  #entryKey(): number {
    return this.is(WORDS.currency) ? CURRENCY : this.is(WORDS.amount) ? AMOUNT : OTHER;
  }

  /** What the key at hand is, by its length and first letter, and then by all of it. */
  #positionKey(): number {
    switch (this.to - this.from) {
      case 4:
        return this.is(WORDS.side) ? SIDE : this.is(WORDS.kind) ? KIND : OTHER;
      case 6:
        return this.is(WORDS.symbol) ? SYMBOL : this.is(WORDS.margin) ? OWN_MARGIN : OTHER;
      case 8:
        return this.is(WORDS.leverage) ? LEVERAGE : OTHER;
      case 9:
        return this.is(WORDS.accountId) ? ACCOUNT : this.is(WORDS.contracts) ? CONTRACTS : OTHER;
      case 10:
        return this.is(WORDS.entryPrice)
          ? ENTRY
          : this.is(WORDS.marginMode)
            ? MODE
            : this.is(WORDS.collateral)
              ? COLLATERAL
              : OTHER;
      case 13:
        return this.is(WORDS.unrealizedPnl) ? PNL : OTHER;
      case 16:
        return this.is(WORDS.liquidationPrice) ? LIQUIDATION : OTHER;
      case 17:
        return this.is(WORDS.maintenanceMargin) ? MAINTENANCE : OTHER;
      default:
        return OTHER;
    }
  }

  #accountKey(): number {
    switch (this.to - this.from) {
      case 4:
        return this.is(WORDS.kind) ? KIND : OTHER;
      case 5:
        return this.is(WORDS.owner) ? OWNER : OTHER;
      case 6:
        return this.is(WORDS.equity) ? EQUITY : OTHER;
      case 9:
        return this.is(WORDS.accountId) ? ACCOUNT : OTHER;
      case 10:
        return this.is(WORDS.collateral) ? COLLATERAL : OTHER;
      default:
        return OTHER;
    }
  }

  /** Reads the value of a key that has a name or one of a few words for a value. */
  #word(key: number, from: number): number {
    switch (key) {
      case KIND:
        return this.word(from, IS_POSITION);
      case ACCOUNT: {
        const at = this.string(from);
        this.accountFrom = this.from;
        this.accountTo = this.to;
        return at >= 0 && this.to > this.from && this.to - this.from <= 128 ? at : -1;
      }
      case SYMBOL: {
        const at = this.string(from);
        this.symbolFrom = this.from;
        this.symbolTo = this.to;
        return at >= 0 && this.to > this.from && this.to - this.from <= 64 ? at : -1;
      }
      case SIDE: {
        const at = this.word(from, IS_LONG);
        this.side = at >= 0 ? 1 : -1;
        return at >= 0 ? at : this.word(from, IS_SHORT);
      }
      case MODE: {
        const at = this.word(from, IS_CROSS);
        if (at >= 0) return at;
        this.mode = this.bytes[from] === N ? UNKNOWN_MODE : ISOLATED;
        return this.mode === ISOLATED ? this.word(from, IS_ISOLATED) : this.literal(from, 'null');
      }
      case OWN_MARGIN: {
        const at = this.amount(from);
        if (at < 0 || this.from === NULL) return at;
        this.margin = this.number;
        return fits(COLLATERAL, this.number, this.negative) ? at : -1;
      }
      default:
        return -1;
    }
  }
}

/** Keys of a position, amounts first, as in VALUE_COLUMNS. */
const [CONTRACTS, ENTRY, LEVERAGE, COLLATERAL, MAINTENANCE, PNL, LIQUIDATION] = VALUE_COLUMNS.map((_, i) => i) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const KIND = VALUE_COLUMNS.length;
const ACCOUNT = KIND + 1;
const SYMBOL = KIND + 2;
const SIDE = KIND + 3;
const MODE = KIND + 4;
const OWN_MARGIN = KIND + 5;
const EQUITY = KIND + 6;
const OWNER = KIND + 7;
const OTHER = KIND + 8;
/** The amounts that must be there are the first ones. */
const REQUIRED_VALUES = 2;
const NEEDED = (1 << CONTRACTS) | (1 << ENTRY) | (1 << ACCOUNT) | (1 << SYMBOL) | (1 << SIDE);
const MOST_ENTRIES = 1_000;

const OF_COLUMNS = VALUE_COLUMNS.map((name) => QUANTITIES.position[name]);
const LEAST = Float64Array.from(OF_COLUMNS, ({ least }) => least);
const MOST = Float64Array.from(OF_COLUMNS, ({ most }) => most);
const SIGNED = OF_COLUMNS.map(({ sign }) => sign === 'any');
const POSITIVE = OF_COLUMNS.map(({ sign }) => sign === 'positive');

/** Whether an amount is one that its quantity allows; a zero with a minus, if no minus is expected, is left to the slow way. */
function fits(key: number, value: number, negative: boolean): boolean {
  if (negative && !SIGNED[key]) return false;
  const size = Math.abs(value);
  if (size === 0) return !POSITIVE[key];
  return size >= (LEAST[key] as number) && size <= (MOST[key] as number);
}

const IS_ACCOUNT = quoted('account');
const IS_POSITION = quoted('position');
const IS_LONG = quoted('long');
const IS_SHORT = quoted('short');
const IS_CROSS = quoted('cross');
const IS_ISOLATED = quoted('isolated');

type Key = (typeof VALUE_COLUMNS)[number] | (typeof OTHER_KEYS)[number];
const OTHER_KEYS = [
  ...(['kind', 'accountId', 'symbol', 'side', 'marginMode', 'margin'] as const),
  ...(['equity', 'owner', 'currency', 'amount'] as const),
] as const;

/** Keys as bytes. */
const WORDS = Object.fromEntries(
  [...VALUE_COLUMNS, ...OTHER_KEYS].map((word) => [word, Buffer.from(word)]),
) as unknown as Record<Key, Uint8Array>;

/** Keys of a collateral entry. */
const CURRENCY = 0;
const AMOUNT = 1;
