import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { CCXT_BUNDLING } from '../../../shared/market-data/bundling.ts';
import * as neverCalled from '../../../shared/market-data/never-called.ts';

const run = promisify(execFile);
const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

let folder: string;
let bundle: string;
let bytes: number;
let imported: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poll-market-data-'));
  bundle = join(folder, 'index.mjs');
  const { metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: ['functions/poll-market-data/handler.ts'],
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    metafile: true,
    external: CCXT_BUNDLING.externalModules,
    alias: Object.fromEntries(
      CCXT_BUNDLING.esbuildArgs['--alias'].map((alias) => alias.split('=') as [string, string]),
    ),
  });
  const [output] = Object.values(metafile.outputs);
  bytes = output?.bytes ?? 0;
  imported = (output?.imports ?? []).filter(({ kind }) => kind === 'import-statement').map(({ path }) => path);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the bundle needs nothing beside it but Node itself', () => {
  const builtin = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
  expect(imported.filter((name) => !builtin.has(name))).toEqual([]);
});

test('the bundle weighs no more than the four exchanges and the DynamoDB client do', () => {
  expect(bytes).toBeLessThan(1_200_000);
});

test('the bundle loads where no packages are installed, and says what is wrong with its configuration', async () => {
  const load = (POLLS: string) => {
    const env = { STATE_TABLE: 'state', TIMEOUT_SECONDS: '20', AWS_REGION: 'eu-central-1', POLLS };
    const script = `console.log(typeof (await import(${JSON.stringify(pathToFileURL(bundle).href)})).handler)`;
    return run(process.execPath, ['--input-type=module', '-e', script], { env, cwd: folder });
  };
  const polls = ['binanceusdm', 'bybit', 'okx', 'hyperliquid'].map((exchange) => ({
    venue: exchange,
    exchange,
    symbols: ['BTC/USDT:USDT'],
    timeframe: '1h',
  }));
  expect((await load(JSON.stringify(polls))).stdout).toBe('function\n');
  await expect(load('[{}]')).rejects.toThrow('POLLS is not right: /0: venue is missing');
});

test('what stands in for the packages that are left out says so when it is called', () => {
  for (const part of Object.values(neverCalled)) {
    const call = typeof part === 'function' ? part : (part as { sign: () => never }).sign;
    expect(call).toThrow('Only public market data are fetched here');
  }
});
