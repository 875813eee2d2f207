/**
 * Weighted quantiles: for each p the smallest value v such that the weight of all values up to v is at least p of the total.
 *
 * Selection by three-way partition (Hoare's FIND, with weights instead of ranks): linear on average, nothing is sorted.
 *
 * @param values reordered in place
 * @param weights not negative; reordered along with the values
 * @param total sum of the weights, greater than 0
 * @param probabilities ascending, in (0, 1]
 * @param before weight of smaller values that are not among these; counts towards the total
 */
export function weightedQuantiles(
  values: Float64Array,
  weights: Float64Array,
  total: number,
  probabilities: readonly number[],
  before = 0,
): number[] {
  let from = 0;
  /** Weight of everything before `from`. */
  let passed = before;
  return probabilities.map((p) => {
    const target = p * total;
    let low = from;
    let high = values.length;
    let below = passed;
    while (high - low > 1) {
      const pivot = median3(values[low] as number, values[(low + high) >> 1] as number, values[high - 1] as number);
      const { less, equal, lessWeight, equalWeight } = partition(values, weights, low, high, pivot);
      if (less > low && below + lessWeight >= target) high = less;
      else if (below + lessWeight + equalWeight >= target || equal === high) {
        low = less;
        below += lessWeight;
        break;
      } else {
        low = equal;
        below += lessWeight + equalWeight;
      }
    }
    // Everything before `low` is smaller: the next, larger quantile starts here.
    from = low;
    passed = below;
    return values[low] as number;
  });
}

const median3 = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

/** Orders [low, high) into less than, equal to and greater than the pivot. */
function partition(values: Float64Array, weights: Float64Array, low: number, high: number, pivot: number) {
  let less = low;
  let i = low;
  let greater = high;
  let lessWeight = 0;
  let equalWeight = 0;
  while (i < greater) {
    const value = values[i] as number;
    const weight = weights[i] as number;
    if (value < pivot) {
      values[i] = values[less] as number;
      weights[i++] = weights[less] as number;
      values[less] = value;
      weights[less++] = weight;
      lessWeight += weight;
    } else if (value > pivot) {
      values[i] = values[--greater] as number;
      weights[i] = weights[greater] as number;
      values[greater] = value;
      weights[greater] = weight;
    } else {
      equalWeight += weight;
      i++;
    }
  }
  return { less, equal: greater, lessWeight, equalWeight };
}
