import { expect } from '@jest/globals';

/** Every number, however deep, with the path to it. */
export function numbersOf(value: unknown, path = ''): [path: string, number: number][] {
  if (typeof value === 'number') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, `${path}/${key}`));
}

/** The same shape, and every number within one part in a thousand million (and as much of nothing). */
export function expectClose(actual: unknown, expected: unknown): void {
  const is = numbersOf(actual);
  const should = new Map(numbersOf(expected));
  expect(is.map(([path]) => path).sort()).toEqual([...should.keys()].sort());
  const apart = is.filter(([path, number]) => {
    const other = should.get(path) as number;
    return !(Math.abs(number - other) <= 1e-9 * Math.max(1, Math.abs(number), Math.abs(other)));
  });
  expect(apart.map(([path, number]) => ({ path, is: number, shouldBe: should.get(path) }))).toEqual([]);
}

/** What JSON can carry: no figure is NaN or infinite. */
export const expectFinite = (value: unknown): void =>
  expect(numbersOf(value).filter(([, number]) => !Number.isFinite(number))).toEqual([]);
