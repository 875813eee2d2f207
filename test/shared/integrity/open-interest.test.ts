import { expect, test } from '@jest/globals';
import { openInterestFindings } from '../../../shared/integrity/open-interest.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';
import { found } from './healthy-market.ts';

const of = (longContracts: number, shortContracts: number, reported?: number) =>
  openInterestFindings(reported, { longContracts, shortContracts }, TERMS);

test.each([
  [1_000, 990, []],
  [1_000, 989.9, ['open-interest-unmatched: doubtful']],
  [989.9, 1_000, ['open-interest-unmatched: doubtful']],
  [1_000, 0, ['open-interest-unmatched: doubtful']],
  [0, 0, []],
])('%d contracts long against %d short is %j', (long, short, expected) => {
  expect(found(of(long, short))).toEqual(expected);
});

test.each([
  [1_050, []],
  [1_050.1, ['open-interest-reported: doubtful']],
  [950, []],
  [949.9, ['open-interest-reported: doubtful']],
  [2_000, ['open-interest-reported: doubtful']],
  [0, ['open-interest-reported: doubtful']],
  [Number.NaN, ['open-interest-reported: doubtful']],
])('a reported open interest of %d against 1,000 held is %j', (reported, expected) => {
  expect(found(of(1_000, 1_000, reported))).toEqual(expected);
});

test('what is reported where nothing is held is doubtful, nothing of nothing is not', () => {
  expect(of(0, 0, 7)).toEqual([
    {
      check: 'open-interest-reported',
      level: 'doubtful',
      message: 'open interest is reported as 7.00 contracts, the book holds 0',
      values: { reported: 7, held: 0 },
    },
  ]);
  expect(of(0, 0, 0)).toEqual([]);
});

test('says who has no other side', () => {
  expect(of(1_000, 900)[0]?.message).toBe('the book holds 1,000 contracts long and 900 short: 10 % have no other side');
});

test('contracts that are no number, or negative, are a finding', () => {
  expect(found(of(Number.NaN, 5))).toEqual(['open-interest-unmatched: doubtful']);
  expect(found(of(5, -5, 5))).toEqual(['open-interest-unmatched: doubtful']);
});
