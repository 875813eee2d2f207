import type { Candle } from '../../../shared/snapshot/types.ts';
import type { Random } from './random.ts';

/** How the crowd behaves while a bar lasts. */
export interface Mood {
  /** What the person watching is told. */
  readonly phase: string;
  /** Share of traders who want to be long. */
  readonly longShare: number;
  /** What traders want to carry, as a multiple of their own habit. */
  readonly appetite: number;
  /** Depth of the order book, as a share of what it has in calm. */
  readonly depth: number;
}

/** One bar of both markets and the mood in it. */
export interface Bar {
  readonly btc: Candle;
  readonly eth: Candle;
  readonly mood: Mood;
}

export const BAR_MS = 3_600_000;
const STORM_START = Date.UTC(2025, 9, 7);
const STEPS = 24;

const MOODS = {
  calm: { phase: 'calm', longShare: 0.5, appetite: 1, depth: 1 },
  crowded: { phase: 'crowded longs', longShare: 0.82, appetite: 4, depth: 1 },
  crash: { phase: 'crash', longShare: 0.4, appetite: 0.5, depth: 0.15 },
  recovery: { phase: 'recovery', longShare: 0.5, appetite: 0.5, depth: 0.6 },
} as const satisfies Record<string, Mood>;

/** The storm: quiet, a slow rise that everybody buys on credit, four bars that take it all back, and a slow healing. */
export function stormBars(random: Random): Bar[] {
  const plan: { mood: Mood; drift: number; sigma: number }[] = [
    ...Array.from({ length: 40 }, () => ({ mood: MOODS.calm, drift: 0, sigma: 0.004 })),
    ...Array.from({ length: 24 }, () => ({ mood: MOODS.crowded, drift: 0.0025, sigma: 0.0035 })),
    ...[-0.07, -0.075, -0.1, -0.03].map((drift) => ({ mood: MOODS.crash, drift, sigma: 0.03 })),
    ...Array.from({ length: 56 }, (_, i) => ({ mood: MOODS.recovery, drift: 0.001, sigma: 0.004 + 0.012 * 0.8 ** i })),
  ];
  let btc = 110_000;
  let eth = 4_200;
  return plan.map(({ mood, drift, sigma }, i) => {
    const timestamp = STORM_START + i * BAR_MS;
    const bars = {
      btc: walk(random, timestamp, btc, drift, sigma),
      eth: walk(random, timestamp, eth, drift * 1.2, sigma * 1.2),
      mood,
    };
    btc = bars.btc.close;
    eth = bars.eth.close;
    return bars;
  });
}

/** Real bars for BTC; ETH follows with a beta of its own in each bar. Traders take courage when it is quiet and lose it when not. */
export function replayedBars(random: Random, candles: readonly Candle[]): Bar[] {
  let eth = (candles[0] as Candle).open / 28;
  let quick = 0.005;
  let usual = 0.005;
  return candles.map((btc) => {
    const beta = 1.1 + 0.1 * random.normal();
    const follow = (price: number) => cents(eth * (price / btc.open) ** beta);
    const [x, y] = [follow(btc.high), follow(btc.low)];
    const close = follow(btc.close);
    const open = cents(eth);
    const bar: Candle = {
      timestamp: btc.timestamp,
      open,
      high: Math.max(x, y, open, close),
      low: Math.min(x, y, open, close),
      close,
    };
    eth = close;
    const range = Math.log(btc.high / btc.low);
    quick += (range - quick) * 0.3;
    usual += (range - usual) * 0.01;
    const fear = quick / usual;
    const trend = btc.close > btc.open ? 0.08 : -0.08;
    const mood = {
      phase: 'replay',
      longShare: 0.55 + trend,
      appetite: Math.min(2, Math.max(0.4, 1.4 / fear)),
      depth: Math.min(1, Math.max(0.15, 1.2 / fear)),
    };
    return { btc, eth: bar, mood };
  });
}

/** A bar whose path is a random walk with the drift and volatility asked for. */
function walk(random: Random, timestamp: number, open: number, drift: number, sigma: number): Candle {
  let price = open;
  let [high, low] = [open, open];
  for (let step = 0; step < STEPS; step++) {
    price *= Math.exp(drift / STEPS + (sigma / Math.sqrt(STEPS)) * random.normal());
    high = Math.max(high, price);
    low = Math.min(low, price);
  }
  return {
    timestamp,
    open: cents(open),
    high: cents(high),
    low: cents(low),
    close: cents(price),
    baseVolume: Math.round(1_000 * (1 + sigma * 100)),
  };
}

const cents = (price: number): number => Math.round(price * 100) / 100;
