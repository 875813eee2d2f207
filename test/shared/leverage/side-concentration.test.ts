import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openRandom } from '../../../infra/local/scenario/random.ts';
import { concentrationOf } from '../../../shared/leverage/concentration.ts';
import { concentrationBySide, openSideRoom } from '../../../shared/leverage/side-concentration.ts';

type Sides = readonly (readonly [long: number, short: number])[];

const bySide = (accounts: Sides, room = openSideRoom(accounts.length)) =>
  concentrationBySide(Float64Array.from(accounts.flat()), room);
const apart = (accounts: Sides) => ({
  gross: concentrationOf(Float64Array.from(accounts, ([long, short]) => long + short)),
  long: concentrationOf(Float64Array.from(accounts, ([long]) => long)),
  short: concentrationOf(Float64Array.from(accounts, ([, short]) => short)),
});

const amount = fc.oneof(fc.constant(0), fc.nat(9), fc.double({ min: 0, max: 1e18, noNaN: true }));
const pure = fc.tuple(amount, fc.boolean()).map(([held, long]): [number, number] => (long ? [held, 0] : [0, held]));
const anySides = fc.array(fc.oneof(pure, fc.tuple(amount, amount)), { maxLength: 200 });

describe('concentration by side', () => {
  test('is that of each side and of the sums, sorted apart', () => {
    fc.assert(fc.property(anySides, (accounts) => expect(bySide(accounts)).toEqual(apart(accounts))));
  });

  test('does not depend on what the room was used for before', () => {
    const room = openSideRoom(200);
    fc.assert(fc.property(anySides, (accounts) => expect(bySide(accounts, room)).toEqual(bySide(accounts))));
  });

  test.each([0, 0.03, 0.6, 1])('of 20,000 accounts, %d of them on both sides', (hedged) => {
    const random = openRandom(11);
    const accounts = Array.from({ length: 20_000 }, (): [number, number] => {
      const [long, short] = [random.pareto(1.1), random.pareto(1.1)];
      if (random.uniform() < hedged) return [long, short];
      return random.uniform() < 0.5 ? [long, 0] : [0, short];
    });
    expect(bySide(accounts)).toEqual(apart(accounts));
  });
});
