import type { Market } from '../snapshot/types.ts';
import { finding, type IntegrityFinding, isPositive, priceFigure, shareFigure } from './finding.ts';
import { allowed, type IntegrityTerms, type Tolerance } from './terms.ts';

/** Prices that cannot be: without a mark nothing is measured, without the others less. */
export function unusablePrices({ markPrice, contractSize, indexPrice, lastPrice }: Market): IntegrityFinding[] {
  const given: readonly (readonly [name: string, value: number | undefined, level: 'doubtful' | 'failed'])[] = [
    ['mark price', markPrice, 'failed'],
    ['contract size', contractSize, 'failed'],
    ['index price', indexPrice, 'doubtful'],
    ['last price', lastPrice, 'doubtful'],
  ];
  return given
    .filter(([, value]) => value !== undefined && !isPositive(value))
    .map(([name, value, level]) =>
      finding('price-unusable', level, `the ${name} is ${value}: it must be a number above 0`, {
        value: value as number,
      }),
    );
}

/** The mark must follow its index. @param sigma volatility of the log return over one bar */
export function markOffIndex(
  { markPrice, indexPrice }: Market,
  sigma: number,
  { prices }: IntegrityTerms,
): IntegrityFinding[] {
  if (!isPositive(markPrice) || !isPositive(indexPrice)) return [];
  const share = Math.abs(markPrice / indexPrice - 1);
  const beyond = worstBeyond(share, sigma, prices.markOffIndex);
  if (!beyond) return [];
  const message = `the mark ${priceFigure(markPrice)} is ${shareFigure(share)} off the index ${priceFigure(indexPrice)}: more than ${shareFigure(beyond.limit)}`;
  return [finding('mark-index', beyond.level, message, { markPrice, indexPrice, share, limit: beyond.limit, sigma })];
}

/** The last trade must be near the mark, where there is trading at all. */
export function lastOffMark(
  { markPrice, lastPrice }: Market,
  sigma: number,
  { prices }: IntegrityTerms,
): IntegrityFinding[] {
  if (!isPositive(markPrice) || !isPositive(lastPrice)) return [];
  const share = Math.abs(lastPrice / markPrice - 1);
  const beyond = worstBeyond(share, sigma, prices.lastOffMark);
  if (!beyond) return [];
  const message = `the last price ${priceFigure(lastPrice)} is ${shareFigure(share)} off the mark ${priceFigure(markPrice)}: more than ${shareFigure(beyond.limit)}`;
  return [finding('last-mark', beyond.level, message, { lastPrice, markPrice, share, limit: beyond.limit, sigma })];
}

/** What can be traded at best must lie around the mark. @param best prices of orders that can be traded with */
export function markOutsideBook(
  { markPrice }: Market,
  { bid, ask }: { readonly bid?: number; readonly ask?: number },
  sigma: number,
  { prices }: IntegrityTerms,
): IntegrityFinding[] {
  if (!isPositive(markPrice)) return [];
  const below = bid === undefined ? 0 : bid / markPrice - 1;
  const above = ask === undefined ? 0 : 1 - ask / markPrice;
  const share = Math.max(below, above);
  const beyond = worstBeyond(share, sigma, prices.markOutsideBook);
  if (!beyond) return [];
  const [side, best] = below >= above ? ['below the best bid', bid] : ['above the best ask', ask];
  const message = `the mark ${priceFigure(markPrice)} is ${side} ${priceFigure(best as number)} by ${shareFigure(share)}: more than ${shareFigure(beyond.limit)}`;
  return [
    finding('mark-book', beyond.level, message, { markPrice, best: best as number, share, limit: beyond.limit, sigma }),
  ];
}

function worstBeyond(
  share: number,
  sigma: number,
  { doubtful, failed }: { readonly doubtful: Tolerance; readonly failed?: Tolerance },
): { readonly level: 'doubtful' | 'failed'; readonly limit: number } | undefined {
  const failing = failed && allowed(failed, sigma);
  if (failing !== undefined && share > failing) return { level: 'failed', limit: failing };
  const limit = allowed(doubtful, sigma);
  return share > limit ? { level: 'doubtful', limit } : undefined;
}
