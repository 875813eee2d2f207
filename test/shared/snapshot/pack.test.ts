import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fragment } from '../../../shared/snapshot/fragment.ts';
import { joinFragments } from '../../../shared/snapshot/join.ts';
import { packFragment, unpackFragment } from '../../../shared/snapshot/pack.ts';
import { parseSnapshot } from '../../../shared/snapshot/parse.ts';
import type { SnapshotHeader } from '../../../shared/snapshot/types.ts';
import { compileValidators } from '../../../shared/snapshot/validators/compile.ts';
import { bytes, inTwoParts, wireBook } from '../../environment/books.ts';

function fragmentOf(wire: unknown, role: 'snapshot' | 'part' = 'snapshot'): Fragment {
  const parsed = parseSnapshot(bytes(wire), { format: 'json', role });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.fragment;
}

test('what was packed comes back as it was: a book, an announcement, a part, nothing at all', () => {
  const { announcement, parts } = inTwoParts();
  const fragments = [
    fragmentOf(wireBook({ accounts: 300 })),
    fragmentOf(announcement),
    fragmentOf({ positions: parts[0].positions }, 'part'),
    fragmentOf({}, 'part'),
  ];
  for (const fragment of fragments) expect(unpackFragment(packFragment(fragment))).toEqual(fragment);
});

/** Any that the schema takes. */
const amount = fc.double({ min: 1e-18, max: 1e21, noNaN: true });

test('every double comes back to the last bit', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant(0), amount), { minLength: 1, maxLength: 50 }), (amounts) => {
      const book = wireBook({ accounts: amounts.length });
      const positions = book.positions.map((position, i) => ({
        ...position,
        unrealizedPnl: amounts[i] as number,
      }));
      const { unrealizedPnl } = unpackFragment(packFragment(fragmentOf({ ...book, positions }))).positions;
      expect([...unrealizedPnl]).toEqual(amounts);
    }),
  );
});

test('what a market says of its trades comes back to the last bit', () => {
  const trades = fc.record(
    {
      count: fc.constant(Number.MAX_SAFE_INTEGER),
      firstDigits: fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
      roundSizes: fc.record({ round: fc.nat(), near: fc.nat() }),
      largestSizes: fc.array(amount, { maxLength: 200 }),
      buckets: fc.array(fc.record({ buyVolume: amount, sellVolume: amount }), { maxLength: 200 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(trades, (stated) => {
      const book = wireBook();
      const markets = book.markets.map((market) => ({ ...market, trades: stated }));
      const { announcement, parts } = inTwoParts();
      expect(unpackFragment(packFragment(fragmentOf({ ...book, markets }))).markets[0]?.trades).toEqual(stated);
      const announced = unpackFragment(packFragment(fragmentOf({ ...announcement, markets })));
      const joined = joinFragments('demo', announced.header as SnapshotHeader, [
        announced,
        ...parts.map((part) => fragmentOf(part, 'part')),
      ]);
      expect(joined.ok && joined.book.markets[0]?.trades).toEqual(stated);
    }),
    { numRuns: 30 },
  );
});

test('the same fragment always packs to the same bytes', () => {
  expect(packFragment(fragmentOf(wireBook()))).toEqual(packFragment(fragmentOf(wireBook())));
});

test('bytes that were cut or are something else are an error, not a book', () => {
  const packed = packFragment(fragmentOf(wireBook()));
  expect(() => unpackFragment(packed.subarray(0, packed.length - 9))).toThrow();
  expect(() => unpackFragment(Buffer.from('something else'))).toThrow();
});

test('the validators that run are those that the schemas give', () => {
  const compiled = readFileSync(
    new URL('../../../shared/snapshot/validators/compiled.generated.js', import.meta.url),
    'utf8',
  );
  expect(compiled).toBe(compileValidators());
});
