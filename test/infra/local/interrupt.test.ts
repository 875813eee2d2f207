import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { freePort } from '../../../infra/local/dynamodb.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const running: ChildProcess[] = [];

/** `npm start`, until it has printed what is waited for. */
async function startUntil(printed: RegExp): Promise<{ child: ChildProcess; page: string; output: () => string }> {
  // A port of its own: others may be running beside.
  const port = await freePort();
  const args = ['infra/local/cli.ts', 'start', '--accounts', '20', '--port', String(port)];
  const child = spawn(process.execPath, args, { cwd: ROOT });
  running.push(child);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
        if (printed.test(output)) resolve();
      });
    }
    child.once('exit', (status) => reject(new Error(`ended with ${status}: ${output}`)));
  });
  return { child, page: `http://127.0.0.1:${port}/`, output: () => output };
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (status) => resolve(status)));

/** Whether anybody answers at an address. */
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

describe('an interrupt ends all that npm start began', () => {
  test('while the stack is being synthesised', async () => {
    const { child, page } = await startUntil(/Slack stand-in/);
    expect(await answers(page)).toBe(true);
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(130);
    expect(await answers(page)).toBe(false);
  }, 600_000);

  test('while the scenario is playing', async () => {
    const { child, page, output } = await startUntil(/\n\d+\/124 /);
    const [, api = '', database = ''] = /API (http\S+), DynamoDB (http\S+)/.exec(output()) ?? [];
    expect(await Promise.all([page, api, database].map(answers))).toEqual([true, true, true]);
    child.kill('SIGINT');
    expect(await ended(child)).toBe(130);
    expect(output()).toContain('Interrupted');
    expect(await Promise.all([page, api, database].map(answers))).toEqual([false, false, false]);
  }, 600_000);
});
