import { assess } from '../../../shared/assessment/assess.ts';
import type { Assessment, MarketAssessment } from '../../../shared/assessment/types.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Fragment } from '../../../shared/snapshot/fragment.ts';
import { joinFragments } from '../../../shared/snapshot/join.ts';
import type { Book, Fault, SnapshotHeader } from '../../../shared/snapshot/types.ts';
import { assessmentTables } from '../assessment-tables.ts';
import { parseSnapshotFile } from '../snapshot-file.ts';
import type { Command } from './command.ts';
import { faultLines } from './validate.ts';

export const command: Command = {
  name: 'assess',
  usage: `Usage: npm run -s cli -- assess FILE [--json]

Measures a snapshot (JSON or NDJSON, gzipped or not): concentration, leverage,
liquidation ladder, cascades, leverage capacity and insurance fund. One snapshot
has no history: its volatility is what the policy assumes, and its regime calm.

  --json   print {venue, markets: {SYMBOL: …}, fund, findings} and nothing else;
           of a file that is not valid, {errors, errorCount}`,
  options: { json: { type: 'boolean' } },
  positionals: 1,
  async run({ values, positionals: [file = ''] }) {
    const { parsed } = await parseSnapshotFile(file);
    const book = parsed.ok ? wholeBook(parsed.fragment) : parsed;
    if ('faults' in book) {
      if (values.json) console.log(JSON.stringify({ errors: book.faults, errorCount: book.total }));
      else for (const line of faultLines(file, book)) console.error(line);
      return 1;
    }
    const { assessment } = assess({
      book,
      states: new Map(),
      policy: DEFAULT_POLICY,
      codeVersion: 'cli',
      late: false,
    });
    console.log(values.json ? JSON.stringify(asJson(assessment)) : assessmentTables(assessment));
    return 0;
  },
};

/** A snapshot in one piece, or why it is none: what it announced in parts has no positions to measure. */
function wholeBook(fragment: Fragment): Book | { readonly faults: readonly Fault[]; readonly total: number } {
  const header = fragment.header as SnapshotHeader;
  if (header.parts > 1) {
    const fault = { path: '/parts', message: `announces ${header.parts} parts: a file is assessed in one piece` };
    return { faults: [fault], total: 1 };
  }
  const joined = joinFragments('file', header, [fragment]);
  return joined.ok ? joined.book : joined;
}

/** The contract of `assess --json`. */
function asJson({ snapshotId, sequence, timestamp, book, fund, markets, findings }: Assessment) {
  return {
    snapshotId,
    sequence,
    timestamp,
    venue: book,
    fund,
    markets: Object.fromEntries(markets.map((market): [string, MarketAssessment] => [market.symbol, market])),
    findings,
  };
}
