import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { criticalShock, type Force, runCascade } from '../../shared/liquidation/cascade.ts';
import { designs, forceOf, real } from './arbitrary-force.ts';

/**
 * The definition, read out loud: the smallest shock, of all basis points up to half the price, whose forced trading alone moves the
 * price at least as far again as the shock did, and at least by the floor. criticalShock leaves out what cannot hold it.
 */
function scanned(force: Force, floor: number): number | null {
  if (force.closing.at.length === 0) return null;
  for (let bp = 1; bp <= 5_000; bp++) {
    const shock = bp / 10_000;
    const { move } = runCascade(force, shock);
    const alone = force.direction === 'down' ? 1 - (1 - move) / (1 - shock) : (1 + move) / (1 + shock) - 1;
    if (alone >= Math.max(shock, floor)) return shock;
  }
  return null;
}

const floors = fc.oneof(fc.constant(0), fc.constant(0.01), real(0, 0.2));

describe('the critical shock', () => {
  test('is what a scan over every basis point finds', () => {
    let found = 0;
    fc.assert(
      fc.property(designs(6), floors, (design, floor) => {
        const force = forceOf(design);
        const critical = criticalShock(force, floor);
        if (critical !== null) found++;
        expect(critical).toBe(scanned(force, floor));
      }),
      { numRuns: 300 },
    );
    // Not a comparison of nothing with nothing.
    expect(found).toBeGreaterThan(30);
  });

  test('is no smaller under a higher floor', () => {
    fc.assert(
      fc.property(designs(6), floors, floors, (design, a, b) => {
        const at = (floor: number) => criticalShock(forceOf(design), floor) ?? Number.POSITIVE_INFINITY;
        expect(at(Math.max(a, b))).toBeGreaterThanOrEqual(at(Math.min(a, b)));
      }),
    );
  });

  test('is no smaller where impact is weaker', () => {
    const share = real(0, 1);
    fc.assert(
      fc.property(designs(6), floors, share, (design, floor, weaker) => {
        const at = (coefficient: number) =>
          criticalShock(forceOf({ ...design, coefficient }), floor) ?? Number.POSITIVE_INFINITY;
        expect(at(design.coefficient * weaker)).toBeGreaterThanOrEqual(at(design.coefficient));
      }),
    );
  });
});
