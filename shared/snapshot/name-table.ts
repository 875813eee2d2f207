import { grow } from './columns.ts';

/** Slots that a look-up may pass before the table is held to be under attack. */
const PATIENCE = 128;
/** Names of the same hash that a look-up may compare in full: of a million that nobody chose, no four have one in common. */
const TWINS = 4;

/**
 * Names interned by their UTF-8 bytes: each has an index, in the order in which they came, and no string is made to look one up.
 *
 * Open addressing with linear probing over a hash of the bytes (FNV-1a). The hash is known to everybody; where somebody has chosen
 * names that collide, look-ups go to a Map instead, whose hash of strings is seeded by the engine.
 */
export class NameTable {
  #bytes = new Uint8Array(1_024);
  /** Where each name ends in `#bytes`; each begins where the one before ends. */
  #ends = new Uint32Array(64);
  #hashes = new Uint32Array(64);
  #count = 0;
  /** One more than an index into the names; 0 for none. A power of two, at most half full. */
  #slots = new Uint32Array(256);
  #crowded: Map<string, number> | undefined;
  /** Found last. */
  #last = 0;
  /** Whether a name was appended twice: the later one is it. */
  #repeats = false;

  get count(): number {
    return this.#count;
  }

  /** The index of the name in buffer[from, to), the last one where it was appended twice; -1 where there is none. */
  find(buffer: Uint8Array, from: number, to: number): number {
    const near = this.#near(buffer, from, to);
    if (near >= 0) return near;
    const index = this.#look(buffer, from, to);
    if (index >= 0) this.#last = index;
    return index;
  }

  /** The name found last, or the next one, where that is it: records mostly come in the order of what they name. Else -1. */
  #near(buffer: Uint8Array, from: number, to: number): number {
    const last = this.#last;
    if (this.#repeats || last >= this.#count) return -1;
    if (this.#isAt(last, buffer, from, to)) return last;
    if (last + 1 === this.#count || !this.#isAt(last + 1, buffer, from, to)) return -1;
    this.#last = last + 1;
    return last + 1;
  }

  #look(buffer: Uint8Array, from: number, to: number): number {
    if (this.#crowded) return this.#crowded.get(textOf(buffer, from, to)) ?? -1;
    const hash = hashOf(buffer, from, to);
    const slot = this.#slotOf(hash, buffer, from, to);
    if (slot < 0) return this.#look(buffer, from, to);
    return (this.#slots[slot] as number) - 1;
  }

  /** Appends a name and returns its index; from now on it is found there, also where it had an index already. */
  append(buffer: Uint8Array, from: number, to: number): number {
    const index = this.#count++;
    this.#keep(index, buffer, from, to);
    if (!this.#crowded) {
      const hash = hashOf(buffer, from, to);
      this.#hashes[index] = hash;
      const slot = this.#slotOf(hash, buffer, from, to);
      if (slot >= 0) {
        if ((this.#slots[slot] as number) !== 0) this.#repeats = true;
        this.#slots[slot] = index + 1;
        if (2 * this.#count > this.#slots.length) this.#rehash();
        return index;
      }
    }
    const name = this.name(index);
    if (this.#crowded?.has(name)) this.#repeats = true;
    this.#crowded?.set(name, index);
    return index;
  }

  /** Appends a name that is not there yet; -1, and nothing done, where it is. */
  appendNew(buffer: Uint8Array, from: number, to: number): number {
    if (this.#crowded) return this.find(buffer, from, to) < 0 ? this.append(buffer, from, to) : -1;
    const hash = hashOf(buffer, from, to);
    const slot = this.#slotOf(hash, buffer, from, to);
    if (slot < 0) return this.appendNew(buffer, from, to);
    if ((this.#slots[slot] as number) !== 0) return -1;
    const index = this.#count++;
    this.#keep(index, buffer, from, to);
    this.#hashes[index] = hash;
    this.#slots[slot] = index + 1;
    if (2 * this.#count > this.#slots.length) this.#rehash();
    return index;
  }

  /** The index of a name; it is appended where it has none. */
  intern(buffer: Uint8Array, from: number, to: number): number {
    const near = this.#near(buffer, from, to);
    if (near >= 0) return near;
    const index = this.appendNew(buffer, from, to);
    if (index < 0) return this.find(buffer, from, to);
    this.#last = index;
    return index;
  }

  name(index: number): string {
    return textOf(this.#bytes, index === 0 ? 0 : (this.#ends[index - 1] as number), this.#ends[index] as number);
  }

  names(): string[] {
    const bytes = this.#count === 0 ? 0 : (this.#ends[this.#count - 1] as number);
    const all = textOf(this.#bytes, 0, bytes);
    // A character a byte: parts of one string, at a fraction of the cost of as many decodings.
    if (all.length !== bytes) return Array.from({ length: this.#count }, (_, index) => this.name(index));
    const names: string[] = new Array(this.#count);
    for (let index = 0, from = 0; index < this.#count; index++) {
      const to = this.#ends[index] as number;
      names[index] = all.slice(from, to);
      from = to;
    }
    return names;
  }

  /** The slot that holds the name, or the empty one where it belongs; -1 where the table has just given up on slots. */
  #slotOf(hash: number, buffer: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    let twins = 0;
    for (let probe = 0; probe < PATIENCE && twins < TWINS; probe++) {
      const index = (slots[slot] as number) - 1;
      if (index < 0) return slot;
      if (this.#hashes[index] === hash) {
        if (this.#isAt(index, buffer, from, to)) return slot;
        twins++;
      }
      slot = (slot + 1) & mask;
    }
    // Every name so far; one that is being appended is kept already, and set again by the caller.
    this.#crowded = new Map(this.names().map((name, index) => [name, index]));
    return -1;
  }

  #isAt(index: number, buffer: Uint8Array, from: number, to: number): boolean {
    const start = index === 0 ? 0 : (this.#ends[index - 1] as number);
    if ((this.#ends[index] as number) - start !== to - from) return false;
    const bytes = this.#bytes;
    for (let i = from; i < to; i++) if (bytes[start + i - from] !== buffer[i]) return false;
    return true;
  }

  #keep(index: number, buffer: Uint8Array, from: number, to: number): void {
    const start = index === 0 ? 0 : (this.#ends[index - 1] as number);
    const end = start + to - from;
    while (end > this.#bytes.length) this.#bytes = grow(this.#bytes);
    if (index === this.#ends.length) {
      this.#ends = grow(this.#ends);
      this.#hashes = grow(this.#hashes);
    }
    // Names are short: a loop is quicker than the built-in copy.
    for (let i = from; i < to; i++) this.#bytes[start + i - from] = buffer[i] as number;
    this.#ends[index] = end;
  }

  #rehash(): void {
    const slots = new Uint32Array(4 * this.#slots.length);
    const mask = slots.length - 1;
    // From the first to the last: of equal names the later one takes the slot.
    for (let index = 0; index < this.#count; index++) {
      const hash = this.#hashes[index] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while ((slots[slot] as number) !== 0 && !this.#isSame((slots[slot] as number) - 1, index))
        slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }

  #isSame(a: number, b: number): boolean {
    if (this.#hashes[a] !== this.#hashes[b]) return false;
    return this.#isAt(a, this.#bytes, b === 0 ? 0 : (this.#ends[b - 1] as number), this.#ends[b] as number);
  }
}

function hashOf(buffer: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (buffer[i] as number), 0x01000193);
  return hash >>> 0;
}

/** The UTF-8 text of bytes[from, to). */
export const textOf = (buffer: Uint8Array, from: number, to: number): string =>
  Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength).toString('utf8', from, to);
