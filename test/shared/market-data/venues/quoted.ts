import type { Candle } from '../../../../shared/snapshot/types.ts';
import { HOUR } from '../bars.ts';

/** Half past an hour: the bar of twelve o'clock is still forming. */
export const POLLED_AT = Date.UTC(2026, 0, 15, 12, 30);

/** A market in unified units (amounts in contracts): each stand-in tells it in its venue's own words. */
export interface Quoted {
  mark: number;
  index: number;
  last: number;
  funding: number;
  openInterest: number;
  bids: [price: number, amount: number][];
  asks: [price: number, amount: number][];
  /** The last one is forming. */
  bars: Candle[];
}

/**
 * @param price     whereabouts of the market; every figure is another one
 * @param at        half past the hour whose bar is forming
 * @param complete  bars before that one
 */
export function quoted(price: number, at = POLLED_AT, complete = 30): Quoted {
  const level = (n: number): [number, number] => [price + n * 0.5, 3 + Math.abs(n) / 4];
  return {
    mark: price + 0.125,
    index: price - 0.25,
    last: price + 0.375,
    funding: -0.000125,
    openInterest: 81_234.5,
    bids: Array.from({ length: 250 }, (_, n) => level(-n - 1)),
    asks: Array.from({ length: 250 }, (_, n) => level(n + 1)),
    bars: Array.from({ length: complete + 1 }, (_, n) => ({
      timestamp: at - HOUR / 2 - (complete - n) * HOUR,
      open: price + n,
      high: price + n + 2.5,
      low: (n === complete ? price : price + n) - 1.5,
      close: n === complete ? price + 0.375 : price + n + 0.75,
      baseVolume: 1_000.5 + n,
    })),
  };
}

/** The numbers of a bar as venues write them. */
export const written = ({ open, high, low, close, baseVolume }: Candle): [string, string, string, string, string] => [
  String(open),
  String(high),
  String(low),
  String(close),
  String(baseVolume),
];
