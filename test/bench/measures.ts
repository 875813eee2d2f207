import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSnapshotFile } from '../../infra/local/snapshot-file.ts';
import { rankBook } from '../../shared/deleveraging/rank-book.ts';
import { carryBook } from '../../shared/leverage/carried-book.ts';
import { measureBook } from '../../shared/leverage/measure-book.ts';
import { maintenanceTiers } from '../../shared/liquidation/maintenance-tiers.ts';
import { ladderSteps } from '../../shared/liquidation/market-risk.ts';
import { findStakes } from '../../shared/liquidation/stakes.ts';
import { DEFAULT_MODEL } from '../../shared/policy/default-policy.ts';
import { packFragment, unpackFragment } from '../../shared/snapshot/pack.ts';
import type { Book } from '../../shared/snapshot/types.ts';

/**
 * Concentration, leverage, liquidation ladder and ADL rank of a book, best of five; the book's columns as raw files for numpy to do the
 * same; and what the book takes where it is stored.
 */
const [, , file = '', folder = ''] = process.argv;
const { parsed } = await parseSnapshotFile(file);
if (!parsed.ok || !parsed.fragment.header) throw new Error('The book of the benchmark is not valid');
const { fragment } = parsed;
const book: Book = { venue: 'bench', header: parsed.fragment.header, ...fragment };
dump(book, folder);

let best = Number.POSITIVE_INFINITY;
let venue: ReturnType<typeof measureBook>['venue'] | undefined;
for (let run = 0; run < 5; run++) {
  const began = performance.now();
  const carried = carryBook(book);
  venue = measureBook(book, carried).venue;
  ladderSteps(book, carried.values.notional, findStakes(book, carried, DEFAULT_MODEL.assumed.maintenanceMarginRate));
  rankBook(book, carried);
  best = Math.min(best, performance.now() - began);
}
const packing = performance.now();
const packed = packFragment(fragment);
const packedAt = performance.now();
unpackFragment(packed);
const unpackedAt = performance.now();
const { concentration, leverage } = venue as NonNullable<typeof venue>;
console.log(
  JSON.stringify({
    ms: best,
    bytesPerPosition: packed.length / book.positions.length,
    packMs: packedAt - packing,
    unpackMs: unpackedAt - packedAt,
    check: { hhi: concentration.hhi, gini: concentration.gini, weighted: leverage.weighted, p90: leverage.p90 },
  }),
);

function dump({ positions, markets }: Book, into: string): void {
  const { collateral } = carryBook(book);
  const columns = { ...positions, accountCollateral: collateral };
  for (const [name, column] of Object.entries(columns)) {
    if (ArrayBuffer.isView(column))
      writeFileSync(join(into, name), Buffer.from(column.buffer, column.byteOffset, column.byteLength));
  }
  // All markets of the book have the same tiers.
  const { floors, rates, cums } = maintenanceTiers(markets[0]?.leverageTiers, 0);
  writeFileSync(
    join(into, 'meta.json'),
    JSON.stringify({
      mark: markets.map(({ markPrice }) => markPrice),
      size: markets.map(({ contractSize }) => contractSize),
      linear: markets.map(({ linear }) => linear),
      floors: [...floors],
      rates: [...rates],
      cums: [...cums],
    }),
  );
}
