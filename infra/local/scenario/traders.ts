import type { Candle } from '../../../shared/snapshot/types.ts';
import type { Bar, Mood } from './prices.ts';
import type { Random } from './random.ts';

/** The two markets of every scenario. Contracts are whole numbers, so that longs and shorts match to the last one. */
export const MARKETS = [
  { symbol: 'BTC/USDT:USDT', of: 'btc', contractSize: 0.001 },
  { symbol: 'ETH/USDT:USDT', of: 'eth', contractSize: 0.01 },
] as const;

export interface Holding {
  readonly market: 0 | 1;
  readonly side: 1 | -1;
  contracts: number;
  entryPrice: number;
  readonly isolated: boolean;
  /** Isolated margin. */
  margin: number;
}

export interface Trader {
  readonly id: string;
  /** USDT. */
  cash: number;
  /** Collateral held in BTC. */
  bitcoin: number;
  /** Leverage that the trader likes in ordinary times. */
  readonly habit: number;
  /** What the trader came with, in USDT: winnings far beyond it are taken off the venue. */
  readonly stake: number;
  /** A market maker takes the other side of what the others want. */
  readonly maker: boolean;
  readonly isolates: boolean;
  holdings: Holding[];
}

export interface Crowd {
  readonly traders: readonly Trader[];
  /** Balance of the insurance fund. */
  readonly fund: number;
  /** Lets one bar pass: losses, liquidations, new positions. */
  live(bar: Bar): void;
}

const MAINTENANCE = 0.005;
/** Share of traders who look at their position in a bar. */
const ATTENTION = 0.25;
const MAX_HABIT = 75;
/** Multiple of their stake that traders leave on the venue. Without it a lucky few own the market after a trend. */
const KEPT = 3;

/** The crowd that makes the book: heavy-tailed in size, each with a habit of leverage, and makers who balance it. */
export function openCrowd(random: Random, accounts: number, first: Bar): Crowd {
  const makers = Math.max(6, Math.round(accounts * 0.1));
  let named = 0;
  const join = (maker: boolean): Trader => {
    const wealth = maker ? 80_000 * random.pareto(3) : 2_000 * Math.min(random.pareto(1.3), 250);
    const bitcoin = !maker && random.uniform() < 0.08 ? round6((wealth * 0.5) / first.btc.open) : 0;
    return {
      id: `acct-${String(named++).padStart(6, '0')}`,
      cash: Math.round(bitcoin > 0 ? wealth * 0.5 : wealth),
      bitcoin,
      stake: Math.round(wealth),
      habit: Math.min(MAX_HABIT, maker ? 2 + random.uniform() * 2 : 6 * Math.exp(0.8 * random.normal())),
      maker,
      isolates: !maker && random.uniform() < 0.2,
      holdings: [],
    };
  };
  const traders = Array.from({ length: accounts }, (_, i) => join(i < makers));
  let fund = Math.round(traders.reduce((sum, { cash }) => sum + cash, 0) * 0.1);
  let opened = false;

  return {
    traders,
    get fund() {
      return fund;
    },
    live(bar) {
      fund = round2(fund + liquidate(traders, bar));
      traders.forEach((trader, i) => {
        // Who lost everything is gone; somebody new comes with money of their own.
        if (trader.holdings.length === 0 && equityOf(trader, bar, 'close') < 50) traders[i] = join(trader.maker);
      });
      const marks = [bar.btc.close, bar.eth.close] as const;
      for (const trader of traders) {
        if (!trader.maker && (!opened || random.uniform() < ATTENTION)) reconsider(random, trader, marks, bar.mood);
      }
      opened = true;
      balance(traders, marks);
    },
  };
}

const priceOf = (bar: Bar, market: 0 | 1, at: keyof Pick<Candle, 'high' | 'low' | 'close'>): number =>
  (market === 0 ? bar.btc : bar.eth)[at];

const sizeOf = (holding: Holding): number => holding.contracts * MARKETS[holding.market].contractSize;

const pnlOf = (holding: Holding, price: number): number =>
  holding.side * sizeOf(holding) * (price - holding.entryPrice);

const equityOf = (trader: Trader, bar: Bar, at: 'high' | 'low' | 'close'): number =>
  trader.cash +
  trader.bitcoin * bar.btc[at] +
  trader.holdings.reduce(
    (sum, holding) => sum + (holding.isolated ? 0 : pnlOf(holding, priceOf(bar, holding.market, at))),
    0,
  );

/**
 * Closes what the bar's extremes carry below maintenance, at that extreme; what is left goes to the fund, what is missing comes
 * from it.
 *
 * @returns what the fund gained, negative where it lost
 */
function liquidate(traders: Trader[], bar: Bar): number {
  let gained = 0;
  for (const at of ['low', 'high'] as const) {
    for (const trader of traders) {
      trader.holdings = trader.holdings.filter((holding) => {
        const price = priceOf(bar, holding.market, at);
        const left = holding.margin + pnlOf(holding, price);
        if (!holding.isolated || left >= MAINTENANCE * sizeOf(holding) * price) return true;
        gained += left;
        return false;
      });
      const cross = trader.holdings.filter(({ isolated }) => !isolated);
      const notional = cross.reduce((sum, holding) => sum + sizeOf(holding) * priceOf(bar, holding.market, at), 0);
      const equity = equityOf(trader, bar, at);
      if (notional > 0 && equity < MAINTENANCE * notional && !trader.maker) {
        gained += equity;
        trader.cash = 0;
        trader.bitcoin = 0;
        trader.holdings = trader.holdings.filter(({ isolated }) => isolated);
      }
    }
  }
  return gained;
}

/** A trader closes what there is and opens what the mood suggests. */
function reconsider(random: Random, trader: Trader, marks: readonly [number, number], mood: Mood): void {
  for (const holding of trader.holdings) trader.cash += holding.margin + pnlOf(holding, marks[holding.market]);
  trader.holdings = [];
  trader.cash = round2(trader.cash);
  const bitcoin = trader.bitcoin * marks[0];
  trader.cash = Math.min(trader.cash, Math.max(0, KEPT * trader.stake - bitcoin));
  const wealth = trader.cash + bitcoin;
  if (wealth <= 50) return;
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

/**
 * The makers settle at the mark and take, in proportion to their equity, the other side of everybody's sum: longs equal
 * shorts, contract by contract. Their treasury brings them back to their stake before they are in danger, or idle.
 */
function balance(traders: readonly Trader[], marks: readonly [number, number]): void {
  const makers = traders.filter(({ maker }) => maker);
  for (const maker of makers) {
    const equity = maker.holdings.reduce((sum, held) => sum + pnlOf(held, marks[held.market]), maker.cash);
    maker.cash = equity < 0.5 * maker.stake || equity > 2 * maker.stake ? maker.stake : round2(equity);
    maker.holdings = [];
  }
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
