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
