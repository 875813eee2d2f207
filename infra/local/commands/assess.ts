import { assess } from '../../../shared/assessment/assess.ts';
import type { Assessment, MarketAssessment } from '../../../shared/assessment/types.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { assessmentTables } from '../assessment-tables.ts';
import { readBookFile } from './book-file.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'assess',
  usage: `Usage: npm run -s cli -- assess FILE [--json]

Measures a snapshot (JSON or NDJSON, gzipped or not): concentration, leverage,
liquidation ladder, cascades, leverage capacity and insurance fund. One snapshot
has no history: its volatility is what the policy assumes, and its regime calm.
A market that cannot be measured is told with the reason; the others are measured
as if nothing stood in it.

  --json   print {venue, markets: {SYMBOL: …}, fund, findings} and nothing else;
           of a file that is not valid, {errors, errorCount}`,
  options: { json: { type: 'boolean' } },
  positionals: 1,
  async run({ values, positionals: [file = ''] }) {
    const book = await readBookFile(file, values.json === true);
    if (!book) return 1;
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

/** The contract of `assess --json`. */
function asJson({ snapshotId, sequence, timestamp, sampleShare, book, fund, markets, findings }: Assessment) {
  return {
    snapshotId,
    sequence,
    timestamp,
    ...(sampleShare === undefined ? {} : { sampleShare }),
    venue: book,
    fund,
    markets: Object.fromEntries(markets.map((market): [string, MarketAssessment] => [market.symbol, market])),
    findings,
  };
}
