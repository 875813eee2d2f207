import { NotOnOneMachine, TemplateFault } from './faults.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { knowsOnly } from './read-properties.ts';

export interface TaskState {
  readonly name: string;
  /** Name or ARN of the function, or undefined where the state takes it from its input. */
  readonly functionName: string | undefined;
  /** `arn:aws:states:::lambda:invoke` wraps the answer; a function's own ARN as resource does not. */
  readonly wrapped: boolean;
  /** Whether the task ends only when somebody tells so by its token. */
  readonly waits: boolean;
}

export interface MachineDefinition {
  /** As the interpreter is to run it. */
  readonly definition: JsonObject;
  readonly tasks: readonly TaskState[];
}

const COMMON = ['Type', 'Comment', 'Next', 'End', 'InputPath', 'OutputPath'];
const RESULT = ['Parameters', 'ResultSelector', 'ResultPath', 'Retry', 'Catch'];
const STATE_KEYS: Readonly<Record<string, readonly string[]>> = {
  Task: [...COMMON, ...RESULT, 'Resource', 'TimeoutSeconds', 'TimeoutSecondsPath'],
  Parallel: [...COMMON, ...RESULT, 'Branches'],
  Map: [
    ...[...COMMON, ...RESULT, 'ItemProcessor', 'Iterator', 'ItemSelector', 'ItemsPath', 'MaxConcurrency'],
    'MaxConcurrencyPath',
  ],
  Pass: [...COMMON, 'Parameters', 'Result', 'ResultPath'],
  Wait: [...COMMON, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Choice: [...COMMON, 'Choices', 'Default'],
  Succeed: COMMON,
  Fail: [...COMMON, 'Cause', 'CausePath', 'Error', 'ErrorPath'],
};
const MACHINE_KEYS = ['StartAt', 'States', 'Comment', 'Version', 'TimeoutSeconds', 'QueryLanguage', 'ProcessorConfig'];

/** Step Functions waits 99,999,999 s; a timer of Node's holds at most 2^31 - 1 ms. */
const LONGEST_SECONDS = 2_147_483;

/** What the context object of an execution has here; inside a Map the interpreter puts the item for the input. */
const CONTEXT = /^\$\$\.(Execution\.(Id|Name)|StateMachine\.(Id|Name))$/;
const CONTEXT_OUTSIDE_MAP = /^\$\$\.Execution\.(Input|StartTime)(\.|\[|$)/;
const CONTEXT_INSIDE_MAP = /^\$\$\.Map\.Item\.(Index|Value)(\.|\[|$)/;

/**
 * Reads a state machine's definition for the interpreter: JSONPath only, functions as the only tasks. What the
 * interpreter would silently pass over is refused; tasks without a time-out, which it would end after 60 s, get the
 * service's own, which is none.
 *
 * @throws NotOnOneMachine, TemplateFault
 */
export function readDefinition(place: string, text: string): MachineDefinition {
  const parsed = JSON.parse(text) as Json;
  if (!isJsonObject(parsed)) throw new TemplateFault(place, 'the definition must be a JSON object');
  const tasks: TaskState[] = [];
  return { definition: readMachine(place, parsed, false, tasks), tasks };
}

function readMachine(place: string, machine: JsonObject, inMap: boolean, tasks: TaskState[]): JsonObject {
  knowsOnly(place, machine, MACHINE_KEYS);
  refuseJsonata(place, machine);
  if (isJsonObject(machine.ProcessorConfig) && machine.ProcessorConfig.Mode === 'DISTRIBUTED') {
    throw new NotOnOneMachine(place, 'the engine does not do distributed maps');
  }
  if (!isJsonObject(machine.States)) throw new TemplateFault(place, 'States must be an object');
  const states = Object.entries(machine.States).map(([name, state]) => {
    const at = `${place} state ${name}`;
    if (!isJsonObject(state)) throw new TemplateFault(at, 'must be an object');
    return [name, readState(at, name, state, inMap, tasks)];
  });
  const { TimeoutSeconds: seconds } = machine;
  const ends: JsonObject = typeof seconds === 'number' ? { TimeoutSeconds: Math.min(seconds, LONGEST_SECONDS) } : {};
  return { ...machine, ...ends, States: Object.fromEntries(states) };
}

function readState(place: string, name: string, state: JsonObject, inMap: boolean, tasks: TaskState[]): JsonObject {
  const type = typeof state.Type === 'string' ? state.Type : '';
  const known = STATE_KEYS[type];
  if (known === undefined) throw new NotOnOneMachine(place, `the engine does not know the state type ${type}`);
  refuseJsonata(place, state);
  const waits = state.Resource === WAITING ? ['HeartbeatSeconds', 'HeartbeatSecondsPath'] : [];
  knowsOnly(place, state, [...known, ...waits, 'QueryLanguage']);
  const { Branches: branches, ItemProcessor: processor, Iterator: iterator, ItemSelector: selector, ...own } = state;
  checkContext(place, own, inMap, false, state.Resource === WAITING);
  if (selector !== undefined) checkContext(place, selector, inMap, true);
  if (type === 'Choice') refuseNegatedTests(place, state.Choices);
  if (type === 'Task') return readTask(place, name, state, tasks);
  if (type === 'Parallel' && Array.isArray(branches)) {
    const read = (branches as readonly JsonObject[]).map((branch) => readMachine(place, branch, inMap, tasks));
    return { ...state, Branches: read };
  }
  if (isJsonObject(processor)) return { ...state, ItemProcessor: readMachine(place, processor, true, tasks) };
  if (isJsonObject(iterator)) return { ...state, Iterator: readMachine(place, iterator, true, tasks) };
  return state;
}

/** Where a waiting task finds among its parameters how long it waits: its time is kept here, not by the interpreter. */
export const PATIENCE = 'Engine.Patience';
const PATIENCE_KEYS = ['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'];

/** A function that is called with a token, and whose answer is not the task's. */
const WAITING = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

function readTask(place: string, name: string, state: JsonObject, tasks: TaskState[]): JsonObject {
  if (tasks.some((task) => task.name === name)) throw new TemplateFault(place, 'two states have this name');
  const resource = String(state.Resource);
  const parameters = isJsonObject(state.Parameters) ? state.Parameters : {};
  const waits = resource === WAITING;
  if (waits || resource === 'arn:aws:states:::lambda:invoke') {
    const keys = ['FunctionName', 'FunctionName.$', 'Payload', 'Payload.$', 'InvocationType'];
    knowsOnly(`${place}.Parameters`, parameters, keys);
    if (parameters.InvocationType !== undefined && parameters.InvocationType !== 'RequestResponse') {
      throw new NotOnOneMachine(place, 'the engine invokes functions synchronously only');
    }
    const given = parameters.FunctionName;
    tasks.push({ name, functionName: typeof given === 'string' ? given : undefined, wrapped: true, waits });
    if (waits) return withPatience(state, parameters);
  } else if (/^arn:aws:lambda:[^:]+:\d{12}:function:/.test(resource)) {
    tasks.push({ name, functionName: resource, wrapped: false, waits: false });
  } else {
    throw new NotOnOneMachine(place, `the engine does not know the resource ${resource}`);
  }
  if (state.TimeoutSecondsPath !== undefined) return state;
  const seconds = typeof state.TimeoutSeconds === 'number' ? state.TimeoutSeconds : LONGEST_SECONDS;
  return { ...state, TimeoutSeconds: Math.min(seconds, LONGEST_SECONDS) };
}

function withPatience(state: JsonObject, parameters: JsonObject): JsonObject {
  const own = Object.entries(state).filter(([key]) => !PATIENCE_KEYS.includes(key));
  const patience = Object.entries(state)
    .filter(([key]) => PATIENCE_KEYS.includes(key))
    .map(([key, value]) => [key.replace(/Path$/, '.$'), value]);
  return {
    ...Object.fromEntries(own),
    TimeoutSeconds: LONGEST_SECONDS,
    Parameters: { ...parameters, [PATIENCE]: Object.fromEntries(patience) },
  };
}

/** `IsPresent: false` and its like are never true here: the interpreter reads them as two conditions that exclude each other. */
function refuseNegatedTests(place: string, rules: Json | undefined): void {
  if (Array.isArray(rules)) for (const rule of rules as readonly Json[]) refuseNegatedTests(place, rule);
  if (!isJsonObject(rules)) return;
  for (const [key, value] of Object.entries(rules)) {
    if (/^Is[A-Z]/.test(key) && value === false) {
      throw new NotOnOneMachine(place, `the engine does not do ${key} with false: put it under Not`);
    }
    refuseNegatedTests(place, value);
  }
}

function refuseJsonata(place: string, part: JsonObject): void {
  if (part.QueryLanguage !== undefined && part.QueryLanguage !== 'JSONPath') {
    throw new NotOnOneMachine(place, `the engine does not do ${JSON.stringify(part.QueryLanguage)}, only JSONPath`);
  }
}

function checkContext(
  place: string,
  value: Json | undefined,
  inMap: boolean,
  itemSelector = false,
  waits = false,
): void {
  if (typeof value === 'string') {
    for (const path of value.match(/\$\$[^\s,)'"]*/g) ?? []) {
      const known =
        CONTEXT.test(path) ||
        (waits && path === '$$.Task.Token') ||
        (!inMap && CONTEXT_OUTSIDE_MAP.test(path)) ||
        ((inMap || itemSelector) && CONTEXT_INSIDE_MAP.test(path));
      if (!known) throw new NotOnOneMachine(place, `the engine does not know the context path ${path}`);
    }
  } else if (Array.isArray(value)) {
    for (const part of value as readonly Json[]) checkContext(place, part, inMap, itemSelector, waits);
  } else if (isJsonObject(value)) {
    for (const part of Object.values(value)) checkContext(place, part, inMap, itemSelector, waits);
  }
}
