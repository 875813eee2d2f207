import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPushPath } from '../../../functions/receive-snapshot/push-path.ts';
import { handlerOpened, refused } from './pushes.ts';

const part = { snapshotId: 's-1', n: '2' };

describe('the path of a push', () => {
  test.each([
    ['POST', '/v1/venues/demo/snapshots', { venue: 'demo' }],
    ['PUT', '/v1/venues/demo/snapshots/s-1/parts/2', { venue: 'demo', part }],
    ['POST', '/prod/v1/venues/demo/snapshots', { venue: 'demo' }],
    ['PUT', '/breakwater/eu/v1/venues/demo/snapshots/s-1/parts/2', { venue: 'demo', part }],
    ['POST', '/v1/venues/snapshots/snapshots', { venue: 'snapshots' }],
    [
      'PUT',
      '/v1/venues/demo/snapshots/parts/parts/parts',
      { venue: 'demo', part: { snapshotId: 'parts', n: 'parts' } },
    ],
  ])('%s %s', (method, path, read) => {
    expect(readPushPath(method, path)).toEqual(read);
  });

  test.each([
    ['GET', '/v1/venues/demo/snapshots'],
    ['PUT', '/v1/venues/demo/snapshots'],
    ['post', '/v1/venues/demo/snapshots'],
    ['POST', '/v1/venues/demo/snapshots/'],
    ['POST', '/v1/venues/demo/snapshots/s-1/parts/2'],
    ['POST', '/v1/venues//snapshots'],
    ['POST', '/v1/venues/demo'],
    ['POST', '/v1/venues/demo/other'],
    ['POST', '/v2/venues/demo/snapshots'],
    ['PUT', '/v1/venues/demo/snapshots/s-1/parts'],
    ['PUT', '/v1/venues/demo/snapshots/s-1/parts/'],
    ['PUT', '/v1/venues/demo/snapshots//parts/2'],
    ['PUT', '/v1/venues/demo/snapshots/s-1/parts/2/3'],
    ['PUT', '/v1/venues/demo/snapshots/s-1/pieces/2'],
    ['POST', '/v1/venues/demo/v1/venues/other/snapshots'],
    ['POST', ''],
  ])('%s %s is none', (method, path) => {
    expect(readPushPath(method, path)).toBeUndefined();
  });

  test('names the venue whose route, and whose limit, it came by; whatever stands before and after', () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9._:-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 3 }), segment, segment, segment, (base, venue, snapshotId, n) => {
        const prefix = base.map((name) => `/${name}`).join('');
        fc.pre(!`${prefix}/`.includes('/v1/venues/'));
        const path = `${prefix}/v1/venues/${venue}/snapshots`;
        expect(readPushPath('POST', path)).toEqual({ venue });
        expect(readPushPath('PUT', `${path}/${snapshotId}/parts/${n}`)).toEqual({ venue, part: { snapshotId, n } });
        expect(readPushPath('POST', `/v1/venues/${venue}${path}`)).toBeUndefined();
      }),
    );
  });
});

describe('a request to another path below a venue', () => {
  handlerOpened();

  test('is told where pushes go, before anything is read of it', async () => {
    for (const [method, path] of [
      ['GET', '/v1/venues/demo/snapshots'],
      ['POST', '/v1/venues/demo/positions'],
    ] as const) {
      const problem = await refused({ body: Buffer.from(''), method, path, signature: '' });
      expect(problem).toMatchObject({ status: 404, type: 'urn:breakwater:problem:route-unknown' });
      expect(problem.detail).toContain('POST /v1/venues/{venue}/snapshots');
    }
  });
});
