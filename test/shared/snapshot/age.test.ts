import { expect, test } from '@jest/globals';
import { bookAge, CLOCKS, clockNamed } from '../../../shared/snapshot/age.ts';

const book = { timestamp: 1_000, receivedAt: 5_000 };

test('a book is as old as its own time says; where days of the past are replayed, as its receipt', () => {
  expect(bookAge('wall', book, 6_000)).toBe(5_000);
  expect(bookAge('replay', book, 6_000)).toBe(1_000);
  expect(bookAge('wall', book, 400)).toBe(-600);
});

test('a clock is known by its name, and no other name is one', () => {
  for (const clock of CLOCKS) expect(clockNamed(clock)).toBe(clock);
  for (const name of ['', 'Wall', 'sun']) expect(() => clockNamed(name)).toThrow(/^A clock is wall or replay, not "/);
});
