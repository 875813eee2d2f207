import { expect, test } from '@jest/globals';
import { missingRoundSizes } from '../../../shared/integrity/round-sizes.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';

const of = (round: number, near: number, count?: number) =>
  missingRoundSizes({ ...(count === undefined ? {} : { count }), roundSizes: { round, near } }, TERMS);

test('people trade in round sizes: no note where those outnumber their neighbours', () => {
  expect(of(5_000, 1_000, 100_000)).toEqual([]);
});

test('sizes without any clustering, each as frequent as its neighbours, are a note', () => {
  expect(of(10_000, 20_000, 100_000)).toEqual([
    {
      check: 'trade-round-sizes',
      level: 'note',
      message:
        "round trade sizes are only 1 times as frequent as their neighbours, where at least 1.5 is usual: people's trading clusters at round sizes",
      values: { round: 10_000, near: 20_000, clustering: 1 },
    },
  ]);
});

test('a share must be 2.326 standard errors below that of the least clustering, 3 / 7: of 700 trades, 269 are and 270 are not', () => {
  // 300 expected, with a standard error of √(700 · 3/7 · 4/7) = 13.09: 2.326 of them are 30.46.
  expect(of(269, 431, 10_000)).toHaveLength(1);
  expect(of(270, 430, 10_000)).toEqual([]);
});

test('a handful of trades says nothing, nor do fewer than 500 in all', () => {
  expect(of(2, 6, 10_000)).toEqual([]);
  expect(of(100, 399, 499)).toEqual([]);
  expect(of(100, 399, 500)).toHaveLength(1);
  expect(of(100, 399)).toEqual([]);
});

test('no neighbours, or counts that are none, say nothing', () => {
  expect(of(500, 0, 1_000)).toEqual([]);
  expect(of(0, 0, 1_000)).toEqual([]);
  expect(of(Number.NaN, 5, 1_000)).toEqual([]);
  expect(of(-5, 5, 1_000)).toEqual([]);
  expect(missingRoundSizes({ count: 1_000 }, TERMS)).toEqual([]);
});
