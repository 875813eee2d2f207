import type { Candle } from '../snapshot/types.ts';

/**
 * Joins two lots of bars by their time. Of two bars of one time the fuller one stays, so that the outcome does not hang on the
 * order in which they come: a bar gains volume and range while it forms, and never loses either. Where both are as full the
 * one that comes replaces the one that was there.
 *
 * @param before  in rising order of time, each time once
 * @param coming  in any order, a time more than once if need be
 * @returns in rising order of time, each time once; `before` itself where nothing came that changes it
 */
export function mergeBars(before: readonly Candle[], coming: readonly Candle[]): readonly Candle[] {
  const byTime = new Map(before.map((bar) => [bar.timestamp, bar]));
  let changed = false;
  for (const bar of coming) {
    const there = byTime.get(bar.timestamp);
    if (there && (isFuller(there, bar) || isSame(there, bar))) continue;
    byTime.set(bar.timestamp, bar);
    changed = true;
  }
  return changed ? [...byTime.values()].sort((a, b) => a.timestamp - b.timestamp) : before;
}

/** A bar that says its volume is fuller than one that does not. */
function isFuller(one: Candle, other: Candle): boolean {
  const volume = (one.baseVolume ?? -1) - (other.baseVolume ?? -1);
  return volume === 0 ? one.high / one.low > other.high / other.low : volume > 0;
}

const isSame = (one: Candle, other: Candle): boolean =>
  one.open === other.open &&
  one.high === other.high &&
  one.low === other.low &&
  one.close === other.close &&
  one.baseVolume === other.baseVolume;
