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
  /** The key that `expect` has read. */
  protected expected = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Whether a newline ends the record. */
  #line = true;

  protected begin(bytes: Uint8Array, end: number, line: boolean): void {
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.end = end;
    this.#line = line;
  }

  /** Reads the key in a place of the record: the one that stood there in the record before, or else whatever it is. */
  protected expect(order: KeyOrder, slot: number, from: number): number {
    const written = order.written[slot];
    if (written !== undefined && from + written.length < this.end) {
      const view = this.#view;
      const { words, length } = written;
      // Four bytes at a time; the last four may overlap those before.
      const last = words.length - 1;
      let i = 0;
      while (i < last && view.getUint32(from + 4 * i, true) === words[i]) i++;
      if (i === last && view.getUint32(from + length - 4, true) === words[last]) {
        this.expected = order.keys[slot] as number;
        return from + length;
      }
    }
    const at = this.key(from);
    if (at < 0) return -1;
    this.expected = order.keyOf();
    if (slot < MOST_KEYS && at - from >= 4) {
      const words: number[] = [];
      for (let i = from; i + 4 < at; i += 4) words.push(this.#view.getUint32(i, true));
      words.push(this.#view.getUint32(at - 4, true));
      order.written[slot] = { words, length: at - from };
      order.keys[slot] = this.expected;
    }
    return at;
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

  /** Past the opening brace of an object that is not empty. */
  protected open(from: number): number {
    const at = this.space(from);
    return at < this.end && this.bytes[at] === OPEN ? this.space(at + 1) : -1;
  }

  /** Reads a key; past its colon. */
  protected key(from: number): number {
    const at = this.string(from);
    if (at < 0) return -1;
    const colon = this.space(at);
    return colon < this.end && this.bytes[colon] === COLON ? this.space(colon + 1) : -1;
  }

  /** Past the comma after a value; CLOSED after the last one, with `#to` past the closing brace. */
  protected next(from: number): number {
    const at = this.space(from);
    if (at >= this.end) return -1;
    const byte = this.bytes[at];
    if (byte === COMMA) return this.space(at + 1);
    if (byte !== CLOSE) return -1;
    this.to = at + 1;
    return CLOSED;
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
   * A decimal number: up to 15 digits as an integer over a power of ten, which rounds correctly because both are exact (Clinger 1990,
   * How to Read Floating Point Numbers Accurately); more digits, up to 30 a side, by `Number`.
   */
  protected decimal(from: number, quoted: boolean): number {
    const bytes = this.bytes;
    const end = this.end;
    let at = from;
    this.negative = bytes[at] === MINUS;
    if (this.negative) at++;
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
    if (whole + decimals <= 15) this.number = decimals === 0 ? mantissa : mantissa / (POWERS[decimals] as number);
    else this.number = Number(ascii(bytes, first, at));
    if (this.negative) this.number = -this.number;
    this.from = first;
    return at;
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

/** How many keys of a record are remembered. */
const MOST_KEYS = 32;

/** The keys of the record before, as they were written, quotes and colon included. */
export interface KeyOrder {
  readonly written: { readonly words: readonly number[]; readonly length: number }[];
  readonly keys: number[];
  readonly keyOf: () => number;
}

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

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
