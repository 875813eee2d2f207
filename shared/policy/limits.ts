import { ADL_POLICIES } from '../deleveraging/adl-policy.ts';
import type { Tolerance } from '../integrity/terms.ts';
import { type Policy, SEVERITIES } from './types.ts';

/** What a value of a policy has to be. */
export interface Limit {
  /** Goes on from "must be". */
  readonly words: string;
  readonly holds: (value: unknown) => boolean;
}

/**
 * A limit for each number and each word of a section and of those within it; what stands under names that nobody knows beforehand has
 * one for all. Flags are true or false, and lists have checks of their own.
 */
export type Limits<T> = {
  readonly [K in keyof T as T[K] extends boolean | readonly unknown[] ? never : K]: T[K] extends number | string
    ? Limit
    : string extends keyof T[K]
      ? { readonly each: Limit }
      : Limits<T[K]>;
};

/** What is neither infinite nor no number at all, and is where it may be. */
const number = (words: string, holds: (value: number) => boolean): Limit => ({
  words,
  holds: (value) => typeof value === 'number' && Number.isFinite(value) && holds(value),
});

export const between = (least: number, most: number): Limit =>
  number(`a number from ${least} to ${most}`, (value) => value >= least && value <= most);
export const atLeast = (least: number): Limit => number(`a number of at least ${least}`, (value) => value >= least);
export const above = (bound: number, most?: number): Limit =>
  number(
    `a number above ${bound}${most === undefined ? '' : `, at most ${most}`}`,
    (value) => value > bound && (most === undefined || value <= most),
  );
const inside = (from: number, to: number): Limit =>
  number(`a number above ${from} and below ${to}`, (value) => value > from && value < to);
const whole = (least: number, most?: number): Limit =>
  number(
    most === undefined ? `a whole number of at least ${least}` : `a whole number from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && value >= least && (most === undefined || value <= most),
  );
export const oneOf = (choices: readonly unknown[]): Limit => ({
  words: choices.map((choice) => JSON.stringify(choice)).join(' or '),
  holds: (value) => choices.includes(value),
});

export const finite = number('a finite number', () => true);
const share = between(0, 1);
/** A share that nothing comes of where it is 0. */
const part = above(0, 1);
const alarm = oneOf(SEVERITIES.filter((severity) => severity !== 'normal'));

const MINUTE_MS = 60_000;
/** A book of half a day ago is another book. */
const MOST_MS = 12 * 60 * MINUTE_MS;
const wait = between(MINUTE_MS, MOST_MS);
/** A week. */
const MOST_ABSENCE_MS = 7 * 24 * 60 * MINUTE_MS;

const tolerance: Limits<Tolerance> = { floor: share, sigmas: atLeast(0), ceiling: part };

/** What each value of a policy may be, rules aside. What holds between values is with the checks. */
export const POLICY_LIMITS: Limits<Omit<Policy, 'version' | 'rules'>> = {
  alertFrom: alarm,
  model: {
    horizonMs: above(0),
    confidence: inside(0.5, 1),
    // From hundreds on it is a Gaussian in all but name; far beyond, its series has no digits left.
    degreesOfFreedom: above(2, 1_000),
    closingCost: share,
    impactCoefficient: atLeast(0),
    bookReach: share,
    runawayMove: part,
    haircuts: { fixed: { each: share }, floor: share, cap: share },
    // A market on which nothing can be lost has no capacity; on one where nothing is traded, nothing can be closed; and of one that
    // all but stands still, no expected loss is a number to divide by.
    assumed: { maintenanceMarginRate: part, dailyVolatility: between(0.000_1, 10), turnover: between(0.001, 1_000) },
  },
  regimes: {
    lambda: inside(0, 1),
    dwellBars: whole(0),
    budget: { elevated: atLeast(0), stressed: atLeast(0), extreme: atLeast(0) },
  },
  integrity: {
    prices: {
      markOffIndex: { doubtful: tolerance, failed: tolerance },
      markOutsideBook: { doubtful: tolerance, failed: tolerance },
      lastOffMark: { doubtful: tolerance },
    },
    // The second that shows the same is the first that can be seen to.
    frozen: { snapshots: whole(2), forMs: atLeast(0), doubtfulMove: share, failedMove: share },
    // A bar is as old as it is long while it is still forming.
    bar: { doubtfulIntervals: atLeast(1) },
    depth: { within: part, memoryMs: above(0), warmSnapshots: whole(1), note: share, doubtful: share },
    openInterest: { unmatched: share, offReported: share },
    trades: {
      fewestTrades: whole(1),
      firstDigits: { significance: share, meanDeviation: share },
      roundSizes: { leastClustering: above(0), sigmas: atLeast(0) },
      tail: { fewestSizes: whole(2), largestShare: part, from: above(0), to: above(0), sigmas: atLeast(0) },
      signsToDoubt: whole(1),
      orderFlow: {
        fewestBuckets: whole(1),
        start: share,
        quantile: inside(0, 1),
        step: part,
        least: share,
        most: share,
      },
    },
    absence: { lostAccounts: part, lostOpenInterest: part, forgetAfterMs: between(MINUTE_MS, MOST_ABSENCE_MS) },
    venue: { doubtfulAgeMs: between(0, MOST_MS), failedAgeMs: between(0, MOST_MS), aheadMs: between(0, MOST_MS) },
  },
  // A base that swallows the numbers above, or none at all, would lock a venue out; a replay may go back as far as it likes.
  feed: {
    sequenceJump: { base: whole(1, 1_000_000_000), perSecond: whole(0, 1_000_000_000) },
    firstSequence: whole(0, 2 ** 52),
    timeBackMs: atLeast(0),
    refusedRun: { count: whole(1, 1_000), quietMs: between(MINUTE_MS, MOST_MS) },
    lateRun: { count: whole(1, 1_000) },
    // Once a minute it is looked for.
    unassessedAfterMs: between(MINUTE_MS, MOST_MS),
    unansweredAfterMs: between(MINUTE_MS, MOST_MS),
  },
  response: {
    planFrom: alarm,
    everyMs: atLeast(0),
    approval: { needed: oneOf([0, 1, 2]), expiresAfterMs: wait, onExpiry: oneOf(['stand down', 'go ahead']) },
    dispatch: { tolerance: share, capForMs: between(0, MOST_MS), silenceMs: wait, withinMs: wait, bookAgeMs: wait },
    verification: { withinMs: wait, leastImprovement: share, rounds: whole(1, 10) },
  },
  deleveraging: {
    // The shortfall is an amount, the others are shares.
    targets: { collapseProbability: share, excessShare: share, fundShortfall: atLeast(0) },
    lowestCap: atLeast(1),
    liquidationFee: share,
    participation: part,
    disposal: { fraction: part, fullSize: atLeast(0), maxShareOfDepth: part },
    adl: oneOf(ADL_POLICIES),
    fund: { drawdown: part, stopDrawdown: share },
  },
};

/** Pairs of which the first is at most the second. */
export const IN_ORDER: readonly (readonly [lower: string, upper: string])[] = [
  ['/model/haircuts/floor', '/model/haircuts/cap'],
  ...['markOffIndex', 'markOutsideBook'].flatMap((check) =>
    ['floor', 'sigmas', 'ceiling'].map(
      (term) => [`/integrity/prices/${check}/doubtful/${term}`, `/integrity/prices/${check}/failed/${term}`] as const,
    ),
  ),
  ...[
    'markOffIndex/doubtful',
    'markOffIndex/failed',
    'markOutsideBook/doubtful',
    'markOutsideBook/failed',
    'lastOffMark/doubtful',
  ].map((check) => [`/integrity/prices/${check}/floor`, `/integrity/prices/${check}/ceiling`] as const),
  ['/integrity/frozen/doubtfulMove', '/integrity/frozen/failedMove'],
  ['/integrity/depth/doubtful', '/integrity/depth/note'],
  ['/integrity/trades/tail/from', '/integrity/trades/tail/to'],
  ['/integrity/trades/orderFlow/least', '/integrity/trades/orderFlow/start'],
  ['/integrity/trades/orderFlow/start', '/integrity/trades/orderFlow/most'],
  ['/integrity/venue/doubtfulAgeMs', '/integrity/venue/failedAgeMs'],
  // A task that may be silent for longer than it may take would never be found dead; Step Functions refuses it.
  ['/response/dispatch/silenceMs', '/response/dispatch/withinMs'],
  ['/deleveraging/fund/stopDrawdown', '/deleveraging/fund/drawdown'],
];
