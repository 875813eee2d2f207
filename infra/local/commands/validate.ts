import type { Fault } from '../../../shared/snapshot/types.ts';
import { parseSnapshotFile } from '../snapshot-file.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'validate',
  usage: `Usage: npm run -s cli -- validate FILE [--json]

Checks a snapshot (JSON or NDJSON, gzipped or not) by the schemas that the API
checks it by, and lists what is wrong and where. Status 0 where nothing is.

  --json   print {valid, format, errors, errorCount} and nothing else`,
  options: { json: { type: 'boolean' } },
  positionals: 1,
  async run({ values, positionals: [file = ''] }) {
    const { format, parsed } = await parseSnapshotFile(file);
    const errors = parsed.ok ? [] : parsed.faults;
    const errorCount = parsed.ok ? 0 : parsed.total;
    if (values.json) console.log(JSON.stringify({ valid: parsed.ok, format, errors, errorCount }));
    else if (parsed.ok) {
      const { markets, declaredAccounts, positions } = parsed.fragment;
      console.log(
        `${file} is valid ${format.toUpperCase()}: ${markets.length} markets, ${declaredAccounts} accounts, ${positions.length} positions`,
      );
    } else {
      for (const line of faultLines(file, parsed)) console.log(line);
    }
    return parsed.ok ? 0 : 1;
  },
};

/** What is wrong with a file, a line each, with its place. */
export function faultLines(
  file: string,
  { faults, total }: { readonly faults: readonly Fault[]; readonly total: number },
): string[] {
  const lines = faults.map(
    ({ path, message, line }) =>
      `${file}${line === undefined ? '' : `:${line}`}: ${path === '' ? '' : `${path} `}${message}`,
  );
  return total > faults.length ? [...lines, `… and ${total - faults.length} more`] : lines;
}
