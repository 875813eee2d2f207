import type { ProblemBody } from '../../../shared/runtime/problem.ts';
import { formatOf } from '../../../shared/snapshot/parse.ts';
import { type PushOutcome, pushBody, pushSnapshot, VenueUnreachable } from '../../../shared/venue/client.ts';
import { PART_BYTES, snapshotFromLines } from '../../../shared/venue/split.ts';
import { readSnapshotFile } from '../snapshot-file.ts';
import { type Command, required, UsageError } from './command.ts';

export const command: Command = {
  name: 'push',
  usage: `Usage: npm run -s cli -- push FILE --url U --venue V --key K [--json]

Pushes a snapshot (JSON or NDJSON, gzipped or not) to the venue's API, signed with
its key; in parts where it is large. Pushing a file again is safe.

  --url U     the API's address, with its base path or stage if it has one
  --venue V   the venue's name
  --key K     its key; while it rotates, NEW,OLD
  --json      print {status, httpStatus, requests, answer} and nothing else`,
  options: { url: { type: 'string' }, venue: { type: 'string' }, key: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 1,
  async run({ values, positionals: [file = ''] }) {
    const url = required(values, 'url').replace(/\/+$/, '');
    if (!/^https?:\/\/[^?#]+$/.test(url) || !URL.canParse(url))
      throw new UsageError(`--url takes an http or https address without a query, not ${JSON.stringify(url)}`);
    const options = { url, venue: required(values, 'venue'), keys: required(values, 'key').split(',') };
    try {
      const outcome = await pushFile(options, readSnapshotFile(file));
      console.log(values.json ? JSON.stringify(outcome) : told(outcome));
      return outcome.status === 'rejected' ? 1 : 0;
    } catch (error) {
      if (!(error instanceof VenueUnreachable)) throw error;
      console.error(`breakwater: ${error.message}`);
      return 1;
    }
  },
};

/** A small file goes as it is, faults included, so that the API says what it thinks of it; a large one is split. */
async function pushFile(options: Parameters<typeof pushBody>[0], body: Buffer): Promise<PushOutcome> {
  const format = formatOf(body);
  if (body.length <= PART_BYTES) return pushBody(options, body, format);
  const snapshot = format === 'json' ? JSON.parse(body.toString('utf8')) : snapshotFromLines(body.toString('utf8'));
  return pushSnapshot(options, snapshot);
}

function told({ status, httpStatus, answer, requests }: PushOutcome): string {
  const {
    detail = '',
    errors = [],
    errorCount = 0,
  } = (typeof answer === 'object' && answer !== null ? answer : { detail: String(answer) }) as Partial<ProblemBody>;
  const lines = [`${status} (HTTP ${httpStatus}, ${requests} ${requests === 1 ? 'request' : 'requests'}): ${detail}`];
  for (const { path, message, line } of errors)
    lines.push(`  ${line === undefined ? '' : `line ${line}: `}${path} ${message}`);
  if (errorCount > errors.length) lines.push(`  … and ${errorCount - errors.length} more`);
  return lines.join('\n');
}
