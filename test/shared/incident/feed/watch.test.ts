import { describe, expect, test } from '@jest/globals';
import { allowedSilence } from '../../../../shared/incident/feed/rhythm.ts';
import { DEFAULT_FEED_TERMS } from '../../../../shared/incident/feed/terms.ts';
import { type Feed, feedEvents } from '../../../../shared/incident/feed/watch.ts';

const at = 10_000_000;
const check = { at, silenceMs: 300_000, policyVersion: 1, codeVersion: 'test', terms: DEFAULT_FEED_TERMS };
const heard = (ms: number, more: Partial<Feed> = {}): Feed => ({
  venue: 'demo',
  snapshotId: 's',
  sequence: 7,
  receivedAt: at - ms,
  gaps: [],
  missing: [],
  late: null,
  ...more,
});
const eventOf = (group: string, feed: Feed) => feedEvents(feed, check).find((event) => event.group === group);

test('a feed without a fault gives a normal event for each thing that is watched, so that what was raised is resolved', () => {
  expect(feedEvents(heard(0), check).map(({ group, severity, order }) => [group, severity, order])).toEqual([
    ['feed', 'normal', at],
    ['feed-late', 'normal', at],
    ['feed-jump', 'normal', at],
    ['feed-parts', 'normal', at],
    ['feed-sequence', 'normal', at],
    ['feed-unassessed', 'normal', at],
    ['feed-unanswered', 'normal', at],
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

describe('snapshots that all come late', () => {
  const since = (ms: number, count: number, lastMs = 0) => ({
    late: { count, since: at - ms, lastAt: at - lastMs },
  });

  test('are told by their own name while they come, and are no silence', () => {
    const feed = heard(400_000, since(380_000, 6));
    expect(eventOf('feed', feed)).toMatchObject({ severity: 'normal', sighting: { value: 0 } });
    const event = eventOf('feed-late', feed);
    expect(event).toMatchObject({
      severity: 'warning',
      sighting: { rule: 'snapshots-late', metric: 'feed.late', value: 400_000, threshold: 300_000, snapshotId: 's' },
    });
    expect(event?.sighting.detail).toMatch(
      /^6 snapshots have come behind the sequence 7 \(snapshot s, received .* UTC\)/,
    );
    expect(eventOf('feed-late', heard(900_001, since(890_000, 3)))?.severity).toBe('critical');
  });

  test('are normal while few of them overtook each other, or a newer one came within the time that is allowed', () => {
    expect(eventOf('feed-late', heard(400_000, since(380_000, 2)))?.severity).toBe('normal');
    expect(eventOf('feed-late', heard(300_000, since(290_000, 50)))?.severity).toBe('normal');
    expect(eventOf('feed-late', heard(400_000))?.severity).toBe('normal');
  });

  test('and then stop are a silence from the last of them on', () => {
    const feed = heard(1_000_000, since(900_000, 6, 300_001));
    expect(eventOf('feed', feed)).toMatchObject({ severity: 'warning', sighting: { value: 300_001 } });
    expect(eventOf('feed-late', feed)?.severity).toBe('critical');
  });
});

describe('pushes that are refused for a jump', () => {
  const refused = (count: number, lastMs: number) =>
    eventOf('feed-jump', heard(0, { refused: { count, since: at - 500_000, lastAt: at - lastMs, why: 'too far' } }));

  test('are an incident from the third in a row on, that says why, critical from the thirtieth', () => {
    expect([2, 3, 29, 30].map((count) => refused(count, 0)?.severity)).toEqual([
      'normal',
      'warning',
      'warning',
      'critical',
    ]);
    expect(refused(3, 0)?.sighting).toMatchObject({
      rule: 'sequence-jumps',
      metric: 'feed.refused',
      detail: 'too far',
    });
    expect(refused(2, 0)?.sighting).not.toHaveProperty('detail');
  });

  test('are over ten minutes after the last', () => {
    expect(refused(9, 599_999)?.severity).toBe('warning');
    expect(refused(9, 600_000)).toMatchObject({ severity: 'normal', sighting: { value: 0 } });
  });
});

describe.each([
  ['unassessed', 'snapshots-unassessed', 120_000, 'has not been assessed'],
  ['unanswered', 'moves-unanswered', 300_000, 'has moved a severity, and its incidents have not been opened'],
] as const)('snapshots that are %s', (name, rule, allowed, words) => {
  const lacking = (ms: number, more: object = {}) =>
    eventOf(
      `feed-${name}`,
      heard(0, { [name]: { snapshotId: 'old', sequence: 3, receivedAt: at - ms, count: 1, more: false, ...more } }),
    );

  test('are in work for a while, and then critical at once, with the name of the oldest', () => {
    expect(lacking(allowed)?.severity).toBe('normal');
    expect(lacking(allowed + 1)).toMatchObject({
      severity: 'critical',
      sighting: { rule, metric: `feed.${name}`, value: allowed + 1, threshold: allowed, snapshotId: 'old' },
    });
    expect(lacking(allowed + 1)?.sighting.detail).toBe(`the snapshot with the sequence 3 ${words}`);
  });

  test('are counted, and told with the error of the last try', () => {
    expect(lacking(allowed + 1, { count: 4, why: 'TypeError: no' })?.sighting.detail).toBe(
      `the snapshot with the sequence 3, the first of 4, ${words}; the last error was TypeError: no`,
    );
    expect(lacking(allowed + 1, { count: 101, more: true })?.sighting.detail).toContain('the first of at least 101,');
  });
});
