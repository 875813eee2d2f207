import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cli } from '../../environment/cli.ts';

let folder: string;
let bars: string;
/** Ten quiet days of hourly bars, a bar of a crash, and two days after it; one bar of them is none. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-volatility-'));
  bars = join(folder, 'bars.csv');
  const lines = Array.from({ length: 289 }, (_, i) => {
    const reach = i === 240 ? 0.1 : 0.002;
    const [high, low] = i === 100 ? [99, 98] : [100 * (1 + reach), 100 * (1 - reach)];
    return [1_700_000_000 + i * 3_600, 100, high, low, 100].join();
  });
  writeFileSync(bars, `t,open,high,low,close\n${lines.join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('volatility regimes', () => {
  test('prints its episodes as JSON and nothing else, what was passed over apart', async () => {
    const { status, out, err } = await cli('volatility', 'regimes', bars, '--json');
    expect(status).toBe(0);
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/bars\.csv:102: the bar's open 100 is outside its range 98 to 99$/),
      expect.stringMatching(/bars\.csv:103: 1 bar is missing before this one$/),
      '',
    ]);
    const { episodes } = JSON.parse(out);
    const crash = (1_700_000_000 + 240 * 3_600) * 1_000;
    expect(episodes[0]).toEqual({ regime: 'calm', from: 1_700_000_000_000, to: crash, bars: 239 });
    expect(episodes[1]).toMatchObject({ regime: 'extreme', from: crash });
    expect(episodes.reduce((sum: number, { bars: own }: { bars: number }) => sum + own, 0)).toBe(288);
  });

  test('gives the probabilities of a filter’s states beside the episodes where they are asked for', async () => {
    const { status, out } = await cli('volatility', 'regimes', bars, '--states', '2', '--json');
    expect([status, out.slice(0, 12)]).toEqual([2, '']);
    const moving = join(folder, 'moving.csv');
    const close = (i: number) => 100 * Math.exp((Math.floor(i / 40) % 2 === 0 ? 0.001 : 0.02) * Math.sin(12.9898 * i));
    const lines = Array.from({ length: 400 }, (_, i) => {
      const [open, end] = [close(i - 1), close(i)];
      return [1_700_000_000 + i * 3_600, open, Math.max(open, end), Math.min(open, end), end].join();
    });
    writeFileSync(moving, `t,open,high,low,close\n${lines.join('\n')}\n`);
    const told = await cli('volatility', 'regimes', moving, '--states', '2', '--json');
    const { episodes, probabilities } = JSON.parse(told.out);
    expect(episodes.length).toBeGreaterThan(0);
    expect(probabilities).toHaveLength(400);
    const { states } = probabilities[60];
    expect(states[0] + states[1]).toBeCloseTo(1, 12);
    expect(states[1]).toBeGreaterThan(0.9);
    expect(probabilities[100].states[0]).toBeGreaterThan(0.9);
  });

  test('prints a table for people, and draws the picture where it is asked to', async () => {
    const picture = join(folder, 'regimes.svg');
    const { status, out } = await cli('volatility', 'regimes', bars, '--chart', picture);
    expect(status).toBe(0);
    expect(out).toMatch(/^288 bars, 2023-11-14 22:13 UTC to /);
    expect(out).toMatch(/\nextreme +\d/);
    expect(readFileSync(picture, 'utf8')).toMatch(/^<svg [\s\S]*<title>extreme 2023-11-24 /);
  });

  test.each([
    [['volatility', 'weather', 'x'], /^breakwater: volatility has no "weather"\n/, 2],
    [['volatility', 'regimes'], /^breakwater: volatility takes a subject and one FILE, not "regimes"\n/, 2],
    [['volatility', 'regimes', '/nowhere.csv'], /^breakwater: ENOENT/, 1],
  ])('%j is told in one line', async (args, message, status) => {
    const told = await cli(...args);
    expect(told.err).toMatch(message);
    expect(told.status).toBe(status);
  });

  test('a file without a bar says so', async () => {
    const file = join(folder, 'none.csv');
    writeFileSync(file, 't,open,high,low,close\n');
    expect(await cli('volatility', 'regimes', file)).toMatchObject({
      status: 2,
      err: expect.stringMatching(/none\.csv has no bar that can be read\n$/),
    });
  });
});

describe('volatility fit', () => {
  const fitted = (...args: string[]) => cli('volatility', 'fit', ...args);

  test('prints the model that switches as the series does, as JSON and nothing else', async () => {
    const file = join(folder, 'series.csv');
    // Half of it near 0, half near 10, in stretches of fifty; every value known, none random.
    const value = (i: number) => (Math.floor(i / 50) % 2) * 10 + Math.sin(12.9898 * i);
    writeFileSync(file, `x,y\n${Array.from({ length: 400 }, (_, i) => `${i},${value(i)}`).join('\n')}\n`);
    const { status, out, err } = await fitted(
      file,
      '--column',
      'y',
      '--states',
      '2',
      '--variance',
      'constant',
      '--json',
    );
    expect([status, err]).toEqual([0, '']);
    const { converged, logLikelihood, transition, states, starts } = JSON.parse(out);
    expect(converged).toBe(true);
    expect(logLikelihood).toBeLessThan(0);
    expect(states.map(({ mean }: { mean: number }) => Math.round(mean))).toEqual([0, 10]);
    expect(transition[0][0]).toBeGreaterThan(0.95);
    expect(transition[0][0] + transition[1][0]).toBeCloseTo(1, 12);
    expect(starts.length).toBeGreaterThan(1);
  });

  test('of a file with its newest rows first is that of the file turned', async () => {
    const rows = Array.from(
      { length: 200 },
      (_, i) => `${1_735_689_600 + i * 3_600},${(Math.floor(i / 40) % 2) * 10 + Math.sin(12.9898 * i)}`,
    );
    const [oldest, newest] = [rows, [...rows].reverse()].map((lines, i) => {
      const file = join(folder, `turned-${i}.csv`);
      writeFileSync(file, `t,y\n${lines.join('\n')}\n`);
      return file;
    }) as [string, string];
    const args = ['--column', 'y', '--states', '2', '--json'];
    expect((await fitted(newest, ...args)).out).toBe((await fitted(oldest, ...args)).out);
  });

  test('says what does not converge, and why', async () => {
    const file = join(folder, 'flat.csv');
    writeFileSync(file, `y\n${'1\n'.repeat(100)}`);
    const { status, out } = await fitted(file, '--column', 'y', '--states', '2', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ converged: false, reason: 'no variation' });
  });

  test.each([
    ['a column that is not there', ['--column', 'price', '--states', '2'], /has no column "price"; it has t, open/],
    ['no states', ['--column', 'close'], /--states is required/],
    [
      'nothing that switches',
      ['--column', 'close', '--states', '2', '--mean', 'zero', '--variance', 'constant'],
      /would be the same/,
    ],
    [
      'a mean that is none',
      ['--column', 'close', '--states', '2', '--mean', 'wild'],
      /--mean is one of switching, constant, zero/,
    ],
  ])('refuses %s in one line', async (_, args, message) => {
    const { status, err } = await fitted(bars, ...args);
    expect(status).toBe(2);
    expect(err).toMatch(message);
  });
});

describe('volatility estimate', () => {
  test('prints a value a bar as JSON and nothing else, by the time that stands in the file', async () => {
    const { status, out } = await cli(
      'volatility',
      'estimate',
      bars,
      '--estimator',
      'parkinson',
      '--window',
      '24',
      '--json',
    );
    expect(status).toBe(0);
    const values: { t: number; value: number }[] = JSON.parse(out);
    expect(values[0]).toEqual({
      t: 1_700_000_000 + 23 * 3_600,
      value: expect.closeTo(Math.log(1.002 / 0.998) / Math.sqrt(4 * Math.LN2), 12),
    });
    // Of 289 bars one is none.
    expect(values).toHaveLength(288 - 23);
  });

  test('names the estimators that it has', async () => {
    const { status, err } = await cli('volatility', 'estimate', bars, '--estimator', 'guess', '--window', '24');
    expect(status).toBe(2);
    expect(err).toMatch(/--estimator is one of close, ewma, parkinson, .* not "guess"/);
  });
});
