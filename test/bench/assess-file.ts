import { parseSnapshotFile } from '../../infra/local/snapshot-file.ts';
import { assess } from '../../shared/assessment/assess.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { joinFragments } from '../../shared/snapshot/join.ts';

/** From a gzipped file to its full assessment, in a process of its own: the time without start-up, and the peak of memory. */
const began = performance.now();
const { parsed } = await parseSnapshotFile(process.argv[2] ?? '');
const header = parsed.ok ? parsed.fragment.header : undefined;
if (!parsed.ok || !header) throw new Error('The book of the benchmark is not valid');
const parsedAt = performance.now();
const joined = joinFragments('bench', header, [parsed.fragment]);
if (!joined.ok) throw new Error('The book of the benchmark does not hold together');
const { assessment } = assess({
  book: joined.book,
  states: new Map(),
  policy: DEFAULT_POLICY,
  codeVersion: 'bench',
  late: false,
});
const ended = performance.now();
console.log(
  JSON.stringify({
    ms: ended - began,
    parseMs: parsedAt - began,
    peakMiB: process.resourceUsage().maxRSS / 1_024,
    positions: assessment.book.positions,
  }),
);
