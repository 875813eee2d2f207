import { VALUE_COLUMNS } from './columns.ts';

/**
 * Reads the records that a book has most of, accounts and positions, straight from their bytes into reusable fields.
 *
 * It only takes what it is certain to read exactly as `JSON.parse`, the schema and the builder would: known keys once each, in any
 * order, strings without escapes, numbers in JSON's grammar, unknown keys with plain values. Of anything else it says no, and the
 * record goes the slow way, which also words every fault. No object and no string is made of a record that it takes.
 */
export class RecordScanner {
  /** Where the last record's account id is. */
  accountFrom = 0;
  accountTo = 0;
  /** Where the last position's symbol is. */
  symbolFrom = 0;
  symbolTo = 0;
  /** +1 long, -1 short. */
  side = 0;
  isolated = 0;
  /** The last position's amounts, in the order of VALUE_COLUMNS; NaN for what was not given. */
  readonly values = new Float64Array(VALUE_COLUMNS.length);
  /** The last account's collateral: where each currency is, and its amount. */
  entries = 0;
  currencyFrom = new Uint32Array(16);
  currencyTo = new Uint32Array(16);
  amounts = new Float64Array(16);

  #bytes: Uint8Array = new Uint8Array();
  #view: DataView = new DataView(new ArrayBuffer(0));
  #end = 0;
  #line = true;
  /** Of the value read last. */
  #from = 0;
  #to = 0;
  #number = 0;
  #negative = false;
  /** The key that `#expect` has read. */
  #expected = OTHER;
  readonly #positionOrder: KeyOrder = { written: [], keys: [], keyOf: () => this.#positionKey() };
  readonly #accountOrder: KeyOrder = { written: [], keys: [], keyOf: () => this.#accountKey() };
  readonly #entryOrder: KeyOrder = { written: [], keys: [], keyOf: () => this.#entryKey() };

  /**
   * @param line whether the record is a line of NDJSON, which names its kind, or stands in a list of its kind
   * @returns where the record, or its line, ends; -1 where it is not taken
   */
  position(bytes: Uint8Array, from: number, end: number, line: boolean): number {
    this.#begin(bytes, end, line);
    const { values } = this;
    for (let i = 0; i < values.length; i++) values[i] = Number.NaN;
    this.isolated = 0;
    let seen = 0;
    let at = this.#open(from);
    if (at < 0) return -1;
    for (let slot = 0; ; slot++) {
      at = this.#expect(this.#positionOrder, slot, at);
      if (at < 0) return -1;
      const key = this.#expected;
      if (key !== OTHER) {
        if (seen & (1 << key)) return -1;
        seen |= 1 << key;
      }
      if (key < VALUE_COLUMNS.length) {
        at = this.#amount(at);
        if (at < 0) return -1;
        // Absent: as if the key were not there.
        if (this.#from === NULL) {
          if (key < REQUIRED_VALUES) return -1;
        } else {
          if (!fits(key, this.#number, this.#negative)) return -1;
          values[key] = this.#number;
        }
      } else if (key === OTHER) {
        at = this.#skipPlain(at);
      } else {
        at = key === MODE && bytes[at] === N ? this.#literal(at, 'null') : this.#string(at);
        if (at < 0) return -1;
        if (this.#from !== NULL && !this.#takeWord(key)) return -1;
      }
      if (at < 0) return -1;
      const next = this.#next(at);
      if (next === CLOSED) break;
      if (next < 0) return -1;
      at = next;
    }
    const needed = line ? NEEDED | (1 << KIND) : NEEDED;
    if ((seen & needed) !== needed) return -1;
    if (this.isolated && Number.isNaN(values[COLLATERAL] as number)) return -1;
    return line ? this.#lineEnd() : this.#to;
  }

  /** As `position`, for an account. */
  account(bytes: Uint8Array, from: number, end: number, line: boolean): number {
    this.#begin(bytes, end, line);
    this.entries = 0;
    let seen = 0;
    let at = this.#open(from);
    if (at < 0) return -1;
    for (let slot = 0; ; slot++) {
      at = this.#expect(this.#accountOrder, slot, at);
      if (at < 0) return -1;
      const key = this.#expected;
      if (key !== OTHER) {
        if (seen & (1 << key)) return -1;
        seen |= 1 << key;
      }
      if (key === OTHER) at = this.#skipPlain(at);
      else if (key === COLLATERAL) at = this.#collateral(at);
      else {
        at = this.#string(at);
        if (at >= 0 && !(key === KIND ? this.#is('account') : this.#takeWord(key))) return -1;
      }
      if (at < 0) return -1;
      const next = this.#next(at);
      if (next === CLOSED) break;
      if (next < 0) return -1;
      at = next;
    }
    const needed = (1 << ACCOUNT) | (1 << COLLATERAL) | (line ? 1 << KIND : 0);
    if ((seen & needed) !== needed) return -1;
    return line ? this.#lineEnd() : this.#to;
  }

  #begin(bytes: Uint8Array, end: number, line: boolean): void {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.#end = end;
    this.#line = line;
  }

  #collateral(from: number): number {
    const bytes = this.#bytes;
    let at = this.#space(from);
    if (bytes[at] !== OPEN_LIST) return -1;
    at = this.#space(at + 1);
    if (bytes[at] === CLOSE_LIST) return at + 1;
    for (;;) {
      at = this.#open(at);
      if (at < 0) return -1;
      const entry = this.entries;
      if (entry === MOST_ENTRIES) return -1;
      if (entry === this.amounts.length) this.#growEntries();
      let seen = 0;
      for (let slot = 0; ; slot++) {
        at = this.#expect(this.#entryOrder, slot, at);
        if (at < 0) return -1;
        if (this.#expected === CURRENCY) {
          at = this.#string(at);
          if (at < 0 || this.#to === this.#from || this.#to - this.#from > 32) return -1;
          this.currencyFrom[entry] = this.#from;
          this.currencyTo[entry] = this.#to;
          if (seen & 1) return -1;
          seen |= 1;
        } else if (this.#expected === AMOUNT) {
          at = this.#amount(at);
          if (at < 0 || this.#from === NULL || !fits(COLLATERAL, this.#number, this.#negative)) return -1;
          this.amounts[entry] = this.#number;
          if (seen & 2) return -1;
          seen |= 2;
        } else return -1;
        const next = this.#next(at);
        if (next === CLOSED) break;
        if (next < 0) return -1;
        at = next;
      }
      if (seen !== 3) return -1;
      this.entries++;
      at = this.#space(this.#to);
      if (bytes[at] === CLOSE_LIST) return at + 1;
      if (bytes[at] !== COMMA) return -1;
      at = this.#space(at + 1);
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

  /** Reads the key in a place of the record: the one that stood there in the record before, or else whatever it is. */
  #expect(order: KeyOrder, slot: number, from: number): number {
    const written = order.written[slot];
    if (written !== undefined && from + written.length < this.#end) {
      const view = this.#view;
      const { words, length } = written;
      // Four bytes at a time; the last four may overlap those before.
      const last = words.length - 1;
      let i = 0;
      while (i < last && view.getUint32(from + 4 * i, true) === words[i]) i++;
      if (i === last && view.getUint32(from + length - 4, true) === words[last]) {
        this.#expected = order.keys[slot] as number;
        return from + length;
      }
    }
    const at = this.#key(from);
    if (at < 0) return -1;
    this.#expected = order.keyOf();
    if (slot < MOST_KEYS && at - from >= 4) {
      const words: number[] = [];
      for (let i = from; i + 4 < at; i += 4) words.push(this.#view.getUint32(i, true));
      words.push(this.#view.getUint32(at - 4, true));
      order.written[slot] = { words, length: at - from };
      order.keys[slot] = this.#expected;
    }
    return at;
  }

  #entryKey(): number {
    return this.#is('currency') ? CURRENCY : this.#is('amount') ? AMOUNT : OTHER;
  }

  /** What the key at hand is, by its length and first letter, and then by all of it. */
  #positionKey(): number {
    switch (this.#to - this.#from) {
      case 4:
        return this.#is('side') ? SIDE : this.#is('kind') ? KIND : OTHER;
      case 6:
        return this.#is('symbol') ? SYMBOL : OTHER;
      case 8:
        return this.#is('leverage') ? LEVERAGE : OTHER;
      case 9:
        return this.#is('accountId') ? ACCOUNT : this.#is('contracts') ? CONTRACTS : OTHER;
      case 10:
        return this.#is('entryPrice')
          ? ENTRY
          : this.#is('marginMode')
            ? MODE
            : this.#is('collateral')
              ? COLLATERAL
              : OTHER;
      case 13:
        return this.#is('unrealizedPnl') ? PNL : OTHER;
      case 16:
        return this.#is('liquidationPrice') ? LIQUIDATION : OTHER;
      case 17:
        return this.#is('maintenanceMargin') ? MAINTENANCE : OTHER;
      default:
        return OTHER;
    }
  }

  #accountKey(): number {
    switch (this.#to - this.#from) {
      case 4:
        return this.#is('kind') ? KIND : OTHER;
      case 9:
        return this.#is('accountId') ? ACCOUNT : OTHER;
      case 10:
        return this.#is('collateral') ? COLLATERAL : OTHER;
      default:
        return OTHER;
    }
  }

  /** Takes the string read last as the value of a key that has words or names for values. */
  #takeWord(key: number): boolean {
    const length = this.#to - this.#from;
    switch (key) {
      case KIND:
        return this.#is('position');
      case ACCOUNT:
        this.accountFrom = this.#from;
        this.accountTo = this.#to;
        return length > 0 && length <= 128;
      case SYMBOL:
        this.symbolFrom = this.#from;
        this.symbolTo = this.#to;
        return length > 0 && length <= 64;
      case SIDE:
        this.side = this.#is('long') ? 1 : this.#is('short') ? -1 : 0;
        return this.side !== 0;
      case MODE:
        this.isolated = this.#is('isolated') ? 1 : 0;
        return this.isolated === 1 || this.#is('cross');
      default:
        return false;
    }
  }

  #is(word: keyof typeof WORDS): boolean {
    const from = this.#from;
    const letters = WORDS[word];
    if (this.#to - from !== letters.length) return false;
    const bytes = this.#bytes;
    for (let i = 0; i < letters.length; i++) if (bytes[from + i] !== letters[i]) return false;
    return true;
  }

  #space(at: number): number {
    const bytes = this.#bytes;
    let next = at;
    for (; next < this.#end; next++) {
      const byte = bytes[next] as number;
      // A newline ends a line; elsewhere it is space.
      if (byte > SPACE || this.#line) {
        if (byte !== SPACE) break;
      } else if (byte !== SPACE && byte !== NEWLINE && byte !== RETURN && byte !== TAB) break;
    }
    return next;
  }

  /** Past the opening brace of an object that is not empty. */
  #open(from: number): number {
    const at = this.#space(from);
    return at < this.#end && this.#bytes[at] === OPEN ? this.#space(at + 1) : -1;
  }

  /** Reads a key; past its colon. */
  #key(from: number): number {
    const at = this.#string(from);
    if (at < 0) return -1;
    const colon = this.#space(at);
    return colon < this.#end && this.#bytes[colon] === COLON ? this.#space(colon + 1) : -1;
  }

  /** Past the comma after a value; CLOSED after the last one, with `#to` past the closing brace. */
  #next(from: number): number {
    const at = this.#space(from);
    if (at >= this.#end) return -1;
    const byte = this.#bytes[at];
    if (byte === COMMA) return this.#space(at + 1);
    if (byte !== CLOSE) return -1;
    this.#to = at + 1;
    return CLOSED;
  }

  /** Past the newline after the record that was closed last; -1 where more than space stands before it. */
  #lineEnd(): number {
    const bytes = this.#bytes;
    for (let at = this.#to; at < this.#end; at++) {
      const byte = bytes[at];
      if (byte === NEWLINE) return at + 1;
      if (byte !== SPACE && byte !== RETURN && byte !== TAB) return -1;
    }
    return this.#end;
  }

  /** A string without escapes and control characters; past its closing quote. */
  #string(from: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    if (from >= end || bytes[from] !== QUOTE) return -1;
    let at = from + 1;
    while (at < end && PLAIN[bytes[at] as number] === 1) at++;
    if (at >= end || bytes[at] !== QUOTE) return -1;
    this.#from = from + 1;
    this.#to = at;
    return at + 1;
  }

  #literal(from: number, word: string): number {
    for (let i = 0; i < word.length; i++) if (this.#bytes[from + i] !== word.charCodeAt(i)) return -1;
    this.#from = NULL;
    return from + word.length <= this.#end ? from + word.length : -1;
  }

  /** A number, a string that holds one, or null (`#from` is NULL then). */
  #amount(from: number): number {
    const byte = this.#bytes[from];
    if (byte === N) return this.#literal(from, 'null');
    if (byte !== QUOTE) return this.#decimal(from, false);
    const at = this.#decimal(from + 1, true);
    return at >= 0 && at < this.#end && this.#bytes[at] === QUOTE ? at + 1 : -1;
  }

  /**
   * A decimal number: up to 15 digits as an integer over a power of ten, which rounds correctly because both are exact (Clinger 1990,
   * How to Read Floating Point Numbers Accurately); more digits, up to 30 a side, by `Number`.
   */
  #decimal(from: number, quoted: boolean): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = from;
    this.#negative = bytes[at] === MINUS;
    if (this.#negative) at++;
    const first = at;
    let mantissa = 0;
    let byte = at < end ? (bytes[at] as number) : 0;
    while (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO);
      at++;
      byte = at < end ? (bytes[at] as number) : 0;
    }
    const whole = at - first;
    // JSON knows no leading zeros; a string may have them.
    if (whole === 0 || whole > 30 || (!quoted && whole > 1 && bytes[first] === ZERO)) return -1;
    let decimals = 0;
    if (byte === POINT) {
      const point = at++;
      byte = at < end ? (bytes[at] as number) : 0;
      while (byte >= ZERO && byte <= NINE) {
        mantissa = mantissa * 10 + (byte - ZERO);
        at++;
        byte = at < end ? (bytes[at] as number) : 0;
      }
      decimals = at - point - 1;
      if (decimals === 0 || decimals > 30) return -1;
    }
    if (byte === LOWER_E || byte === UPPER_E || at >= end) return -1;
    if (whole + decimals <= 15) this.#number = decimals === 0 ? mantissa : mantissa / (POWERS[decimals] as number);
    else this.#number = Number(ascii(bytes, first, at));
    if (this.#negative) this.#number = -this.#number;
    this.#from = first;
    return at;
  }

  /** Past a value that nobody asked for: a plain one, as a nested one may hide anything. */
  #skipPlain(from: number): number {
    const byte = this.#bytes[from];
    if (byte === QUOTE) return this.#string(from);
    if (byte === N) return this.#literal(from, 'null');
    if (byte === T) return this.#literal(from, 'true');
    if (byte === F) return this.#literal(from, 'false');
    return this.#decimal(from, false);
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
const OTHER = KIND + 5;
/** The amounts that must be there are the first ones. */
const REQUIRED_VALUES = 2;
const NEEDED = (1 << CONTRACTS) | (1 << ENTRY) | (1 << ACCOUNT) | (1 << SYMBOL) | (1 << SIDE);
const MOST_ENTRIES = 1_000;

/** Whether the schema lets an amount be what it is. */
function fits(key: number, value: number, negative: boolean): boolean {
  if (Math.abs(value) > 1e30) return false;
  if (key === COLLATERAL || key === PNL) return true;
  // "-0" is no decimal that is not negative, where it is a string.
  if (negative) return false;
  return key === ENTRY || key === LEVERAGE ? value > 0 : true;
}

/** Keys and words as bytes. */
const WORDS = Object.fromEntries(
  [
    ...VALUE_COLUMNS,
    ...(['kind', 'accountId', 'symbol', 'side', 'marginMode', 'currency', 'amount'] as const),
    ...(['account', 'position', 'long', 'short', 'cross', 'isolated'] as const),
  ].map((word) => [word, Buffer.from(word)]),
) as unknown as Record<
  | (typeof VALUE_COLUMNS)[number]
  | 'kind'
  | 'accountId'
  | 'symbol'
  | 'side'
  | 'marginMode'
  | 'currency'
  | 'amount'
  | 'account'
  | 'position'
  | 'long'
  | 'short'
  | 'cross'
  | 'isolated',
  Uint8Array
>;

/** Keys of a collateral entry. */
const CURRENCY = 0;
const AMOUNT = 1;

/** How many keys of a record are remembered. */
const MOST_KEYS = 32;

/** The keys of the record before, as they were written, quotes and colon included. */
interface KeyOrder {
  readonly written: { readonly words: readonly number[]; readonly length: number }[];
  readonly keys: number[];
  readonly keyOf: () => number;
}

const CLOSED = -2;
const NULL = -1;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const UPPER_E = 0x45;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const LOWER_E = 0x65;
const F = 0x66;
const N = 0x6e;
const T = 0x74;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const DELETE = 0x7f;

/** 1 for bytes that may stand in a string as they are. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH && byte !== DELETE ? 1 : 0,
);

/** Powers of ten that are exact. */
const POWERS = Float64Array.from({ length: 16 }, (_, i) => 10 ** i);

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
