import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { readDispatch } from '../../shared/store/dispatches.ts';
import { readDueResponses } from '../../shared/store/due-responses.ts';
import { PlanConflict } from '../../shared/store/plan-actions.ts';
import { readNewestPlan } from '../../shared/store/plans.ts';
import { readDone } from '../../shared/store/verifications.ts';
import { contents } from '../environment/tables.ts';
import { quietConsole, until } from './asked-venue.ts';
import { type GuardedVenue, openGuardedVenue } from './guarded-venue.ts';

jest.setTimeout(600_000);

let venue: GuardedVenue;
afterEach(() => venue.close());

/** What the crowd holds once all that was approved has been closed, and nothing else. */
const AFTER = 1_200_000 - 620_300;

async function opened(response: object = {}): Promise<void> {
  quietConsole();
  venue = await openGuardedVenue(response);
}

const due = () => readDueResponses(venue.tables, 'demo');
const statuses = () => venue.executions().map(({ status, error }) => error ?? status);
const failures = () => venue.texts().filter((text) => text.includes('was not carried through'));
/** The newest plan of the venue. */
const planId = async () => (await readNewestPlan(venue.tables, 'demo'))?.planId ?? '';

/** Fails each try of a step, but the first so many. */
function breaks(step: string, { after = 0, by = new Error('nobody has thought of this') } = {}): void {
  let entered = 0;
  venue.broken = (name) => (name === step && entered++ >= after ? by : undefined);
}
const mends = () => {
  venue.broken = () => undefined;
};

/** Nobody is in the way any more: what is asked is approved, what is sent is worked off. */
async function carriedThrough(): Promise<void> {
  if (venue.requests() === 0) await venue.press('U-ANNA').catch(() => undefined);
  await venue.work();
  await venue.push({ responding: false });
}

describe('a response whose execution has failed', () => {
  test.each([
    ['notify', 'NotNotified'],
    ['plan', 'NotPlanned'],
    ['ask', 'NotAsked'],
    ['dispatch', 'NotDispatched'],
    ['verify', 'NotVerified'],
  ])('at %s is taken up by the next sweep, and what was approved is done once', async (step, failed) => {
    await opened();
    breaks(step);
    await venue.push();
    if (step === 'dispatch' || step === 'verify') await venue.press('U-ANNA');
    if (step === 'verify') await venue.work();
    expect(statuses()).toEqual([failed]);
    expect(failures()).toHaveLength(1);
    expect(await due()).toMatchObject([{ attempt: 1, failures: 1, failure: { state: failed, error: 'Error' } }]);
    mends();
    await venue.sweep();
    expect(statuses()).toEqual([failed, 'RUNNING']);
    await carriedThrough();
    // A venue at work may be sent another plan by now, and nothing of the first one again.
    expect(venue.told.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    expect(venue.held()).toBe(AFTER);
    expect(failures()).toHaveLength(1);
    const verified = venue.texts().filter((text) => text.includes('Verified: better'));
    expect(verified).toHaveLength(1);
  });

  test('in its second plan comes back to that one, and repeats nothing of the first', async () => {
    await opened();
    await venue.push();
    await venue.press('U-ANNA');
    await venue.work();
    await venue.push({ responding: false });
    const texts = venue.texts().length;
    breaks('dispatch');
    await venue.press('U-BEN');
    expect(statuses()).toEqual(['NotDispatched']);
    mends();
    await venue.sweep();
    expect(venue.requests()).toBe(2);
    expect(venue.executions()[1]?.states).toEqual([
      ...['notify', 'plan', 'ask', 'dispatch', 'verify'],
      ...['plan', 'ask', 'dispatch'],
    ]);
    // The failure, and nothing of what had been told.
    expect(venue.texts().slice(texts)).toEqual([expect.stringContaining('was not carried through')]);
  });

  test('after all was done is ended by the next attempt without a word', async () => {
    await opened({ approval: { needed: 1, officers: [] } });
    breaks('close');
    await venue.push();
    expect(statuses()).toEqual(['NotClosed']);
    const texts = venue.texts();
    mends();
    await venue.sweep();
    expect(statuses()).toEqual(['NotClosed', 'SUCCEEDED']);
    expect(await due()).toEqual([]);
    // That one is of the sweep: the last step could not say it.
    expect(venue.texts()).toEqual([...texts, expect.stringContaining('its workflow ended early')]);
  });

  test('and fails again is tried each minute three times and then less often; the officers hear of it once', async () => {
    await opened();
    breaks('plan');
    await venue.push();
    for (let sweeps = 0; sweeps < 3; sweeps++) await venue.sweep();
    expect(statuses()).toHaveLength(4);
    expect(await due()).toMatchObject([{ attempt: 4, failures: 4 }]);
    await venue.sweep();
    expect(statuses()).toHaveLength(4);
    await venue.sweep();
    expect(statuses()).toHaveLength(5);
    expect(failures()).toEqual([expect.stringContaining('no plan could be made')]);
    mends();
    for (let sweeps = 0; sweeps < 5; sweeps++) await venue.sweep();
    expect(statuses().at(-1)).toBe('RUNNING');
    expect(venue.asking()).toContain('APPROVAL NEEDED');
  });

  test('is resumed by one of two sweeps that come at once', async () => {
    await opened();
    breaks('plan');
    await venue.push();
    mends();
    await venue.sweep(2);
    expect(statuses()).toEqual(['NotPlanned', 'RUNNING']);
    expect(await due()).toMatchObject([{ attempt: 2 }]);
    // What runs is left alone.
    await venue.sweep();
    expect(statuses()).toHaveLength(2);
  });
});

test('a transition whose execution was never started is responded to by the next sweep, under the first name', async () => {
  await opened();
  venue.starting = false;
  await expect(venue.push()).rejects.toThrow();
  expect(statuses()).toEqual([]);
  expect(await due()).toMatchObject([{ attempt: 1, failures: 0 }]);
  venue.starting = true;
  await venue.sweep(2);
  expect(statuses()).toEqual(['RUNNING']);
  expect(venue.asking()).toContain('APPROVAL NEEDED');
  expect(await due()).toMatchObject([{ attempt: 1, failures: 0 }]);
  expect(failures()).toEqual([]);
});

test('an approval whose time is over by the time that its response is resumed is closed at once', async () => {
  await opened();
  venue.patience = { approvalSeconds: 1 };
  // Asked, and then it cannot be closed.
  breaks('ask', { after: 1 });
  await venue.push();
  await until(() => venue.executions()[0]?.status === 'FAILED');
  expect(venue.asking()).toContain('APPROVAL NEEDED');
  venue.clock += 901_000;
  venue.patience = {};
  mends();
  await venue.sweep();
  expect(statuses()).toEqual(['NotAsked', 'SUCCEEDED']);
  expect(venue.asking()).toContain('⌛ EXPIRED');
  await expect(venue.press('U-ANNA')).rejects.toThrow(/No message/);
  expect(venue.requests()).toBe(0);
});

test('an approved plan whose book has moved by the time that its response is resumed is not carried out, and it is said', async () => {
  await opened();
  await venue.push();
  breaks('dispatch');
  await venue.press('U-ANNA');
  mends();
  // Older than the policy lets a book be.
  venue.clock += 16 * 60_000;
  await venue.sweep();
  expect(venue.requests()).toBe(0);
  expect(venue.asking()).toMatch(/The newest book is 1\d min.* old: nothing was done\./);
  expect(venue.texts().filter((text) => text.includes('old: nothing was done'))).toHaveLength(1);
  expect(statuses()).toEqual(['NotDispatched', 'SUCCEEDED']);
});

describe('what has failed for good', () => {
  test('withdraws what was approved and not sent, says so, and is not resumed', async () => {
    await opened();
    await venue.push();
    breaks('dispatch', { by: new PlanConflict('the plan has other actions') });
    await venue.press('U-ANNA');
    expect(venue.executions()[0]?.states.filter((state) => state === 'dispatch')).toHaveLength(1);
    expect(statuses()).toEqual(['NotDispatched']);
    expect(await readDispatch(venue.tables, 'demo', await planId())).toMatchObject({
      dispatched: false,
      reason: 'given up',
    });
    expect(venue.asking()).toContain('It could not be carried out, and is withdrawn: nothing was done.');
    expect(venue.texts().slice(-2)).toEqual([
      expect.stringContaining('It could not be carried out, and is withdrawn: nothing was done.'),
      expect.stringContaining('It is not tried again.'),
    ]);
    expect(await due()).toMatchObject([{ closed: 'PlanConflict', told: 'given up' }]);
    mends();
    const texts = venue.texts().length;
    for (let sweeps = 0; sweeps < 3; sweeps++) await venue.sweep();
    expect([statuses().length, venue.texts().length, venue.requests()]).toEqual([1, texts, 0]);
  });

  test('withdraws an approval that is open', async () => {
    await opened();
    venue.patience = { approvalSeconds: 1 };
    breaks('ask', { after: 1, by: new PlanConflict('no') });
    await venue.push();
    await until(() => venue.executions()[0]?.status === 'FAILED');
    expect(venue.asking()).toContain('↩️ WITHDRAWN');
    await expect(venue.press('U-ANNA')).rejects.toThrow(/No message/);
  });
});

test('a Slack that refuses everything keeps nothing from being noted: other plans of the venue are not blocked', async () => {
  await opened();
  await venue.push();
  await venue.press('U-ANNA');
  venue.slackFetch = async () => Response.json({ ok: false, error: 'invalid_auth' });
  await venue.work();
  expect(await readDone(venue.tables, 'demo', await planId())).toBeGreaterThan(0);
  expect(statuses().at(0)).not.toBe('SUCCEEDED');
  venue.slackFetch = (...request) => fetch(...request);
  await venue.sweep();
  await venue.push({ responding: false });
  expect(venue.texts().filter((text) => text.startsWith('Carried out'))).toHaveLength(1);
  expect(venue.texts().filter((text) => text.includes('Verified: better'))).toHaveLength(1);
});

test('Slack puts off any one call of a response: it is made again after the time that Slack has asked for, and nothing else happens', async () => {
  let calls = 0;
  for (let nth = 0; nth === 0 || nth < calls; nth++) {
    await opened();
    calls = 0;
    let putOffAt: number | undefined;
    const early: string[] = [];
    venue.slackFetch = async (...request) => {
      const now = performance.now();
      if (putOffAt !== undefined && now - putOffAt < 1_000) early.push(String(request[0]));
      if (calls++ !== nth) return fetch(...request);
      putOffAt = now;
      return new Response('', { status: 429, headers: { 'retry-after': '1' } });
    };
    await venue.push();
    await venue.press('U-ANNA');
    await venue.work();
    await venue.push({ responding: false });
    expect({ nth, early, statuses: statuses() }).toEqual({ nth, early: [], statuses: ['RUNNING'] });
    expect(venue.held()).toBe(AFTER);
    const texts = venue.texts();
    expect({ nth, texts: texts.map((text) => text.slice(0, 12)) }).toEqual({
      nth,
      texts: ['🛑 CRITICAL ', '✅ APPROVED ', 'Carried out:', 'demo: Verifi', '✋ APPROVAL N'].map((text) =>
        expect.stringContaining(text.slice(0, 9)),
      ),
    });
    if (nth + 1 < calls) await venue.close();
  }
  expect(calls).toBeGreaterThan(5);
}, 600_000);

test('every response that has ended well leaves nothing that is due', async () => {
  await opened();
  await venue.push();
  await venue.press('U-ANNA', 'decline');
  expect(statuses()).toEqual(['SUCCEEDED']);
  expect(Object.keys(await contents(venue.tables)).filter((key) => key.includes('responses#'))).toEqual([]);
});
