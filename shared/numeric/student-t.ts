/**
 * Student's t, as the distribution of standardised returns: tails fatter than Gaussian, by one parameter.
 *
 * P(T ≤ t) = 1 - I_x(ν/2, ½) / 2 for t ≥ 0 with x = ν / (ν + t²), I the regularised incomplete beta function (Abramowitz and Stegun
 * 26.7.1), which is computed by its continued fraction (26.5.8) with Lentz's method.
 */

/** Lanczos (1964), g = 7 with nine terms: relative error below 1e-14 for x > 0. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

function logGamma(x: number): number {
  const z = x - 1;
  let sum: number = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += (LANCZOS[i] as number) / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

const TINY = 1e-300;
const awayFromZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** The continued fraction of the incomplete beta function; converges fast for x < (a + 1) / (a + b + 2). */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 1_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return fraction;
}

/** I_x(a, b), given both x and 1 - x so that neither is rounded away. */
function incompleteBeta(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(rest));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(rest, b, a)) / b;
}

/**
 * P(T > t), the upper tail: exact where 1 - P(T ≤ t) would have lost its digits.
 *
 * @param degreesOfFreedom ν > 0
 * @throws RangeError
 */
export function studentTail(t: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0) || Number.isNaN(t))
    throw new RangeError(`No Student-t tail at ${t} with ${degreesOfFreedom} degrees of freedom`);
  if (t < 0) return 1 - studentTail(-t, degreesOfFreedom);
  if (t === Number.POSITIVE_INFINITY) return 0;
  const square = t * t;
  const whole = degreesOfFreedom + square;
  return incompleteBeta(degreesOfFreedom / whole, square / whole, degreesOfFreedom / 2, 0.5) / 2;
}

/**
 * The value that T exceeds with probability 1 - p.
 *
 * @param p in (0, 1)
 * @throws RangeError
 */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`No quantile at probability ${p}`);
  if (p < 0.5) return -studentQuantile(1 - p, degreesOfFreedom);
  const tail = 1 - p;
  let low = 0;
  let high = 1;
  while (studentTail(high, degreesOfFreedom) > tail) {
    low = high;
    high *= 2;
    if (high > 1e150)
      throw new RangeError(`The quantile at ${p} with ${degreesOfFreedom} degrees of freedom is too far`);
  }
  // Bisection to the last bit: some 60 steps, and it cannot fail.
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (studentTail(middle, degreesOfFreedom) > tail) low = middle;
    else high = middle;
  }
}

/** Student-t returns of unit variance are T·√((ν - 2) / ν), which needs ν > 2. @throws RangeError */
export function unitVarianceScale(degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 2))
    throw new RangeError(`A Student-t with ${degreesOfFreedom} degrees of freedom has no variance`);
  return Math.sqrt((degreesOfFreedom - 2) / degreesOfFreedom);
}
