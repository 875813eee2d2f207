import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideIncident, type Event, incidentIdOf } from '../../../shared/incident/decide.ts';
import type { Incident } from '../../../shared/incident/types.ts';
import { SEVERITIES, type Severity } from '../../../shared/policy/types.ts';

const event = (order: number, severity: Severity): Event => ({
  venue: 'demo',
  symbol: 'BTC/USDT:USDT',
  group: 'leverage',
  severity,
  order,
  sighting: {
    rule: 'r',
    metric: 'leverage.weighted',
    value: order,
    threshold: 1,
    regime: 'calm',
    timestamp: order * 1_000,
    snapshotId: `s${order}`,
  },
  policyVersion: 1,
  codeVersion: 'test',
});

/** Takes severities in order and tells what each did. */
function timeline(...severities: Severity[]) {
  let last: Incident | undefined;
  const told: string[] = [];
  severities.forEach((severity, i) => {
    const decision = decideIncident(last, event(i + 1, severity), 'warning');
    told.push(decision.change ? decision.transition : decision.reason);
    if (decision.change) last = decision.incident;
  });
  return { told, last };
}

describe('an incident', () => {
  test('opens at the alert severity, follows it up and down, and resolves below it', () => {
    const { told, last } = timeline(
      'watch',
      'warning',
      'warning',
      'emergency',
      'critical',
      'warning',
      'watch',
      'normal',
    );
    expect(told).toEqual([
      'below-alert',
      'opened',
      'unchanged',
      'escalated',
      'eased',
      'eased',
      'resolved',
      'below-alert',
    ]);
    expect(last).toMatchObject({
      status: 'resolved',
      worst: 'emergency',
      version: 5,
      openedAt: 2_000,
      resolvedAt: 7_000,
    });
  });

  test('that opens again after it was resolved is another one', () => {
    const first = timeline('warning', 'normal').last as Incident;
    const again = timeline('warning', 'normal', 'critical').last as Incident;
    expect(again.incidentId).not.toBe(first.incidentId);
    expect(again).toMatchObject({ version: 1, worst: 'critical', openedAt: 3_000 });
  });

  test('is not moved by an event that it has taken, nor by an older one', () => {
    const { last } = timeline('watch', 'warning', 'critical');
    expect(decideIncident(last, event(3, 'normal'), 'warning')).toEqual({ change: false, reason: 'applied' });
    expect(decideIncident(last, event(2, 'normal'), 'warning')).toEqual({ change: false, reason: 'overtaken' });
  });

  test('is named by what opened it: the same event always gives the same id, another one another', () => {
    expect(incidentIdOf(event(1, 'warning'))).toBe(incidentIdOf(event(1, 'critical')));
    expect(incidentIdOf(event(1, 'warning'))).not.toBe(incidentIdOf(event(2, 'warning')));
    expect(incidentIdOf({ venue: 'a', symbol: 'b', group: 'c', order: 1 })).not.toBe(
      incidentIdOf({ venue: 'a', symbol: 'bc', group: '', order: 1 }),
    );
  });

  test('that opens after a reset of the venue is another one than that of the same order before it', () => {
    const resolved = { ...(timeline('warning', 'normal').last as Incident), order: 0, epoch: 9_000 };
    const decision = decideIncident(resolved, event(1, 'warning'), 'warning');
    const { incident } = decision as Extract<typeof decision, { change: true }>;
    expect(incident).toMatchObject({ order: 1, epoch: 9_000 });
    expect(incident.incidentId).not.toBe(resolved.incidentId);
    expect(incident.incidentId).toBe(incidentIdOf(event(1, 'warning'), 9_000));
  });

  test('over any severities: at most one is open, versions rise by one, and it is open exactly while it alerts', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SEVERITIES), { minLength: 1, maxLength: 40 }), (severities) => {
        let last: Incident | undefined;
        severities.forEach((severity, i) => {
          const before = last;
          const decision = decideIncident(last, event(i + 1, severity), 'warning');
          if (decision.change) {
            last = decision.incident;
            expect(last.version).toBe(before?.incidentId === last.incidentId ? (before as Incident).version + 1 : 1);
          }
          const alerting = SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf('warning');
          expect(last?.status === 'open').toBe(alerting);
          if (alerting) expect(last?.severity).toBe(severity);
        });
      }),
    );
  });
});
