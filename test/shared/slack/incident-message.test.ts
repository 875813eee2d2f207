import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refusalOf } from '../../../infra/local/slack/refusals.ts';
import type { Incident, Transition } from '../../../shared/incident/types.ts';
import { METRICS, SEVERITIES } from '../../../shared/policy/types.ts';
import { incidentMessage, transitionReply } from '../../../shared/slack/incident-message.ts';
import { REGIMES } from '../../../shared/volatility/types.ts';

const OPENED = Date.UTC(2020, 2, 12, 10);
const sighting = {
  rule: 'leverage-over-volatility',
  metric: 'leverage.weighted',
  value: 18.04,
  threshold: 9,
  regime: 'stressed',
  timestamp: OPENED,
  snapshotId: 'snapshot-1',
} as const;
const incident: Incident = {
  venue: 'demo',
  symbol: 'BTC/USDT:USDT',
  group: 'leverage',
  incidentId: '0123456789abcdef',
  status: 'open',
  severity: 'critical',
  worst: 'critical',
  version: 2,
  order: 5,
  openedAt: OPENED,
  resolvedAt: null,
  opened: { ...sighting, value: 10 },
  latest: sighting,
  policyVersion: 1,
  codeVersion: 'test',
};
const resolved: Incident = {
  ...incident,
  status: 'resolved',
  severity: 'normal',
  resolvedAt: OPENED + 3 * 3_600_000,
  latest: { ...sighting, value: 7.5 },
};
const shown = (message: object) => JSON.stringify(message);

describe('the root message', () => {
  test('says severity, market and venue, and what it is about, first', () => {
    const [header] = incidentMessage(incident).blocks;
    expect(header).toMatchObject({
      type: 'header',
      text: { text: expect.stringMatching(/CRITICAL · BTC\/USDT:USDT on demo: leverage too high for the volatility/) },
    });
  });

  test('says why in one sentence: the metric, its number, its limit and the market that it was judged in', () => {
    expect(shown(incidentMessage(incident))).toContain(
      'Average leverage of open interest is *18.0×* (limit 9.0× in a stressed market).',
    );
  });

  test('says since when, and when resolved, after how long', () => {
    expect(shown(incidentMessage(incident))).toContain('2020-03-12 10:00 UTC');
    expect(shown(incidentMessage(resolved))).toContain('Resolved after 3 h.');
    expect(incidentMessage(resolved).text).toContain('RESOLVED');
  });

  test('of a silent feed speaks of the venue and of time', () => {
    const latest = { ...sighting, metric: 'feed.silence', value: 400_000, threshold: 300_000, regime: null };
    const message = shown(incidentMessage({ ...incident, symbol: '*', group: 'feed', latest }));
    expect(message).toContain('CRITICAL · demo: no snapshots');
    expect(message).toContain('*6 min* (limit 5 min)');
  });

  test('can be read without colour and without its blocks', () => {
    for (const severity of SEVERITIES) {
      const { text } = incidentMessage({ ...incident, severity });
      expect(text).toContain(severity.toUpperCase());
      expect(text).toContain('18.0×');
    }
  });
});

test('a reply says what changed in one line', () => {
  expect(transitionReply(incident, 'escalated').text).toContain('Up to critical at 2020-03-12 10:00 UTC.');
  expect(transitionReply({ ...incident, severity: 'warning' }, 'eased').text).toContain('Down to warning');
  expect(transitionReply(resolved, 'resolved').text).toContain('back to normal');
});

describe('whatever comes from outside', () => {
  const hostile = fc.oneof(
    fc.string({ maxLength: 4_000, unit: 'binary' }),
    fc.constant('<!channel> <@U1> & *bold* `code`'),
    fc.constant('🚨'.repeat(2_000)),
    fc.constantFrom('toString', '__proto__', 'constructor'),
  );
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const time = fc.integer({ min: 0, max: 4e12 });
  const sightings = fc.record({
    rule: hostile,
    metric: fc.oneof(fc.constantFrom(...METRICS, 'feed.silence'), hostile),
    value: number,
    threshold: fc.option(number),
    regime: fc.option(fc.constantFrom(...REGIMES)),
    timestamp: time,
    snapshotId: fc.option(hostile),
  });
  const incidents: fc.Arbitrary<Incident> = fc.record({
    venue: hostile,
    symbol: hostile,
    group: hostile,
    incidentId: hostile,
    status: fc.constantFrom('open' as const, 'resolved' as const),
    severity: fc.constantFrom(...SEVERITIES),
    worst: fc.constantFrom(...SEVERITIES),
    version: fc.nat(),
    order: fc.nat(),
    openedAt: time,
    resolvedAt: fc.option(time),
    opened: sightings,
    latest: sightings,
    policyVersion: fc.nat(),
    codeVersion: hostile,
  });

  test('the messages are ones that Slack takes', () => {
    fc.assert(
      fc.property(
        incidents,
        fc.constantFrom<Transition>('opened', 'escalated', 'eased', 'resolved'),
        (anything, transition) => {
          for (const { text, blocks } of [incidentMessage(anything), transitionReply(anything, transition)]) {
            expect(refusalOf(text, blocks)).toBeUndefined();
          }
        },
      ),
    );
  });

  test('nobody is called by it: control characters of mrkdwn are escaped wherever mrkdwn is read', () => {
    fc.assert(
      fc.property(incidents, (anything) => {
        const message = incidentMessage(anything);
        const mrkdwn: string[] = message.blocks.flatMap((block) => {
          if (block.type === 'context') return block.elements.map(({ text }) => text);
          if (block.type !== 'section') return [];
          return [...(block.text ? [block.text] : []), ...(block.fields ?? [])].map(({ text }) => text);
        });
        for (const text of [message.text, ...mrkdwn]) {
          expect(text).not.toMatch(/[<>]/);
          expect(text.replaceAll(/&(amp|lt|gt);/g, '').replaceAll(/&(a|am|amp|l|lt|g|gt)?…/g, '')).not.toContain('&');
        }
      }),
    );
  });
});
