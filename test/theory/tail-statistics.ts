/** Excess kurtosis: 0 for a Gaussian. */
export function excessKurtosis(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let second = 0;
  let fourth = 0;
  for (const value of values) {
    const square = (value - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  return (values.length * fourth) / (second * second) - 3;
}

/**
 * Exponent of the tail of losses, by Hill's estimator over the largest share of them: the smaller the fatter
 * (Hill, "A Simple General Approach to Inference About the Tail of a Distribution", Annals of Statistics 3, 1975).
 */
export function lossTailExponent(returns: Float64Array, share: number): number {
  const losses = returns.map((value) => -value).sort((a, b) => b - a);
  const count = Math.floor(returns.length * share);
  const threshold = losses[count] as number;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.log((losses[i] as number) / threshold);
  return count / sum;
}
