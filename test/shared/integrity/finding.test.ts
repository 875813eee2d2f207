import { describe, expect, test } from '@jest/globals';
import { finding, isPositive, priceFigure, shareFigure } from '../../../shared/integrity/finding.ts';
import { integrityOf } from '../../../shared/integrity/verdict.ts';

describe('a finding', () => {
  test('leaves out values that are no finite number: it can be stored as JSON', () => {
    const { values } = finding('x', 'note', 'why', { a: 1, b: Number.NaN, c: Number.POSITIVE_INFINITY, d: 0 });
    expect(values).toEqual({ a: 1, d: 0 });
  });
});

describe('the integrity of data', () => {
  const of = (...levels: ('note' | 'doubtful' | 'failed')[]) =>
    integrityOf(levels.map((level) => finding('x', level, 'why')));

  test('is that of the worst finding, and notes leave it sound', () => {
    expect(of()).toBe('sound');
    expect(of('note', 'note')).toBe('sound');
    expect(of('note', 'doubtful')).toBe('doubtful');
    expect(of('doubtful', 'failed', 'note')).toBe('failed');
  });
});

describe('numbers', () => {
  test('that are above zero and finite can be prices, others cannot', () => {
    expect([1, 5e-324, 1e30].every(isPositive)).toBe(true);
    expect([0, -1, Number.NaN, Number.POSITIVE_INFINITY, undefined, null].some(isPositive)).toBe(false);
  });

  test('are shown with the digits that matter', () => {
    expect(shareFigure(0.00532)).toBe('0.532 %');
    expect(shareFigure(2.5)).toBe('250 %');
    expect(priceFigure(50_000.25)).toBe('50,000.25');
    expect(priceFigure(0.0000123456)).toBe('0.0000123456');
  });
});
