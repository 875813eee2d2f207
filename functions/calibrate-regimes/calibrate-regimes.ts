import { PUSHED_BARS, timeframeOf } from '../../shared/market-data/timeframes.ts';
import type { Policy } from '../../shared/policy/types.ts';
import { log } from '../../shared/runtime/log.ts';
import type { Candle } from '../../shared/snapshot/types.ts';
import { readMarketStates, readNewestAssessment } from '../../shared/store/assessments.ts';
import {
  noteCalibrationTry,
  readCalibration,
  readCalibrationTry,
  writeCalibration,
} from '../../shared/store/calibrations.ts';
import { noteForDigest } from '../../shared/store/digest.ts';
import { readBars } from '../../shared/store/market-data.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { type Calibration, calibrate, type Refit } from '../../shared/volatility/calibration.ts';
import { uncalibrated } from '../../shared/volatility/regime-terms.ts';

/** Once a day for each market, however often the function is called. */
const DUE_MS = 23 * 3_600_000;
/** Two years: what is older was another market. */
const HISTORY_MS = 2 * 365.25 * 86_400_000;
/** As many as two years of minute bars: of shorter ones the newest, because memory holds no more. */
const MOST_BARS = 1_100_000;
const WEEK_MS = 7 * 86_400_000;
/** A stretch with fewer bars is followed by one four times as long. */
const FEW_BARS = 40_000;

export interface Calibrated {
  /** Markets that were looked at, and of these those with a new version. */
  readonly looked: number;
  readonly changed: number;
  /** Markets that are due and were not come to in time. */
  readonly left: number;
}

/**
 * Refits the markets of a venue that have not been looked at for a day, as long as there is time; the next call goes on where this
 * one ended.
 *
 * @param at time for which the call was due
 * @param hasTime asked before each market
 */
export async function calibrateVenue(
  tables: Tables,
  venue: string,
  policy: Policy,
  at: number,
  hasTime: () => boolean,
): Promise<Calibrated> {
  const symbols = (await readNewestAssessment(tables, venue))?.markets.map(({ symbol }) => symbol) ?? [];
  let [looked, changed, left] = [0, 0, 0];
  for (const symbol of symbols) {
    if (at - (await readCalibrationTry(tables, venue, symbol)) < DUE_MS) continue;
    if (!hasTime()) {
      left++;
      continue;
    }
    looked++;
    if (await calibrateMarket(tables, venue, symbol, policy, at)) changed++;
  }
  return { looked, changed, left };
}

/** @returns whether a new version came in force */
async function calibrateMarket(
  tables: Tables,
  venue: string,
  symbol: string,
  policy: Policy,
  at: number,
): Promise<boolean> {
  const [before, bars] = await Promise.all([
    readCalibration(tables, venue, symbol),
    readHistory(tables, venue, symbol, at),
  ]);
  const { thresholds, filter, calibration } = calibrate(symbol, bars, before, policy.regimes, at);
  log('info', 'A market was calibrated', { venue, symbol, bars: bars.length, thresholds, filter });
  const written = calibration !== undefined && (await writeCalibration(tables, venue, calibration));
  // Somebody else's version came between: the next day starts from that one.
  if (calibration && !written) return false;
  const tiers = (before?.terms ?? uncalibrated(policy.regimes)).tiers;
  const now = (calibration ?? before)?.terms.tiers ?? tiers;
  const enter = (of: typeof tiers) => ({
    elevated: of.elevated.enter,
    stressed: of.stressed.enter,
    extreme: of.extreme.enter,
  });
  if (isNews(thresholds) || isNews(filter, filterMoved(before, calibration))) {
    const version = (calibration ?? before)?.version ?? 0;
    await noteForDigest(tables, venue, {
      symbol,
      at,
      version,
      thresholds,
      filter,
      enter: { before: enter(tiers), now: enter(now) },
    });
  }
  await noteCalibrationTry(tables, venue, symbol, at);
  return written;
}

/** The bars that the venue has pushed, or polled ones of the same length where there are more of them. */
async function readHistory(tables: Tables, venue: string, symbol: string, at: number): Promise<Candle[]> {
  const [pushed, states] = await Promise.all([
    readNewestBars(tables, venue, symbol, at, PUSHED_BARS),
    readMarketStates(tables, venue, [symbol]),
  ]);
  const intervalMs = states.get(symbol)?.volatility?.closed?.intervalMs;
  const timeframe = intervalMs ? timeframeOf(intervalMs) : undefined;
  if (timeframe === undefined) return pushed;
  const polled = await readNewestBars(tables, venue, symbol, at, timeframe);
  return polled.length > pushed.length ? polled : pushed;
}

/** The bars of a series up to a time, as far back as is of use; stretch by stretch, so that no series is too long to be read. */
async function readNewestBars(
  tables: Tables,
  venue: string,
  symbol: string,
  at: number,
  timeframe: string,
): Promise<Candle[]> {
  const stretches: Candle[][] = [];
  let count = 0;
  let length = WEEK_MS;
  for (let to = at; to > at - HISTORY_MS && count < MOST_BARS; ) {
    const from = Math.max(at - HISTORY_MS, to - length);
    const bars = await readBars(tables, venue, symbol, from, to, timeframe);
    stretches.unshift(bars);
    count += bars.length;
    if (bars.length < FEW_BARS) length *= 4;
    to = from;
  }
  return stretches.flat().slice(-MOST_BARS);
}

/** What changed, failed or was refused is news; what stayed, or is too new to be fitted, is none. */
const isNews = ({ reason }: Refit, moved = true): boolean =>
  reason === 'refitted' ? moved : reason !== 'same' && reason !== 'too little history';

/** A filter is refitted every day: that one of its states has moved by as much as this is worth telling. */
const MOVED = 0.1;

function filterMoved(before: Calibration | undefined, now: Calibration | undefined): boolean {
  const was = before?.terms.filter?.states ?? [];
  const is = now?.terms.filter?.states ?? [];
  return was.some(({ variance }, i) => Math.abs(Math.sqrt((is[i]?.variance ?? 0) / variance) - 1) > MOVED);
}
