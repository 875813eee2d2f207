import { assess } from '../../shared/assessment/assess.ts';
import type { MarketState } from '../../shared/assessment/types.ts';
import { finding, type IntegrityFinding } from '../../shared/integrity/finding.ts';
import { PUSHED_BARS } from '../../shared/market-data/timeframes.ts';
import type { Policy } from '../../shared/policy/types.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { isTransient } from '../../shared/runtime/transient.ts';
import type { Clock } from '../../shared/snapshot/age.ts';
import type { Candle } from '../../shared/snapshot/types.ts';
import {
  readAssessmentRecord,
  readFundState,
  readMarketStates,
  readVenueState,
  writeAssessment,
  writeFundState,
  writeMarketStates,
  writeVenueState,
} from '../../shared/store/assessments.ts';
import { readCalibrations } from '../../shared/store/calibrations.ts';
import { appendBars } from '../../shared/store/market-data.ts';
import { policyOfDecision } from '../../shared/store/policies.ts';
import { bookOf, type CompleteSnapshot, readSnapshot } from '../../shared/store/snapshots.ts';
import { mapBounded, type Tables } from '../../shared/store/tables.ts';
import { readSeeds } from './read-seeds.ts';

/**
 * Assesses one complete snapshot, once in effect: the fund's history, the bars that are over, the venue's state and the market states
 * first, each moved at most once by a snapshot, then the assessment that they led to. A try that ended anywhere between is taken up
 * where it ended and comes to the same result: by the stream's next try, or by the next snapshot.
 *
 * If a read or write that decides the assessment fails, the attempt fails and is retried. Bars are secondary: a bar that cannot be
 * stored or read becomes a finding and a log line, and the assessment continues without it.
 *
 * @param inForce the venue's policy now
 * @param clock of the stack; by `replay` no snapshot is judged by its age when it came
 */
export async function assessSnapshot(
  tables: Tables,
  inForce: Policy,
  codeVersion: string,
  snapshot: CompleteSnapshot,
  clock: Clock = 'replay',
): Promise<void> {
  const { venue, header, late, receivedAt } = snapshot;
  if (await readAssessmentRecord(tables, venue, header.sequence)) return;
  const [book, stored] = await Promise.all([bookOf(tables, snapshot), readVenueState(tables, venue, header.sequence)]);
  const symbols = book.markets.map(({ symbol }) => symbol);
  if (!late && stored && stored.state.sequence < header.sequence)
    await finish(tables, inForce, codeVersion, venue, stored.state.sequence, clock);
  const known = stored?.known ?? [];
  const [states, calibrations, fund] = await Promise.all([
    readMarketStates(tables, venue, [...new Set([...symbols, ...known])]),
    readCalibrations(tables, venue, symbols),
    readFundState(tables, venue),
  ]);
  const begun = [...(stored ? [stored.state] : []), ...states.values()].find(
    ({ sequence }) => sequence === header.sequence,
  );
  // A try that ended half way has judged some markets by the policy of its time: the others are judged by the same one.
  const policy =
    begun && begun.policyVersion !== inForce.version
      ? await policyOfDecision(tables, venue, begun.policyVersion)
      : inForce;
  const terms = new Map([...calibrations].map(([symbol, calibration]) => [symbol, calibration.terms]));
  const seeded = late ? undefined : await readSeeds(tables, book, states, terms);
  const {
    assessment,
    states: moved,
    venueState,
    known: next,
    fund: history,
  } = assess({
    book,
    states,
    venueState: stored?.state,
    known,
    terms,
    ...(seeded ? { seeds: seeded.seeds } : {}),
    fund,
    policy,
    codeVersion,
    late,
    receivedAt: clock === 'wall' ? receivedAt : undefined,
  });
  if (history) await writeFundState(tables, venue, history);
  // Before the states, which remember only the newest bar: a try that ends between the two keeps the bar once more.
  const notStored = await storeBars(tables, venue, closedBars(states, moved));
  // Before the states of the markets: what the book lacks is found against them, and stands in it.
  if (venueState) await writeVenueState(tables, venue, venueState, next, stored);
  await writeMarketStates(tables, venue, moved);
  await writeAssessment(tables, {
    ...assessment,
    findings: [...assessment.findings, ...(seeded?.findings ?? []), ...notStored],
  });
}

/**
 * Finishes the snapshot that last moved the states, if it was given up before its assessment was written. Once the next snapshot has
 * moved the states, the severity moves of this one are lost: an incident would not open, or not resolve.
 *
 * @throws whatever is transient. A snapshot that fails for good keeps no newer one from being assessed.
 */
async function finish(
  tables: Tables,
  inForce: Policy,
  codeVersion: string,
  venue: string,
  sequence: number,
  clock: Clock,
): Promise<void> {
  if (await readAssessmentRecord(tables, venue, sequence)) return;
  const half = await readSnapshot(tables, venue, sequence);
  if (!half) return;
  log('warn', 'a snapshot that was given up half way is finished', { venue, sequence });
  try {
    await assessSnapshot(tables, inForce, codeVersion, half, clock);
  } catch (error) {
    if (isTransient(error)) throw error;
    log('error', 'a snapshot that was given up half way cannot be finished', {
      venue,
      sequence,
      ...errorFields(error),
    });
  }
}

/** After so many failures in a row nothing more is tried: the store does not answer, and the assessment must not wait for it. */
const MOST_FAILURES = 3;
/** The same of a store that is slow, or of thousands of bars at once: the function has 25 s for all of it. */
const BARS_MS = 8_000;

/** Stores bars that are over. Whatever cannot be stored is told and left out. */
async function storeBars(tables: Tables, venue: string, bars: readonly MarketBar[]): Promise<IntegrityFinding[]> {
  const lost: { readonly symbol: string; readonly reason: string }[] = [];
  let failures = 0;
  const until = performance.now() + BARS_MS;
  await mapBounded(bars, 16, async ({ symbol, bar }) => {
    if (failures >= MOST_FAILURES || performance.now() > until) {
      lost.push({ symbol, reason: failures > 0 ? 'not tried after others had failed' : 'there was no time left' });
      return;
    }
    try {
      const refused = await appendBars(tables, venue, symbol, [bar], PUSHED_BARS);
      failures = 0;
      for (const { reason } of refused) lost.push({ symbol, reason });
    } catch (error) {
      failures++;
      const { error: name, detail } = errorFields(error);
      lost.push({ symbol, reason: `${name}: ${detail}` });
    }
  });
  const [first] = [...lost].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  if (!first) return [];
  log('error', 'Bars could not be stored', { venue, bars: lost.length, ...first });
  const message = `${lost.length === 1 ? '1 bar' : `${lost.length} bars`} could not be stored, of ${first.symbol}: ${first.reason}`;
  return [finding('bars-not-stored', 'note', message, { bars: lost.length })];
}

interface MarketBar {
  readonly symbol: string;
  readonly bar: Candle;
}

/** The bars that the snapshot's own have closed, by market. */
function closedBars(before: ReadonlyMap<string, MarketState>, moved: readonly MarketState[]): MarketBar[] {
  return moved.flatMap(({ symbol, candle }) => {
    const bar = before.get(symbol)?.candle;
    return bar && candle && candle.timestamp > bar.timestamp ? [{ symbol, bar }] : [];
  });
}
