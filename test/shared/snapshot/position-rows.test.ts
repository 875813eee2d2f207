import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { POSITION_COLUMNS } from '../../../shared/snapshot/columns.ts';
import { PositionRows } from '../../../shared/snapshot/position-rows.ts';

test('rows come out as they went in, in columns that hold nothing else', () => {
  for (const length of [0, 1, 1_023, 1_024, 1_025, 2_048, 4_097, 65_536, 140_000]) {
    const rows = new PositionRows();
    for (let i = 0; i < length; i++) {
      const row = rows.add();
      POSITION_COLUMNS.forEach((name, k) => {
        rows.block[name][row] = (i + k) % 101;
      });
    }
    expect(rows.length).toBe(length);
    const columns = rows.finish();
    expect(columns.length).toBe(length);
    for (const [k, name] of POSITION_COLUMNS.entries()) {
      const column = columns[name];
      expect(column.length).toBe(length);
      expect(column.buffer.byteLength).toBe(column.byteLength);
      expect(column.every((value, i) => value === (i + k) % 101)).toBe(true);
    }
  }
});

test('a column that is given for some rows only holds them, and NaN for the others', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_000 }), fc.array(fc.nat(9_000), { maxLength: 5 }), (length, places) => {
      const given = new Set(places);
      const rows = new PositionRows();
      for (let i = 0; i < length; i++) {
        const row = rows.add();
        rows.block.leverage[row] = given.has(i) ? i : Number.NaN;
        rows.block.collateral[row] = Number.NaN;
      }
      const { leverage, collateral } = rows.finish();
      expect(leverage.every((value, i) => Object.is(value, given.has(i) ? i : Number.NaN))).toBe(true);
      expect(collateral.every(Number.isNaN)).toBe(true);
      expect(collateral.length).toBe(length);
    }),
    { numRuns: 60 },
  );
});
