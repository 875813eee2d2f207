import type { Severity } from '../../policy/types.ts';
import { timeFigure } from '../../presentation/figures.ts';
import type { Event } from '../decide.ts';
import { WHOLE_VENUE } from '../scope.ts';
import { allowedSilence, SHORTEST_MS } from './rhythm.ts';
import type { Run } from './run.ts';
import type { MissingRange } from './sequence.ts';
import type { FeedTerms } from './terms.ts';

/** What is known of a venue's feed at the time of a check. All times are by our clock, Unix milliseconds. */
export interface Feed {
  readonly venue: string;
  /** The newest complete snapshot. */
  readonly snapshotId: string;
  readonly sequence: number;
  readonly receivedAt: number;
  /** How long before it the one before had come, and so on, the newest last; milliseconds. */
  readonly gaps: readonly number[];
  readonly missing: readonly MissingRange[];
  /** A snapshot in parts that came after the newest complete one and is not complete yet. */
  readonly incomplete?: { readonly snapshotId: string; readonly since: number };
  /** Late snapshots since the newest one; null if none has come. */
  readonly late: Run | null;
  /** Pushes that were refused for a jump of the sequence or the time, and why the last one was. */
  readonly refused?: Run & { readonly why: string };
  /** Snapshots that were received and are not assessed; absent if there are none. */
  readonly unassessed?: Unsettled;
  /** Assessed snapshots that moved a severity, and whose incidents have not been opened. */
  readonly unanswered?: Unsettled;
}

/** Snapshots that a part of the platform has not worked off. */
export interface Unsettled {
  /** Of the one that arrived first. */
  readonly snapshotId: string;
  readonly sequence: number;
  readonly receivedAt: number;
  readonly count: number;
  /** Whether there may be more than are counted. */
  readonly more: boolean;
  /** The error that its last try ended with, if one was noted. */
  readonly why?: string;
}

export interface Check {
  /** Time of the check: also the order of its events. */
  readonly at: number;
  /** The longest silence that the operator lets pass, milliseconds. */
  readonly silenceMs: number;
  /** Of the venue's policy, which says from what severity on there is an incident. */
  readonly policyVersion: number;
  readonly terms: Pick<FeedTerms, 'lateRun' | 'refusedRun' | 'unassessedAfterMs' | 'unansweredAfterMs'>;
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
  readonly detail?: string;
}

/** The groups of incidents of a feed. Their order is the time of the check, not a sequence. */
export const FEED_GROUPS: readonly string[] = [
  ...['feed', 'feed-late', 'feed-jump', 'feed-parts', 'feed-sequence'],
  ...['feed-unassessed', 'feed-unanswered'],
];

/** What a venue's feed amounts to at the time of a check: one event for each thing that can be wrong with it, normal ones included. */
export function feedEvents(feed: Feed, check: Check): Event[] {
  return [silenceOf, lateOf, refusedOf, incompleteOf, missingOf, unassessedOf, unansweredOf].map((of) =>
    eventOf(feed.venue, of(feed, check), check),
  );
}

/** Silence counts from the last snapshot of any kind: late ones have a message of their own. */
function silenceOf({ snapshotId, receivedAt, gaps, late }: Feed, { at, silenceMs }: Check): Fault {
  const allowed = allowedSilence(gaps, silenceMs);
  return {
    group: 'feed',
    rule: 'feed-silence',
    metric: 'feed.silence',
    value: Math.max(0, at - Math.max(receivedAt, late?.lastAt ?? 0)),
    warning: allowed,
    critical: 3 * allowed,
    snapshotId,
  };
}

/** While all that comes is late nothing moves: that is as bad as silence, and is measured by the same time. */
function lateOf(feed: Feed, { at, silenceMs, terms: { lateRun } }: Check): Fault {
  const { snapshotId, sequence, receivedAt, gaps, late } = feed;
  const allowed = allowedSilence(gaps, silenceMs);
  const run = late && late.count >= lateRun.count ? late : null;
  const behind = `the sequence ${sequence} (snapshot ${snapshotId}, received ${timeFigure(receivedAt)})`;
  return {
    group: 'feed-late',
    rule: 'snapshots-late',
    metric: 'feed.late',
    value: run ? Math.max(0, at - receivedAt) : 0,
    warning: allowed,
    critical: 3 * allowed,
    snapshotId,
    ...(run
      ? { detail: `${run.count} snapshots have come behind ${behind}; if that one is wrong, reset the venue` }
      : {}),
  };
}

/** A refused push is told to the venue; that it keeps pushing them is for the operator to know. */
function refusedOf({ snapshotId, refused }: Feed, { at, terms: { refusedRun } }: Check): Fault {
  const run = refused && at - refused.lastAt < refusedRun.quietMs ? refused : undefined;
  return {
    group: 'feed-jump',
    rule: 'sequence-jumps',
    metric: 'feed.refused',
    value: run?.count ?? 0,
    warning: refusedRun.count - 1,
    critical: 10 * refusedRun.count - 1,
    snapshotId,
    ...(run ? { detail: run.why } : {}),
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

/** Critical at once: while nothing is assessed the venue is not watched. */
function unassessedOf({ snapshotId, unassessed }: Feed, { at, terms: { unassessedAfterMs } }: Check): Fault {
  return unsettledOf(unassessed, at, {
    group: 'feed-unassessed',
    rule: 'snapshots-unassessed',
    metric: 'feed.unassessed',
    allowedMs: unassessedAfterMs,
    snapshotId,
    lack: 'not been assessed',
  });
}

/** Critical at once: a breach was found, and nobody has been told. */
function unansweredOf({ snapshotId, unanswered }: Feed, { at, terms: { unansweredAfterMs } }: Check): Fault {
  return unsettledOf(unanswered, at, {
    group: 'feed-unanswered',
    rule: 'moves-unanswered',
    metric: 'feed.unanswered',
    allowedMs: unansweredAfterMs,
    snapshotId,
    lack: 'moved a severity, and its incidents have not been opened',
  });
}

interface UnsettledTerms extends Pick<Fault, 'group' | 'rule' | 'metric' | 'snapshotId'> {
  readonly allowedMs: number;
  readonly lack: string;
}

function unsettledOf(
  unsettled: Unsettled | undefined,
  at: number,
  { allowedMs, lack, snapshotId, ...fault }: UnsettledTerms,
): Fault {
  const value = unsettled ? Math.max(0, at - unsettled.receivedAt) : 0;
  const lines = { value, warning: allowedMs, critical: allowedMs };
  if (!unsettled) return { ...fault, ...lines, snapshotId };
  const { sequence, count, more, why } = unsettled;
  const others = count > 1 || more ? `, the first of ${more ? 'at least ' : ''}${count},` : '';
  const detail = `the snapshot with the sequence ${sequence}${others} has ${lack}${why ? `; the last error was ${why}` : ''}`;
  return { ...fault, ...lines, snapshotId: unsettled.snapshotId, detail };
}

function eventOf(venue: string, fault: Fault, { at, policyVersion, codeVersion }: Check): Event {
  const { group, rule, metric, value, warning, critical, snapshotId, detail } = fault;
  const [severity, threshold]: [Severity, number | null] =
    value > critical ? ['critical', critical] : value > warning ? ['warning', warning] : ['normal', null];
  return {
    venue,
    symbol: WHOLE_VENUE,
    group,
    severity,
    order: at,
    sighting: {
      rule,
      metric,
      value,
      threshold,
      regime: null,
      timestamp: at,
      snapshotId,
      ...(severity !== 'normal' && detail ? { detail } : {}),
    },
    policyVersion,
    codeVersion,
  };
}
