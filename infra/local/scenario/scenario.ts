import type { Candle } from '../../../shared/snapshot/types.ts';
import { LEVERAGE_TIERS } from '../exchange/leverage-tiers.ts';
import { BAR_MS, type Bar, replayedBars, stormBars } from './prices.ts';
import { openRandom } from './random.ts';
import { type Crowd, MARKETS, openCrowd } from './traders.ts';

export interface ScenarioOptions {
  readonly name?: string;
  /** How many accounts the crowd has. */
  readonly accounts?: number;
  readonly seed?: number;
  /** Real bars that drive the BTC price instead of the scenario's own. */
  readonly candles?: readonly Candle[];
}

/** One snapshot as a venue pushes it, and what to tell the person who watches. */
export interface Scene {
  readonly phase: string;
  readonly snapshot: Readonly<Record<string, unknown>> & {
    readonly snapshotId: string;
    readonly sequence: number;
    readonly timestamp: number;
  };
  /** BTC's mark price. */
  readonly price: number;
}

export interface Scenario {
  readonly name: string;
  readonly length: number;
  scenes(): Generator<Scene>;
}

export const SCENARIOS = ['storm'] as const;

/**
 * A venue's life, bar by bar; the same options give the same bytes.
 *
 * @throws Error for a name that is none
 */
export function openScenario({ name = 'storm', accounts = 500, seed = 1, candles }: ScenarioOptions = {}): Scenario {
  if (!(SCENARIOS as readonly string[]).includes(name))
    throw new Error(`There is no scenario ${JSON.stringify(name)}; there is ${SCENARIOS.join(', ')}`);
  const bars = candles ? replayedBars(openRandom(seed), candles) : stormBars(openRandom(seed));
  const title = candles ? 'replay' : name;
  return {
    name: title,
    length: bars.length,
    *scenes() {
      // Chance of its own: the crowd of a seed is the same whatever the prices do.
      const crowd = openCrowd(openRandom(~seed), accounts, bars[0] as Bar);
      for (const [i, bar] of bars.entries()) {
        crowd.live(bar);
        const sequence = i + 1;
        const snapshotId = `${title}-${seed}-${String(sequence).padStart(5, '0')}`;
        yield { phase: bar.mood.phase, price: bar.btc.close, snapshot: snapshotOf(crowd, bar, snapshotId, sequence) };
      }
    },
  };
}

function snapshotOf(crowd: Crowd, bar: Bar, snapshotId: string, sequence: number): Scene['snapshot'] {
  const traders = crowd.traders.filter(
    ({ cash, bitcoin, holdings }) => cash !== 0 || bitcoin !== 0 || holdings.length > 0,
  );
  return {
    snapshotId,
    sequence,
    timestamp: bar.btc.timestamp + BAR_MS,
    parts: 1,
    insuranceFund: { currency: 'USDT', balance: crowd.fund },
    markets: MARKETS.map(({ symbol, of, contractSize }, market) => {
      const candle = bar[of];
      const contracts = traders.reduce(
        (sum, { holdings }) =>
          sum + holdings.reduce((s, h) => s + (h.market === market && h.side === 1 ? h.contracts : 0), 0),
        0,
      );
      return {
        symbol,
        markPrice: candle.close,
        indexPrice: candle.close,
        lastPrice: candle.close,
        contractSize,
        linear: true,
        openInterestAmount: contracts,
        fundingRate: 0.0001,
        orderBook: orderBook(candle.close, contracts * 0.02 * bar.mood.depth),
        candle,
        leverageTiers: LEVERAGE_TIERS,
      };
    }),
    accounts: traders.map(({ id, cash, bitcoin }) => ({
      accountId: id,
      collateral: [{ currency: 'USDT', amount: cash }, ...(bitcoin > 0 ? [{ currency: 'BTC', amount: bitcoin }] : [])],
    })),
    positions: traders.flatMap(({ id, holdings, habit }) =>
      holdings.map(({ market, side, contracts, entryPrice, isolated, margin }) => ({
        accountId: id,
        symbol: MARKETS[market].symbol,
        side: side === 1 ? 'long' : 'short',
        contracts,
        entryPrice,
        marginMode: isolated ? 'isolated' : 'cross',
        leverage: Math.max(1, Math.round(habit)),
        ...(isolated ? { collateral: margin } : {}),
      })),
    ),
  };
}

/** Twenty levels a side, wider and deeper away from the mark; in contracts. */
function orderBook(mark: number, depth: number) {
  const side = (sign: 1 | -1) =>
    Array.from({ length: 20 }, (_, i) => [
      Math.round(mark * (1 + sign * 0.0002 * (i + 1) ** 1.5) * 100) / 100,
      Math.max(1, Math.round((depth * (i + 1)) / 210)),
    ]);
  return { bids: side(-1), asks: side(1) };
}
