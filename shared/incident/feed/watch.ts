import type { Severity } from '../../policy/types.ts';
import type { Event } from '../decide.ts';
import { WHOLE_VENUE } from '../scope.ts';
import { allowedSilence, SHORTEST_MS } from './rhythm.ts';
import type { MissingRange } from './sequence.ts';

/** What is known of a venue's feed at the time of a check. All times are by our clock, Unix milliseconds. */
export interface Feed {
  readonly venue: string;
  /** The newest complete snapshot. */
  readonly snapshotId: string;
  readonly receivedAt: number;
  /** How long before it the one before had come, and so on, the newest last; milliseconds. */
  readonly gaps: readonly number[];
  readonly missing: readonly MissingRange[];
  /** A snapshot in parts that came after the newest complete one and is not complete yet. */
  readonly incomplete?: { readonly snapshotId: string; readonly since: number };
}

export interface Check {
  /** Time of the check: also the order of its events. */
  readonly at: number;
  /** The longest silence that the operator lets pass, milliseconds. */
  readonly silenceMs: number;
  /** Of the venue's policy, which says from what severity on there is an incident. */
  readonly policyVersion: number;
  readonly codeVersion: string;
}

/** Something that is watched in a feed: how bad it is, in the unit of its metric. */
interface Fault {
  readonly group: string;
  readonly rule: string;
  readonly metric: string;
  readonly value: number;
  /** From where on it is a warning, and from where on critical; nothing above a line is normal. */
  readonly warning: number;
  readonly critical: number;
  readonly snapshotId: string;
}

/** What a venue's feed amounts to at the time of a check: one event for each thing that can be wrong with it, normal ones included. */
export function feedEvents(feed: Feed, check: Check): Event[] {
  return [silenceOf(feed, check), incompleteOf(feed, check), missingOf(feed, check)].map((fault) =>
    eventOf(feed.venue, fault, check),
  );
}

function silenceOf({ snapshotId, receivedAt, gaps }: Feed, { at, silenceMs }: Check): Fault {
  const allowed = allowedSilence(gaps, silenceMs);
  return {
    group: 'feed',
    rule: 'feed-silence',
    metric: 'feed.silence',
    value: Math.max(0, at - receivedAt),
    warning: allowed,
    critical: 3 * allowed,
    snapshotId,
  };
}

/** Parts are pushed one after the other: one that is not there within two checks has been given up, or cannot get through. */
function incompleteOf({ snapshotId, incomplete }: Feed, { at, silenceMs }: Check): Fault {
  const allowed = Math.min(silenceMs, SHORTEST_MS);
  return {
    group: 'feed-parts',
    rule: 'snapshot-incomplete',
    metric: 'feed.incomplete',
    value: incomplete ? Math.max(0, at - incomplete.since) : 0,
    warning: allowed,
    critical: 3 * allowed,
    snapshotId: incomplete?.snapshotId ?? snapshotId,
  };
}

/** Snapshots may overtake each other: only what is still missing after two checks counts. One is a slip, a hundred are a failure. */
function missingOf({ snapshotId, missing }: Feed, { at }: Check): Fault {
  const overdue = missing.filter(({ since }) => at - since > SHORTEST_MS);
  return {
    group: 'feed-sequence',
    rule: 'sequence-gap',
    metric: 'feed.missing',
    value: overdue.reduce((sum, { from, to }) => sum + to - from + 1, 0),
    warning: 0,
    critical: 99,
    snapshotId,
  };
}

function eventOf(venue: string, fault: Fault, { at, policyVersion, codeVersion }: Check): Event {
  const { group, rule, metric, value, warning, critical, snapshotId } = fault;
  const [severity, threshold]: [Severity, number | null] =
    value > critical ? ['critical', critical] : value > warning ? ['warning', warning] : ['normal', null];
  return {
    venue,
    symbol: WHOLE_VENUE,
    group,
    severity,
    order: at,
    sighting: { rule, metric, value, threshold, regime: null, timestamp: at, snapshotId },
    policyVersion,
    codeVersion,
  };
}
