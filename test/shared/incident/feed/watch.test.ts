import { describe, expect, test } from '@jest/globals';
import { allowedSilence } from '../../../../shared/incident/feed/rhythm.ts';
import { type Feed, feedEvents } from '../../../../shared/incident/feed/watch.ts';

const at = 10_000_000;
const check = { at, silenceMs: 300_000, policyVersion: 1, codeVersion: 'test' };
const heard = (ms: number, more: Partial<Feed> = {}): Feed => ({
  venue: 'demo',
  snapshotId: 's',
  receivedAt: at - ms,
  gaps: [],
  missing: [],
  ...more,
});
const eventOf = (group: string, feed: Feed) => feedEvents(feed, check).find((event) => event.group === group);

test('a feed without a fault gives a normal event for each thing that is watched, so that what was raised is resolved', () => {
  expect(feedEvents(heard(0), check).map(({ group, severity, order }) => [group, severity, order])).toEqual([
    ['feed', 'normal', at],
    ['feed-parts', 'normal', at],
    ['feed-sequence', 'normal', at],
  ]);
});

describe('a silent feed', () => {
  const severityAfter = (ms: number) => eventOf('feed', heard(ms))?.severity;

  test('is normal within its time, a warning past it, critical past three times it', () => {
    expect([0, 300_000, 300_001, 900_000, 900_001].map(severityAfter)).toEqual([
      'normal',
      'normal',
      'warning',
      'warning',
      'critical',
    ]);
  });

  test('that has a rhythm is silent once it has missed five of its snapshots, two minutes at least, the configured time at most', () => {
    expect(allowedSilence([], 300_000)).toBe(300_000);
    expect(allowedSilence([1_000, 1_000, 1_000], 300_000)).toBe(300_000);
    expect(allowedSilence(Array(16).fill(1_000), 300_000)).toBe(120_000);
    expect(allowedSilence(Array(16).fill(40_000), 300_000)).toBe(200_000);
    expect(allowedSilence(Array(16).fill(3_600_000), 300_000)).toBe(300_000);
    // One night without snapshots does not make a slow feed of a quick one.
    expect(allowedSilence([30_000, 30_000, 8 * 3_600_000, 30_000, 32_000], 300_000)).toBe(150_000);
    expect(eventOf('feed', heard(210_000, { gaps: [40_000, 40_000, 40_000, 40_000] }))).toMatchObject({
      severity: 'warning',
      sighting: { value: 210_000, threshold: 200_000 },
    });
  });

  test('tells how long it has been silent against what is allowed', () => {
    expect(eventOf('feed', heard(400_000))).toMatchObject({
      symbol: '*',
      order: at,
      sighting: { metric: 'feed.silence', value: 400_000, threshold: 300_000, snapshotId: 's' },
    });
  });

  test('whose last snapshot comes from after the check is not silent', () => {
    expect(eventOf('feed', heard(-1_000))).toMatchObject({ severity: 'normal', sighting: { value: 0 } });
  });
});

describe('a snapshot in parts', () => {
  const begun = (ms: number) => eventOf('feed-parts', heard(0, { incomplete: { snapshotId: 'half', since: at - ms } }));

  test('has two minutes to become complete, then it is named in a warning, and after six minutes critical', () => {
    expect([120_000, 120_001, 360_001].map((ms) => begun(ms)?.severity)).toEqual(['normal', 'warning', 'critical']);
    expect(begun(130_000)?.sighting).toMatchObject({
      metric: 'feed.incomplete',
      value: 130_000,
      threshold: 120_000,
      snapshotId: 'half',
    });
  });
});

describe('snapshots that were passed over', () => {
  const missing = (from: number, to: number, ms: number) => ({ from, to, since: at - ms });
  const event = (...ranges: Feed['missing']) => eventOf('feed-sequence', heard(0, { missing: ranges }));

  test('may be on their way for two minutes, then they are counted', () => {
    expect(event(missing(5, 5, 120_000))?.severity).toBe('normal');
    expect(event(missing(5, 6, 120_001), missing(9, 9, 300_000), missing(12, 20, 1_000))).toMatchObject({
      severity: 'warning',
      sighting: { value: 3, threshold: 0 },
    });
  });

  test('are critical from a hundred on', () => {
    expect(event(missing(1, 99, 200_000))?.severity).toBe('warning');
    expect(event(missing(1, 100, 200_000))?.severity).toBe('critical');
  });
});
