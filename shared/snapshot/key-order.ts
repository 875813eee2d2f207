/**
 * What stood before a value, from the value before it on, and which key that is. Its bytes are compared as doubles, eight at once: two
 * doubles that are equal have the same bytes, zeros apart, of which there are none in JSON; those that are NaN equal nothing, and are
 * read again.
 */
export interface Lead {
  readonly words: Float64Array;
  readonly length: number;
  readonly key: number;
}

/** The lead in bytes[from, to), at least eight of them. */
export function lead(view: DataView, from: number, to: number, key: number): Lead {
  const words: number[] = [];
  for (let i = from; i + 8 < to; i += 8) words.push(view.getFloat64(i, true));
  words.push(view.getFloat64(to - 8, true));
  return { words: Float64Array.from(words), length: to - from, key };
}

/** How records of one kind are mostly written: for each place in them, the two ways that were met last. */
export interface KeyOrder {
  readonly usual: (Lead | undefined)[];
  readonly other: (Lead | undefined)[];
  /** Which key the string read last is. */
  readonly keyOf: () => number;
}

/** @param keyOf which key the string read last is */
export const keyOrder = (keyOf: () => number): KeyOrder => ({ usual: [], other: [], keyOf });

/** A word in its quotes, at least four bytes, as little-endian words of four, the last of which ends with it. */
export interface Word {
  readonly words: Int32Array;
  readonly length: number;
}

/** The word to compare with. */
export function quoted(word: string): Word {
  const bytes = new TextEncoder().encode(`"${word}"`);
  const view = new DataView(bytes.buffer);
  const words: number[] = [];
  for (let i = 0; i + 4 < bytes.length; i += 4) words.push(view.getInt32(i, true));
  words.push(view.getInt32(bytes.length - 4, true));
  return { words: Int32Array.from(words), length: bytes.length };
}
