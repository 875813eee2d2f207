import { describe, expect, test } from '@jest/globals';
import { openActivity } from '../../../../infra/local/engine/activity.ts';
import type { EngineEvent } from '../../../../infra/local/engine/events.ts';
import { openStateMachines } from '../../../../infra/local/engine/state-machines.ts';
import { lambdasOf, resourcesOf } from './fakes.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';

function machineOf(definition: object, functions: Parameters<typeof lambdasOf>[0], properties: object = {}) {
  const DefinitionString = JSON.stringify(definition);
  const resources = resourcesOf({
    M: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { StateMachineName: 'm', DefinitionString, ...properties },
    },
  });
  const activity = openActivity();
  const events: EngineEvent[] = [];
  const machines = openStateMachines(resources, lambdasOf(functions), activity, (event) => events.push(event));
  const stateMachineArn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:m';
  return {
    machines,
    activity,
    events,
    stateMachineArn,
    async run(input: unknown) {
      const { executionArn } = machines.startExecution({ stateMachineArn, input: JSON.stringify(input) });
      await activity.quiet();
      return machines.describeExecution({ executionArn: executionArn as string });
    },
  };
}

const single = (more: object) => ({
  StartAt: 'A',
  States: {
    A: { Type: 'Task', Resource: INVOKE, Parameters: { FunctionName: 'f', 'Payload.$': '$' }, End: true, ...more },
  },
});

describe('an execution', () => {
  test('hands the payload on and wraps the answer as the service does', async () => {
    const { run } = machineOf(single({}), { f: ({ x }: { x: number }) => ({ twice: 2 * x }) });
    const { status, output } = await run({ x: 4 });
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(String(output))).toMatchObject({ Payload: { twice: 8 }, StatusCode: 200 });
  });

  test('tells a task who it is by the context', async () => {
    const parameters = {
      FunctionName: 'f',
      Payload: { 'name.$': '$$.Execution.Name', 'machine.$': '$$.StateMachine.Name' },
    };
    const { machines, activity, stateMachineArn } = machineOf(
      single({ Parameters: parameters, OutputPath: '$.Payload' }),
      { f: (event) => event },
    );
    machines.startExecution({ stateMachineArn, name: 'one', input: '{}' });
    await activity.quiet();
    expect(machines.executions()[0]?.output).toBe('{"name":"one","machine":"m"}');
  });

  test('fails with the error of its function, and the whole report as its cause', async () => {
    const f = () => {
      throw new RangeError('too far');
    };
    const { run, machines } = machineOf(single({}), { f });
    expect(await run({})).toMatchObject({
      status: 'FAILED',
      error: 'RangeError',
      cause: '{"errorType":"RangeError","errorMessage":"too far","trace":[]}',
    });
    expect(Object.values(machines.metrics())[0]).toMatchObject({ started: 1, failed: 1, transitions: 1 });
  });

  test('ends a task that takes too long with States.Timeout, which a Catch can name', async () => {
    const forever = () => new Promise(() => {});
    const caught = single({ TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }] });
    const states = { ...caught.States, Late: { Type: 'Pass', Result: 'late', End: true } };
    expect(await machineOf({ ...caught, States: states }, { f: forever }).run({})).toMatchObject({ output: '"late"' });
  });

  test('that takes longer than the machine allows is timed out, and tries no more', async () => {
    let calls = 0;
    const f = () => {
      calls += 1;
      throw new Error('again');
    };
    const retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 9 }];
    const { run, machines } = machineOf({ ...single({ Retry: retry }), TimeoutSeconds: 1 }, { f });
    expect(await run({})).toMatchObject({ status: 'TIMED_OUT' });
    expect(Object.values(machines.metrics())[0]).toMatchObject({ timedOut: 1, failed: 0 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(calls).toBe(1);
  });

  test('with a result over the limit fails, and States.ALL does not catch it', async () => {
    const caught = single({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] });
    const states = { ...caught.States, B: { Type: 'Succeed' } };
    const { run } = machineOf({ ...caught, States: states }, { f: () => 'x'.repeat(256 * 1024) });
    expect(await run({})).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('under way is aborted by stop', async () => {
    const { machines, activity, stateMachineArn } = machineOf(
      single({ Type: 'Wait', Seconds: 60, Resource: undefined, Parameters: undefined }),
      {},
    );
    machines.startExecution({ stateMachineArn, name: 'waits' });
    machines.stop();
    await activity.quiet();
    expect(machines.executions()).toMatchObject([{ name: 'waits', status: 'ABORTED' }]);
  });
});

describe('starting', () => {
  const { machines, stateMachineArn } = machineOf(single({}), { f: () => null });
  test.each<[string, object]>([
    ['StateMachineDoesNotExist', { stateMachineArn: 'arn:x' }],
    ['InvalidArn', {}],
    ['InvalidName', { stateMachineArn, name: 'a b' }],
    ['InvalidName', { stateMachineArn, name: 'x'.repeat(81) }],
    ['InvalidExecutionInput', { stateMachineArn, input: '{' }],
    ['InvalidExecutionInput', { stateMachineArn, input: `"${'x'.repeat(256 * 1024)}"` }],
  ])('is answered %s', (code, request) => {
    expect(() => machines.startExecution(request as never)).toThrow(expect.objectContaining({ code }));
  });

  test('a machine that is not Standard is refused', () => {
    expect(() => machineOf(single({}), { f: () => 1 }, { StateMachineType: 'EXPRESS' })).toThrow(
      'StateMachineType "EXPRESS"',
    );
  });

  test('substitutions stand in the definition', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
    const definition = single({ Parameters: { FunctionName: '${Fn}' } });
    const { run } = machineOf(definition, { g: () => 'g' }, { DefinitionSubstitutions: { Fn: 'g' } });
    expect(await run({})).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('a task that waits for its token', () => {
  const waiting = (more: object = {}) =>
    single({
      Resource: `${INVOKE}.waitForTaskToken`,
      Parameters: { FunctionName: 'f', Payload: { 'token.$': '$$.Task.Token', 'in.$': '$' } },
      ...more,
    });

  /** Starts it, and gives the token once its function has been called. */
  async function started(definition: object, input: object = { x: 1 }) {
    const told: { token: string; in: unknown }[] = [];
    const machine = machineOf(definition, {
      f: (event: { token: string; in: unknown }) => {
        told.push(event);
        return 'taken';
      },
    });
    const { executionArn } = machine.machines.startExecution({
      stateMachineArn: machine.stateMachineArn,
      input: JSON.stringify(input),
    });
    // Nothing is under way while it waits: whoever waits for quiet is not kept.
    await machine.activity.quiet();
    const status = () => machine.machines.describeExecution({ executionArn: executionArn as string });
    return { ...machine, told, status, token: told[0]?.token as string, tokens: machine.machines.tokens };
  }

  test('is not ended by its function’s answer, but by who tells of the token, with what is told', async () => {
    const { token, told, tokens, status, activity } = await started(waiting());
    expect(told).toEqual([{ token, in: { x: 1 } }]);
    expect(status()).toMatchObject({ status: 'RUNNING' });
    expect(tokens.heartbeat({ taskToken: token })).toEqual({});
    tokens.success({ taskToken: token, output: '{"approved":true}' });
    await new Promise(setImmediate);
    await activity.quiet();
    expect(status()).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}' });
    expect(() => tokens.success({ taskToken: token, output: '1' })).toThrow(
      expect.objectContaining({ code: 'TaskTimedOut' }),
    );
  });

  test('fails with the error that is told, which a Catch can name', async () => {
    const caught = waiting({ Catch: [{ ErrorEquals: ['Declined'], Next: 'No' }] });
    const { token, tokens, status, activity } = await started({
      ...caught,
      States: { ...caught.States, No: { Type: 'Pass', Result: 'no', End: true } },
    });
    tokens.failure({ taskToken: token, error: 'Declined', cause: 'by Anna' });
    await new Promise(setImmediate);
    await activity.quiet();
    expect(status()).toMatchObject({ status: 'SUCCEEDED', output: '"no"' });
  });

  test('that nobody tells of ends with States.Timeout, and telling of it then is refused', async () => {
    const caught = waiting({ TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }] });
    const { token, tokens, status } = await started({
      ...caught,
      States: { ...caught.States, Late: { Type: 'Pass', Result: 'late', End: true } },
    });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(status()).toMatchObject({ status: 'SUCCEEDED', output: '"late"' });
    expect(() => tokens.heartbeat({ taskToken: token })).toThrow(expect.objectContaining({ code: 'TaskTimedOut' }));
  });

  test('takes its times from its input, and lives as long as it gives signs of life', async () => {
    const caught = waiting({
      TimeoutSecondsPath: '$.within',
      HeartbeatSecondsPath: '$.silence',
      Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Silent' }],
    });
    const { token, tokens, status } = await started(
      { ...caught, States: { ...caught.States, Silent: { Type: 'Pass', Result: 'silent', End: true } } },
      { within: 60, silence: 1 },
    );
    for (let beat = 0; beat < 3; beat++) {
      await new Promise((resolve) => setTimeout(resolve, 600));
      tokens.heartbeat({ taskToken: token });
    }
    expect(status()).toMatchObject({ status: 'RUNNING' });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(status()).toMatchObject({ status: 'SUCCEEDED', output: '"silent"' });
    expect(() => tokens.heartbeat({ taskToken: token })).toThrow(expect.objectContaining({ code: 'TaskTimedOut' }));
  });

  test('whose input names no whole seconds fails, as in AWS', async () => {
    const { status } = await started(waiting({ TimeoutSecondsPath: '$.within' }), { within: 0.5 });
    expect(status()).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test('has a token of its own: one that was never issued is none, and what is no JSON is no output', async () => {
    const { token, tokens } = await started(waiting());
    expect(() => tokens.success({ taskToken: 'x', output: '1' })).toThrow(
      expect.objectContaining({ code: 'InvalidToken' }),
    );
    expect(() => tokens.success({ taskToken: token, output: '{' })).toThrow(
      expect.objectContaining({ code: 'InvalidOutput' }),
    );
    expect(tokens.success({ taskToken: token, output: '1' })).toEqual({});
  });
});
