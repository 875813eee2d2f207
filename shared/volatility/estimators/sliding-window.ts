/** A list that never changes: what is put on top makes a new one. */
interface Stack<T> {
  readonly top: T;
  readonly below: Stack<T> | null;
}

/**
 * The last so many of a sequence, and what they come to together.
 *
 * Two stacks: what came lately, newest on top; and before that the older part, oldest on top, each entry being the total of itself
 * and all that lie below it. To drop the oldest is to drop the top of the older part; once that is used up, what came lately is
 * turned over into it. So an entry is merged three times at most in its life, O(1) a step on average, and nothing is ever
 * subtracted: unlike with a running sum, no rounding error stays behind when a crash leaves the window.
 *
 * Source: Tangwongsan, Hirzel, Schneider (2017), Low-Latency Sliding-Window Aggregation in Worst-Case Constant Time, on two stacks.
 */
export interface SlidingWindow<T> {
  readonly count: number;
  readonly older: Stack<T> | null;
  readonly lately: Stack<T> | null;
  /** Total of `lately`. */
  readonly latelyTotal: T | null;
}

/** Total of two parts, the older one first; associative. */
export type Merge<T> = (older: T, newer: T) => T;

export const EMPTY_WINDOW: SlidingWindow<never> = { count: 0, older: null, lately: null, latelyTotal: null };

/** The window with one more entry, the oldest dropped where there are more than `capacity`. */
export function slide<T>(window: SlidingWindow<T>, entry: T, capacity: number, merge: Merge<T>): SlidingWindow<T> {
  const { count, older, lately, latelyTotal } = window.count < capacity ? window : dropOldest(window, merge);
  return {
    count: count + 1,
    older,
    lately: { top: entry, below: lately },
    latelyTotal: latelyTotal === null ? entry : merge(latelyTotal, entry),
  };
}

/** What all entries come to; null of none. */
export function totalOf<T>({ older, latelyTotal }: SlidingWindow<T>, merge: Merge<T>): T | null {
  if (older === null) return latelyTotal;
  return latelyTotal === null ? older.top : merge(older.top, latelyTotal);
}

function dropOldest<T>(window: SlidingWindow<T>, merge: Merge<T>): SlidingWindow<T> {
  const { count, older, lately, latelyTotal } = window;
  if (older !== null) return { count: count - 1, older: older.below, lately, latelyTotal };
  return { count: count - 1, older: turnOver(lately, merge)?.below ?? null, lately: null, latelyTotal: null };
}

function turnOver<T>(lately: Stack<T> | null, merge: Merge<T>): Stack<T> | null {
  let turned: Stack<T> | null = null;
  for (let rest = lately; rest !== null; rest = rest.below) {
    turned = { top: turned === null ? rest.top : merge(rest.top, turned.top), below: turned };
  }
  return turned;
}
