import { describe, expect, test } from '@jest/globals';
import { StateMachine } from 'aws-local-stepfunctions';
import { resource, synthesise } from './synthesised.ts';

const { service } = synthesise();
const machine = resource(service, 'AWS::StepFunctions::StateMachine');

type Definition = ConstructorParameters<typeof StateMachine>[0];
type Input = Parameters<StateMachine['run']>[0];
interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

const arnOf = (name: string): string => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
const FUNCTION_ARN = arnOf('notify-officers');
const definition = definitionOf();
const notify = definition.States.NotifyOfficers as unknown as {
  readonly Retry: readonly Retrier[];
  readonly TimeoutSeconds: number;
};
const input = { venue: 'demo', symbol: 'BTC/USDT:USDT', group: 'leverage', incidentId: 'i-1', version: 3 };

/** The definition as it is deployed, its references filled in. */
function definitionOf(): Definition {
  const [, parts] = (machine.Properties.DefinitionString as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  const text = parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('Ref' in (part as object)) return 'aws';
    const [id] = (part as { 'Fn::GetAtt': [string] })['Fn::GetAtt'];
    return arnOf(id.startsWith('PlanResponse') ? 'plan-response' : 'notify-officers');
  });
  return JSON.parse(text.join('')) as Definition;
}

function failing(name: string): () => never {
  return () => {
    throw Object.assign(new Error(`${name} happened`), { name });
  };
}

type Behaviour = (payload: Input) => Input;

/** Runs the definition; each call of notify-officers does the next of what is given, and the last for ever. */
const run = (...behaviour: readonly Behaviour[]) => runWith(behaviour, [planning]);

/** The same, with what the calls of plan-response do. */
async function runWith(behaviour: readonly Behaviour[], plans: readonly Behaviour[]) {
  const calls: Input[] = [];
  const planned: Input[] = [];
  const execution = new StateMachine(definition).run(input, {
    overrides: {
      taskResourceLocalHandlers: {
        NotifyOfficers: (task) => {
          calls.push(task);
          return (behaviour[calls.length - 1] ?? behaviour.at(-1)!)(task);
        },
        PlanResponse: (task) => {
          planned.push(task);
          return (plans[planned.length - 1] ?? plans.at(-1)!)(task);
        },
      },
      retryIntervalOverrides: { NotifyOfficers: 0, PlanResponse: 0 },
    },
  });
  const events: { type: string; name?: string }[] = [];
  const reading = (async () => {
    for await (const event of execution.eventLogs) {
      events.push({ type: event.type, ...('state' in event ? { name: event.state.name } : {}) });
    }
  })();
  const outcome = await execution.result.then(
    (output) => ({ output }),
    (error: Error) => ({ error }),
  );
  await reading;
  return {
    calls,
    planned,
    outcome,
    entered: events.filter(({ type }) => type === 'StateEntered').map(({ name }) => name),
  };
}

const answering = () => ({ StatusCode: 200, Payload: { notified: true } });
const planning = () => ({ StatusCode: 200, Payload: { planned: true, planId: 'p' } });

describe('the machine', () => {
  test('is Standard, since Express has no task tokens, and speaks JSONPath without JSONata or variables', () => {
    expect(machine.Properties.StateMachineType).toBe('STANDARD');
    expect(JSON.stringify(definition)).not.toMatch(/JSONata|"Assign"|"Arguments"|\{%/);
  });

  test('logs every step for a month and traces', () => {
    const logs = resource(service, 'AWS::Logs::LogGroup', 'Respond');
    expect(machine.Properties).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: {
        Level: 'ALL',
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [logs.id, 'Arn'] } } }],
      },
    });
    expect(logs.Properties.RetentionInDays).toBe(30);
  });

  test('is not created before the role that it is created with', () => {
    expect(machine.DependsOn).toContain(resource(service, 'AWS::IAM::Role', 'RespondRole').id);
  });

  test('ends of itself', () => {
    expect(definition.TimeoutSeconds).toBe(3_600);
  });
});

describe('an execution', () => {
  test('hands its input to notify-officers and on', async () => {
    const { calls, outcome, entered } = await run(answering);
    expect(calls).toEqual([{ FunctionName: FUNCTION_ARN, Payload: input }]);
    expect(outcome).toEqual({ output: input });
    expect(entered).toEqual(['NotifyOfficers', 'PlanResponse']);
  });

  test('waits its turn while another execution holds the message', async () => {
    const busy = Array.from({ length: 100 }, () => failing('NotificationBusy'));
    const { calls, outcome } = await run(...busy, answering);
    expect(calls).toHaveLength(101);
    expect(outcome).toEqual({ output: input });
  });

  test.each(['SlackUnavailable', 'Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Sandbox.Timedout'])(
    'tries again after %s',
    async (name) => {
      const { calls, outcome } = await run(failing(name), failing(name), answering);
      expect(calls).toHaveLength(3);
      expect(outcome).toEqual({ output: input });
    },
  );

  test('gives up on a Slack that stays away, and fails as NotNotified', async () => {
    const { calls, outcome, entered } = await run(failing('SlackUnavailable'));
    expect(calls).toHaveLength(9);
    expect(entered).toEqual(['NotifyOfficers', 'NotNotified']);
    expect(outcome).toMatchObject({ error: { message: expect.stringContaining('could not be told') } });
  });

  test.each(['SlackRefused', 'TypeError', 'States.TaskFailed'])(
    'does not repeat what cannot get better: %s',
    async (name) => {
      const { calls, outcome, entered } = await run(failing(name), answering);
      expect(calls).toHaveLength(1);
      expect(entered).toEqual(['NotifyOfficers', 'NotNotified']);
      expect(outcome).toHaveProperty('error');
    },
  );
});

describe('the plan', () => {
  test('is made after the officers know, of the same input', async () => {
    const { planned, outcome } = await run(answering);
    expect(planned).toEqual([{ FunctionName: arnOf('plan-response'), Payload: input }]);
    expect(outcome).toEqual({ output: input });
  });

  test('is tried again while Slack is away', async () => {
    const { planned, outcome } = await runWith([answering], [failing('SlackUnavailable'), planning]);
    expect(planned).toHaveLength(2);
    expect(outcome).toEqual({ output: input });
  });

  test('that fails ends the execution as NotPlanned, which is an alarm; the officers have been told', async () => {
    const { calls, entered, outcome } = await runWith([answering], [failing('TypeError')]);
    expect(calls).toHaveLength(1);
    expect(entered).toEqual(['NotifyOfficers', 'PlanResponse', 'NotPlanned']);
    expect(outcome).toHaveProperty('error');
  });
});

describe('patience', () => {
  const retrier = (error: string) => notify.Retry.find(({ ErrorEquals }) => ErrorEquals.includes(error))!;

  test('for another execution: a second at a time, for longer than a function can hold the message', () => {
    const { IntervalSeconds, BackoffRate, MaxAttempts } = retrier('NotificationBusy');
    expect([IntervalSeconds, BackoffRate]).toEqual([1, 1]);
    const timeout = resource(service, 'AWS::Lambda::Function', 'NotifyOfficers').Properties.Timeout as number;
    expect(MaxAttempts).toBeGreaterThan(3 * timeout);
  });

  test('for Slack and Lambda: growing, spread by jitter, over in minutes', () => {
    const { IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds, JitterStrategy } = retrier('SlackUnavailable');
    expect(BackoffRate).toBeGreaterThan(1);
    expect(JitterStrategy).toBe('FULL');
    const longest = Array.from({ length: MaxAttempts }, (_, n) =>
      Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds!),
    ).reduce((sum, delay) => sum + delay, 0);
    expect(longest).toBeGreaterThan(120);
    expect(longest).toBeLessThan(600);
  });

  test('for one attempt: longer than the function, so that the function is what ends it', () => {
    const { Timeout } = resource(service, 'AWS::Lambda::Function', 'NotifyOfficers').Properties;
    expect(notify.TimeoutSeconds).toBeGreaterThan(Timeout as number);
    expect(retrier('States.Timeout')).toBeDefined();
  });
});
