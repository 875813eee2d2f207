import type { DepthNormal } from './depth-decay.ts';
import type { Shown } from './shown.ts';
import type { BarMemory } from './stale-bar.ts';
import type { StillFeeds } from './stillness.ts';

/** What the next snapshot of a market is judged against. */
export interface IntegrityMemory {
  readonly shown: Shown;
  readonly still: StillFeeds;
  readonly bar: BarMemory | null;
  readonly depth: DepthNormal | null;
  /** Imbalance of order flow that is unusual for the market; null where it has shown none. */
  readonly unusualFlow: number | null;
}

/**
 * What a market's checks remember: plain JSON, below 1 KB while feeds move and below 2 KB ever. Beside what the last snapshot left it holds what that one
 * was judged against, so that the same snapshot again finds the same and leaves the same: the newer memory is for newer ones only.
 */
export interface IntegrityState {
  /** Sequence of the snapshot that moved it last. */
  readonly sequence: number;
  readonly memory: IntegrityMemory;
  /** What stood before that snapshot; null where it was the first. */
  readonly before: IntegrityMemory | null;
}

/** What a snapshot is judged against. A late one has nothing: what is remembered came after it. */
export function memoryFor(state: IntegrityState | undefined, sequence: number): IntegrityMemory | null {
  if (!state || state.sequence > sequence) return null;
  return state.sequence === sequence ? state.before : state.memory;
}
