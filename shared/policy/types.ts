import type { DeleveragingTerms } from '../deleveraging/plan/types.ts';
import type { FeedTerms } from '../incident/feed/terms.ts';
import type { IntegrityTerms } from '../integrity/terms.ts';
import type { RegimePolicy } from '../volatility/regime-terms.ts';
import type { Regime } from '../volatility/types.ts';

export const SEVERITIES = ['normal', 'watch', 'warning', 'critical', 'emergency'] as const;
export type Severity = (typeof SEVERITIES)[number];
export type Alarm = Exclude<Severity, 'normal'>;

/** Figures of a market's positions and prices: not known of a market that is not in the book, or cannot be measured. */
export const MEASURED_METRICS = [
  'leverage.weighted',
  'leverage.p90',
  'leverage.p99',
  'leverage.estimatedRatio',
  'concentration.hhi',
  'concentration.gini',
  'concentration.top1',
  'concentration.top5',
  'concentration.top10',
  'concentration.long.top10',
  'concentration.short.top10',
  'skew',
  'volatility.ratio',
  'volatility.overExtreme',
  'capacity.excessShare',
  'collapseProbability',
  'integrity',
] as const;
export type MeasuredMetric = (typeof MEASURED_METRICS)[number];

/** What keeps a market from being watched. */
export const BLIND_METRICS = [
  /** Share of the venue's positions, or of its open interest as last known, that stands in a market that cannot be measured; else 0. */
  'unmeasurable',
  /** Of a market that is gone: the share of open interest that it held, 1 if it had been alerting; 0 while it is in the book. */
  'absent',
] as const;

/** Metrics of the whole venue. */
export const VENUE_METRICS = [
  /** Of its own findings, such as stale data; as the `integrity` of a market. */
  'venue.integrity',
  /** Share in markets that cannot be measured, once these are many or hold most of the book; else 0. */
  'venue.unmeasurable',
  /** Share of open interest that markets that are gone had held, once these are many; else 0. */
  'venue.absent',
  /** 1 if the book holds no position although it once did, 0.5 if it never has, 0 otherwise. */
  'venue.empty',
  /** What the book has lost since the snapshot before, as a multiple of what the policy lets pass (`integrity.absence`). */
  'venue.shrunk',
] as const;
export type VenueMetric = (typeof VENUE_METRICS)[number];

/** The metrics that rules can be written on. */
export const METRICS = [...MEASURED_METRICS, ...BLIND_METRICS, ...VENUE_METRICS] as const;
export type Metric = (typeof METRICS)[number];

/** What a rule is judged on: each market by itself, or the venue as a whole. Its metric tells. */
export type Scope = 'market' | 'venue';
export const scopeOf = (metric: Metric): Scope =>
  (VENUE_METRICS as readonly Metric[]).includes(metric) ? 'venue' : 'market';

export type Thresholds = Readonly<Record<Regime, number>>;

/** A rule fires at the highest of its levels whose threshold, in the market's regime, the metric has crossed for long enough. */
export interface Rule {
  readonly name: string;
  /** Rules of one group share an incident. */
  readonly group: string;
  readonly metric: Metric;
  readonly comparator: 'above' | 'below';
  readonly levels: Readonly<Partial<Record<Alarm, Thresholds>>>;
  /** Milliseconds that the breach must have lasted, in the snapshots' own time. */
  readonly for: number;
  /** A level clears where the metric is back past this share of its threshold: below it for `above`, above it for `below`. */
  readonly clear: number;
}

/** Haircuts on collateral, as shares of its worth. */
export interface HaircutTerms {
  /** By currency; what stands here is not computed. */
  readonly fixed: Readonly<Record<string, number>>;
  /** Least and most of what is computed. */
  readonly floor: number;
  readonly cap: number;
}

/** How risk is measured: what the mathematics takes as given. */
export interface RiskModel {
  /** How long it takes to close what has to be closed, in milliseconds. */
  readonly horizonMs: number;
  /** Share of cases that are to be withstood, in (0.5, 1). */
  readonly confidence: number;
  /** Of the Student-t that returns are taken to follow; above 2. */
  readonly degreesOfFreedom: number;
  /** Slippage and fee of closing a position, as a share of its notional. */
  readonly closingCost: number;
  /** Y of the square-root impact law, of order one. */
  readonly impactCoefficient: number;
  /**
   * How far from the mark the order book is counted on to take forced trading, as a share of the mark: a stray order further out must
   * not carry the price to itself.
   */
  readonly bookReach: number;
  /** Least move by forced trading alone, as a share of the price, that counts as a cascade running away. */
  readonly runawayMove: number;
  readonly haircuts: HaircutTerms;
  /** What is taken where a venue does not tell. */
  readonly assumed: {
    readonly maintenanceMarginRate: number;
    /** Volatility of the daily log return. */
    readonly dailyVolatility: number;
    /** Daily volume over open interest. */
    readonly turnover: number;
  };
}

/** What is done about an incident: when a plan is made, who has to approve it, and how it is carried through. */
export interface ResponseTerms {
  /** Rule groups whose incidents deleveraging helps against. */
  readonly groups: readonly string[];
  /** Severity of an incident from which on a plan is made. */
  readonly planFrom: Alarm;
  /** A plan is of the whole venue: another is made after this time at the earliest, in the snapshots' own time. */
  readonly everyMs: number;
  /** Stops every action at once: nothing more is sent to the venue. Alerts and plans go on. */
  readonly killSwitch: boolean;
  readonly approval: ApprovalTerms;
  readonly dispatch: DispatchTerms;
  readonly verification: VerificationTerms;
}

/** Who says yes to a plan. */
export interface ApprovalTerms {
  /** Different officers who have to approve before anything is sent; 0 where nobody is asked. */
  readonly needed: 0 | 1 | 2;
  /** Slack ids of those who may decide. */
  readonly officers: readonly string[];
  /** After the asking, in milliseconds. */
  readonly expiresAfterMs: number;
  /** What is done where nobody has decided in time. */
  readonly onExpiry: 'stand down' | 'go ahead';
}

/** How an approved plan is carried out. */
export interface DispatchTerms {
  /** How much another plan for the newest book may differ, as a share of the approved notional: beyond it the book has moved. */
  readonly tolerance: number;
  /** How long positions that are opened are held to the plan's caps, in milliseconds; 0 where the venue caps nothing. */
  readonly capForMs: number;
  /** How long the venue may be silent about what it is doing, in milliseconds. */
  readonly silenceMs: number;
  /** How long all of it may take, in milliseconds; after it no action is to be begun. */
  readonly withinMs: number;
  /** How old the newest book may be when a plan is made or carried out, in milliseconds: on an older one nothing is done. */
  readonly bookAgeMs: number;
}

/** When a plan that was carried out counts as having helped. */
export interface VerificationTerms {
  /** How long a newer snapshot is waited for, in milliseconds. */
  readonly withinMs: number;
  /** Least share by which what was missed of the targets has to have shrunk, where they are not met. */
  readonly leastImprovement: number;
  /** Plans in a row for one incident, the first included; after the last one a human has to see to it. */
  readonly rounds: number;
}

export interface Policy {
  readonly version: number;
  /** Incidents open at this severity and resolve below it. */
  readonly alertFrom: Alarm;
  readonly model: RiskModel;
  readonly regimes: RegimePolicy;
  readonly integrity: IntegrityTerms;
  readonly feed: FeedTerms;
  readonly response: ResponseTerms;
  readonly deleveraging: DeleveragingTerms;
  readonly rules: readonly Rule[];
}

/** Where one rule stands on one market, or on the venue, between two snapshots. */
export interface RuleState {
  readonly level: Severity;
  /** Since when each higher level is breached that has not lasted for `for` yet. */
  readonly pending?: Readonly<Partial<Record<Alarm, number>>>;
}

/** A change of severity of one rule group, of a market or of the venue. */
export interface SeverityMove {
  /** `*` for the venue. */
  readonly symbol: string;
  readonly group: string;
  /** The rule that carries the new severity (the old one, where the new is normal). */
  readonly rule: string;
  readonly metric: Metric;
  readonly value: number;
  /** The threshold that `value` is past; null where nothing is. */
  readonly threshold: number | null;
  readonly regime: Regime;
  readonly from: Severity;
  readonly to: Severity;
  /** What stands behind the number, in plain words, where it is not the number itself. */
  readonly detail?: string;
  /** The market is not in the book any more: what was seen is not known to be over, and `value` is 0. */
  readonly unobserved?: true;
}
