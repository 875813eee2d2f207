import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { MOST_LOOKS } from '../../shared/policy/time-limits.ts';
import { readNewestAssessmentRecord } from '../../shared/store/assessments.ts';
import { putItem } from '../../shared/store/tables.ts';
import { quietConsole, until } from './asked-venue.ts';
import { type GuardedVenue, openGuardedVenue } from './guarded-venue.ts';

jest.setTimeout(600_000);

let venue: GuardedVenue;
afterEach(() => venue.close());

const VERIFICATION_S = 1_800;

/** A plan has been carried out, and its verification waits for a snapshot. */
async function carriedOut(patience: GuardedVenue['patience'] = {}): Promise<void> {
  quietConsole();
  venue = await openGuardedVenue();
  venue.patience = patience;
  await venue.push();
  await venue.press('U-ANNA');
  await venue.work();
}

const looks = () => venue.executions()[0]?.states.filter((state) => state === 'verify').length ?? 0;

/** The index is far from the mark: the snapshot fails its checks, and nothing may be judged by it. */
function poison(index = 150): void {
  (venue.exchange.state.markets[0] as { index: number }).index = index;
}

/** The newest assessment once more, as that of a newer snapshot. */
async function assessedAgain(): Promise<void> {
  const { tables } = venue;
  const newest = (await readNewestAssessmentRecord(tables, 'demo'))!;
  const sequence = newest.sequence + 1;
  const key = { pk: 'venue#demo', sk: `assessment#${String(sequence).padStart(16, '0')}` };
  await putItem(tables, tables.state, { ...newest, ...key, sequence });
}

describe('a verification', () => {
  test('has one deadline, and a bounded number of looks, though its venue pushes every three seconds and nothing can be judged', async () => {
    await carriedOut();
    const begun = venue.clock;
    poison();
    await venue.push({ responding: false });
    for (let seconds = 0; venue.executions()[0]?.status === 'RUNNING' && seconds < 2 * VERIFICATION_S; seconds += 3) {
      venue.clock += 3_000;
      await assessedAgain();
      await venue.wake();
    }
    expect(venue.executions()[0]?.status).toBe('SUCCEEDED');
    // Each look takes the clock a second further.
    expect((venue.clock - begun) / 1_000).toBeGreaterThanOrEqual(VERIFICATION_S);
    expect((venue.clock - begun) / 1_000).toBeLessThan(VERIFICATION_S + 60);
    expect(looks()).toBeGreaterThan(MOST_LOOKS / 2);
    expect(looks()).toBeLessThanOrEqual(MOST_LOOKS + 2);
    expect(venue.texts().at(-1)).toContain('Not verified: no newer snapshot has come by which it could be judged.');
  }, 600_000);

  test('is not renewed by late snapshots: nobody is told of them', async () => {
    await carriedOut();
    const before = looks();
    const { tables } = venue;
    const newest = (await readNewestAssessmentRecord(tables, 'demo'))!;
    const key = { pk: 'venue#demo', sk: `assessment#${String(newest.sequence + 1).padStart(16, '0')}` };
    await putItem(tables, tables.state, { ...newest, ...key, sequence: newest.sequence + 1, late: true });
    for (let pushes = 0; pushes < 20; pushes++) await venue.wake();
    expect(looks()).toBe(before);
  });

  test('takes one last look before it says that nothing could be judged', async () => {
    await carriedOut({ verificationSeconds: 3 });
    const index = (venue.exchange.state.markets[0] as { index: number }).index;
    poison();
    await venue.push({ responding: false });
    const before = looks();
    poison(index);
    // So soon after a look nobody is told of it, and no other snapshot comes.
    await venue.push({ responding: false });
    expect(looks()).toBe(before);
    // What is waited for is what the last wake has said was left.
    venue.clock += VERIFICATION_S * 1_000;
    await venue.wake();
    expect(venue.texts().some((text) => text.includes('Verified: better'))).toBe(true);
    expect(venue.texts().join()).not.toContain('Not verified');
  });

  test('that nobody tells of anything is closed in its time, with what the newest snapshot shows', async () => {
    await carriedOut({ verificationSeconds: 1 });
    await until(() => venue.executions()[0]?.status !== 'RUNNING');
    expect(venue.executions()[0]?.status).toBe('SUCCEEDED');
    expect(venue.texts().filter((text) => text.includes('Not verified'))).toHaveLength(1);
    // What has been closed without a judgement stays so, whoever looks again.
    await venue.sweep();
    expect(venue.texts().filter((text) => text.includes('erified'))).toHaveLength(1);
  });
});

test('a dispatch gives signs of life while it sends, however long the venue takes', async () => {
  quietConsole();
  venue = await openGuardedVenue({ dispatch: { capForMs: 3_600_000 } });
  await venue.push();
  venue.word = 'never';
  const beats: number[] = [];
  const slowly = async () => {
    beats.push(venue.beats());
    venue.clock += 11_000;
    venue.meanwhile = slowly;
  };
  venue.meanwhile = slowly;
  await venue.press('U-ANNA');
  expect(venue.requests()).toBe(2);
  expect(beats).toEqual([1, 2]);
});
