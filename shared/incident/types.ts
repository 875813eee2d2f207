import type { Severity } from '../policy/types.ts';
import type { Regime } from '../volatility/types.ts';

/** What an incident is about: at most one is open for each key. */
export interface IncidentKey {
  readonly venue: string;
  /** `*` if it concerns the whole venue, else a market's as in scope.ts. */
  readonly symbol: string;
  readonly group: string;
}

/** What was seen when an incident last moved; a number with its threshold and the regime it was judged in. */
export interface Sighting {
  readonly rule: string;
  readonly metric: string;
  readonly value: number;
  readonly threshold: number | null;
  readonly regime: Regime | null;
  /** Unix milliseconds, in the snapshots' own time. */
  readonly timestamp: number;
  /** What the sighting rests on; null for a feed that sent nothing. */
  readonly snapshotId: string | null;
  /** What stands behind the number, in plain words, where it is not the number itself. */
  readonly detail?: string;
  /** The market is not in the book any more: the incident ends because nothing is seen of it, not because it is over. */
  readonly unobserved?: true;
}

export interface Incident extends IncidentKey {
  readonly incidentId: string;
  readonly status: 'open' | 'resolved';
  readonly severity: Severity;
  /** The worst severity so far. */
  readonly worst: Severity;
  /** 1 when opened, one more with each transition. */
  readonly version: number;
  /** Orders the events of one key: the snapshot's sequence, or for a feed the time of the check. */
  readonly order: number;
  /** Of the last reset of the venue that lowered the key's order, Unix milliseconds: after it the same orders come again. */
  readonly epoch?: number;
  readonly openedAt: number;
  readonly resolvedAt: number | null;
  readonly opened: Sighting;
  readonly latest: Sighting;
  readonly policyVersion: number;
  readonly codeVersion: string;
}

export type Transition = 'opened' | 'escalated' | 'eased' | 'resolved';
