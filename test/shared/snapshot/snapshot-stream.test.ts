import { describe, expect, test } from '@jest/globals';
import { type Format, parseSnapshot, parseSnapshotStream } from '../../../shared/snapshot/parse.ts';
import { HEAD } from './arbitrary-bodies.ts';

describe('a stream that does not say what it is', () => {
  const streamed = async (chunks: readonly Uint8Array[]) =>
    parseSnapshotStream(
      (async function* () {
        yield* chunks;
      })(),
      'snapshot',
    );
  const LINES = `${HEAD.join('\n')}\n`;
  const JSON_BODY = JSON.stringify(
    { snapshotId: 's', sequence: 1, timestamp: 1_767_225_600_000, markets: [] },
    null,
    2,
  );

  test.each<[Format, string]>([
    ['ndjson', LINES],
    ['ndjson', LINES.trim()],
    ['json', JSON_BODY],
    ['json', JSON_BODY.replaceAll(/\s/g, '')],
  ])('is %s by its first line, however it is cut', async (format, text) => {
    const bytes = Buffer.from(text);
    const whole = parseSnapshot(bytes, { format, role: 'snapshot' });
    for (const size of [1, 7, 50, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(await streamed(chunks)).toEqual({ format, parsed: whole });
    }
  });

  test('of nothing is refused', async () => {
    expect(await streamed([])).toMatchObject({ parsed: { ok: false, faults: [{ message: 'the body is empty' }] } });
  });
});
