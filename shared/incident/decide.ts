import { createHash } from 'node:crypto';
import { type Alarm, SEVERITIES, type Severity } from '../policy/types.ts';
import type { Incident, IncidentKey, Sighting, Transition } from './types.ts';

/** What happened to the severity of one venue, market and rule group. */
export interface Event extends IncidentKey {
  readonly severity: Severity;
  /** Orders the events of one key: an event at or behind the last one taken changes nothing. */
  readonly order: number;
  readonly sighting: Sighting;
  readonly policyVersion: number;
  readonly codeVersion: string;
}

/** Whether and why an incident changes; with what it then is. */
export type IncidentDecision =
  | {
      readonly change: true;
      readonly transition: Transition;
      readonly reason: 'breach' | 'worse' | 'better' | 'cleared';
      readonly incident: Incident;
    }
  | { readonly change: false; readonly reason: 'applied' | 'overtaken' | 'below-alert' | 'unchanged' };

/** At or above. */
export const reaches = (severity: Severity, threshold: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);

/**
 * The same event always opens the same incident.
 *
 * @param epoch tells an event from one of the same order before the venue was reset
 */
export const incidentIdOf = (
  { venue, symbol, group, order }: Pick<Event, 'venue' | 'symbol' | 'group' | 'order'>,
  epoch?: number,
): string =>
  createHash('sha256')
    .update(JSON.stringify([venue, symbol, group, order, ...(epoch === undefined ? [] : [epoch])]))
    .digest('hex')
    .slice(0, 16);

/**
 * What an event does to the incident of its key, of which at most one is open: it opens at `alertFrom` and above, follows the
 * severity while open, and resolves below `alertFrom`.
 *
 * @param last the key's newest incident, open or resolved
 */
export function decideIncident(last: Incident | undefined, event: Event, alertFrom: Alarm): IncidentDecision {
  if (last && event.order === last.order) return { change: false, reason: 'applied' };
  if (last && event.order < last.order) return { change: false, reason: 'overtaken' };
  const alerting = reaches(event.severity, alertFrom);
  const { severity, order, sighting, policyVersion, codeVersion } = event;
  if (!last || last.status === 'resolved') {
    if (!alerting) return { change: false, reason: 'below-alert' };
    const { venue, symbol, group } = event;
    const epoch = last?.epoch;
    const incident: Incident = {
      venue,
      symbol,
      group,
      incidentId: incidentIdOf(event, epoch),
      status: 'open',
      severity,
      worst: severity,
      version: 1,
      order,
      ...(epoch === undefined ? {} : { epoch }),
      openedAt: sighting.timestamp,
      resolvedAt: null,
      opened: sighting,
      latest: sighting,
      policyVersion,
      codeVersion,
    };
    return { change: true, transition: 'opened', reason: 'breach', incident };
  }
  if (severity === last.severity) return { change: false, reason: 'unchanged' };
  const moved = { ...last, severity, order, version: last.version + 1, latest: sighting, policyVersion, codeVersion };
  if (!alerting) {
    const incident: Incident = { ...moved, status: 'resolved', resolvedAt: sighting.timestamp };
    return { change: true, transition: 'resolved', reason: 'cleared', incident };
  }
  return reaches(severity, last.severity)
    ? {
        change: true,
        transition: 'escalated',
        reason: 'worse',
        incident: { ...moved, worst: reaches(severity, last.worst) ? severity : last.worst },
      }
    : { change: true, transition: 'eased', reason: 'better', incident: moved };
}
