import { expect, test } from '@jest/globals';
import { isHandedOnAgain } from '../../../../shared/incident/feed/hand-on.ts';

test('what was not worked off is handed on twice within three minutes, then ever more rarely, and after a day no more', () => {
  const minutes = Array.from({ length: 3 * 1_440 }, (_, minute) => minute).filter((m) =>
    isHandedOnAgain(m * 60_000 + 7),
  );
  const hourly = Array.from({ length: 24 }, (_, i) => (i + 1) * 60);
  expect(minutes).toEqual([2, 3, 5, 8, 16, 32, ...hourly]);
});
