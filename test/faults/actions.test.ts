import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { acknowledge } from '../../functions/acknowledge-action/acknowledge.ts';
import { openLoopbackServer } from '../../infra/local/engine/loopback-server.ts';
import { openExchangeServer } from '../../infra/local/exchange/server.ts';
import { actionsFrom } from '../../shared/action/batch.ts';
import type { Acknowledgement, Action } from '../../shared/action/types.ts';
import { claimForSending, endAction, markSent, readActionState } from '../../shared/store/actions.ts';
import { planActions } from '../../shared/store/plan-actions.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { type SendOutcome, sendAction, VenueUnavailable } from '../../shared/venue/action-client.ts';
import { Crash, contents, dyingAt, makeTables, NOW } from '../environment/tables.ts';
import { TOKEN, taskWaiting } from '../functions/acknowledge-action/waiting-task.ts';
import { heldBy, openSmall, step } from '../infra/local/exchange/small-exchange.ts';
import { acknowledgement, reduction, terms } from '../shared/action/examples.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const HELD = 20_000;
const REDUCED = 3_000;

const actionsOf = (accounts: readonly string[], ordersPerAction = 2): Action[] =>
  actionsFrom(
    accounts.map((accountId) => reduction(accountId, { contracts: REDUCED })),
    terms({ ordersPerAction }),
  );

/** What a dispatcher does with an action, once: claims it, sends it, and notes what the venue said. */
async function sendOnce(
  tables: Tables,
  actionId: string,
  send: (action: Action) => Promise<SendOutcome>,
): Promise<'sent' | 'refused' | 'not ours'> {
  const claim = await claimForSending(tables, actionId, 'the dispatcher', 60_000);
  if (!claim.claimed) return 'not ours';
  const outcome = await send(claim.action);
  if (outcome.outcome !== 'refused') {
    await markSent(tables, actionId);
    return 'sent';
  }
  await endAction(tables, actionId, 'rejected', `answered ${outcome.status}: ${outcome.detail}`);
  return 'refused';
}

/** What becomes of a request between us and the venue. */
type Weather = 'clear' | 'down' | '500' | '429' | 'hangs' | 'answer lost' | 'answer hangs' | 'slow';

/** The stand-in exchange behind a line on which things happen, with acknowledgements that reach the function. */
async function exchangeBehind(weathers: readonly Weather[], tables: Tables) {
  const exchange = openSmall([{ id: 'ann', cash: 50_000, holdings: [{ side: 1, contracts: HELD }] }]);
  const { task, heard } = taskWaiting();
  const told: Acknowledgement[] = [];
  const venue = await openExchangeServer({
    exchange,
    keys: ['secret'],
    now: () => NOW,
    acknowledge: async (message) => {
      told.push({ ...message, venue: 'demo' });
      await acknowledge(tables, task, { ...message, venue: 'demo' });
    },
  });
  const line = await openLoopbackServer();
  let requests = 0;
  line.handle((request, response) => void pass(request, response));
  closing.push(line.close, venue.close);

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const weather = weathers[requests++] ?? 'clear';
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    if (weather === 'down') return void response.destroy();
    if (weather === '500') return void response.writeHead(500).end('broken');
    if (weather === '429') return void response.writeHead(429, { 'retry-after': '3' }).end();
    if (weather === 'hangs') return;
    if (weather === 'slow') await new Promise((resolve) => setTimeout(resolve, 100));
    const answered = await fetch(`${venue.url}${request.url}`, {
      method: 'POST',
      headers: { 'breakwater-signature': request.headers['breakwater-signature'] as string },
      body: Buffer.concat(chunks),
    });
    const body = await answered.text();
    if (weather === 'answer lost') return void response.destroy();
    if (weather !== 'answer hangs') response.writeHead(answered.status).end(body);
  }

  const settle = async () => {
    for (let i = 0; i < 4; i++) {
      step(exchange);
      await venue.stepped();
    }
  };
  const send = (action: Action) =>
    sendAction({ url: line.url, key: 'secret' }, action, { now: () => NOW, timeoutMs: 300 });
  return { exchange, heard, told, send, settle, requests: () => requests };
}

describe('an action reaches the venue and is executed once', () => {
  test.each<[string, Weather[]]>([
    ['that is well', []],
    ['that is down', ['down', 'down']],
    ['that answers 500 thrice', ['500', '500', '500']],
    ['that asks for patience', ['429']],
    ['that hangs', ['hangs']],
    ['that is slow', ['slow']],
    ['that took it while the answer was lost', ['answer lost']],
    ['that took it and hangs, and then loses the second answer too', ['answer hangs', 'answer lost', '500']],
  ])('by a venue %s', async (_, weathers) => {
    const tables = await makeTables();
    const [action] = actionsOf(['ann']) as [Action];
    const { exchange, heard, told, send, settle, requests } = await exchangeBehind(weathers, tables);
    await planActions(tables, { venue: 'demo', planId: 'plan-1', actions: [action], taskToken: TOKEN });
    for (let failures = 0; ; failures++) {
      const outcome = await sendOnce(tables, action.actionId, send).catch((error) => error);
      if (!(outcome instanceof VenueUnavailable)) break;
      expect(failures).toBeLessThan(weathers.length);
      // The venue may be at work between the tries.
      step(exchange);
    }
    const sent = requests();
    expect(await sendOnce(tables, action.actionId, send)).toBe('not ours');
    expect(requests()).toBe(sent);
    await settle();
    expect(heldBy(exchange, 'ann')).toBe(HELD - REDUCED);
    expect(told.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    expect(await readActionState(tables, action.actionId)).toMatchObject({ status: 'filled', done: true });
    expect(heard().ended).toMatchObject([{ actions: 1, share: 1, done: true }]);
  });

  test('and of one that the venue refuses it is said why, and it is not sent again', async () => {
    const tables = await makeTables();
    const [action] = actionsOf(['ann']) as [Action];
    const { exchange, requests, send } = await exchangeBehind([], tables);
    await planActions(tables, { venue: 'demo', planId: 'plan-1', actions: [action] });
    const unreadable = (one: Action) => send({ ...one, kind: 'sell' as never });
    expect(await sendOnce(tables, action.actionId, unreadable)).toBe('refused');
    expect(await readActionState(tables, action.actionId)).toMatchObject({
      status: 'rejected',
      done: true,
      reason: 'answered 400: The action is not valid; see errors.',
    });
    expect(await sendOnce(tables, action.actionId, send)).toBe('not ours');
    expect(requests()).toBe(1);
    expect(heldBy(exchange, 'ann')).toBe(HELD);
  });

  test('also where two dispatchers are at it', async () => {
    const tables = await makeTables();
    const [action] = actionsOf(['ann']) as [Action];
    const { exchange, send, settle, requests } = await exchangeBehind(['slow'], tables);
    await planActions(tables, { venue: 'demo', planId: 'plan-1', actions: [action] });
    const claims = await Promise.all(
      ['one', 'other'].map((sender) => claimForSending(tables, action.actionId, sender, 60_000)),
    );
    expect(claims.map(({ claimed }) => claimed).sort()).toEqual([false, true]);
    for (const claim of claims) if (claim.claimed) await send(claim.action);
    expect(requests()).toBe(1);
    await settle();
    expect(heldBy(exchange, 'ann')).toBe(HELD - REDUCED);
  });
});

describe('a crash between any two writes', () => {
  /** From the plan to the last word on two actions, by a venue that remembers what it has executed. */
  const pass = async (tables: Tables, venue: ReturnType<typeof remembering>) => {
    const actions = actionsOf(['ann', 'bob', 'cyd']);
    await planActions(tables, { venue: 'demo', planId: 'plan-1', actions, taskToken: TOKEN });
    for (const { actionId } of actions) await sendOnce(tables, actionId, venue.take);
    for (const [i, action] of actions.entries()) {
      const all = action.orders.map(({ contracts }) => contracts);
      await acknowledge(tables, venue.task, acknowledgement(action, 1, 'accepted', []));
      await acknowledge(tables, venue.task, acknowledgement(action, 2, 'partially-filled', [100]));
      await acknowledge(
        tables,
        venue.task,
        i === 0
          ? acknowledgement(action, 3, 'filled', all)
          : acknowledgement(action, 3, 'partially-filled', [100], { reason: 'position closed' }),
      );
      await acknowledge(tables, venue.task, acknowledgement(action, 4, 'accepted', []));
    }
  };
  const remembering = () => {
    const executed = new Map<string, number>();
    const bodies = new Set<string>();
    const take = async (action: Action): Promise<SendOutcome> => {
      bodies.add(JSON.stringify(action));
      const before = executed.has(action.actionId);
      if (!before) executed.set(action.actionId, action.orders.length);
      return { outcome: before ? 'duplicate' : 'accepted' };
    };
    return { executed, bodies, take, ...taskWaiting() };
  };

  test('gone through again, leaves the state of a single clean pass, each action executed once, the task ended once', async () => {
    const clean = await makeTables();
    const once = remembering();
    await pass(clean, once);
    const expected = await contents(clean);
    expect(once.executed.size).toBe(2);
    let crashes = 0;
    for (const when of ['before', 'after'] as const) {
      for (let nth = 0; ; nth++) {
        const tables = await makeTables();
        const venue = remembering();
        const dying = dyingAt(tables, nth, when);
        const outcome = await pass(dying.tables, venue).then(
          () => 'done',
          (error) => error,
        );
        if (!dying.died()) break;
        expect(outcome).toBeInstanceOf(Crash);
        crashes++;
        await pass(tables, venue);
        expect({ when, nth, state: await contents(tables) }).toEqual({ when, nth, state: expected });
        expect(venue.executed).toEqual(once.executed);
        expect(venue.bodies).toEqual(once.bodies);
        expect(venue.heard().ended).toEqual(once.heard().ended);
      }
    }
    // The plan's head and task, and of each action: planned, claimed, sent, thrice acknowledged, once too late.
    expect(crashes).toBe(2 * (2 + 2 * 7));
  });
});
