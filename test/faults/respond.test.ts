import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { highestLeverage } from '../../infra/local/exchange/state.ts';
import { replayResponse } from '../../shared/response/replay-response.ts';
import { readAction } from '../../shared/store/actions.ts';
import { contents } from '../environment/tables.ts';
import { accountNamed, BTC } from '../infra/local/exchange/small-exchange.ts';
import { AFTER, openAskedVenue, PLANNED, until } from './asked-venue.ts';
import type { GuardedVenue } from './guarded-venue.ts';

jest.setTimeout(600_000);

let venue: GuardedVenue;
afterEach(() => venue.close());

const asked = async (...given: Parameters<typeof openAskedVenue>) => {
  venue = await openAskedVenue(...given);
};

/** The execution for the incident as it opened. */
const response = () => venue.executions()[0];
const TWO = { approval: { needed: 2, officers: ['U-ANNA', 'U-BEN'] } };

/** Pays so much into so many accounts of the crowd. */
function payIn(cash: number, accounts = 20): void {
  for (let i = 0; i < accounts; i++) {
    const account = accountNamed(venue.exchange, `long-${String(i).padStart(2, '0')}`);
    (account as { cash: number }).cash += cash;
    (venue.exchange.state.treasury as { paidIn: number }).paidIn += cash;
  }
}

test('notify, plan, approve, dispatch, verify: the officers see each, and the book is safer', async () => {
  await asked();
  expect(response()).toEqual({ status: 'RUNNING', states: ['notify', 'plan', 'ask'] });
  expect(venue.asking()).toContain('✋ APPROVAL NEEDED · demo: close 620,299 USDT of 20 positions');
  expect(venue.requests()).toBe(0);
  expect(await venue.press('U-ANNA')).toEqual(['Approved by you: the plan goes ahead.']);
  expect(venue.requests()).toBe(1);
  await venue.work(3);
  // A tenth of what others trade a step: it takes its time, and carries on.
  expect(venue.told.map(({ status }) => status)).toEqual([
    'accepted',
    ...Array.from({ length: 3 }, () => 'partially-filled'),
  ]);
  expect(response()?.states.at(-1)).toBe('dispatch');
  await venue.work();
  expect(venue.held()).toBe(AFTER);
  expect(response()?.states.at(-1)).toBe('verify');
  await venue.push({ responding: false });
  expect(venue.texts().slice(2)).toEqual([
    'Carried out: 620,300 of 620,300 (100 %) closed, in 1 action.',
    expect.stringMatching(
      /^demo: Verified: better, and not enough yet: what is missed of the targets is 9\d % less\. Another plan is made\.$/,
    ),
    expect.stringMatching(/^✋ APPROVAL NEEDED/),
  ]);
  // The rest: selling has moved the price, and with it the leverage that is left.
  for (let rounds = 0; response()?.status === 'RUNNING' && rounds < 3; rounds++) {
    await venue.press('U-BEN');
    await venue.work();
    await venue.push({ responding: false });
  }
  expect(venue.texts().at(-1)).toBe('demo: Verified: every target is met on the newest book. The response ends here.');
  expect(venue.asking()).toContain('Verified: every target is met');
  expect(response()).toMatchObject({ status: 'SUCCEEDED' });
  // And all of it can be decided again, to the last bit.
  const replays = await replayAll();
  expect(replays.length).toBeGreaterThan(1);
  for (const replay of replays) expect(replay).toEqual(['plan same', 'dispatch same', 'verification same']);
});

/** What comes of deciding again all that was decided about each plan of the venue. */
async function replayAll(): Promise<string[][]> {
  const plans = Object.keys(await contents(venue.tables)).flatMap(
    (key) => /plan#demo#(\w+) plan$/.exec(key)?.[1] ?? [],
  );
  return Promise.all(
    plans.map(async (planId) => {
      const replay = await replayResponse(venue.tables, 'demo', planId);
      return replay.same === null
        ? [replay.missing]
        : replay.decisions.map(({ decision, same }) => `${decision} ${same ? 'same' : 'differs'}`);
    }),
  );
}

test('first of all nobody may open again what is being closed', async () => {
  await asked({ dispatch: { capForMs: 3_600_000 } });
  await venue.press('U-ANNA');
  const [capping, reducing] = venue.told;
  expect(venue.told).toMatchObject([{ status: 'accepted', orders: [] }, { status: 'accepted' }]);
  expect(await readAction(venue.tables, capping!.actionId)).toMatchObject({
    kind: 'cap-leverage',
    orders: [],
    caps: expect.arrayContaining([expect.objectContaining({ symbol: BTC, side: 'long' })]),
  });
  const cap = highestLeverage(venue.exchange.state, BTC, 1, venue.clock);
  expect(cap).toBeGreaterThan(1);
  expect(cap).toBeLessThan(30);
  expect(reducing?.orders).toHaveLength(20);
  await venue.work();
  expect(venue.held()).toBe(AFTER);
  expect(venue.texts().at(-1)).toBe('Carried out: 620,300 of 620,300 (100 %) closed, in 2 actions.');
});

describe('an approval', () => {
  test('pressed twice sends once', async () => {
    await asked();
    const presses = await Promise.all([venue.press('U-ANNA'), venue.press('U-ANNA')]);
    // Which of the two tells the workflow is a matter of chance.
    expect(presses.flat().sort()).toEqual([
      expect.stringMatching(
        /^Approved by you: the plan goes ahead\.( \(Its workflow had been answered before, or has ended\.\))?$/,
      ),
      'You have approved already: this counts once.',
    ]);
    await venue.work();
    expect([venue.requests(), venue.held()]).toEqual([1, AFTER]);
  });

  test('by a stranger changes nothing', async () => {
    await asked();
    expect(await venue.press('U-STRANGER')).toEqual(['You are not among those who may approve: nothing was changed.']);
    expect([response()?.states.at(-1), venue.requests()]).toEqual(['ask', 0]);
    await venue.press('U-ANNA');
    expect(venue.requests()).toBe(1);
  });

  test('by the same officer where two are asked is one approval, however often', async () => {
    await asked(TWO);
    expect(await venue.press('U-ANNA')).toEqual(['Approved by you; one more officer is needed.']);
    venue.clock += 1_000;
    expect(await venue.press('U-ANNA')).toEqual([
      'You have approved already; one more officer is needed, and it has to be another one.',
    ]);
    expect([response()?.states.at(-1), venue.requests()]).toEqual(['ask', 0]);
    expect(await venue.press('U-BEN')).toEqual(['Approved by you and <@U-ANNA>: the plan goes ahead.']);
    expect(venue.requests()).toBe(1);
  });

  test('after its time changes nothing, and the policy stands down', async () => {
    await asked();
    venue.clock += 901_000;
    expect(await venue.press('U-ANNA')).toEqual([
      expect.stringMatching(/^This request expired at .*: nothing was changed\.$/),
    ]);
    expect(venue.requests()).toBe(0);
    expect(venue.asking()).toContain('⌛ EXPIRED');
  });

  test('that nobody gives in time ends the response, and nothing is done', async () => {
    await asked({}, { approvalSeconds: 1 });
    venue.clock += 901_000;
    await until(() => response()?.status === 'SUCCEEDED');
    expect(response()?.states).toEqual(['notify', 'plan', 'ask', 'ask', 'close']);
    expect(venue.asking()).toContain('nobody decided in time');
    expect(venue.requests()).toBe(0);
  });

  test('that nobody gives in time is given by a policy that says so', async () => {
    // No newer book comes until then.
    const dispatch = { capForMs: 0, bookAgeMs: 3_600_000 };
    await asked(
      { approval: { needed: 1, officers: ['U-ANNA'], onExpiry: 'go ahead' }, dispatch },
      { approvalSeconds: 1 },
    );
    expect(venue.asking()).toContain('and goes ahead then');
    venue.clock += 901_000;
    await until(() => venue.requests() === 1);
    // What has reached the venue is to be answered before it closes.
    await venue.settled();
    expect(venue.asking()).toContain('nobody decided in time, and the policy goes ahead then');
  });

  test('that a machine has been told of and the table has not is none', async () => {
    await asked(TWO);
    await venue.press('U-ANNA');
    await expect(venue.dispatch()).rejects.toThrow(/has not been approved/);
    await venue.press('U-BEN', 'decline');
    await expect(venue.dispatch()).rejects.toThrow(/has not been approved/);
    expect(venue.requests()).toBe(0);
  });

  test('declined by one ends it, also where two are asked', async () => {
    await asked(TWO);
    await venue.press('U-ANNA');
    expect(await venue.press('U-BEN', 'decline')).toEqual(['Declined by you: the plan is not carried out.']);
    expect(response()).toMatchObject({ status: 'SUCCEEDED' });
    expect(venue.requests()).toBe(0);
  });

  test('is not asked for where the policy asks nobody, and the officers see what is done', async () => {
    await asked({ approval: { needed: 0, officers: [] } });
    expect(venue.requests()).toBe(1);
    expect(venue.asking()).toContain('The policy asks for no approval');
  });

  test('that nobody is named for is not asked for: the plan is only proposed', async () => {
    await asked({ approval: { needed: 1, officers: [] } });
    expect(response()).toMatchObject({ status: 'SUCCEEDED', states: ['notify', 'plan', 'close'] });
    expect(venue.texts().at(-1)).toMatch(/^Proposed: close/);
  });
});

describe('where the book', () => {
  test('recovers while approval is pending, nothing is done, and the message says so', async () => {
    await asked();
    payIn(100_000);
    await venue.push();
    expect(venue.texts()[0]).toMatch(/^✅ RESOLVED/);
    expect(venue.asking()).toContain('↩️ WITHDRAWN');
    expect(venue.asking()).toContain('The book has recovered before anybody decided: nothing was done.');
    expect(response()).toMatchObject({ status: 'SUCCEEDED' });
    // There is no button any more, and a press that was on its way finds it withdrawn.
    await expect(venue.press('U-ANNA')).rejects.toThrow(/No message/);
    expect(venue.requests()).toBe(0);
  });

  test('has recovered by the time that it is approved, nothing is done, and the message says so', async () => {
    await asked();
    payIn(100_000);
    await venue.push({ responding: false });
    await venue.press('U-ANNA');
    expect(venue.asking()).toContain('The book has recovered meanwhile: nothing was done.');
    expect(venue.texts().at(-1)).toMatch(/recovered meanwhile: nothing was done\. The response ends here\.$/);
    expect(response()).toMatchObject({ status: 'SUCCEEDED' });
    expect(venue.requests()).toBe(0);
  });

  test('has moved since, another plan is made and asked for', async () => {
    await asked();
    payIn(100_000, 10);
    await venue.push({ responding: false });
    await venue.press('U-ANNA');
    expect(venue.texts().slice(2)).toEqual([
      'demo: The book has moved since: nothing was done. Another plan is made.',
      expect.stringMatching(/^✋ APPROVAL NEEDED · demo: close .* USDT of 10 positions/),
    ]);
    expect(venue.requests()).toBe(0);
    expect(await replayAll()).toContainEqual(['plan same', 'dispatch same']);
    await venue.press('U-ANNA');
    expect(venue.requests()).toBe(1);
  });

  test('has moved a little, what was approved is done, as far as it is still held', async () => {
    await asked();
    const one = accountNamed(venue.exchange, 'long-00');
    const [position] = one.positions;
    const closed = 40_000;
    // Its owner has closed some of it: less is left than was to be closed.
    (position as { contracts: number }).contracts -= closed;
    (accountNamed(venue.exchange, 'maker-0').positions[0] as { contracts: number }).contracts -= closed;
    await venue.push({ responding: false });
    await venue.press('U-ANNA');
    await venue.work();
    expect(venue.requests()).toBe(1);
    expect(accountNamed(venue.exchange, 'long-00').positions).toEqual([]);
    expect(accountNamed(venue.exchange, 'long-01').positions[0]?.contracts).toBe(60_000 - PLANNED / 20);
  });

  test('has failed its checks meanwhile, nothing is done on it', async () => {
    await asked();
    const market = venue.exchange.state.markets[0] as { index: number };
    market.index = 150;
    await venue.push({ responding: false });
    await venue.press('U-ANNA');
    expect(venue.asking()).toContain('The newest data have failed their checks: nothing was done.');
    expect(venue.requests()).toBe(0);
  });
});

describe('the kill switch', () => {
  const killed = { killSwitch: true };

  test('turned while approval is pending: nothing is sent, and the message says so', async () => {
    await asked();
    await venue.policy(killed);
    await venue.press('U-ANNA');
    expect(venue.asking()).toContain('The kill switch is on: nothing was done.');
    expect(venue.requests()).toBe(0);
    expect(response()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('leaves alerts and plans as they are', async () => {
    await asked(killed);
    expect(venue.texts()).toEqual([expect.stringMatching(/^🛑 CRITICAL/), expect.stringMatching(/^Proposed: close/)]);
    expect(JSON.stringify(venue.stand.messages()[1]?.blocks)).toContain('nothing is done: the kill switch is on');
  });

  test('turned between two tries ends them', async () => {
    await asked({}, { silenceSeconds: 1 });
    venue.weather = ['down'];
    venue.meanwhile = () => venue.policy(killed);
    await venue.press('U-ANNA');
    await until(() => response()?.states.at(-1) === 'verify');
    expect(venue.requests()).toBe(1);
    expect(venue.held()).toBe(1_200_000);
  });
});
