import type { CarriedBook } from '../../leverage/carried-book.ts';
import type { Book } from '../../snapshot/types.ts';
import type { LeverageCaps } from '../leverage-caps.ts';

/** Leverages are told apart to half a percent, from the lowest that matters to the ceiling. */
const BINS = 2_048;
const LOWEST = 0.1;
const STEP = Math.log(20_000) / BINS;

/**
 * Notional above capacity under caps, as a share of what is left, of each market: from one pass over the positions, which are
 * counted by the leverage that carries them. An account that two markets' caps concern is counted in each as if it were alone.
 *
 * @param capacity leverage that each market carries
 */
export function openExcessSketch(
  { positions, markets }: Book,
  { values, leverage, unknown }: CarriedBook,
  capacity: Float64Array,
): (caps: LeverageCaps) => Float64Array {
  const held = Array.from({ length: 2 * markets.length }, () => new Float64Array(BINS + 1));
  for (let i = 0; i < positions.length; i++) {
    const own = values.notional[i] as number;
    if (!(own > 0) || unknown?.[i]) continue;
    const bins = held[
      2 * (positions.market[i] as number) + ((positions.side[i] as number) > 0 ? 0 : 1)
    ] as Float64Array;
    const bin = binOf(leverage[i] as number);
    bins[bin] = (bins[bin] as number) + own;
  }
  return (caps) =>
    Float64Array.from(markets, (_, m) => {
      const carries = capacity[m] as number;
      let left = 0;
      let above = 0;
      for (const c of [2 * m, 2 * m + 1]) {
        const bins = held[c] as Float64Array;
        const cap = caps[c] as number;
        for (let bin = 0; bin <= BINS; bin++) {
          const own = bins[bin] as number;
          if (own === 0) continue;
          const before = LOWEST * Math.exp((bin + 0.5) * STEP);
          const after = Math.min(before, cap);
          const kept = own * (after / before);
          left += kept;
          if (after > carries) above += kept * (1 - carries / after);
        }
      }
      return left > 0 ? above / left : 0;
    });
}

const binOf = (leverage: number): number => Math.max(0, Math.min(BINS, Math.floor(Math.log(leverage / LOWEST) / STEP)));
