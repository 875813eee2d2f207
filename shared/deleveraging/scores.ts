/**
 * Scores that decide who is deleveraged first: the highest. Columns of equal length, amounts of a position all in one unit. Every
 * score is finite.
 */

/**
 * What positions were worth when they were entered: markValue and entryValue of BitMEX's documentation, without the sign.
 *
 * @param notional at the mark
 * @param entryPrice, markPrice as quoted
 * @param linear a contract is worth its price; inverse contracts are worth one over it in the currency that they settle in
 */
export const entryValueOf = (notional: number, entryPrice: number, markPrice: number, linear: boolean): number =>
  notional * (linear ? entryPrice / markPrice : markPrice / entryPrice);

/**
 * BitMEX: PnL% · leverage for a profit and PnL% / leverage for a loss, PnL% = (markValue - entryValue) / |entryValue|.
 *
 * @param unrealizedPnl markValue - entryValue
 * @param entryValue not negative
 * @param leverage effective leverage |markValue| / (markValue - bankruptValue): notional over the equity that carries it
 */
export function bitmexScores(
  unrealizedPnl: Float64Array,
  entryValue: Float64Array,
  leverage: Float64Array,
): Float64Array {
  const scores = new Float64Array(unrealizedPnl.length);
  for (let i = 0; i < scores.length; i++)
    scores[i] = bitmexScore(unrealizedPnl[i] as number, entryValue[i] as number, leverage[i] as number);
  return scores;
}

/** The score of one position, as in `bitmexScores`. */
export function bitmexScore(unrealizedPnl: number, entryValue: number, leverage: number): number {
  // Nothing held is nothing to close.
  if (!(leverage > 0)) return 0;
  const ratio = unrealizedPnl / entryValue;
  // One of the two is 0. No branch, as profit or loss cannot be foreseen.
  return finite(Math.max(0, ratio) * leverage + Math.min(0, ratio) / leverage);
}

/**
 * Binance: PnL% · margin ratio, PnL% = max(0, uPnL) / max(1, walletBalance) and margin ratio = maintenanceMargin / (walletBalance +
 * uPnL), 0 where nothing is left of those. Losers all score 0: ties decide among them.
 *
 * @param walletBalance of what carries the position: the account for cross, its own margin for isolated
 * @param maintenanceMargin not negative
 */
export function binanceScores(
  unrealizedPnl: Float64Array,
  walletBalance: Float64Array,
  maintenanceMargin: Float64Array,
): Float64Array {
  const scores = new Float64Array(unrealizedPnl.length);
  for (let i = 0; i < scores.length; i++) {
    const pnl = unrealizedPnl[i] as number;
    const balance = walletBalance[i] as number;
    const equity = balance + pnl;
    const marginRatio = equity > 0 ? (maintenanceMargin[i] as number) / equity : 0;
    scores[i] = finite((Math.max(0, pnl) / Math.max(1, balance)) * marginRatio);
  }
  return scores;
}

/** No more than the largest double, so that scores can be ordered; what is undefined counts as nothing. */
const finite = (score: number): number =>
  Number.isNaN(score) ? 0 : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, score));
