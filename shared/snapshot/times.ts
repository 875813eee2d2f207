/** From when to when a time in a book can lie, in Unix milliseconds: 2000-01-01 to 2100-01-01. */
export const TIMES = { least: Date.UTC(2000, 0, 1), most: Date.UTC(2100, 0, 1) } as const;

/** Other units of time, by how many milliseconds one of them is. No two of the ranges overlap: a value has one unit at most. */
const UNITS = [
  ['seconds', 1_000],
  ['microseconds', 1e-3],
  ['nanoseconds', 1e-6],
] as const;

/** What is wrong with a value that is no Unix milliseconds of this century: another unit is named. */
export function timeFault(value: unknown): string {
  if (typeof value !== 'number') return 'must be of type integer';
  const unit = UNITS.find(([, ms]) => isPlausible(value * ms))?.[0];
  if (unit) return `looks like ${unit}: Unix milliseconds are expected`;
  return isPlausible(value) ? 'must be of type integer' : 'must be Unix milliseconds from 2000-01-01 to 2100-01-01';
}

const isPlausible = (ms: number): boolean => ms >= TIMES.least && ms <= TIMES.most;
