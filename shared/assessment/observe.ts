import type { MarketActivity } from '../liquidation/risk-ground.ts';
import type { RiskModel } from '../policy/types.ts';
import type { Candle, Market, SnapshotHeader } from '../snapshot/types.ts';
import { advanceVolatility, type Observation, readingOf, type VolatilityState } from '../volatility/regime.ts';
import { type RegimeTerms, uncalibrated } from '../volatility/regime-terms.ts';
import type { VolatilityReading } from '../volatility/types.ts';
import { activityOf } from './activity.ts';
import type { AssessmentInput } from './assess.ts';

const DAY_MS = 86_400_000;

/** What a market's volatility says, and what it will be remembered as. */
export interface Observed {
  readonly reading: VolatilityReading;
  /** What the volatility and the trading say of the price of closing positions. */
  readonly activity: MarketActivity;
  /** Absent if the snapshot moves nothing. */
  readonly next?: { readonly volatility: VolatilityState | null; readonly candle?: Candle };
  /** Why its bar was passed over, if it was. */
  readonly finding?: string;
  /** What was done to use its bar. */
  readonly note?: string;
  /** Why nothing can be measured by it, if so: then volatility and activity are what the policy assumes. */
  readonly broken?: string;
}

/** Moves a market's volatility by a snapshot. Whatever the market shows, nothing is thrown. */
export function observeMarket(market: Market, input: AssessmentInput): Observed {
  const { book, states, terms, policy } = input;
  const own = terms?.get(market.symbol) ?? uncalibrated(policy.regimes);
  let broken: string;
  try {
    const advanced = advance(market, own, input);
    const activity = activityOf(market, book.header, advanced.reading, policy.model);
    const unusable = unusableFigure({ ...advanced.reading, ...activity });
    if (unusable === undefined) return { ...advanced, activity };
    broken = `its ${unusable} is no finite number`;
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
  }
  const before = states.get(market.symbol);
  // Where the market stood stays: what has broken it must not be remembered.
  const { volatility = null, candle } = before ?? {};
  return {
    reading: advanceVolatility(undefined, { markPrice: 1, timestamp: book.header.timestamp }, own).reading,
    activity: assumedActivity(policy.model),
    ...(movesNothing(market.symbol, input) ? {} : { next: { volatility, ...(candle ? { candle } : {}) } }),
    broken,
  };
}

function advance(market: Market, own: RegimeTerms, input: AssessmentInput): Omit<Observed, 'activity'> {
  const { book, states, seeds, late } = input;
  const before = states.get(market.symbol);
  // What a state was moved by once is in it: a seed that is read again, or now can be, must not change what was judged.
  const moved = before?.sequence === book.header.sequence;
  const volatility = moved ? before.volatility : (seeds?.get(market.symbol) ?? before?.volatility);
  const observation = observe(market, book.header);
  if (before && movesNothing(market.symbol, input)) {
    return {
      reading: volatility ? readingOf(volatility, own) : advanceVolatility(undefined, observation, own).reading,
    };
  }
  const { state, reading, finding, note } = advanceVolatility(volatility ?? undefined, observation, own);
  if (late) return { reading };
  if (finding !== undefined) return { reading, next: { volatility: state ?? null }, finding };
  return {
    reading,
    next: { volatility: state ?? null, ...(market.candle ? { candle: market.candle } : {}) },
    ...(note === undefined ? {} : { note }),
  };
}

/** A late snapshot; or a market's state is ahead, and cannot be moved back whatever the header thought when it was written. */
const movesNothing = (symbol: string, { book, states, late }: AssessmentInput): boolean =>
  late || (states.get(symbol)?.sequence ?? Number.NEGATIVE_INFINITY) > book.header.sequence;

const observe = ({ candle, markPrice }: Market, { timestamp }: SnapshotHeader): Observation => ({
  ...(candle ? { candle } : {}),
  markPrice,
  timestamp,
});

/** What a policy takes of a market of which nothing is known. */
const assumedActivity = ({ horizonMs, assumed }: RiskModel): MarketActivity => ({
  sigma: assumed.dailyVolatility * Math.sqrt(horizonMs / DAY_MS),
  dailyVolatility: assumed.dailyVolatility,
});

/** The first figure that is a number and not finite, by its name. */
const unusableFigure = (figures: object): string | undefined =>
  Object.entries(figures).find(([, value]) => typeof value === 'number' && !Number.isFinite(value))?.[0];
