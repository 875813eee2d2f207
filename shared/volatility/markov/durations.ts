/** Steps of squaring after which a chain has forgotten where it began: 2^60 steps of it. */
const SQUARINGS = 60;

/**
 * The distribution that the chain leaves unchanged: π = P·π.
 *
 * By elimination of one state after another without a subtraction, so that even probabilities of 1e-12 keep all their digits (Grassmann,
 * Taksar, Heyman 1985, Regenerative Analysis and Steady State Distributions for Markov Chains). A chain with several closed classes has
 * many such distributions: it is given the one in which it ends from equal chances.
 *
 * @param transition `transition[i][j]` = Pr(i | j), columns summing to one
 */
export function ergodic(transition: readonly (readonly number[])[]): number[] {
  const k = transition.length;
  return [
    ...ergodicOf(
      Float64Array.from({ length: k * k }, (_, at) => transition[Math.floor(at / k)]?.[at % k] as number),
      k,
    ),
  ];
}

/** The same of a matrix in one array, row by row. */
export function ergodicOf(transition: Float64Array, k: number): Float64Array {
  const left = transition.slice();
  const outflow = new Float64Array(k);
  for (let last = k - 1; last > 0; last--) {
    let out = 0;
    for (let i = 0; i < last; i++) out += left[i * k + last] as number;
    // Nothing leaves this state for those before it: they are transient, or the chain falls apart.
    if (!(out > 0)) return limitFromEqualChances(transition, k);
    outflow[last] = out;
    for (let i = 0; i < last; i++)
      for (let j = 0; j < last; j++)
        left[i * k + j] =
          (left[i * k + j] as number) + ((left[i * k + last] as number) * (left[last * k + j] as number)) / out;
  }
  const share = new Float64Array(k);
  share[0] = 1;
  let total = 1;
  for (let i = 1; i < k; i++) {
    let inflow = 0;
    for (let j = 0; j < i; j++) inflow += (share[j] as number) * (left[i * k + j] as number);
    share[i] = inflow / (outflow[i] as number);
    total += share[i] as number;
  }
  return share.map((value) => value / total);
}

/** Powers of the chain that stays where it is half of the time: it has the same limits, and does not swing between them. */
function limitFromEqualChances(transition: Float64Array, k: number): Float64Array {
  let power = transition.map((value, at) => value / 2 + (at % (k + 1) === 0 ? 0.5 : 0));
  for (let step = 0; step < SQUARINGS; step++) power = squared(power, k);
  return Float64Array.from(
    { length: k },
    (_, i) => power.subarray(i * k, i * k + k).reduce((sum, p) => sum + p, 0) / k,
  );
}

function squared(matrix: Float64Array, k: number): Float64Array<ArrayBuffer> {
  const product = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    let total = 0;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += (matrix[i * k + l] as number) * (matrix[l * k + j] as number);
      product[i * k + j] = sum;
      total += sum;
    }
    // Rounding would otherwise grow with the power.
    for (let i = 0; i < k; i++) product[i * k + j] = (product[i * k + j] as number) / total;
  }
  return product;
}

/** Steps that the chain stays in each state once it is there, 1 / (1 - p_jj): infinite for a state that is never left. */
export function expectedDurations(transition: readonly (readonly number[])[]): number[] {
  return transition.map((_, j) => {
    // The sum of the ways out, where 1 - p_jj would have lost its digits.
    const out = transition.reduce((sum, other, i) => (i === j ? sum : sum + (other[j] as number)), 0);
    return out > 0 ? 1 / out : Number.POSITIVE_INFINITY;
  });
}
