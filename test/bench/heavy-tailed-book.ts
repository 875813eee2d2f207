import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { openRandom, type Random } from '../../infra/local/scenario/random.ts';

export interface BookSize {
  readonly positions: number;
  readonly accounts: number;
  readonly seed: number;
}

const MARKETS = [
  { symbol: 'BTC/USDT:USDT', base: 'BTC', mark: 62_000, contractSize: 0.001, linear: true, decimals: 1 },
  { symbol: 'ETH/USDT:USDT', base: 'ETH', mark: 3_100, contractSize: 0.01, linear: true, decimals: 2 },
  { symbol: 'BTC/USD:BTC', base: 'BTC', mark: 62_010, contractSize: 100, linear: false, decimals: 1 },
  { symbol: 'SOL/USDT:USDT', base: 'SOL', mark: 145, contractSize: 1, linear: true, decimals: 3 },
  { symbol: 'XRP/USDC:USDC', base: 'XRP', mark: 0.52, contractSize: 10, linear: true, decimals: 5 },
] as const;

const TIERS = [
  [0, 50_000, 0.004, 125],
  [50_000, 600_000, 0.005, 100],
  [600_000, 3_000_000, 0.0065, 75],
  [3_000_000, 12_000_000, 0.01, 50],
  [12_000_000, 70_000_000, 0.02, 25],
  [70_000_000, 1_000_000_000, 0.05, 10],
].map(([minNotional, maxNotional, maintenanceMarginRate, maxLeverage], i) => ({
  tier: i + 1,
  minNotional,
  maxNotional,
  maintenanceMarginRate,
  maxLeverage,
}));

/**
 * A book with the tails of a real one as NDJSON: wealth by Pareto's law (exponent 1.2), leverage log-normal up to 100, three fifths
 * cross, one account in ten with coins as collateral, one position in thirty hedged. The same size and seed give the same bytes.
 */
export function* heavyTailedLines({ positions, accounts, seed }: BookSize): Generator<string> {
  const random = openRandom(seed);
  yield JSON.stringify({
    kind: 'header',
    snapshotId: `bench-${seed}`,
    sequence: 1,
    timestamp: 1_760_000_000_000,
    insuranceFund: { currency: 'USDT', balance: accounts * 40 },
  });
  const depth = positions * 2_000;
  for (const market of MARKETS) yield JSON.stringify(marketRecord(market, depth));
  const wealth = Float64Array.from({ length: accounts }, () => 300 * Math.min(random.pareto(1.2), 20_000));
  for (let a = 0; a < accounts; a++) {
    const cash = (wealth[a] as number).toFixed(2);
    const coins =
      random.uniform() < 0.1 ? `,{"currency":"BTC","amount":"${((wealth[a] as number) / 2 / 62_000).toFixed(6)}"}` : '';
    yield `{"kind":"account","accountId":"${idOf(a)}","collateral":[{"currency":"USDT","amount":${cash}}${coins}]}`;
  }
  let left = positions;
  for (let a = 0; a < accounts && left > 0; a++) {
    const fair = Math.round(left / (accounts - a) - 0.5 + random.uniform());
    const held = a === accounts - 1 ? left : Math.min(left, Math.max(0, fair), 2 * MARKETS.length);
    const first = Math.floor(random.uniform() * MARKETS.length);
    for (let i = 0; i < held; i++, left--) {
      const market = MARKETS[(first + (i % MARKETS.length)) % MARKETS.length] as (typeof MARKETS)[number];
      yield positionLine(random, idOf(a), market, (wealth[a] as number) / held, i >= MARKETS.length);
    }
  }
}

const idOf = (a: number): string =>
  `u${((a * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}${a.toString(36)}`;

function positionLine(
  random: Random,
  accountId: string,
  { symbol, mark, contractSize, linear, decimals }: (typeof MARKETS)[number],
  wealth: number,
  other: boolean,
): string {
  const leverage = Math.max(1, Math.min(100, Math.round(7 * Math.exp(0.9 * random.normal()))));
  const used = 0.15 + 0.75 * random.uniform();
  const notional = wealth * used * leverage;
  const contracts = Math.max(1, Math.round(notional / contractSize / (linear ? mark : 1)));
  const long = random.uniform() < 0.54;
  const side = long !== other ? 'long' : 'short';
  const entry = (mark * (1 + (0.35 * random.normal()) / leverage / 3)).toFixed(decimals);
  const isolated = random.uniform() < 0.4;
  const margin = (wealth * used) / (linear ? 1 : mark);
  const mode = isolated ? `"isolated","collateral":${margin.toFixed(linear ? 2 : 6)}` : '"cross"';
  return `{"kind":"position","accountId":"${accountId}","symbol":"${symbol}","side":"${side}","contracts":${contracts},"entryPrice":${entry},"leverage":${leverage},"marginMode":${mode}}`;
}

function marketRecord({ symbol, mark, contractSize, linear, decimals }: (typeof MARKETS)[number], depth: number) {
  const side = (sign: 1 | -1) =>
    Array.from({ length: 50 }, (_, i) => [
      Number((mark * (1 + sign * 0.0001 * (i + 1) ** 1.4)).toFixed(decimals)),
      Math.max(1, Math.round((depth * (i + 1)) / 1_275 / contractSize / (linear ? mark : 1))),
    ]);
  return {
    kind: 'market',
    symbol,
    markPrice: mark,
    indexPrice: mark,
    lastPrice: mark,
    contractSize,
    linear,
    orderBook: { bids: side(-1), asks: side(1) },
    candle: {
      timestamp: 1_759_996_400_000,
      open: mark,
      high: mark * 1.004,
      low: mark * 0.996,
      close: mark,
      baseVolume: Math.round((depth * 5) / mark),
    },
    leverageTiers: TIERS,
  };
}

/** Writes such a book as gzipped NDJSON. */
export async function writeHeavyTailedBook(file: string, size: BookSize): Promise<void> {
  async function* chunks() {
    let chunk: string[] = [];
    for (const line of heavyTailedLines(size)) {
      chunk.push(line);
      if (chunk.length === 2_000) {
        yield `${chunk.join('\n')}\n`;
        chunk = [];
      }
    }
    yield `${chunk.join('\n')}\n`;
  }
  await pipeline(Readable.from(chunks()), createGzip({ level: 3 }), createWriteStream(file));
}
