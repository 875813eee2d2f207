import type { Bar, Mood } from './prices.ts';
import type { Random } from './random.ts';

/** The two markets of every storm. Contracts are whole numbers, so that longs and shorts match to the last one. */
export const MARKETS = [
  { symbol: 'BTC/USDT:USDT', contractSize: 0.001 },
  { symbol: 'ETH/USDT:USDT', contractSize: 0.01 },
] as const;

export interface Holding {
  readonly market: 0 | 1;
  readonly side: 1 | -1;
  readonly contracts: number;
  readonly entryPrice: number;
  readonly isolated: boolean;
  /** Isolated margin. */
  readonly margin: number;
}

export interface Trader {
  readonly id: string;
  /** USDT. */
  cash: number;
  /** Collateral held in BTC. */
  readonly bitcoin: number;
  /** Leverage that the trader likes in ordinary times. */
  readonly habit: number;
  /** What the trader came with, in USDT: winnings far beyond it are taken off the venue. */
  readonly stake: number;
  /** A market maker takes the other side of what the others want. */
  readonly maker: boolean;
  readonly isolates: boolean;
  readonly holdings: Holding[];
}

const MAX_HABIT = 75;

/**
 * The crowd that makes an exchange's book, as it stands at the first bar's open: heavy-tailed in size, each with a habit of leverage, and
 * makers who balance it, so that longs equal shorts contract by contract.
 */
export function openCrowd(random: Random, accounts: number, { btc, eth, mood }: Bar): Trader[] {
  const marks = [btc.open, eth.open] as const;
  const makers = Math.max(6, Math.round(accounts * 0.1));
  const traders = Array.from({ length: accounts }, (_, i) => joined(random, i, i < makers, marks[0]));
  for (const trader of traders) if (!trader.maker) open(random, trader, marks, mood);
  balance(traders, marks);
  return traders;
}

/** Somebody who holds nothing yet. */
function joined(random: Random, number: number, maker: boolean, bitcoinPrice: number): Trader {
  const wealth = maker ? 80_000 * random.pareto(3) : 2_000 * Math.min(random.pareto(1.3), 250);
  const bitcoin = !maker && random.uniform() < 0.08 ? round6((wealth * 0.5) / bitcoinPrice) : 0;
  return {
    id: `acct-${String(number).padStart(6, '0')}`,
    cash: Math.round(bitcoin > 0 ? wealth * 0.5 : wealth),
    bitcoin,
    stake: Math.round(wealth),
    habit: Math.min(MAX_HABIT, maker ? 2 + random.uniform() * 2 : 6 * Math.exp(0.8 * random.normal())),
    maker,
    isolates: !maker && random.uniform() < 0.2,
    holdings: [],
  };
}

/** A trader opens what the mood suggests. */
function open(random: Random, trader: Trader, marks: readonly [number, number], mood: Mood): void {
  const wealth = trader.cash + trader.bitcoin * marks[0];
  const leverage = Math.min(MAX_HABIT, trader.habit * mood.appetite * (0.8 + 0.4 * random.uniform()));
  const side = random.uniform() < mood.longShare ? 1 : -1;
  const inBitcoin = random.uniform();
  const split = [inBitcoin, 1 - inBitcoin] as const;
  for (const market of [0, 1] as const) {
    const isolated = trader.isolates && market === 1;
    // Isolated margin comes out of the cash that is there.
    const share = (split[market] as number) * (isolated ? 0.8 * Math.min(1, Math.max(0, trader.cash) / wealth) : 0.9);
    const notional = wealth * share * leverage;
    const contracts = Math.floor(notional / (marks[market] * MARKETS[market].contractSize));
    if (contracts === 0) continue;
    // A few hold both sides of a market.
    const hedge = !isolated && random.uniform() < 0.05 ? Math.floor(contracts / 2) : 0;
    const margin = isolated ? round2((contracts * MARKETS[market].contractSize * marks[market]) / leverage) : 0;
    trader.cash = round2(trader.cash - margin);
    trader.holdings.push({ market, side, contracts, entryPrice: marks[market], isolated, margin });
    if (hedge > 0)
      trader.holdings.push({
        market,
        side: -side as 1 | -1,
        contracts: hedge,
        entryPrice: marks[market],
        isolated,
        margin: 0,
      });
  }
}

/** The makers take, in proportion to their cash, the other side of everybody's sum. */
function balance(traders: readonly Trader[], marks: readonly [number, number]): void {
  const makers = traders.filter(({ maker }) => maker);
  const wealth = makers.reduce((sum, { cash }) => sum + cash, 0);
  for (const market of [0, 1] as const) {
    let open = 0;
    for (const { maker, holdings } of traders) {
      if (!maker) for (const held of holdings) if (held.market === market) open += held.side * held.contracts;
    }
    let left = -open;
    makers.forEach((maker, i) => {
      // The last one takes what rounding left.
      const want = i === makers.length - 1 ? left : Math.trunc((-open * maker.cash) / wealth);
      left -= want;
      if (want === 0) return;
      const side = want > 0 ? 1 : -1;
      const contracts = Math.abs(want);
      maker.holdings.push({ market, side, contracts, entryPrice: marks[market], isolated: false, margin: 0 });
    });
  }
}

const round2 = (value: number): number => Math.round(value * 100) / 100;
const round6 = (value: number): number => Math.round(value * 1e6) / 1e6;
