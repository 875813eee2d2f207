import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openNdjsonReader } from '../../../shared/snapshot/ndjson-reader.ts';
import type { Parsed, Role } from '../../../shared/snapshot/parsed.ts';
import { body, cut, HEAD, partBody } from './arbitrary-bodies.ts';
import { plainNdjson } from './plain-parse.ts';

const read = (chunks: readonly Uint8Array[], role: Role = 'snapshot'): Parsed => {
  const reader = openNdjsonReader(role);
  for (const chunk of chunks) reader.write(chunk);
  return reader.end();
};
const cuts = fc.array(fc.nat(), { maxLength: 6 });
const isText = (bytes: Buffer): boolean => bytes.equals(Buffer.from(bytes.toString()));

describe('NDJSON', () => {
  test('whatever is in it, cut wherever it may be, is what each line as an object would be', () => {
    fc.assert(
      fc.property(body, cuts, (text, places) => {
        const bytes = Buffer.from(text);
        const plain = plainNdjson(text);
        expect(read([bytes])).toEqual(plain);
        expect(read(cut(bytes, places))).toEqual(plain);
      }),
      { numRuns: 1_500 },
    );
  });

  test('a flipped byte changes nothing that it would not change there', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 127 }), (text, where, byte) => {
        const bytes = Buffer.from(text);
        bytes[where % bytes.length] = byte;
        const plain = plainNdjson(bytes.toString());
        const parsed = read([bytes]);
        // A byte of a longer character makes the body no UTF-8 at all.
        if (isText(bytes)) expect(parsed).toEqual(plain);
        else expect(parsed).toMatchObject({ ok: false, faults: [{ message: 'the body is not UTF-8' }] });
      }),
      { numRuns: 800 },
    );
  });
  test('a part is what each line as an object would be: what it names may be declared in another', () => {
    fc.assert(
      fc.property(partBody, cuts, (text, places) => {
        const plain = plainNdjson(text, 'part');
        expect(read(cut(Buffer.from(text), places), 'part')).toEqual(plain);
      }),
      { numRuns: 800 },
    );
  });

  test('an announcement may hold positions of accounts that its parts declare', () => {
    fc.assert(
      fc.property(body, cuts, (text, places) => {
        const announced = text.replace('"timestamp":1767225600000', '"timestamp":1767225600000,"parts":3');
        expect(read(cut(Buffer.from(announced), places))).toEqual(plainNdjson(announced));
      }),
      { numRuns: 400 },
    );
  });

  test('bytes that are anything are refused as no UTF-8, or read as their text would be', () => {
    const bytes = fc.tuple(body, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 6 }), cuts);
    fc.assert(
      fc.property(bytes, ([text, where, put, places]) => {
        const changed = Buffer.from(text);
        changed.set(put, where % Math.max(1, changed.length - put.length));
        const parsed = read(cut(changed, places));
        if (isText(changed)) expect(parsed).toEqual(plainNdjson(changed.toString()));
        else expect(parsed).toEqual({ ok: false, faults: [{ path: '', message: 'the body is not UTF-8' }], total: 1 });
      }),
      { numRuns: 800 },
    );
  });

  test('a chunk may be filled anew as soon as it was written', () => {
    const text = [
      ...HEAD,
      '{"kind":"account","accountId":"名前","collateral":[{"currency":"USDT","amount":5}]}',
      '{"kind":"position","accountId":"名前","symbol":"BTC/USDT:USDT","side":"long","contracts":1,"entryPrice":7}',
    ].join('\n');
    const bytes = Buffer.from(text);
    for (const size of [1, 3, 16, 100]) {
      const reader = openNdjsonReader('snapshot');
      const chunk = Buffer.alloc(size);
      for (let from = 0; from < bytes.length; from += size) {
        const length = bytes.copy(chunk, 0, from, from + size);
        reader.write(chunk.subarray(0, length));
        chunk.fill('#');
      }
      expect(reader.end()).toEqual(plainNdjson(text));
    }
  });

  test('a body of more markets than may be is told so once, at the first that is too many', () => {
    const market = (i: number) => `{"kind":"market","symbol":"M${i}","markPrice":5,"contractSize":1,"linear":true}`;
    const lines = [HEAD[0], ...Array.from({ length: 20_000 }, (_, i) => market(i))];
    const began = performance.now();
    expect(read([Buffer.from(lines.join('\n'))])).toEqual({
      ok: false,
      faults: [
        { path: '/markets/5000', message: 'is one more than the 5000 markets that a snapshot may hold', line: 5_002 },
      ],
      total: 1,
    });
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
