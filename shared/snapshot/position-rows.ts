import { allocatePositions, type Column, type GrowingColumns, POSITION_COLUMNS, trimmed } from './columns.ts';
import type { PositionColumns } from './types.ts';

/** Rows of the first block, and of the largest ones. */
const FIRST = 1_024;
const LARGEST = 65_536;

/** A block whose columns are joined one by one; a column that holds nothing but NaN is not kept. */
type FullBlock = { [K in keyof GrowingColumns]: GrowingColumns[K] | undefined };

/**
 * Positions as they come, row by row. They lie in blocks until the last one is there: nothing is copied while a book grows, and what
 * is held for nothing is at most one block.
 */
export class PositionRows {
  /** The columns that the newest row is in. */
  block: GrowingColumns = allocatePositions(FIRST);
  readonly #full: FullBlock[] = [];
  #before = 0;
  #used = 0;

  get length(): number {
    return this.#before + this.#used;
  }

  /** Adds a row; where it is in `block`. */
  add(): number {
    if (this.#used === this.block.length) this.#nextBlock();
    return this.#used++;
  }

  /** All rows as columns that hold nothing else. They are joined one after the other: no two of them are held twice at a time. */
  finish(): PositionColumns {
    const { length } = this;
    const columns = allocatePositions(0);
    for (const name of POSITION_COLUMNS) {
      const last = trimmed<Column>(this.block[name], this.#used);
      columns[name] = this.#joined(name, last, length) as never;
    }
    columns.length = length;
    return columns;
  }

  #joined(name: (typeof POSITION_COLUMNS)[number], last: Column, length: number): Column {
    if (this.#full.length === 0) return last;
    const joined = new (last.constructor as new (length: number) => Column)(length);
    let at = 0;
    for (const block of this.#full) {
      const column = block[name];
      if (column) {
        joined.set(column, at);
        // Its memory is free for the columns that follow.
        block[name] = trimmed<Column>(column, 0) as never;
      } else joined.fill(Number.NaN, at, at + (block.length as number));
      at += block.length as number;
    }
    joined.set(last, at);
    return joined;
  }

  #nextBlock(): void {
    const full: FullBlock = this.block;
    this.#full.push(full);
    this.#before += this.#used;
    this.#used = 0;
    const next = allocatePositions(Math.min(this.#before, LARGEST));
    for (const name of POSITION_COLUMNS) {
      const column = full[name] as Column;
      if (!isAllNaN(column)) continue;
      // What no venue gives need not be held row by row: its column serves again.
      full[name] = undefined;
      if (column.length === next.length) next[name] = column as never;
    }
    this.block = next;
  }
}

function isAllNaN(column: Column): boolean {
  for (let i = 0; i < column.length; i++) if (!Number.isNaN(column[i])) return false;
  return true;
}
