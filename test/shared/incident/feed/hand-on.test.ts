import { expect, test } from '@jest/globals';
import { isHandedOnAgain } from '../../../../shared/incident/feed/hand-on.ts';

test('what was not worked off is handed on with each look at first, then ever more rarely, and after a day no more', () => {
  const minutes = Array.from({ length: 3 * 1_440 }, (_, minute) => minute).filter((m) =>
    isHandedOnAgain(m * 60_000 + 7),
  );
  const hourly = Array.from({ length: 23 }, (_, i) => (i + 2) * 60);
  expect(minutes).toEqual([0, 1, 2, 3, 4, 5, 8, 16, 32, 64, ...hourly]);
});
