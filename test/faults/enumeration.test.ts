import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('./run.ts', import.meta.url));
/** Runs of all that `npm run faults` plays. */
const RUNS = 2;

test('of every call that goes wrong nothing is lost, doubled or stuck: a sample', async () => {
  const { stdout } = await run(process.execPath, [PROGRAM, '--sample', String(RUNS)], {
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stdout: string; stderr: string }) => ({ stdout: `${error.stdout}\n${error.stderr}` }));
  expect(stdout).toMatch(/\n\d+ calls, \d+ runs, 0 lost, 0 doubled, 0 stuck\n$/);
}, 900_000);
