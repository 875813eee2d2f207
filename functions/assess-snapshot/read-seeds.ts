import type { MarketState } from '../../shared/assessment/types.ts';
import { finding, type IntegrityFinding } from '../../shared/integrity/finding.ts';
import { timeframeOf } from '../../shared/market-data/timeframes.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import type { Book } from '../../shared/snapshot/types.ts';
import { readBars } from '../../shared/store/market-data.ts';
import { mapBounded, type Tables } from '../../shared/store/tables.ts';
import { type VolatilityState, WARM_BARS } from '../../shared/volatility/regime.ts';
import { regimeHistory } from '../../shared/volatility/regime-history.ts';
import type { RegimeTerms } from '../../shared/volatility/regime-terms.ts';

/** What the slow median looks back, and as much again as is lost to gaps. */
const SEED_MS = 40 * 86_400_000;

/** After so many failures nothing more is tried. */
const MOST_FAILURES = 3;

export interface Seeds {
  /** Volatility by symbol. */
  readonly seeds: ReadonlyMap<string, VolatilityState>;
  readonly findings: readonly IntegrityFinding[];
}

/**
 * What polled bars say of the volatility of markets that have pushed too few of their own. Only once the length of a market's own bars
 * is known: bars of another length are another measure. A market whose bars cannot be read goes by its own few, until the next snapshot.
 */
export async function readSeeds(
  tables: Tables,
  { venue, header, markets }: Book,
  states: ReadonlyMap<string, MarketState>,
  terms: ReadonlyMap<string, RegimeTerms>,
): Promise<Seeds> {
  const warming = markets.flatMap(({ symbol, candle }) => {
    const state = states.get(symbol);
    // What this snapshot has moved already holds its seed.
    const closed = state && state.sequence < header.sequence ? state.volatility?.closed : undefined;
    const timeframe = closed?.intervalMs ? timeframeOf(closed.intervalMs) : undefined;
    return candle && closed && closed.bars <= WARM_BARS && timeframe
      ? [{ symbol, before: candle.timestamp, bars: closed.bars, timeframe }]
      : [];
  });
  const failed: { readonly symbol: string; readonly reason: string }[] = [];
  const seeds = await mapBounded(warming, 8, async ({ symbol, before, bars, timeframe }) => {
    if (failed.length >= MOST_FAILURES) return undefined;
    try {
      const polled = await readBars(tables, venue, symbol, before - SEED_MS, before, timeframe);
      if (polled.length <= bars) return undefined;
      return { symbol, state: regimeHistory(polled, terms.get(symbol)).state };
    } catch (error) {
      const { error: name, detail } = errorFields(error);
      failed.push({ symbol, reason: `${name}: ${detail}` });
      return undefined;
    }
  });
  const [first] = [...failed].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  if (first) log('error', 'Bars could not be read', { venue, markets: failed.length, ...first });
  return {
    seeds: new Map(seeds.flatMap((seed) => (seed?.state ? [[seed.symbol, seed.state]] : []))),
    findings: first
      ? [
          finding(
            'bars-not-read',
            'note',
            `stored bars could not be read, of ${first.symbol}: ${first.reason}; markets that have few bars of their own go by these`,
            { markets: failed.length },
          ),
        ]
      : [],
  };
}
