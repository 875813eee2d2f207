import { weightedQuantiles } from './weighted-quantiles.ts';

/**
 * Leverage in steps of some three per cent, read off the bits of a double: its exponent and the first five of its mantissa. A slot
 * holds its upper end and not its lower one, as the buckets do that open interest is told in, whose ends are all ends of slots.
 */
const MANTISSA_BITS = 5;
const SHIFT = 20 - MANTISSA_BITS;
/** From 2⁻¹⁶ to 2¹⁶; what is smaller is in the first slot, what is larger in the last. */
const OCTAVES = 32;
const BIAS = ((1023 - OCTAVES / 2) << MANTISSA_BITS) - 1;
const LAST = (OCTAVES << MANTISSA_BITS) + 1;

/** @param upper, lower words of a double that is not negative */
function slotOfWords(upper: number, lower: number): number {
  // An exact end belongs below.
  const slot = ((upper - (lower === 0 ? 1 : 0)) >> SHIFT) - BIAS;
  return slot < 0 ? 0 : slot > LAST ? LAST : slot;
}

/** The lower and the upper word of each double, in turn. */
const wordsOf = (values: Float64Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);

/** The slot that a leverage falls in. */
export function slotOf(leverage: number): number {
  const [lower, upper] = wordsOf(Float64Array.of(leverage));
  return slotOfWords(upper as number, lower as number);
}

/** Weight by slot of leverage. */
export interface LeverageSlots {
  readonly weights: Float64Array;
  readonly rows: Uint32Array;
  /** Sum of the weights. */
  readonly total: number;
  /** Sum of each leverage times its weight. */
  readonly leveraged: number;
}

/**
 * @param leverage not negative
 * @param weight not negative, as long
 */
export function slotsOf(leverage: Float64Array, weight: Float64Array): LeverageSlots {
  const words = wordsOf(leverage);
  const weights = new Float64Array(LAST + 1);
  const rows = new Uint32Array(LAST + 1);
  let leveraged = 0;
  for (let i = 0; i < leverage.length; i++) {
    const own = weight[i] as number;
    const slot = slotOfWords(words[2 * i + 1] as number, words[2 * i] as number);
    weights[slot] = (weights[slot] as number) + own;
    rows[slot] = (rows[slot] as number) + 1;
    leveraged += own * (leverage[i] as number);
  }
  return { weights, rows, total: weights.reduce((sum, own) => sum + own, 0), leveraged };
}

/**
 * Quantiles of leverage: the slots tell in which of them each one is, and only what is in that slot is selected from.
 *
 * @param slots of the same leverage and weight, their total greater than 0
 * @param probabilities ascending, in (0, 1]
 */
export function slotQuantiles(
  leverage: Float64Array,
  weight: Float64Array,
  slots: LeverageSlots,
  probabilities: readonly number[],
): number[] {
  const found = probabilities.map((p) => slotWith(p, slots));
  /** Where the rows of a slot that is asked for are gathered next; -1 for all other slots. */
  const place = new Int32Array(LAST + 1).fill(-1);
  const starts = new Map<number, number>();
  let gathered = 0;
  for (const { slot } of found) {
    if (starts.has(slot)) continue;
    starts.set(slot, gathered);
    place[slot] = gathered;
    gathered += slots.rows[slot] as number;
  }
  const values = new Float64Array(gathered);
  const weights = new Float64Array(gathered);
  const words = wordsOf(leverage);
  for (let i = 0; i < leverage.length; i++) {
    const slot = slotOfWords(words[2 * i + 1] as number, words[2 * i] as number);
    const at = place[slot] as number;
    if (at < 0) continue;
    place[slot] = at + 1;
    values[at] = leverage[i] as number;
    weights[at] = weight[i] as number;
  }
  return probabilities.map((p, k) => {
    const { slot, before } = found[k] as { slot: number; before: number };
    const from = starts.get(slot) as number;
    const to = place[slot] as number;
    return weightedQuantiles(
      values.subarray(from, to),
      weights.subarray(from, to),
      slots.total,
      [p],
      before,
    )[0] as number;
  });
}

/** The slot in which the weight comes to p of the total, and the weight before it. */
function slotWith(p: number, { weights, total }: LeverageSlots): { slot: number; before: number } {
  const target = p * total;
  let slot = 0;
  let before = 0;
  // Sums that rounding keeps below the target end in the last slot that holds anything.
  for (let next = 0, sum = 0; next <= LAST && sum < target; next++) {
    const own = weights[next] as number;
    if (own === 0) continue;
    slot = next;
    before = sum;
    sum += own;
  }
  return { slot, before };
}
