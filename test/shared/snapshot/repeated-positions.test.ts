import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allocatePositions } from '../../../shared/snapshot/columns.ts';
import { repeatedPositions } from '../../../shared/snapshot/repeated-positions.ts';

type Row = readonly [account: number, market: number, side: 1 | -1, isolated: number];

const columnsOf = (rows: readonly Row[]) => {
  const columns = allocatePositions(rows.length);
  for (const [i, [account, market, side, isolated]] of rows.entries()) {
    columns.account[i] = account;
    columns.market[i] = market;
    columns.side[i] = side;
    columns.isolated[i] = isolated;
  }
  return columns;
};
/** Every row that a Set has seen before. */
const plain = (rows: readonly Row[]): number[] => {
  const seen = new Set<string>();
  return rows.flatMap((row, i) => {
    const again = seen.has(row.join());
    seen.add(row.join());
    return again ? [i] : [];
  });
};
const row = fc.tuple(fc.nat(12), fc.nat(4), fc.constantFrom<1 | -1>(1, -1), fc.nat(1));

test('the rows that stand a second time are named in any order of rows: grouped by account, ascending or not, or scattered', () => {
  const rows = fc.tuple(
    fc.array(row, { maxLength: 90 }),
    fc.constantFrom('scattered', 'ascending', 'descending', 'once'),
  );
  fc.assert(
    fc.property(rows, ([list, order]) => {
      const by = order === 'descending' ? -1 : 1;
      const distinct = order === 'once' ? list.filter((_, i) => !plain(list).includes(i)) : list;
      const sorted = order === 'scattered' ? distinct : [...distinct].sort((a, b) => by * (a[0] - b[0]));
      expect(repeatedPositions(columnsOf(sorted), 5)).toEqual(plain(sorted));
    }),
    { numRuns: 1_000 },
  );
});

test('an account with many positions, all of them different, repeats none', () => {
  const many = Array.from({ length: 4_000 }, (_, i): Row => [0, i >> 2, i & 2 ? 1 : -1, i & 1]);
  expect(repeatedPositions(columnsOf(many), 1_000)).toEqual([]);
  expect(repeatedPositions(columnsOf([...many, many[17] as Row]), 1_000)).toEqual([4_000]);
});
