import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SIGNATURE_TOLERANCE_S, sign, verifySignature } from '../../../shared/venue/signature.ts';
import { acceptedPaths } from '../../../shared/venue/signed-path.ts';

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

describe('over the decoded path as it is delivered, a signature verifies that is', () => {
  const ID = 'demo:2026-01-05T12:00Z';
  const DECODED = `/v1/venues/demo/snapshots/${ID}/parts/1`;
  const ENCODED = `/v1/venues/demo/snapshots/${encodeURIComponent(ID)}/parts/1`;
  test.each([
    ['over the same path', DECODED, DECODED, true],
    ['over the same path, still encoded', DECODED, ENCODED, true],
    ['over it with a stage', `/prod${DECODED}`, `/prod${DECODED}`, true],
    ['over it with an encoded base path', `/a b${DECODED}`, `/a%20b${ENCODED}`, true],
    ['over it without the stage', `/prod${DECODED}`, DECODED, true],
    ['over it without the base path, still encoded', `/a/b${DECODED}`, ENCODED, true],
    ['over it without a base path that looks like a version', `/api/v1${DECODED}`, DECODED, true],
    ['not over another base path', `/prod${DECODED}`, `/test${DECODED}`, false],
    ['not over a base path that is not there', DECODED, `/prod${DECODED}`, false],
    ['not over what is in the path alone', `/prod${DECODED}`, `/venues/demo/snapshots/${ID}/parts/1`, false],
    ['not over another part', DECODED, DECODED.replace(/1$/, '2'), false],
    ['not over a path that is encoded twice', DECODED, ENCODED.replaceAll('%', '%25'), false],
  ])('%s', (_, path, signed, valid) => {
    const header = sign(['key'], NOW, { ...request, path: signed });
    expect(verifySignature(header, ['key'], NOW, { ...request, path }).valid).toBe(valid);
  });

  test('and whatever the path is, at most four are tried', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webPath(), fc.constant('/a/v1/v1/\ud800')), (path) => {
        const paths = acceptedPaths(path);
        expect(paths[0]).toBe(path);
        expect(paths.length).toBeLessThanOrEqual(4);
        for (const signed of paths) {
          const header = sign(['key'], NOW, { ...request, path: signed });
          expect(verifySignature(header, ['key'], NOW, { ...request, path })).toEqual({ valid: true });
        }
      }),
    );
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
