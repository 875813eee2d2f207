import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SIGNATURE_TOLERANCE_S, sign, verifySignature } from '../../../shared/venue/signature.ts';

const NOW = 1_760_000_000;
const request = { method: 'POST', path: '/v1/venues/demo/snapshots', body: Buffer.from('{"a":1}') };

describe('a signature', () => {
  test('is the hex HMAC-SHA256 of time, method, path and body with dots between them', () => {
    const expected = createHmac('sha256', 'key').update(`${NOW}.POST.${request.path}.{"a":1}`).digest('hex');
    expect(sign(['key'], NOW, request)).toBe(`t=${NOW},v1=${expected}`);
  });

  test('verifies with the key that made it, over any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ minLength: 1 }), (body, key) => {
        const signed = { ...request, body };
        expect(verifySignature(sign([key], NOW, signed), [key], NOW, signed)).toEqual({ valid: true });
      }),
    );
  });

  test('does not verify once a single bit of the body is another', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (body, at) => {
        const changed = Uint8Array.from(body);
        changed[at % body.length]! ^= 1;
        const header = sign(['key'], NOW, { ...request, body });
        expect(verifySignature(header, ['key'], NOW, { ...request, body: changed })).toMatchObject({
          valid: false,
          reason: 'mismatch',
        });
      }),
    );
  });

  test.each([
    ['another method', { ...request, method: 'PUT' }],
    ['another path', { ...request, path: '/v1/venues/other/snapshots' }],
  ])('does not verify for %s', (_, other) => {
    expect(verifySignature(sign(['key'], NOW, request), ['key'], NOW, other)).toMatchObject({ reason: 'mismatch' });
  });

  test('cannot be moved to another time by rewriting its t', () => {
    const header = sign(['key'], NOW, request).replace(`t=${NOW}`, `t=${NOW + 1}`);
    expect(verifySignature(header, ['key'], NOW, request)).toMatchObject({ reason: 'mismatch' });
  });
});

describe('while a key rotates', () => {
  test.each([
    ['new and old sign, the receiver knows the old', ['new', 'old'], ['old'], true],
    ['new and old sign, the receiver knows the new', ['new', 'old'], ['new'], true],
    ['old signs, the receiver knows both', ['old'], ['new', 'old'], true],
    ['a stranger signs, the receiver knows both', ['other'], ['new', 'old'], false],
  ])('%s', (_, signing, known, valid) => {
    expect(verifySignature(sign(signing, NOW, request), known, NOW, request).valid).toBe(valid);
  });
});

describe('a refusal says why:', () => {
  const header = sign(['key'], NOW, request);
  const hex = 'a'.repeat(64);
  test.each([
    ['no header', undefined, NOW, 'missing'],
    ['a blank header', '  ', NOW, 'missing'],
    ['no time', `v1=${hex}`, NOW, 'malformed'],
    ['two times', `t=${NOW},t=${NOW},v1=${hex}`, NOW, 'malformed'],
    ['a time that is no number', `t=now,v1=${hex}`, NOW, 'malformed'],
    ['no signature', `t=${NOW}`, NOW, 'malformed'],
    ['a signature that is too short', `t=${NOW},v1=abc`, NOW, 'malformed'],
    ['more signatures than anybody needs', `t=${NOW}${`,v1=${hex}`.repeat(9)}`, NOW, 'malformed'],
    ['another scheme only', `t=${NOW},v0=${hex}`, NOW, 'malformed'],
    ['too old', header, NOW + SIGNATURE_TOLERANCE_S + 1, 'stale'],
    ['from the future', header, NOW - SIGNATURE_TOLERANCE_S - 1, 'future'],
  ])('%s', (_, value, now, reason) => {
    expect(verifySignature(value, ['key'], now, request)).toMatchObject({ valid: false, reason });
  });

  test.each([SIGNATURE_TOLERANCE_S, -SIGNATURE_TOLERANCE_S])('%i s off is still taken', (off) => {
    expect(verifySignature(header, ['key'], NOW + off, request)).toEqual({ valid: true });
  });

  test('whatever the header is, the answer is a verdict', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(verifySignature(value, ['key'], NOW, request).valid).toBe(false);
      }),
    );
  });

  test('with no key at all nothing verifies', () => {
    expect(verifySignature(header, [], NOW, request)).toMatchObject({ valid: false, reason: 'mismatch' });
  });
});
