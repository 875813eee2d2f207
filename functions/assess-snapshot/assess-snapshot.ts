import { assess } from '../../shared/assessment/assess.ts';
import type { MarketState } from '../../shared/assessment/types.ts';
import { PUSHED_BARS, timeframeOf } from '../../shared/market-data/timeframes.ts';
import type { Policy } from '../../shared/policy/types.ts';
import type { Book, Candle } from '../../shared/snapshot/types.ts';
import {
  readAssessmentRecord,
  readFundState,
  readMarketStates,
  writeAssessment,
  writeFundState,
  writeMarketStates,
} from '../../shared/store/assessments.ts';
import { readCalibrations } from '../../shared/store/calibrations.ts';
import { appendBars, readBars } from '../../shared/store/market-data.ts';
import { policyOfDecision } from '../../shared/store/policies.ts';
import { bookOf, type CompleteSnapshot } from '../../shared/store/snapshots.ts';
import { mapBounded, type Tables } from '../../shared/store/tables.ts';
import { type VolatilityState, WARM_BARS } from '../../shared/volatility/regime.ts';
import { regimeHistory } from '../../shared/volatility/regime-history.ts';
import type { RegimeTerms } from '../../shared/volatility/regime-terms.ts';

/** What the slow median looks back, and as much again as is lost to gaps. */
const SEED_MS = 40 * 86_400_000;

/**
 * Assesses one complete snapshot, once in effect: the fund's history, the bars that are over and the market states first, each moved at most once by a snapshot, then the
 * assessment that they led to. A try that ended anywhere between is taken up where it ended and comes to the same result.
 *
 * @param inForce the venue's policy now
 */
export async function assessSnapshot(
  tables: Tables,
  inForce: Policy,
  codeVersion: string,
  snapshot: CompleteSnapshot,
): Promise<void> {
  const { venue, header, late } = snapshot;
  if (await readAssessmentRecord(tables, venue, header.sequence)) return;
  const book = await bookOf(tables, snapshot);
  const symbols = book.markets.map(({ symbol }) => symbol);
  const [states, calibrations, fund] = await Promise.all([
    readMarketStates(tables, venue, symbols),
    readCalibrations(tables, venue, symbols),
    readFundState(tables, venue),
  ]);
  const begun = [...states.values()].find(({ sequence }) => sequence === header.sequence);
  // A try that ended half way has judged some markets by the policy of its time: the others are judged by the same one.
  const policy =
    begun && begun.policyVersion !== inForce.version
      ? await policyOfDecision(tables, venue, begun.policyVersion)
      : inForce;
  const terms = new Map([...calibrations].map(([symbol, calibration]) => [symbol, calibration.terms]));
  const seeds = late ? undefined : await readSeeds(tables, book, states, terms);
  const {
    assessment,
    states: moved,
    fund: history,
  } = assess({ book, states, terms, ...(seeds ? { seeds } : {}), fund, policy, codeVersion, late });
  if (history) await writeFundState(tables, venue, history);
  // Before the states, which remember only the newest bar: a try that ends between the two keeps the bar once more.
  await mapBounded(closedBars(states, moved), 8, ({ symbol, bar }) =>
    appendBars(tables, venue, symbol, [bar], PUSHED_BARS),
  );
  await writeMarketStates(tables, venue, moved);
  await writeAssessment(tables, assessment);
}

/**
 * What polled bars say of the volatility of markets that have pushed too few of their own. Only once the length of a market's own bars
 * is known: bars of another length are another measure.
 */
async function readSeeds(
  tables: Tables,
  { venue, markets }: Book,
  states: ReadonlyMap<string, MarketState>,
  terms: ReadonlyMap<string, RegimeTerms>,
): Promise<Map<string, VolatilityState>> {
  const warming = markets.flatMap(({ symbol, candle }) => {
    const closed = states.get(symbol)?.volatility?.closed;
    const timeframe = closed?.intervalMs ? timeframeOf(closed.intervalMs) : undefined;
    return candle && closed && closed.bars <= WARM_BARS && timeframe
      ? [{ symbol, before: candle.timestamp, bars: closed.bars, timeframe }]
      : [];
  });
  const seeds = await mapBounded(warming, 8, async ({ symbol, before, bars, timeframe }) => {
    const polled = await readBars(tables, venue, symbol, before - SEED_MS, before, timeframe);
    if (polled.length <= bars) return undefined;
    return { symbol, state: regimeHistory(polled, terms.get(symbol)).state };
  });
  return new Map(seeds.flatMap((seed) => (seed?.state ? [[seed.symbol, seed.state]] : [])));
}

/** The bars that the snapshot's own have closed, by market. */
function closedBars(
  before: ReadonlyMap<string, MarketState>,
  moved: readonly MarketState[],
): { readonly symbol: string; readonly bar: Candle }[] {
  return moved.flatMap(({ symbol, candle }) => {
    const bar = before.get(symbol)?.candle;
    return bar && candle && candle.timestamp > bar.timestamp ? [{ symbol, bar }] : [];
  });
}
