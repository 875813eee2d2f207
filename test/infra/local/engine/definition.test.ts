import { describe, expect, test } from '@jest/globals';
import { readDefinition } from '../../../../infra/local/engine/definition.ts';
import type { JsonObject } from '../../../../infra/local/engine/json.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const task = (more: object = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Parameters: { FunctionName: 'f' },
  End: true,
  ...more,
});
const read = (States: object, more: object = {}) =>
  readDefinition('S/M', JSON.stringify({ StartAt: Object.keys(States)[0], States, ...more }));

describe('a definition', () => {
  test('gives its tasks, in branches and iterations too', () => {
    const inner = (name: string) => ({ StartAt: name, States: { [name]: task() } });
    const { tasks } = read({
      A: task({ Next: 'P' }),
      P: { Type: 'Parallel', Branches: [inner('B'), inner('C')], Next: 'M' },
      M: { Type: 'Map', ItemProcessor: inner('D'), End: true },
    });
    expect(tasks.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'D']);
  });

  test('a task without a time-out has none; one with keeps it', () => {
    const { definition } = read({ A: task({ Next: 'B' }), B: task({ TimeoutSeconds: 7 }) });
    const states = definition.States as Record<string, { TimeoutSeconds: number }>;
    expect(states.A?.TimeoutSeconds).toBeGreaterThan(2_000_000);
    expect(states.B?.TimeoutSeconds).toBe(7);
  });

  test.each<[string, object, object, RegExp]>([
    ['JSONata', { A: { Type: 'Pass', End: true } }, { QueryLanguage: 'JSONata' }, /only JSONPath/],
    ['JSONata in a state', { A: { Type: 'Pass', QueryLanguage: 'JSONata', End: true } }, {}, /only JSONPath/],
    ['Assign', { A: { Type: 'Pass', Assign: { x: 1 }, End: true } }, {}, /S\/M state A: .* Assign/],
    [
      'a test for what is not so',
      {
        A: { Type: 'Choice', Choices: [{ And: [{ Variable: '$.x', IsPresent: false }], Next: 'B' }] },
        B: { Type: 'Succeed' },
      },
      {},
      /IsPresent with false/,
    ],
    ['HeartbeatSeconds of a task that nobody tells of', { A: task({ HeartbeatSeconds: 5 }) }, {}, /HeartbeatSeconds/],
    [
      'a token for a task that does not wait for it',
      { A: task({ Parameters: { FunctionName: 'f', Payload: { 'token.$': '$$.Task.Token' } } }) },
      {},
      /does not know the context path \$\$\.Task\.Token/,
    ],
    ['another service', { A: task({ Resource: 'arn:aws:states:::sns:publish' }) }, {}, /does not know the resource/],
    [
      'an asynchronous invocation',
      { A: task({ Parameters: { FunctionName: 'f', InvocationType: 'Event' } }) },
      {},
      /synchronously/,
    ],
    [
      'a context path that is not there',
      { A: task({ Parameters: { FunctionName: 'f', 'Payload.$': '$$.State.Name' } }) },
      {},
      /\$\$\.State\.Name/,
    ],
    [
      'one inside an intrinsic',
      { A: task({ Parameters: { FunctionName: 'f', 'Payload.$': "States.Format('{}', $$.Task.Token)" } }) },
      {},
      /\$\$\.Task\.Token/,
    ],
    ['a state type', { A: { Type: 'Magic' } }, {}, /state type Magic/],
    [
      'two tasks of one name',
      {
        A: task({ Next: 'P' }),
        P: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: task() } }], End: true },
      },
      {},
      /two states/,
    ],
    [
      "the execution's input inside a Map",
      {
        M: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'A', States: { A: task({ InputPath: '$$.Execution.Input' }) } },
          End: true,
        },
      },
      {},
      /\$\$\.Execution\.Input/,
    ],
  ])('with %s is refused', (_, states, more, message) => {
    expect(() => read(states, more)).toThrow(message);
  });

  test('may use the paths of the context that the engine gives', () => {
    const payload = {
      'id.$': '$$.Execution.Id',
      'name.$': "States.Format('{}-{}', $$.Execution.Name, $$.StateMachine.Name)",
      'in.$': '$$.Execution.Input.x',
    };
    expect(() => read({ A: task({ Parameters: { FunctionName: 'f', Payload: payload } }) })).not.toThrow();
  });

  test('may take longer than a timer holds, and then ends when that does', () => {
    const { definition } = read({ A: task() }, { TimeoutSeconds: 30 * 86_400 });
    expect(Number(definition.TimeoutSeconds) * 1_000).toBeLessThan(2 ** 31);
    expect(read({ A: task() }, { TimeoutSeconds: 60 }).definition.TimeoutSeconds).toBe(60);
  });

  test('may wait for a token, as long as the state says and as long as a timer holds otherwise', () => {
    const waits = {
      Resource: `${INVOKE}.waitForTaskToken`,
      Parameters: { FunctionName: 'f', Payload: { 'token.$': '$$.Task.Token' } },
    };
    const timed = { TimeoutSeconds: 600, HeartbeatSecondsPath: '$.silence' };
    const { tasks, definition } = read({ A: task({ ...waits, ...timed }) });
    expect(tasks).toMatchObject([{ name: 'A', waits: true }]);
    const { A } = definition.States as Record<string, JsonObject>;
    expect(A?.Parameters).toMatchObject({
      'Engine.Patience': { TimeoutSeconds: 600, 'HeartbeatSeconds.$': '$.silence' },
    });
    // Its time is kept by the engine: the interpreter's own must not come first, nor see what it does not know.
    expect(A?.TimeoutSeconds).toBeGreaterThan(1e6);
    expect(A).not.toHaveProperty('HeartbeatSecondsPath');
  });
});
