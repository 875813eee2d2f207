import { describe, expect, test } from '@jest/globals';
import { openRoutes } from '../../../../infra/local/engine/routes.ts';

const routes = (...keys: string[]) => {
  const match = openRoutes(keys.map((key) => ({ key, functionName: 'f', timeoutMs: 1 })));
  return (method: string, path: string) => {
    const found = match(method, path);
    return found === undefined ? undefined : [found.route.key, found.pathParameters];
  };
};

describe('the route of a request', () => {
  const match = routes('$default', 'ANY /a/{x}', 'GET /a/{proxy+}', 'GET /a/b', 'POST /a/{x}', 'GET /a/{x}/c/{y}');

  test.each([
    ['GET', '/a/b', 'GET /a/b', {}],
    ['POST', '/a/b', 'POST /a/{x}', { x: 'b' }],
    ['PUT', '/a/b', 'ANY /a/{x}', { x: 'b' }],
    ['GET', '/a/b/c/d', 'GET /a/{x}/c/{y}', { x: 'b', y: 'd' }],
    ['GET', '/a/b/c', 'GET /a/{proxy+}', { proxy: 'b/c' }],
    ['GET', '/a', '$default', {}],
    ['GET', '/a/', '$default', {}],
    ['POST', '/a/b/', '$default', {}],
  ])('%s %s is %s', (method, path, key, parameters) => {
    expect(match(method, path)).toEqual([key, parameters]);
  });

  test('is none where nothing matches and there is no $default', () => {
    expect(routes('GET /a')('GET', '/b')).toBeUndefined();
    expect(routes('GET /a')('POST', '/a')).toBeUndefined();
    expect(routes('GET /a')('GET', '/A')).toBeUndefined();
  });

  test('a key of another form is refused', () => {
    expect(() => routes('$connect')).toThrow('$connect: the engine does not know this form of route key');
  });
});
