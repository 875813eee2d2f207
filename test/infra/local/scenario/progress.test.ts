import { describe, expect, test } from '@jest/globals';
import type { StormFigures, StormScene } from '../../../../infra/local/exchange/storm.ts';
import { openProgress } from '../../../../infra/local/scenario/progress.ts';
import type { Assessment } from '../../../../shared/assessment/types.ts';

const START = Date.UTC(2020, 2, 12);
const BREADTH = 80;

const scene = (sequence: number, phase: string): StormScene =>
  ({
    snapshot: { sequence, timestamp: START + sequence * 3_600_000 },
    point: { phase, markPrice: 110_183.4, liquidatedNotional: 1_728_590 },
  }) as unknown as StormScene;
const unaided = Array.from({ length: 200 }, (_, i) => ({ liquidatedNotional: i * 100_000 }) as StormFigures);
const records = {
  assessmentOf: async () =>
    ({ markets: [{ severity: 'emergency', volatility: { regime: 'elevated' } }] }) as unknown as Assessment,
};

async function shown(isTTY: boolean, scenes: readonly (readonly [number, string, number?])[]): Promise<string> {
  let text = '';
  const progress = openProgress(records, unaided, { isTTY, write: (more) => (text += more) });
  for (const [played, phase, latencyMs] of scenes)
    await progress.show({
      scene: scene(played, phase),
      played,
      length: 124,
      ...(latencyMs === undefined ? {} : { latencyMs }),
    });
  progress.end();
  return text;
}

describe('the progress of a play', () => {
  test('is a line at each phase, each message, each 25th snapshot and the last', async () => {
    const text = await shown(false, [
      [1, 'calm'],
      [2, 'calm'],
      [3, 'calm', 214.4],
      [25, 'calm'],
      [26, 'crash'],
      [124, 'crash'],
    ]);
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'played',
      '—',
      '1/124',
      '3/124',
      '25/124',
      '—',
      '26/124',
      '124/124',
    ]);
    expect(lines[3]?.split(/ {2,}/)).toEqual([
      '3/124',
      '03-12 03:00',
      '110183',
      'emergency',
      'elevated',
      '1.7M',
      '300,000',
      '214 ms',
    ]);
  });

  test('fits 80 columns, its columns lined up', async () => {
    const lines = (await shown(false, [[120, 'crowded longs', 9_999]])).trimEnd().split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(BREADTH);
    const [head = '', , row = ''] = lines;
    expect(row.indexOf('12.0M')).toBe(head.indexOf('without'));
    expect(row.indexOf('9999 ms')).toBe(head.indexOf('Slack'));
  });

  test('on a terminal is one line a phase that is rewritten, with nothing left of it when it ends', async () => {
    const text = await shown(true, [
      [1, 'calm'],
      [2, 'calm'],
      [3, 'crash'],
    ]);
    const rewritten = text.split('\n').map((line) => line.split('\r\u001b[K').at(-1) ?? '');
    expect(rewritten.map((line) => line.split(' ')[0])).toEqual(['played', '—', '2/124', '—', '3/124', '']);
  });
});
