import { expect, test } from '@jest/globals';
import { readEnvironment } from '../../../shared/runtime/environment.ts';

test('each variable comes as its kind', () => {
  const environment = readEnvironment(
    { NAME: 'string', COUNT: 'number', LIST: 'json' },
    { NAME: 'a', COUNT: '3', LIST: '["b"]' },
  );
  expect(environment).toEqual({ NAME: 'a', COUNT: 3, LIST: ['b'] });
});

test('everything that is wrong is said at once, by name', () => {
  expect(() =>
    readEnvironment({ NAME: 'string', COUNT: 'number', LIST: 'json' }, { COUNT: 'three', LIST: '[' }),
  ).toThrow('NAME is missing; COUNT is not a number; LIST is not JSON');
});
