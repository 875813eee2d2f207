import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { contents } from '../environment/tables.ts';
import { BTC } from '../infra/local/exchange/small-exchange.ts';
import { AFTER, openAskedVenue, until } from './asked-venue.ts';
import type { GuardedVenue } from './guarded-venue.ts';
import type { Weather } from './venue-line.ts';

jest.setTimeout(600_000);

let venue: GuardedVenue;
afterEach(() => venue.close());

const asked = async (...given: Parameters<typeof openAskedVenue>) => {
  venue = await openAskedVenue(...given);
};

/** The execution for the incident as it opened. */
const response = () => venue.executions()[0];

describe('a venue that', () => {
  test.each<[string, Weather[]]>([
    ['is down for a while', ['down', 'down', 'down']],
    ['fails for a while', ['500', 'down', '500']],
    ['is slow', ['slow']],
    ['has taken it while its answer was lost', ['answer lost']],
  ])('%s executes what was approved once', async (_, weather) => {
    await asked();
    venue.weather = weather;
    await venue.press('U-ANNA');
    // What it has acknowledged is not sent again, whatever became of its answer.
    expect(venue.requests()).toBe(1 + weather.filter((one) => one === 'down' || one === '500').length);
    await venue.work();
    expect(venue.held()).toBe(AFTER);
    expect(venue.told.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    expect(response()?.states.at(-1)).toBe('verify');
  });

  test('stays down has done nothing: it is said, and the next rung is asked for; then a human is', async () => {
    await asked();
    venue.weather = Array.from({ length: 20 }, () => 'down');
    await venue.press('U-ANNA');
    expect(venue.requests()).toBe(20);
    expect(venue.texts().at(-1)).toBe('Carried out: nothing of 620,300, in 1 action; 1 came to nothing.');
    expect(venue.asking()).toContain('1 came to nothing');
    await venue.push({ responding: false });
    expect(venue.texts().slice(-2)).toEqual([
      expect.stringMatching(
        /Verified: no better: as much of the targets is missed as before\. .* one rung up: what is above its cap is liquidated\.$/,
      ),
      expect.stringMatching(/^✋ APPROVAL NEEDED/),
    ]);
    expect(venue.asking()).toContain('20 positions liquidated');
    venue.weather = Array.from({ length: 40 }, () => 'down');
    await venue.press('U-BEN');
    await venue.push({ responding: false });
    expect(venue.texts().at(-1)).toMatch(
      /no better: .* Breakwater does nothing more of itself: somebody has to see to it\.$/,
    );
    expect(response()).toMatchObject({ status: 'SUCCEEDED' });
    expect(venue.held()).toBe(1_200_000);
  });

  test('refuses an action is not asked again, and its reason is told', async () => {
    await asked();
    venue.weather = ['refused'];
    await venue.press('U-ANNA');
    expect(venue.requests()).toBe(1);
    const [, , told] = venue.stand.messages();
    expect(JSON.stringify(told?.blocks)).toContain('the venue answered 422: trading is halted for acct-0042');
    // To the officers, who have to know; not to the log, which more can read.
    const lines = (['info', 'warn', 'error'] as const).flatMap((level) =>
      jest.mocked(console[level]).mock.calls.flat(),
    );
    expect(lines.join('\n')).toContain('"status":422');
    expect(lines.join('\n')).not.toMatch(/acct-0042|trading is halted/);
  });

  test('takes an action and rejects it is believed, and its reason is told', async () => {
    await asked();
    venue.exchange.halt(BTC);
    await venue.press('U-ANNA');
    expect(venue.told.map(({ status }) => status)).toEqual(['rejected']);
    expect(JSON.stringify(venue.stand.messages()[2]?.blocks)).toContain('market halted');
    expect(venue.held()).toBe(1_200_000);
  });

  test('acknowledges everything twice changes nothing by it', async () => {
    await asked();
    venue.word = 'twice';
    await venue.press('U-ANNA');
    await venue.work();
    expect(venue.held()).toBe(AFTER);
    expect(venue.texts().at(-1)).toBe('Carried out: 620,300 of 620,300 (100 %) closed, in 1 action.');
    expect(venue.requests()).toBe(1);
  });

  test('falls silent is given up; what it acknowledges late is kept and moves nothing', async () => {
    await asked({}, { silenceSeconds: 1 });
    venue.word = 'never';
    await venue.press('U-ANNA');
    await until(() => venue.texts().length === 3);
    expect(JSON.stringify(venue.stand.messages()[2]?.blocks)).toContain('the venue has not had its last word in time');
    await venue.work();
    const last = venue.told.at(-1);
    expect(last?.status).toBe('filled');
    expect(await venue.acknowledge(last!)).toMatchObject({ status: 'late', action: 'timed-out' });
    // The book shows what was done, whoever has told of it.
    await venue.push({ responding: false });
    expect(venue.texts().at(-2)).toMatch(/Verified: better/);
  });

  test('acknowledges an action that is none is told so, and nothing is changed', async () => {
    await asked();
    const before = await contents(venue.tables);
    const unknown = {
      actionId: 'nobody',
      acknowledgementId: 'a',
      venue: 'demo',
      status: 'accepted' as const,
      orders: [],
      timestamp: 1,
    };
    await expect(venue.acknowledge(unknown)).rejects.toMatchObject({ body: { status: 404 } });
    expect(await contents(venue.tables)).toEqual(before);
  });
});
