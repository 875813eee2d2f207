import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { replayResponse } from '../../shared/response/replay-response.ts';
import { readPlan, readPlanRecord } from '../../shared/store/plans.ts';
import { contents } from '../environment/tables.ts';
import { ETH, type Trader } from '../infra/local/exchange/small-exchange.ts';
import { quietConsole } from './asked-venue.ts';
import { type GuardedVenue, openGuardedVenue } from './guarded-venue.ts';

jest.setTimeout(600_000);

let venue: GuardedVenue;
afterEach(() => venue.close());

const long = { side: 1, contracts: 60_000 } as const;
/** As levered as the crowd: one across both markets, one in the second alone, and one that keeps the first apart. */
const OTHERS: readonly Trader[] = [
  { id: 'across', cash: 1_500, holdings: [long, { market: 1, side: 1, contracts: 30_000 }] },
  { id: 'second', cash: 1_000, holdings: [{ market: 1, side: 1, contracts: 60_000 }] },
  {
    id: 'apart',
    cash: 1_000,
    holdings: [
      { ...long, margin: 1_000 },
      { market: 1, side: 1, contracts: 30_000 },
    ],
  },
];
const HOUR = { approval: { needed: 1, officers: ['U-ANNA', 'U-BEN'], expiresAfterMs: 3_600_000 } };

async function opened(response: object = {}, options: Parameters<typeof openGuardedVenue>[1] = {}): Promise<void> {
  quietConsole();
  venue = await openGuardedVenue(response, options);
}

/** Has the data of markets fail their checks: the index is far from the mark. */
function fail(...markets: readonly (0 | 1)[]): void {
  for (const m of markets) (venue.exchange.state.markets[m] as { index: number }).index = 150;
}

/** The plans of the venue, and whether all that was decided about them comes out again. */
async function plans() {
  const ids = Object.keys(await contents(venue.tables)).flatMap((key) => /plan#demo#(\w+) plan$/.exec(key)?.[1] ?? []);
  return Promise.all(
    ids.map(async (planId) => {
      const record = await readPlanRecord(venue.tables, 'demo', planId);
      const { same } = await replayResponse(venue.tables, 'demo', planId);
      return { same, ...(await readPlan(venue.tables, record as NonNullable<typeof record>)) };
    }),
  );
}

describe('a market that failed its checks', () => {
  test('is left out with the accounts that hold it across margin; the rest is planned, carried out and verified', async () => {
    await opened({}, { others: OTHERS });
    fail(1);
    await venue.push();
    expect(venue.asking()).toMatch(/close [\d,]+ USDT of 21 positions/);
    expect(venue.asking()).toContain('Not touched: ETH/USDT:USDT: its data failed their checks');
    await venue.press('U-ANNA');
    await venue.work();
    expect(venue.held()).toBeLessThan(1_200_000);
    await venue.push({ responding: false });
    expect(venue.texts().join()).toMatch(/Verified: /);
    const [plan] = await plans();
    expect(plan?.reductions.length).toBe(21);
    for (const { symbol, accountId } of plan?.reductions ?? []) {
      expect(symbol).not.toBe(ETH);
      expect(['across', 'second', 'maker-0']).not.toContain(accountId);
    }
    expect(plan?.reductions.filter(({ accountId }) => accountId === 'apart')).toMatchObject([
      { marginMode: 'isolated' },
    ]);
    // Both holders, the cross position of the third, and the maker who holds the other side of all.
    expect(plan?.excluded).toMatchObject({ markets: [{ symbol: ETH, by: 'failed' }], accounts: 4 });
    expect(plan?.before.markets.map(({ symbol }) => symbol)).not.toContain(ETH);
    for (const { same } of await plans()) expect(same).toBe(true);
  });

  test('after the approval: nothing of a plan that touches it is done, and the officers hear which it is', async () => {
    await opened({}, { others: OTHERS });
    await venue.push();
    fail(1);
    await venue.push({ responding: false });
    await venue.press('U-ANNA');
    expect(venue.requests()).toBe(0);
    expect(venue.asking()).toContain('nothing was done. ETH/USDT:USDT: its data failed their checks.');
    expect(venue.texts().at(-1)).toMatch(/somebody has to see to it/);
    expect((await plans()).map(({ same }) => same)).toEqual([true]);
  });

  test('after the approval is no hindrance to a plan that neither touches it nor its holders', async () => {
    await opened();
    await venue.push();
    fail(1);
    await venue.push({ responding: false });
    await venue.press('U-ANNA');
    expect(venue.requests()).toBe(1);
    expect((await plans()).map(({ same }) => same)).toEqual([true]);
  });

  test('that is sound again by then does not keep what was approved without it from being done', async () => {
    await opened({}, { others: OTHERS });
    fail(1);
    await venue.push();
    (venue.exchange.state.markets[1] as { index: number }).index = 100;
    await venue.push({ responding: false });
    await venue.press('U-ANNA');
    expect(venue.requests()).toBe(1);
    expect((await plans()).map(({ same }) => same)).toEqual([true]);
  });
});

test('if all markets failed, nothing is planned', async () => {
  await opened();
  fail(0, 1);
  await venue.push();
  expect(venue.asking()).toBe('');
  expect(venue.requests()).toBe(0);
  expect(await plans()).toEqual([]);
});

describe('the newest book', () => {
  test('too old when a plan is approved: nothing is done, and it is said and a human asked for', async () => {
    await opened(HOUR);
    await venue.push();
    venue.clock += 901_000;
    await venue.press('U-ANNA');
    expect(venue.requests()).toBe(0);
    expect(venue.asking()).toContain('The newest book is 15 min old: nothing was done.');
    expect(venue.texts().at(-1)).toMatch(
      /The newest book is 15 min old: nothing was done\. Breakwater does nothing more of itself: somebody has to see to it\.$/,
    );
    expect((await plans()).map(({ same }) => same)).toEqual([true]);
  });

  test('of a day long past is acted on where days of the past are replayed', async () => {
    await opened(HOUR, { behind: 400 * 86_400_000 });
    venue.bookClock = 'replay';
    await venue.push();
    await venue.press('U-ANNA');
    expect(venue.requests()).toBe(1);
    expect((await plans()).map(({ same }) => same)).toEqual([true]);
  });

  test('of a day long past is not acted on elsewhere', async () => {
    await opened(HOUR, { behind: 400 * 86_400_000 });
    await venue.push();
    expect(venue.asking()).toBe('');
    expect(venue.requests()).toBe(0);
  });
});
