import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { packSamples, unpackSamples } from '../../../shared/volatility/samples.ts';

test('what is unpacked is what was packed, to float32', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 720 }), (samples) => {
      expect([...unpackSamples(packSamples(samples))]).toEqual(samples.map(Math.fround));
    }),
  );
});

test('packing what was unpacked changes nothing: a state that is written again is the same', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true }), { maxLength: 50 }), (samples) => {
      const packed = packSamples(samples);
      expect(packSamples([...unpackSamples(packed)])).toBe(packed);
    }),
  );
});

test('a full month of hours takes 3,840 characters', () => {
  expect(packSamples(Array<number>(720).fill(0.01))).toHaveLength(3_840);
});

test('nothing packs to nothing', () => {
  expect(packSamples([])).toBe('');
  expect([...unpackSamples('')]).toEqual([]);
});

test('the bytes are those of little-endian floats, whoever reads them', () => {
  expect(Buffer.from(packSamples([1]), 'base64')).toEqual(Buffer.from([0, 0, 0x80, 0x3f]));
});
