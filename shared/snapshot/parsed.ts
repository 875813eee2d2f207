import type { Fragment } from './fragment.ts';
import type { Fault } from './types.ts';

/** `snapshot` has a header, and where it says one part, the whole book; `part` has neither. */
export type Role = 'snapshot' | 'part';

export type Parsed =
  | { readonly ok: true; readonly fragment: Fragment }
  /** The first faults with their places, and how many there are in all. */
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly total: number };

/** Nothing of the body is taken, for one reason. */
export const refused = (path: string, message: string, line?: number): Parsed => ({
  ok: false,
  faults: [line === undefined ? { path, message } : { path, message, line }],
  total: 1,
});

export const NOT_UTF8: Parsed = refused('', 'the body is not UTF-8');
