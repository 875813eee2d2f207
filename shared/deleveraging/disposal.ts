/** How a position is sold without drowning the book. */
export interface DisposalTerms {
  /** Of what is left, at most this share at once. */
  readonly fraction: number;
  /** What is this small is sold at once; in contracts. */
  readonly fullSize: number;
  /** Of the depth, at most this share at once. */
  readonly maxShareOfDepth: number;
}

/** Beyond this many steps a disposal is not a plan any more: the last one takes what is left. */
const MOST_STEPS = 1_000;

/**
 * Sizes of the sales that dispose of a position, one after the other.
 *
 * Each is the smaller of a share of the depth and a share of what is left; at or below the full size all that is left.
 * Source: Vega, specification 0012-POSR-013.
 *
 * @param position contracts to dispose of, not negative
 * @param depth contracts that the book takes; 0 where it takes none: then the share of what is left alone counts
 */
export function disposalSteps(position: number, depth: number, terms: DisposalTerms): number[] {
  const { fraction, fullSize, maxShareOfDepth } = terms;
  if (!(fraction > 0)) throw new RangeError(`No disposal in steps of a share of ${fraction}`);
  const most = depth > 0 ? maxShareOfDepth * depth : Number.POSITIVE_INFINITY;
  const steps: number[] = [];
  let left = position;
  while (left > 0) {
    const step =
      left <= fullSize || steps.length === MOST_STEPS - 1 ? left : Math.min(left, most, Math.max(fraction * left, 0));
    steps.push(step);
    left -= step;
  }
  return steps;
}
