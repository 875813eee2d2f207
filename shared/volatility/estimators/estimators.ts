import type { Candle } from '../../snapshot/types.ts';
import { type Moments, meanOf, sampleVarianceOf } from './moments.ts';

/** The four prices of a bar that is known to be sound. */
export type Bar = Pick<Candle, 'open' | 'high' | 'low' | 'close'>;

/** How the variance of the log return over one bar is estimated: what each bar adds, and what is made of it all. */
export interface Estimator {
  /** A bar's numbers take the close before it, so that the first bar has none. */
  readonly looksBack: boolean;
  /** The last so many bars alike, or all of them fading. */
  readonly memory: 'window' | 'fading';
  /** The smallest window that gives a number. */
  readonly leastWindow: number;
  /** How many bars' numbers a window of n holds. */
  samples(window: number): number;
  /** What one bar adds: some numbers of which the moments are kept. `before` is the close before it. */
  measure(bar: Bar, before: number): readonly number[];
  /** The variance per bar from the moments of those numbers, in their order. */
  variance(moments: readonly Moments[], window: number): number;
}

const squaredRange = ({ high, low }: Bar): number => Math.log(high / low) ** 2;
const squaredReturn = ({ close }: Bar, before: number): number => Math.log(close / before) ** 2;

/** Source: Parkinson (1980), The Extreme Value Method for Estimating the Variance of the Rate of Return: ln(H/L)² / (4 ln 2). */
const parkinson = (bar: Bar): number => squaredRange(bar) / (4 * Math.LN2);

/** Source: Garman, Klass (1980), eq. 20: ½ ln(H/L)² - (2 ln 2 - 1) ln(C/O)². */
const garmanKlass = (bar: Bar): number =>
  0.5 * squaredRange(bar) - (2 * Math.LN2 - 1) * Math.log(bar.close / bar.open) ** 2;

/**
 * Source: Rogers, Satchell (1991), Estimating Variance from High, Low and Closing Prices: ln(H/C) ln(H/O) + ln(L/C) ln(L/O).
 * Unlike the others right whatever the drift.
 */
const rogersSatchell = ({ open, high, low, close }: Bar): number =>
  Math.log(high / close) * Math.log(high / open) + Math.log(low / close) * Math.log(low / open);

/** Mean of one number a bar, taken from the bar alone. */
const meanOfBars = (measure: (bar: Bar) => number): Estimator => ({
  looksBack: false,
  memory: 'window',
  leastWindow: 1,
  samples: (window) => window,
  measure: (bar) => [measure(bar)],
  variance: firstMean,
});

/** Mean square of a bar's Rogers-Satchell term over its squared mean, as Yang and Zhang advise to take it whatever the drift. */
const YANG_ZHANG_ALPHA = 1.34;

/**
 * The estimators by name. All are of the log return over one bar, as R's TTR 0.24.3 computes them where it has them.
 *
 * To add one is to add its entry.
 */
export const ESTIMATORS = {
  /** Sample variance of ln(C/C₋₁); a window of n bars holds n - 1 returns, whose own mean is taken off. */
  close: {
    looksBack: true,
    memory: 'window',
    leastWindow: 3,
    samples: (window) => window - 1,
    measure: ({ close }, before) => [Math.log(close / before)],
    variance: ([moments]) => sampleVarianceOf(moments as Moments),
  },
  /**
   * λ·σ² + (1 - λ) ln(C/C₋₁)². Source: RiskMetrics (1996), eq. 5.3. Begins with the mean of the first window's squared returns, for
   * that is all that was known then.
   */
  ewma: {
    looksBack: true,
    memory: 'fading',
    leastWindow: 2,
    samples: (window) => window - 1,
    measure: (bar, before) => [squaredReturn(bar, before)],
    variance: firstMean,
  },
  parkinson: meanOfBars(parkinson),
  'garman-klass': meanOfBars(garmanKlass),
  'rogers-satchell': meanOfBars(rogersSatchell),
  /** Garman-Klass, and what happened between two bars: + ln(O/C₋₁)². Source: Yang and Zhang's extension, as TTR has it. */
  'gk-yz': {
    looksBack: true,
    memory: 'window',
    leastWindow: 1,
    samples: (window) => window,
    measure: (bar, before) => [Math.log(bar.open / before) ** 2 + garmanKlass(bar)],
    variance: firstMean,
  },
  /**
   * V(ln O/C₋₁) + k·V(ln C/O) + (1 - k)·RS with k = (α - 1) / (α + (n + 1)/(n - 1)), V being sample variances and RS the mean of
   * Rogers and Satchell's terms. Source: Yang, Zhang (2000), Drift-Independent Volatility Estimation Based on High, Low, Open, and
   * Close Prices.
   */
  'yang-zhang': {
    looksBack: true,
    memory: 'window',
    leastWindow: 2,
    samples: (window) => window,
    measure: (bar, before) => [Math.log(bar.open / before), Math.log(bar.close / bar.open), rogersSatchell(bar)],
    variance([between, within, range], window) {
      const k = (YANG_ZHANG_ALPHA - 1) / (YANG_ZHANG_ALPHA + (window + 1) / (window - 1));
      return (
        sampleVarianceOf(between as Moments) +
        k * sampleVarianceOf(within as Moments) +
        (1 - k) * meanOf(range as Moments)
      );
    },
  },
} as const satisfies Readonly<Record<string, Estimator>>;

export type EstimatorName = keyof typeof ESTIMATORS;

export const ESTIMATOR_NAMES = Object.keys(ESTIMATORS) as EstimatorName[];

/** The estimator that a person means: by its name here, or by R's TTR (`garman.klass`). */
export function estimatorNamed(text: string): EstimatorName | undefined {
  const name = text.replaceAll('.', '-');
  return ESTIMATOR_NAMES.find((known) => known === name);
}

function firstMean([moments]: readonly Moments[]): number {
  return meanOf(moments as Moments);
}
