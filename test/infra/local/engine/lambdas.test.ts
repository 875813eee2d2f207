import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openActivity } from '../../../../infra/local/engine/activity.ts';
import { resolveAssembly } from '../../../../infra/local/engine/cloudformation.ts';
import type { EngineEvent } from '../../../../infra/local/engine/events.ts';
import type { JsonObject } from '../../../../infra/local/engine/json.ts';
import { type Lambdas, openLambdas } from '../../../../infra/local/engine/lambdas.ts';
import { openQueues } from '../../../../infra/local/engine/queues.ts';
import { stackOf } from './fakes.ts';

let folder: string;
let lambdas: Lambdas | undefined;
const events: EngineEvent[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-bundle-'));
});
afterEach(async () => {
  await lambdas?.stop();
  lambdas = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** One function `f` of this source, with a dead-letter queue. */
async function start(
  source: string,
  properties: JsonObject = {},
  more: JsonObject = {},
  file = 'index.mjs',
  concurrency = 4,
) {
  await writeFile(join(folder, file), source);
  const Resources = {
    F: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        ...{ FunctionName: 'f', Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { S3Key: 'k.zip' } },
        ...{ DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Q', 'Arn'] } }, ...properties },
      },
    },
    Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
    ...more,
  };
  const stack = { ...stackOf({ Resources }), assets: new Map([['k.zip', folder]]) };
  const { resources } = resolveAssembly([stack], '');
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const queues = openQueues(of('AWS::SQS::Queue'), () => {});
  const activity = openActivity();
  lambdas = openLambdas({
    functions: of('AWS::Lambda::Function'),
    eventInvokeConfigs: of('AWS::Lambda::EventInvokeConfig'),
    ...{ queues, activity, onEvent: (event: EngineEvent) => events.push(event) },
    endpoints: { dynamodb: 'http://127.0.0.1:1', aws: 'http://127.0.0.1:1' },
    asyncRetryDelaysMs: [1, 1],
    concurrency,
  });
  return { lambdas, queues, activity };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries += 1) await pause(10);
  expect(condition()).toBe(true);
}

describe('a function', () => {
  test('keeps its state between invocations', async () => {
    const { lambdas: functions } = await start('let count = 0; export const handler = () => ++count;');
    for (const count of ['1', '2', '3'])
      expect(await functions.invoke('f', '{}')).toMatchObject({ ok: true, payload: count });
  });

  /** Each invocation counts those of its own environment, and goes on only once as many as asked have begun in all. */
  const MEETING = (folder: string) => `
    import { mkdir, readdir } from 'node:fs/promises';
    let running = 0, served = 0;
    export async function handler({ name, together }) {
      running += 1;
      await mkdir('${folder}/' + name);
      while ((await readdir('${folder}')).length < together) await new Promise((resolve) => setTimeout(resolve, 5));
      const most = running;
      running -= 1;
      return { most, served: ++served };
    }`;
  const met = async (count: number, together: number, properties: JsonObject = {}, concurrency = 4) => {
    const place = await mkdtemp(join(folder, 'met-'));
    const { lambdas: functions } = await start(
      MEETING(place),
      { Timeout: 20, ...properties },
      {},
      'index.mjs',
      concurrency,
    );
    const outcomes = await Promise.all(
      Array.from({ length: count }, (_, i) => functions.invoke('f', JSON.stringify({ name: String(i), together }))),
    );
    return outcomes.map((outcome) => (outcome.ok ? JSON.parse(outcome.payload) : outcome));
  };

  test('runs as many at once as it may, each in an environment of its own', async () => {
    const answers = await met(9, 3, {}, 3);
    // None saw another one in its environment, although three were under way before any could end.
    expect(answers.map(({ most }) => most)).toEqual(Array.from({ length: 9 }, () => 1));
    expect(Math.max(...answers.map(({ served }) => served))).toBeGreaterThanOrEqual(3);
  });

  test.each<[string, JsonObject, number]>([
    ['its reserved concurrency', { ReservedConcurrentExecutions: 1 }, 4],
    ['what this machine gives it', { ReservedConcurrentExecutions: 50 }, 1],
  ])('runs no more at once than %s', async (_, properties, concurrency) => {
    const answers = await met(4, 1, properties, concurrency);
    // One environment served all, one after the other.
    expect(answers.map(({ most, served }) => [most, served])).toEqual([1, 2, 3, 4].map((served) => [1, served]));
  });

  test('whose import fails answers every invocation with that error', async () => {
    const { lambdas: functions } = await start(`throw new TypeError('no STATE_TABLE');`);
    for (let again = 0; again < 2; again += 1) {
      const error = { errorType: 'TypeError', errorMessage: 'no STATE_TABLE' };
      expect(await functions.invoke('f', '{}')).toMatchObject({ ok: false, error });
    }
  });

  test('without its handler says so', async () => {
    const { lambdas: functions } = await start('export const other = 1;');
    expect(await functions.invoke('f', '{}')).toMatchObject({ error: { errorType: 'Runtime.HandlerNotFound' } });
  });

  test('that throws where nobody waits dies, is reported, and comes back', async () => {
    const { lambdas: functions } = await start(`
      export const handler = (event) => event.well ?? new Promise(() => setTimeout(() => { throw new RangeError('late'); }, 1));`);
    expect(await functions.invoke('f', '{}')).toMatchObject({
      error: { errorType: 'RangeError', errorMessage: 'late' },
    });
    expect(await functions.invoke('f', '{"well":1}')).toMatchObject({ ok: true, payload: '1' });
  });

  test('gets no payload over six megabytes', async () => {
    const { lambdas: functions } = await start('export const handler = () => null;');
    const large = JSON.stringify('x'.repeat(6 * 1024 * 1024));
    expect(await functions.invoke('f', large)).toMatchObject({ error: { errorType: 'RequestEntityTooLarge' } });
    expect(await functions.invoke('f', '{}')).toMatchObject({ ok: true, payload: 'null' });
  });

  test('prints into the events', async () => {
    const { lambdas: functions } = await start(
      `export const handler = () => { console.log('one\\ntwo'); console.error('three'); };`,
    );
    await functions.invoke('f', '{}');
    const has = (stream: string, line: string) =>
      events.some((event) => event.type === 'log' && event.stream === stream && event.line === line);
    await until(() => has('stdout', 'one') && has('stdout', 'two') && has('stderr', 'three'));
  });

  test('is not run after stop, and what waits is answered', async () => {
    const { lambdas: functions } = await start('export const handler = () => new Promise(() => {});', { Timeout: 60 });
    const waiting = [functions.invoke('f', '{}'), functions.invoke('f', '{}')];
    await pause(100);
    await functions.stop();
    for (const outcome of await Promise.all(waiting)) expect(outcome.ok).toBe(false);
    expect(await functions.invoke('f', '{}')).toMatchObject({ error: { errorType: 'Engine.Stopped' } });
  });
});

describe('an asynchronous invocation', () => {
  const COUNTING = `
    let calls = 0;
    export const handler = (event) => { calls += 1; if (calls < event.wellAt) throw new Error('call ' + calls); };`;

  test('that fails is tried twice more, and then stands in the dead-letter queue', async () => {
    const { lambdas: functions, queues } = await start(COUNTING);
    functions.invokeAsync('f', '{"wellAt":9}');
    await until(() => queues.depth('q') === 1);
    expect(queues.messages()).toMatchObject([
      { body: '{"wellAt":9}', attributes: { ErrorCode: '200', ErrorMessage: 'call 3' } },
    ]);
    expect(functions.metrics().f).toMatchObject({ invocations: 3, errors: 3 });
  });

  test('that succeeds at last is not', async () => {
    const { lambdas: functions, queues, activity } = await start(COUNTING);
    functions.invokeAsync('f', '{"wellAt":3}');
    await until(() => functions.metrics().f?.invocations === 3 && activity.underWay === 0);
    expect(queues.messages()).toEqual([]);
  });

  test('is tried as often as its configuration says', async () => {
    const config = {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: { FunctionName: { Ref: 'F' }, Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
    };
    const { lambdas: functions, queues } = await start(COUNTING, {}, { C: config });
    functions.invokeAsync('f', '{"wellAt":9}');
    await until(() => queues.depth('q') === 1);
    expect(functions.metrics().f?.invocations).toBe(1);
  });
});

describe('a function of the template is refused', () => {
  test.each<[string, JsonObject]>([
    ['the engine does not run python3.13', { Runtime: 'python3.13' }],
    ['not a bundled asset', { Code: { S3Key: 'other.zip' } }],
    ['the property ZipFile', { Code: { ZipFile: 'x' } }],
    ['has no main.mjs, .cjs or .js', { Handler: 'main.handler' }],
    ['the property Layers', { Layers: ['arn'] }],
    ['PackageType "Image"', { PackageType: 'Image' }],
  ])('with: %s', async (message, properties) => {
    await expect(start('export const handler = () => 1;', properties)).rejects.toThrow(message);
  });

  test('as a .js file that nothing says the kind of', async () => {
    await expect(start('exports.handler = () => 1;', {}, {}, 'index.js')).rejects.toThrow('bundle it as .mjs');
  });

  test('but not as CommonJS that says so', async () => {
    const { lambdas: functions } = await start('exports.handler = () => 7;', {}, {}, 'index.cjs');
    expect(await functions.invoke('f', '{}')).toMatchObject({ payload: '7' });
  });
});
