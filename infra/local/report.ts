import { ACTION_KINDS, type ActionProgress } from '../../shared/action/types.ts';
import type { Assessment } from '../../shared/assessment/types.ts';
import type { Incident } from '../../shared/incident/types.ts';
import type { Severity } from '../../shared/policy/types.ts';
import type { Regime } from '../../shared/volatility/types.ts';
import type { StormFigures } from './exchange/storm.ts';
import type { Played } from './scenario/player.ts';

/** What a run came to: the contract of `--report`. */
export interface Report {
  readonly scenario: string;
  readonly seed: number;
  readonly snapshots: { readonly accepted: number; readonly duplicates: number; readonly rejected: number };
  readonly assessments: number;
  /** Of every market in every snapshot, in order of time. */
  readonly severities: readonly {
    readonly timestamp: number;
    readonly symbol: string;
    readonly severity: Severity;
    readonly regime: Regime;
  }[];
  readonly incidents: readonly {
    readonly incidentId: string;
    readonly symbol: string;
    readonly group: string;
    readonly rule: string;
    /** The worst that it reached. */
    readonly severity: Severity;
    readonly openedAt: number;
    readonly resolvedAt: number | null;
  }[];
  /** What was proposed, in order of time. Of which of the incidents that came together is a matter of chance, and not told. */
  readonly plans: readonly {
    readonly timestamp: number;
    readonly reductions: number;
    readonly notional: number;
    readonly unmet: number;
  }[];
  readonly slack: { readonly posts: number; readonly updates: number; readonly files: number };
  /** What the exchange was asked to do, by the time of the snapshot that it was planned on; amounts at that one's marks. */
  readonly actions: readonly (Pick<ActionProgress, 'actionId' | 'kind' | 'status' | 'ordered' | 'filled'> & {
    readonly timestamp: number;
    /** Why it was not filled, or not in full. */
    readonly reason?: string;
  })[];
  /** The same storm twice, as far as it was played. */
  readonly storm: { readonly without: StormFigures; readonly with: StormFigures };
  /** From push to Slack; null where nothing was told. */
  readonly latencyMs: { readonly p50: number | null; readonly p99: number | null };
  /** What did not arrive: events in dead-letter queues, failed executions, alarms that went off. */
  readonly failures: { readonly deadLetters: number; readonly executions: number; readonly alarms: readonly string[] };
}

export interface Outcome {
  readonly scenario: string;
  readonly seed: number;
  readonly played: Played;
  /** As they are stored. */
  readonly assessments: readonly Assessment[];
  readonly incidents: readonly Incident[];
  readonly plans: Report['plans'];
  readonly actions: readonly (Pick<ActionProgress, 'actionId' | 'kind' | 'status' | 'ordered' | 'filled' | 'reason'> & {
    readonly timestamp: number;
  })[];
  readonly storm: Report['storm'];
  readonly slack: Report['slack'];
  readonly failures: Report['failures'];
}

/** The report of a run, from what is stored and what Slack holds: ordered so that the same seed gives the same, times aside. */
export function reportOf(outcome: Outcome): Report {
  const { scenario, seed, played, assessments, incidents, plans, actions, storm, slack, failures } = outcome;
  return {
    scenario,
    seed,
    snapshots: { accepted: played.accepted, duplicates: played.duplicates, rejected: played.rejected },
    assessments: assessments.length,
    severities: assessments.flatMap(({ timestamp, markets }) =>
      markets.map(({ symbol, severity, volatility }) => ({ timestamp, symbol, severity, regime: volatility.regime })),
    ),
    incidents: [...incidents]
      .sort((a, b) => a.openedAt - b.openedAt || (a.incidentId < b.incidentId ? -1 : 1))
      .map(({ incidentId, symbol, group, opened, worst, openedAt, resolvedAt }) => ({
        incidentId,
        symbol,
        group,
        rule: opened.rule,
        severity: worst,
        openedAt,
        resolvedAt,
      })),
    plans: [...plans].sort((a, b) => a.timestamp - b.timestamp),
    slack,
    actions: [...actions]
      .sort(
        (a, b) =>
          a.timestamp - b.timestamp ||
          ACTION_KINDS.indexOf(a.kind) - ACTION_KINDS.indexOf(b.kind) ||
          b.ordered - a.ordered ||
          (a.actionId < b.actionId ? -1 : 1),
      )
      .map(({ actionId, timestamp, kind, status, ordered, filled, reason }) => ({
        actionId,
        timestamp,
        kind,
        status,
        ordered,
        filled,
        ...(reason === null ? {} : { reason }),
      })),
    storm,
    latencyMs: { p50: quantile(played.latencies, 0.5), p99: quantile(played.latencies, 0.99) },
    failures,
  };
}

/** The smallest value that at least the share p of all lie at or below (nearest rank); null of none. */
function quantile(values: readonly number[], p: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
  return value === undefined ? null : Math.round(value * 10) / 10;
}
