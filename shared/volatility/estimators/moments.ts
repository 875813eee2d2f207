/** What is known of some numbers together: enough for their mean and their sample variance. */
export interface Moments {
  readonly count: number;
  readonly sum: number;
  /** Sum of squared distances from their mean. */
  readonly spread: number;
}

export const momentsOf = (value: number): Moments => ({ count: 1, sum: value, spread: 0 });

/**
 * The moments of both together.
 *
 * Source: Chan, Golub, LeVeque (1983), Algorithms for Computing the Sample Variance. Adds only what is not negative, so
 * that numbers which hardly differ keep their digits; the sum of squares less the square of the sum would lose them.
 */
export function mergeMoments(one: Moments, other: Moments): Moments {
  const count = one.count + other.count;
  const apart = other.sum / other.count - one.sum / one.count;
  return {
    count,
    sum: one.sum + other.sum,
    spread: one.spread + other.spread + (apart * apart * one.count * other.count) / count,
  };
}

export const meanOf = ({ sum, count }: Moments): number => sum / count;

/** With n - 1 in the denominator. */
export const sampleVarianceOf = ({ spread, count }: Moments): number => spread / (count - 1);
