/**
 * Markov-switching (Hamilton) models: y_t = mean_S + coefficients_S · x_t + σ_S · e_t, with e_t standard normal and S_t a hidden chain
 * of k states.
 *
 * Sources: Hamilton (1989), A New Approach to the Economic Analysis of Nonstationary Time Series and the Business Cycle; Hamilton
 * (1994), Time Series Analysis, chapter 22.
 */
export type MeanTerms = 'switching' | 'constant' | 'zero';
export type VarianceTerms = 'switching' | 'constant';

export interface MarkovState {
  readonly mean: number;
  /** Of the disturbance, in squared units of the series; above zero. */
  readonly variance: number;
  /** One for each exogenous series; none where there is none. */
  readonly coefficients?: readonly number[];
}

/**
 * States stand in the order of rising variance, those of one variance in the order of rising mean (what is fitted is so; the filter
 * takes any order). The chain begins in its ergodic distribution.
 */
export interface MarkovModel {
  readonly states: readonly MarkovState[];
  /** `transition[i][j]` = Pr(S_t = i | S_t-1 = j): columns sum to one. */
  readonly transition: readonly (readonly number[])[];
}

/** Chains of more states than this are a mistake, not a model. */
export const MOST_STATES = 8;

export interface FitTerms {
  /** 2 to 8. */
  readonly states: number;
  readonly mean: MeanTerms;
  readonly variance: VarianceTerms;
  /** Points from which the search begins; 8 unless told. */
  readonly starts?: number;
  /** Of the perturbed starts; 1 unless told. The same series, terms and seed give the same fit. */
  readonly seed?: number;
  /** Regressors whose coefficients switch, each as long as the series. */
  readonly exogenous?: readonly Float64Array[];
  /** Steps of the search from one start; 500 unless told. */
  readonly maxIterations?: number;
  /**
   * The fit has converged when a move of any parameter by one standard error of its own would change the log-likelihood by less
   * than this to first order; 1e-7 unless told.
   */
  readonly tolerance?: number;
}

/** What became of one start. */
export interface StartReport {
  /** What the first guess was made of. */
  readonly origin: string;
  readonly outcome: 'converged' | 'behind' | 'degenerate' | 'iterations exhausted' | 'stalled';
  /** Where the search from it ended; -Infinity where it never had one. */
  readonly logLikelihood: number;
  readonly iterations: number;
}

export type FailureReason =
  | 'too few observations'
  | 'a value is not finite'
  | 'no variation'
  | 'values out of range'
  | 'regressors are collinear'
  | 'every start was degenerate'
  | 'the best start did not converge'
  | 'no start converged';

export interface Fitted {
  readonly model: MarkovModel;
  readonly logLikelihood: number;
}

/** A model that did not converge is a result of its own: `best` is where the search stood, for a reader, not for use. */
export type FitResult =
  | (Fitted & {
      readonly converged: true;
      /** Steps from the start that won. */
      readonly iterations: number;
      readonly starts: readonly StartReport[];
      readonly observations: number;
      /** Free parameters. */
      readonly parameters: number;
      /** Information criteria of Akaike (1974) and Schwarz (1978): the lower the better. */
      readonly aic: number;
      readonly bic: number;
    })
  | {
      readonly converged: false;
      readonly reason: FailureReason;
      /** The reason for a person: which value, how many. */
      readonly detail: string;
      readonly best?: Fitted;
      readonly starts: readonly StartReport[];
    };
