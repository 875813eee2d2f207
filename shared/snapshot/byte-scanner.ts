import { type KeyOrder, type Lead, lead, type Word } from './key-order.ts';

/**
 * Reads JSON's grammar straight from bytes: a member, a string, a number at a time, each past what it has read, or -1 where it is
 * anything but plain: escapes, control characters and nested values are left to `JSON.parse`.
 */
export class ByteScanner {
  protected bytes: Uint8Array = new Uint8Array();
  protected end = 0;
  /** Where the value read last is; `from` is NULL for a null. */
  protected from = 0;
  protected to = 0;
  /** The amount read last, and whether a minus stood before it. */
  protected number = 0;
  protected negative = false;
  /** The key that `member` has read. */
  protected expected = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));
  readonly #line: boolean;

  /** @param line whether a newline ends the record, or is space like any other */
  constructor(line: boolean) {
    this.#line = line;
  }

  protected begin(bytes: Uint8Array, end: number): void {
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.end = end;
  }

  /**
   * Reads all that stands between two values: from the brace or the comma to where the next value begins, `expected` then being its
   * key. Mostly it is the very bytes that stood in this place of the record before, and is compared, not read.
   *
   * @param from past the value before; where the record begins, for slot 0
   * @returns where the value begins; CLOSED past the last one, with `to` past the closing brace
   */
  protected member(order: KeyOrder, slot: number, from: number): number {
    const usual = order.usual[slot];
    if (usual !== undefined) {
      if (this.#isWritten(usual, from)) {
        this.expected = usual.key;
        return from + usual.length;
      }
      const other = order.other[slot];
      if (other !== undefined && this.#isWritten(other, from)) {
        this.expected = other.key;
        return from + other.length;
      }
    }
    const before = this.space(from);
    if (before >= this.end) return -1;
    const byte = this.bytes[before];
    if (slot === 0) {
      if (byte !== OPEN) return -1;
    } else if (byte === CLOSE) {
      this.to = before + 1;
      return CLOSED;
    } else if (byte !== COMMA) return -1;
    const at = this.#key(this.space(before + 1));
    if (at < 0) return -1;
    this.expected = order.keyOf();
    if (slot < MOST_KEYS && at - from >= 8 && at - from <= LONGEST) {
      order.other[slot] = usual;
      order.usual[slot] = lead(this.#view, from, at, this.expected);
    }
    return at;
  }

  /** Whether these bytes stand at a place, with more to come after them: eight at a time, the last eight overlapping those before. */
  #isWritten({ words, length }: Lead, from: number): boolean {
    if (from + length >= this.end) return false;
    const view = this.#view;
    const last = words.length - 1;
    for (let i = 0; i < last; i++) if (view.getFloat64(from + 8 * i, true) !== words[i]) return false;
    return view.getFloat64(from + length - 8, true) === words[last];
  }

  /** Past a word in its quotes; -1 where something else stands there. */
  protected word(from: number, { words, length }: Word): number {
    if (from + length > this.end) return -1;
    const view = this.#view;
    const last = words.length - 1;
    for (let i = 0; i < last; i++) if (view.getInt32(from + 4 * i, true) !== words[i]) return -1;
    return view.getInt32(from + length - 4, true) === words[last] ? from + length : -1;
  }

  protected is(letters: Uint8Array): boolean {
    const from = this.from;
    if (this.to - from !== letters.length) return false;
    const bytes = this.bytes;
    for (let i = 0; i < letters.length; i++) if (bytes[from + i] !== letters[i]) return false;
    return true;
  }

  protected space(at: number): number {
    const bytes = this.bytes;
    let next = at;
    for (; next < this.end; next++) {
      const byte = bytes[next] as number;
      // A newline ends a line; elsewhere it is space.
      if (byte > SPACE || this.#line) {
        if (byte !== SPACE) break;
      } else if (byte !== SPACE && byte !== NEWLINE && byte !== RETURN && byte !== TAB) break;
    }
    return next;
  }

  /** Reads a key; past its colon, where its value begins. */
  #key(from: number): number {
    const at = this.string(from);
    if (at < 0) return -1;
    const colon = this.space(at);
    return colon < this.end && this.bytes[colon] === COLON ? this.space(colon + 1) : -1;
  }

  /** Past the newline after the record that was closed last; -1 where more than space stands before it. */
  protected lineEnd(): number {
    const bytes = this.bytes;
    for (let at = this.to; at < this.end; at++) {
      const byte = bytes[at];
      if (byte === NEWLINE) return at + 1;
      if (byte !== SPACE && byte !== RETURN && byte !== TAB) return -1;
    }
    return this.end;
  }

  /** A string without escapes and control characters; past its closing quote. */
  protected string(from: number): number {
    const bytes = this.bytes;
    const end = this.end;
    if (from >= end || bytes[from] !== QUOTE) return -1;
    let at = from + 1;
    while (at < end && PLAIN[bytes[at] as number] === 1) at++;
    if (at >= end || bytes[at] !== QUOTE) return -1;
    this.from = from + 1;
    this.to = at;
    return at + 1;
  }

  protected literal(from: number, word: string): number {
    for (let i = 0; i < word.length; i++) if (this.bytes[from + i] !== word.charCodeAt(i)) return -1;
    this.from = NULL;
    return from + word.length <= this.end ? from + word.length : -1;
  }

  /** A number, a string that holds one, or null (`#from` is NULL then). */
  protected amount(from: number): number {
    const byte = this.bytes[from];
    if (byte === N) return this.literal(from, 'null');
    if (byte !== QUOTE) return this.decimal(from, false);
    const at = this.decimal(from + 1, true);
    return at >= 0 && at < this.end && this.bytes[at] === QUOTE ? at + 1 : -1;
  }

  /**
   * A decimal number, up to 30 digits before and after the point: its digits as an integer over a power of ten. What is written with
   * an exponent is not taken.
   */
  protected decimal(from: number, quoted: boolean): number {
    const bytes = this.bytes;
    const end = this.end;
    let at = from;
    this.negative = at < end && bytes[at] === MINUS;
    if (this.negative) at++;
    const first = at;
    // Up to nine digits fit; of more, this is not used.
    let digits = 0;
    let byte = at < end ? (bytes[at] as number) : 0;
    while (byte >= ZERO && byte <= NINE) {
      digits = (Math.imul(digits, 10) + (byte - ZERO)) | 0;
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
        digits = (Math.imul(digits, 10) + (byte - ZERO)) | 0;
        at++;
        byte = at < end ? (bytes[at] as number) : 0;
      }
      decimals = at - point - 1;
      if (decimals === 0 || decimals > 30) return -1;
    }
    if (byte === LOWER_E || byte === UPPER_E || at >= end) return -1;
    const value = whole + decimals <= 9 ? over(digits, decimals) : this.#longDecimal(first, at, decimals);
    this.number = this.negative ? -value : value;
    this.from = first;
    return at;
  }

  /** A decimal of more digits than an int32 holds: up to 15 are exact in a double, beyond that `Number` rounds. */
  #longDecimal(from: number, to: number, decimals: number): number {
    if (to - from > 16) return Number(ascii(this.bytes, from, to));
    let digits = 0;
    for (let at = from; at < to; at++) {
      const byte = this.bytes[at] as number;
      if (byte !== POINT) digits = digits * 10 + (byte - ZERO);
    }
    return to - from - (decimals > 0 ? 1 : 0) <= 15 ? over(digits, decimals) : Number(ascii(this.bytes, from, to));
  }

  /** Past a value that nobody asked for: a plain one, as a nested one may hide anything. */
  protected skipPlain(from: number): number {
    const byte = this.bytes[from];
    if (byte === QUOTE) return this.string(from);
    if (byte === N) return this.literal(from, 'null');
    if (byte === T) return this.literal(from, 'true');
    if (byte === F) return this.literal(from, 'false');
    return this.decimal(from, false);
  }
}

/** What a value was, where it was null: there is no span of it. */
export const NULL = -1;
/** What `next` says after the last member of an object. */
export const CLOSED = -2;

/** How many members of a record are remembered, and up to how many bytes before a value. */
const MOST_KEYS = 32;
const LONGEST = 128;

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
export const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const UPPER_E = 0x45;
export const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
export const CLOSE_LIST = 0x5d;
const LOWER_E = 0x65;
const F = 0x66;
export const N = 0x6e;
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

/** Correctly rounded, as both are exact (Clinger 1990, How to Read Floating Point Numbers Accurately). */
const over = (digits: number, decimals: number): number =>
  decimals === 0 ? digits : digits / (POWERS[decimals] as number);

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
