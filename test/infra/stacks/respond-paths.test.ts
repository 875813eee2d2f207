import { describe, expect, jest, test } from '@jest/globals';
import { MOST_LOOKS } from '../../../shared/policy/time-limits.ts';
import { MOST_PUT_OFF } from '../../../shared/response/put-off.ts';
import { FINAL_FAULTS } from '../../../shared/runtime/final-fault.ts';
import {
  type Answer,
  APPROVED,
  answers,
  CARRIED_OUT,
  CLOSING,
  closed,
  definition,
  failing,
  input,
  PLAN,
  run,
  type Script,
  type Task,
  TOLD,
  tasks,
  timeout,
  WAITING,
} from './response-paths.ts';

const PLANNED = ['NotifyOfficers', 'PlanResponse', 'WhetherToAct'];
const ASKED = [...PLANNED, 'AskApproval', 'WhetherApproved'];
const DISPATCHED = [...ASKED, 'DispatchActions', 'WhetherDone'];
const VERIFIED = [...DISPATCHED, 'BeginVerification', 'VerifyResponse', 'WhatNext'];
/** How every response ends: well, or with what has failed. */
const CLOSED = ['CloseResponse', 'WhetherWell'];
/** From a plan that is not the first, as from the first but without the notice. */
const again = (way: readonly string[]) => way.slice(1);
/** A step that nobody told of in time, on its way. */
const closing = (name: keyof typeof CLOSING, way: readonly string[]) =>
  way.flatMap((state) => (state === name ? [state, CLOSING[name]] : [state]));

const PROPOSED = { ...PLAN, act: false, reason: 'kill switch' };
const HARDER = { ...PLAN, planId: 'q', round: 1, means: 'liquidate' };
const NO_PLAN = { planned: false, act: false, reason: 'resolved' };
const EXPIRED = { decision: 'expired', by: [] };
const MOVED = { undone: 'moved' };
const PLAN_HARDER = { next: 'plan', means: 'liquidate' };
const LOOK = { next: 'look', withinSeconds: 900 };
const heartbeat = failing('States.HeartbeatTimeout');
const approved = { plan: PLAN, approval: APPROVED };
const carriedOut = { ...approved, actions: CARRIED_OUT };
const helped = { ...carriedOut, verification: { next: 'close' } };

interface Path {
  readonly script: Script;
  readonly way: readonly string[];
  /** What the steps have added to the input by the end. */
  readonly output: object;
}

const PATHS: Readonly<Record<string, Path>> = {
  'no plan is made': { script: { PlanResponse: [NO_PLAN] }, way: PLANNED, output: { plan: NO_PLAN } },
  'a plan is only proposed': { script: { PlanResponse: [PROPOSED] }, way: PLANNED, output: { plan: PROPOSED } },
  ...Object.fromEntries(
    ['declined', 'expired', 'withdrawn'].map((decision): [string, Path] => [
      `the plan is ${decision}`,
      {
        script: { AskApproval: [{ decision, by: [] }] },
        way: ASKED,
        output: { plan: PLAN, approval: { decision, by: [] } },
      },
    ]),
  ),
  'nobody decides in time': {
    script: { AskApproval: [timeout], CloseApproval: [EXPIRED] },
    way: closing('AskApproval', ASKED),
    output: { plan: PLAN, approval: EXPIRED },
  },
  'nobody decides in time, and the policy goes ahead': {
    script: { AskApproval: [timeout], CloseApproval: [APPROVED] },
    way: closing('AskApproval', VERIFIED),
    output: helped,
  },
  ...Object.fromEntries(
    ['recovered', 'superseded', 'kill switch', 'late', 'integrity'].map((undone): [string, Path] => [
      `nothing is done: ${undone}`,
      { script: { DispatchActions: [{ undone }] }, way: DISPATCHED, output: { ...approved, actions: { undone } } },
    ]),
  ),
  'the book has moved, and the next plan is not acted on': {
    script: { DispatchActions: [MOVED], PlanResponse: [PLAN, NO_PLAN] },
    way: [...DISPATCHED, ...again(PLANNED)],
    output: { plan: NO_PLAN, approval: APPROVED, actions: MOVED },
  },
  'the book has moved, and the next plan is carried out': {
    script: { DispatchActions: [MOVED, CARRIED_OUT], PlanResponse: [PLAN, HARDER] },
    way: [...DISPATCHED, ...again(VERIFIED)],
    output: { ...helped, plan: HARDER },
  },
  'the venue takes too long': {
    script: { DispatchActions: [timeout], CloseDispatch: [CARRIED_OUT] },
    way: closing('DispatchActions', VERIFIED),
    output: helped,
  },
  'the venue falls silent': {
    script: { DispatchActions: [heartbeat], CloseDispatch: [CARRIED_OUT] },
    way: closing('DispatchActions', VERIFIED),
    output: helped,
  },
  'the venue stays away': {
    script: { DispatchActions: [failing('VenueUnavailable')], CloseDispatch: [CARRIED_OUT] },
    way: closing('DispatchActions', VERIFIED),
    output: helped,
  },
  'nobody was told that the book had moved': {
    script: { DispatchActions: [timeout], CloseDispatch: [MOVED], PlanResponse: [PLAN, NO_PLAN] },
    way: [...closing('DispatchActions', DISPATCHED), ...again(PLANNED)],
    output: { plan: NO_PLAN, approval: APPROVED, actions: MOVED },
  },
  'it has helped': { script: {}, way: VERIFIED, output: helped },
  'it is looked at with each newer snapshot, planned harder, and left to a human': {
    script: {
      PlanResponse: [PLAN, HARDER],
      VerifyResponse: [LOOK, LOOK, PLAN_HARDER, LOOK, { next: 'human' }],
    },
    way: [
      ...VERIFIED,
      ...['VerifyResponse', 'WhatNext', 'VerifyResponse', 'WhatNext'],
      ...again(VERIFIED),
      ...['VerifyResponse', 'WhatNext'],
    ],
    output: { ...carriedOut, plan: HARDER, verification: { next: 'human' } },
  },
  'it has not helped, and the harder plan is declined': {
    script: {
      PlanResponse: [PLAN, HARDER],
      AskApproval: [APPROVED, { decision: 'declined', by: [] }],
      VerifyResponse: [PLAN_HARDER],
    },
    way: [...VERIFIED, ...again(ASKED)],
    output: {
      ...carriedOut,
      plan: HARDER,
      approval: { decision: 'declined', by: [] },
      verification: PLAN_HARDER,
    },
  },
  'no newer snapshot comes': {
    script: { VerifyResponse: [timeout], CloseVerification: [{ next: 'human' }] },
    way: closing('VerifyResponse', VERIFIED),
    output: { ...carriedOut, verification: { next: 'human' } },
  },
};

describe('the way of a response', () => {
  test.each(Object.entries(PATHS))('where %s', async (_, { script, way, output }) => {
    const { entered, outcome } = await run(answers(script));
    expect(entered).toEqual([...way, ...CLOSED, 'Done']);
    const { failure, notified, closed, ...told } = (outcome as { output: Record<string, unknown> }).output;
    expect(closed).toEqual({ closed: 'well' });
    expect(told).toEqual({ ...input, ...output });
  });

  test('is that of the whole definition: each of its states is on one of them, or is where one fails', () => {
    const entered = new Set(Object.values(PATHS).flatMap(({ way }) => [...way, ...CLOSED]));
    const ends = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Fail' || Type === 'Succeed');
    const noted = ends.flatMap(([name]) => (name.startsWith('Not') && name !== 'NotClosed' ? [`Note${name}`] : []));
    const putOff = tasks.flatMap(([name]) => [`${name}PutOff`, `${name}Waits`]);
    expect([...entered, ...ends.map(([name]) => name), ...noted, ...putOff].sort()).toEqual(
      Object.keys(definition.States).sort(),
    );
  });
});

describe('what a step gets', () => {
  const told = { ...input, notified: TOLD };
  const verification = { withinSeconds: PLAN.verificationSeconds };

  test('is the input alone to begin with', async () => {
    const { calls } = await run(answers());
    expect(calls.NotifyOfficers).toEqual([input]);
    expect(calls.PlanResponse).toEqual([told]);
  });

  test('is the state whole with a token of its own, if it waits', async () => {
    const { calls } = await run(answers());
    const states = {
      AskApproval: { ...told, plan: PLAN },
      DispatchActions: { ...told, ...approved },
      VerifyResponse: { ...told, ...carriedOut, verification },
    };
    for (const [name, state] of Object.entries(states))
      expect(calls[name]).toEqual([expect.objectContaining({ Payload: { state, taskToken: 'token' } })]);
  });

  test('is the state without a token, and what stood in the way, if it closes what nobody has told of', async () => {
    const { calls } = await run(closed());
    const failure = expect.objectContaining({ Error: 'States.Timeout' });
    expect(calls.CloseApproval).toEqual([{ state: { ...told, plan: PLAN, failure } }]);
    expect(calls.CloseDispatch).toEqual([{ state: { ...told, ...approved, failure } }]);
    expect(calls.CloseVerification).toEqual([{ state: { ...told, ...carriedOut, verification, failure } }]);
  });

  test('is all that is known of the plan before, if another is made', async () => {
    const { calls } = await run(answers({ VerifyResponse: [PLAN_HARDER], PlanResponse: [PLAN, NO_PLAN] }));
    expect(calls.PlanResponse?.[1]).toEqual({ ...told, ...carriedOut, verification: PLAN_HARDER });
  });

  test('is what is left of its time, if it looks again', async () => {
    const { calls } = await run(answers({ VerifyResponse: [LOOK, { next: 'close' }] }));
    const patience = calls.VerifyResponse?.map((call) => (call as Record<string, unknown>)['Engine.Patience']);
    expect(patience).toEqual([{ TimeoutSeconds: 1_800 }, { TimeoutSeconds: LOOK.withinSeconds }]);
  });
});

/** Every way to a step, as a script of what else happens on it. */
const scriptWith = (name: string, ...given: readonly Answer[]): Script =>
  name.startsWith('Close') && name !== 'CloseResponse' ? closed({ [name]: given }) : answers({ [name]: given });
const NAMES = tasks.map(([name]) => name);
/** What a step answers at last. */
const lastOf = (name: string): Answer =>
  (name.startsWith('Close') ? closed() : answers())[name]?.[0] ?? { next: 'close' };

describe('whatever passes', () => {
  test.each([
    'NotificationBusy',
    'SlackUnavailable',
    'VenueUnavailable',
    'Lambda.Unknown',
    'Sandbox.Timedout',
    // What nobody has thought of, is not ours, or a slip in our own code.
    'ThrottlingException',
    'InternalServerError',
    'TransactionCanceledException',
    'SlackRefused',
    'TypeError',
    'Error',
  ])('%s is waited out at each step', async (name) => {
    for (const own of NAMES) {
      const { calls, outcome } = await run(scriptWith(own, failing(name), failing(name), lastOf(own)));
      expect([own, calls[own]?.length]).toEqual([own, 3]);
      expect(outcome).toHaveProperty('output');
    }
  });

  test('is another execution, for as long as a function can hold the message', async () => {
    const waits = Array.from({ length: 100 }, () => failing('NotificationBusy'));
    const { calls, outcome } = await run(answers({ NotifyOfficers: [...waits, TOLD] }));
    expect(calls.NotifyOfficers).toHaveLength(101);
    expect(outcome).toHaveProperty('output');
  });

  test.each(NAMES)('is its own time-out for %s, unless it has waited long enough', async (name) => {
    const [last = null] = closed()[name] ?? [];
    const waits = Object.hasOwn(WAITING, name);
    const { calls } = await run(closed({ [name]: waits ? [timeout] : [timeout, timeout, last] }));
    expect(calls[name]).toHaveLength(waits ? 1 : 3);
  });
});

describe('a step that Slack has put off', () => {
  // Beside what the state held there, as `unlessPutOff` answers it.
  const again = (times: number) => ({ withinSeconds: 900, again: { afterSeconds: 30, times } });

  test.each(NAMES)('%s is taken again, however often, with what it answered', async (name) => {
    const { calls, visited, outcome } = await run(scriptWith(name, again(1), again(2), lastOf(name)));
    expect(calls[name]).toHaveLength(3);
    expect(visited.filter((state) => state === `${name}Waits`)).toHaveLength(2);
    expect(JSON.stringify(calls[name]?.[2])).toContain('"again":{"afterSeconds":30,"times":2}');
    expect(outcome).toHaveProperty('output');
    expect(visited.at(-1)).toBe('Done');
  });

  test.each(NAMES)('%s is not taken in the 30 s that Slack has asked for, and is at their end', async (name) => {
    jest.useFakeTimers();
    try {
      const running = run(scriptWith(name, again(1), lastOf(name)), { waiting: true });
      const { calls } = running;
      await jest.advanceTimersByTimeAsync(29_900);
      expect(calls[name]).toHaveLength(1);
      await jest.advanceTimersByTimeAsync(200);
      expect(calls[name]).toHaveLength(2);
      await jest.runAllTimersAsync();
      expect((await running.ended).outcome).toHaveProperty('output');
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('what does not get better', () => {
  const FAILED: Readonly<Record<string, string>> = {
    NotifyOfficers: 'NotNotified',
    PlanResponse: 'NotPlanned',
    AskApproval: 'NotAsked',
    CloseApproval: 'NotAsked',
    DispatchActions: 'NotDispatched',
    CloseDispatch: 'NotDispatched',
    VerifyResponse: 'NotVerified',
    CloseVerification: 'NotVerified',
  };

  test.each(Object.entries(FAILED))(
    'at %s is closed, noted as what has failed, and fails as %s, which is an alarm',
    async (name, failed) => {
      for (const error of FINAL_FAULTS) {
        const { calls, entered, outcome } = await run(scriptWith(name, failing(error)));
        expect(calls[name]).toHaveLength(1);
        expect(entered.slice(-4)).toEqual([`Note${failed}`, ...CLOSED, failed]);
        const [closing] = calls.CloseResponse as [object];
        expect(closing).toMatchObject({ ...input, failed, failure: { Error: error } });
        expect(outcome).toHaveProperty('error');
      }
    },
  );

  test.each(Object.entries(FAILED).filter(([name]) => name !== 'DispatchActions'))(
    'at %s is also what stays, once it has been tried nineteen times more: %s',
    async (name, failed) => {
      for (const error of ['SlackUnavailable', 'VenueUnavailable', 'TypeError']) {
        const { calls, entered } = await run(scriptWith(name, failing(error)));
        expect(calls[name]).toHaveLength(20);
        expect(entered.at(-1)).toBe(failed);
      }
    },
  );

  test('of an ending is one too, whether it is a good or a bad one', async () => {
    const stuck = { CloseResponse: [failing('SlackUnavailable')] };
    for (const script of [answers(stuck), answers({ ...stuck, PlanResponse: [failing('PlanUnknown')] })]) {
      const { calls, entered } = await run(script);
      expect(calls.CloseResponse).toHaveLength(20);
      expect(entered.at(-1)).toBe('NotClosed');
    }
  });

  test('has no other ends, and each says what could not be done and where to look', () => {
    const ends = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Fail');
    expect(ends.map(([name]) => name).sort()).toEqual([...new Set([...Object.values(FAILED), 'NotClosed'])].sort());
    for (const [name, end] of ends)
      expect(end).toMatchObject({ Error: name, Cause: expect.stringMatching(/\. What stood .* under failure\.$/) });
  });

  test('at a venue that stays away is given up, once it has been tried nineteen times more', async () => {
    const { calls } = await run(
      answers({ DispatchActions: [failing('VenueUnavailable')], CloseDispatch: [CARRIED_OUT] }),
    );
    expect(calls.DispatchActions).toHaveLength(20);
    expect(calls.CloseDispatch).toHaveLength(1);
  });
});

describe('the history of an execution', () => {
  /** Events of a task and of a choice, as Step Functions writes them: entered, scheduled, started, submitted, ended, exited. */
  const EVENTS: Readonly<Record<string, number>> = { Task: 6, Choice: 2, Pass: 2, Wait: 2, Fail: 1, Succeed: 2 };
  const eventsOf = (visited: readonly string[]) =>
    visited.reduce((sum, name) => sum + (EVENTS[(definition.States as Record<string, Task>)[name]!.Type] ?? 0), 2);

  test('keeps below 25,000 events, though ten plans in a row are each looked at as often as they may be', async () => {
    const plans = Array.from({ length: 10 }, (_, round) => ({ ...PLAN, round }));
    const looks = Array.from({ length: MOST_LOOKS + 2 }, () => LOOK);
    const { visited } = await run(
      answers({
        PlanResponse: plans,
        VerifyResponse: [...plans.slice(1).flatMap(() => [...looks, PLAN_HARDER]), ...looks, { next: 'human' }],
      }),
    );
    expect(visited.filter((name) => name === 'VerifyResponse')).toHaveLength(10 * (MOST_LOOKS + 3));
    expect(eventsOf(visited)).toBeLessThan(12_500);
  }, 60_000);

  test('keeps below them, though Slack puts each step off as often as is waited for', async () => {
    const off = Array.from({ length: MOST_PUT_OFF }, (_, i) => ({
      withinSeconds: 900,
      again: { afterSeconds: 1, times: i + 1 },
    }));
    const script = Object.fromEntries(
      Object.entries(answers()).map(([name, [last]]) => [name, [...off, last as Answer]]),
    );
    const { visited } = await run(script);
    expect(visited.at(-1)).toBe('Done');
    // Of one plan; of ten, ten times as many at most.
    expect(10 * eventsOf(visited)).toBeLessThan(25_000);
  });
});
