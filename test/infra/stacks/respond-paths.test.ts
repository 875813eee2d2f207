import { describe, expect, test } from '@jest/globals';
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
  tasks,
  timeout,
  WAITING,
} from './response-paths.ts';

const PLANNED = ['NotifyOfficers', 'PlanResponse', 'WhetherToAct'];
const ASKED = [...PLANNED, 'AskApproval', 'WhetherApproved'];
const DISPATCHED = [...ASKED, 'DispatchActions', 'WhetherDone'];
const VERIFIED = [...DISPATCHED, 'VerifyResponse', 'WhatNext'];
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
      VerifyResponse: [{ next: 'look' }, { next: 'look' }, PLAN_HARDER, { next: 'look' }, { next: 'human' }],
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
    expect(entered).toEqual([...way, 'Done']);
    const { failure, ...told } = (outcome as { output: Record<string, unknown> }).output;
    expect(told).toEqual({ ...input, ...output });
  });

  test('is that of the whole definition: each of its states is on one of them, or is where one fails', () => {
    const entered = new Set(Object.values(PATHS).flatMap(({ way }) => way));
    const ends = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Fail' || Type === 'Succeed');
    expect([...entered, ...ends.map(([name]) => name)].sort()).toEqual(Object.keys(definition.States).sort());
  });
});

describe('what a step gets', () => {
  test('is the input alone to begin with', async () => {
    const { calls } = await run(answers());
    expect(calls.NotifyOfficers).toEqual([input]);
    expect(calls.PlanResponse).toEqual([input]);
  });

  test('is the state whole with a token of its own, where it waits', async () => {
    const { calls } = await run(answers());
    const states = {
      AskApproval: { ...input, plan: PLAN },
      DispatchActions: { ...input, ...approved },
      VerifyResponse: { ...input, ...carriedOut },
    };
    for (const [name, state] of Object.entries(states))
      expect(calls[name]).toEqual([expect.objectContaining({ Payload: { state, taskToken: 'token' } })]);
  });

  test('is the state without a token, and what stood in the way, where it closes what nobody has told of', async () => {
    const { calls } = await run(closed());
    const failure = expect.objectContaining({ Error: 'States.Timeout' });
    expect(calls.CloseApproval).toEqual([{ state: { ...input, plan: PLAN, failure } }]);
    expect(calls.CloseDispatch).toEqual([{ state: { ...input, ...approved, failure } }]);
    expect(calls.CloseVerification).toEqual([{ state: { ...input, ...carriedOut, failure } }]);
  });

  test('is all that is known of the plan before, where another is made', async () => {
    const { calls } = await run(answers({ VerifyResponse: [PLAN_HARDER], PlanResponse: [PLAN, NO_PLAN] }));
    expect(calls.PlanResponse?.[1]).toEqual({ ...input, ...carriedOut, verification: PLAN_HARDER });
  });
});

describe('what passes', () => {
  const passing = ['NotificationBusy', 'ActionContended', 'DispatchContended', 'SlackUnavailable', 'VenueUnavailable'];
  const lambda = ['TooManyRequestsException', 'ServiceException', 'SdkClientException', 'Unknown'];

  test.each([...passing, ...lambda.map((name) => `Lambda.${name}`), 'Sandbox.Timedout'])(
    '%s is waited out at each step',
    async (name) => {
      for (const script of [answers(), closed()]) {
        const given = { NotifyOfficers: [null], ...script };
        const twice = Object.entries(given).map(([own, [answer]]) => [
          own,
          [failing(name), failing(name), answer as Answer],
        ]);
        const { calls, outcome } = await run(Object.fromEntries(twice));
        for (const own of Object.keys(given)) expect([own, calls[own]?.length]).toEqual([own, 3]);
        expect(outcome).toHaveProperty('output');
      }
    },
  );

  test('is another execution, for as long as a function can hold the message', async () => {
    const waits = Array.from({ length: 100 }, () => failing('NotificationBusy'));
    const { calls, outcome } = await run(answers({ NotifyOfficers: [...waits, null] }));
    expect(calls.NotifyOfficers).toHaveLength(101);
    expect(outcome).toHaveProperty('output');
  });

  test.each(tasks.map(([name]) => name))(
    'is its own time-out for %s, unless it has waited long enough',
    async (name) => {
      const [last = null] = closed()[name] ?? [];
      const waits = Object.hasOwn(WAITING, name);
      const { calls } = await run(closed({ [name]: waits ? [timeout] : [timeout, timeout, last] }));
      expect(calls[name]).toHaveLength(waits ? 1 : 3);
    },
  );
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
  const scriptWith = (name: string, answer: Answer): Script =>
    name.startsWith('Close') ? closed({ [name]: [answer] }) : answers({ [name]: [answer] });

  test.each(Object.entries(FAILED))(
    'at %s is not repeated, and fails as %s, which is an alarm',
    async (name, failed) => {
      for (const error of ['SlackRefused', 'TypeError']) {
        const { calls, entered, outcome } = await run(scriptWith(name, failing(error)));
        expect(calls[name]).toHaveLength(1);
        expect(entered.at(-1)).toBe(failed);
        expect(outcome).toHaveProperty('error');
      }
    },
  );

  test.each(Object.entries(FAILED).filter(([name]) => name !== 'DispatchActions'))(
    'at %s is also a venue or a Slack that stays away, once it has been tried eight times more: %s',
    async (name, failed) => {
      for (const error of ['SlackUnavailable', 'VenueUnavailable']) {
        const { calls, entered } = await run(scriptWith(name, failing(error)));
        expect(calls[name]).toHaveLength(9);
        expect(entered.at(-1)).toBe(failed);
      }
    },
  );

  test('has no other ends, and each says what could not be done and where to look', () => {
    const ends = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Fail');
    expect(ends.map(([name]) => name).sort()).toEqual([...new Set(Object.values(FAILED))].sort());
    for (const [name, end] of ends)
      expect(end).toMatchObject({ Error: name, Cause: expect.stringMatching(/\. What stood .* under failure\.$/) });
  });

  test('at a venue that stays away is given up, once it has been tried eight times more', async () => {
    const { calls } = await run(
      answers({ DispatchActions: [failing('VenueUnavailable')], CloseDispatch: [CARRIED_OUT] }),
    );
    expect(calls.DispatchActions).toHaveLength(9);
    expect(calls.CloseDispatch).toHaveLength(1);
  });
});
