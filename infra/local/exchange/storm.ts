import { joinFragments } from '../../../shared/snapshot/join.ts';
import { parseSnapshot } from '../../../shared/snapshot/parse.ts';
import type { Book, Candle } from '../../../shared/snapshot/types.ts';
import { BAR_MS, type Bar, replayedBars, stormBars } from '../scenario/prices.ts';
import { openRandom } from '../scenario/random.ts';
import type { Action } from './action.ts';
import { CrowdOrders } from './crowd-orders.ts';
import { SimulatedExchange } from './exchange.ts';
import type { MarketConditions } from './market.ts';
import { openingOf } from './opening.ts';
import type { ExchangeTerms } from './terms.ts';
import { weatherOf } from './weather.ts';
import { openInterest, type WireSnapshot } from './wire-snapshot.ts';

export interface StormOptions {
  readonly seed: number;
  readonly accounts?: number;
  /** The price path; by default the scenario's storm of the seed. */
  readonly bars?: readonly Bar[];
  /** Real bars of BTC that make the path instead. */
  readonly candles?: readonly Candle[];
  /** Steps of a bar; a multiple of three. */
  readonly stepsPerBar?: number;
  /** Steps from one snapshot to the next. */
  readonly snapshotEvery?: number;
  /** Balance of the insurance fund, as a share of the reference open interest. */
  readonly fundShare?: number;
  readonly terms?: Partial<ExchangeTerms>;
  /** Sees the exchange after each step. */
  readonly onStep?: (exchange: SimulatedExchange) => void;
}

/** An exchange, and the storm that it is going to live through. */
export interface Storm {
  readonly exchange: SimulatedExchange;
  /** Snapshots from the beginning to the end. */
  readonly length: number;
  /** On the exchange's clock: the end of its last step, Unix milliseconds. */
  now(): number;
  /** Plays it, once, and stops at each snapshot, so that whoever watches can act. */
  scenes(): Generator<StormScene, void>;
}

/** A storm stopped at a snapshot: what is taken on now is worked from the next step. */
export interface StormScene {
  readonly exchange: SimulatedExchange;
  readonly snapshot: WireSnapshot;
  readonly point: TracePoint;
}

/** The exchange at one snapshot. Amounts in USDT, sums from the beginning. */
export interface TracePoint {
  readonly timestamp: number;
  readonly phase: string;
  /** Of the first market. */
  readonly markPrice: number;
  readonly lastPrice: number;
  /** The price from outside: where it would be without forced trades. */
  readonly exogenousPrice: number;
  /** Of all markets, at the marks. */
  readonly openInterest: number;
  readonly insuranceFund: number;
  readonly liquidatedNotional: number;
  readonly reducedNotional: number;
  readonly fundLoss: number;
}

/** How a storm stands. Amounts in USDT, sums from the beginning. */
export interface StormFigures {
  /** Notional that the exchange's engine closed. */
  readonly liquidatedNotional: number;
  /** What the fund paid for losses past bankruptcy, what it earned not set against it. */
  readonly fundLoss: number;
  /** Lowest trade of the first market. */
  readonly lowestPrice: number;
  /** Notional that actions closed through the book. */
  readonly reducedNotional: number;
  /** Notional closed at bankruptcy prices against winners. */
  readonly adlNotional: number;
  readonly bankruptAccounts: number;
}

/** A storm from end to end. */
export interface StormOutcome extends StormFigures {
  readonly snapshots: readonly WireSnapshot[];
  readonly trace: readonly TracePoint[];
}

/**
 * Opens an exchange before a storm. With the same options prices from outside, volumes, makers' depth and what traders want are the same:
 * two plays differ by what was done, and what that did to the book and the prices.
 *
 * @throws RangeError for a path without bars
 */
export function openStorm(options: StormOptions): Storm {
  const { seed, accounts = 400, stepsPerBar = 12, snapshotEvery = stepsPerBar, onStep } = options;
  const bars = options.bars ?? barsOf(seed, options.candles);
  const first = bars[0];
  if (!first) throw new RangeError('A storm needs at least one bar');
  // Chance of their own for traders, what they do and the weather: none shifts another's draws.
  const { opening, traders, reference } = openingOf(~seed, accounts, first, options);
  const exchange = new SimulatedExchange({ ...opening, name: `${options.candles ? 'replay' : 'storm'}-${seed}` });
  const crowd = new CrowdOrders(exchange, traders, seed ^ 0x5eed);
  let now = first.btc.timestamp;
  return {
    exchange,
    length: Math.floor((bars.length * stepsPerBar) / snapshotEvery),
    now: () => now,
    *scenes() {
      let taken = 0;
      for (const { bar, steps } of weatherOf(seed ^ 0x3ea1, bars, reference, stepsPerBar)) {
        exchange.openBar(bar.btc.timestamp);
        crowd.trade(bar);
        for (const [step, conditions] of steps.entries()) {
          now = bar.btc.timestamp + Math.round(((step + 1) * BAR_MS) / stepsPerBar);
          exchange.step(now, conditions);
          onStep?.(exchange);
          if (++taken % snapshotEvery === 0)
            yield {
              exchange,
              snapshot: exchange.snapshot(),
              point: pointOf(exchange, bar.mood.phase, now, (conditions[0] as MarketConditions).price),
            };
        }
      }
    },
  };
}

/** Opens a storm and plays it. @throws RangeError for a path without bars */
export function* playStorm(options: StormOptions): Generator<StormScene, void> {
  yield* openStorm(options).scenes();
}

/**
 * Plays a storm from end to end.
 *
 * @param decide what Breakwater does about a snapshot; without it nobody does anything
 * @throws RangeError for a path without bars
 */
export function runStorm({
  decide,
  ...options
}: StormOptions & {
  readonly decide?: (book: Book, snapshot: WireSnapshot) => readonly Action[];
}): StormOutcome {
  const scenes: StormScene[] = [];
  for (const scene of playStorm(options)) {
    const { exchange, snapshot, point } = scene;
    scenes.push(scene);
    if (decide) for (const action of decide(bookOf(snapshot), snapshot)) exchange.take(action, point.timestamp);
  }
  return outcomeOf(scenes);
}

/** What a storm came to. @throws RangeError where it had no snapshot */
export function outcomeOf(scenes: readonly StormScene[]): StormOutcome {
  const last = scenes.at(-1);
  if (!last) throw new RangeError('The storm was shorter than the time from one snapshot to the next');
  return {
    ...figuresOf(last.exchange),
    snapshots: scenes.map(({ snapshot }) => snapshot),
    trace: scenes.map(({ point }) => point),
  };
}

/** How the storm on an exchange stands by now. */
export function figuresOf({ state: { tally, markets } }: SimulatedExchange): StormFigures {
  return {
    liquidatedNotional: tally.liquidatedNotional,
    fundLoss: tally.fundLoss,
    lowestPrice: markets[0]?.lowest ?? Number.NaN,
    reducedNotional: tally.reducedNotional,
    adlNotional: tally.adlNotional,
    bankruptAccounts: tally.bankrupt.size,
  };
}

/**
 * How a storm stands at its opening and at each of its snapshots when nobody does anything about it: what a play of it with somebody who
 * does is held against. Keeps no snapshot.
 *
 * @throws RangeError for a path without bars
 */
export function figuresUnaided(options: StormOptions): StormFigures[] {
  const { exchange, scenes } = openStorm(options);
  const figures = [figuresOf(exchange)];
  for (const _ of scenes()) figures.push(figuresOf(exchange));
  return figures;
}

const barsOf = (seed: number, candles: readonly Candle[] | undefined): Bar[] =>
  candles ? replayedBars(openRandom(seed), candles) : stormBars(openRandom(seed));

/** The book as Breakwater reads it. @throws Error where the exchange would push what is refused */
export function bookOf(snapshot: WireSnapshot): Book {
  const parsed = parseSnapshot(Buffer.from(JSON.stringify(snapshot)), { format: 'json', role: 'snapshot' });
  if (!parsed.ok || !parsed.fragment.header)
    throw new Error(`${snapshot.snapshotId} is refused: ${JSON.stringify(parsed.ok || parsed.faults)}`);
  const joined = joinFragments('simulated', parsed.fragment.header, [parsed.fragment]);
  if (!joined.ok) throw new Error(`${snapshot.snapshotId} is refused: ${JSON.stringify(joined.faults)}`);
  return joined.book;
}

function pointOf(exchange: SimulatedExchange, phase: string, timestamp: number, exogenousPrice: number): TracePoint {
  const { accounts, markets, tally, treasury } = exchange.state;
  return {
    timestamp,
    phase,
    markPrice: markets[0]?.mark ?? Number.NaN,
    lastPrice: markets[0]?.last ?? Number.NaN,
    exogenousPrice,
    openInterest: markets.reduce((sum, market, m) => sum + market.notionalOf(openInterest(accounts, m)), 0),
    insuranceFund: treasury.fund,
    liquidatedNotional: tally.liquidatedNotional,
    reducedNotional: tally.reducedNotional,
    fundLoss: tally.fundLoss,
  };
}
