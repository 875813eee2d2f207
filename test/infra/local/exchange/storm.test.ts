import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Fill } from '../../../../infra/local/exchange/action.ts';
import type { SimulatedExchange } from '../../../../infra/local/exchange/exchange.ts';
import {
  bookOf,
  figuresUnaided,
  openStorm,
  runStorm,
  type StormOutcome,
} from '../../../../infra/local/exchange/storm.ts';
import { stormBars } from '../../../../infra/local/scenario/prices.ts';
import { openRandom } from '../../../../infra/local/scenario/random.ts';
import { effectiveLeverage } from '../../../../shared/leverage/effective-leverage.ts';
import { capLeverage } from './leverage-cap.ts';
import { moneyLost, netOf } from './small-exchange.ts';

const digest = (outcome: StormOutcome) => createHash('sha256').update(JSON.stringify(outcome)).digest('hex');

describe('a storm', () => {
  const seen: { net: number[]; lost: number; fills: readonly Fill[] }[] = [];
  const asked = new Map<string, { actionId: string; contracts: number }>();
  const decide = capLeverage(8);
  let exchange: SimulatedExchange | undefined;
  const outcome = runStorm({
    seed: 1,
    accounts: 200,
    decide(book, snapshot) {
      const actions = decide(book, snapshot);
      for (const { actionId, orders } of actions)
        for (const { orderId, contracts } of orders) asked.set(orderId, { actionId, contracts });
      return actions;
    },
    onStep(now) {
      exchange = now;
      seen.push({ net: netOf(now), lost: moneyLost(now), fills: now.fills() });
    },
  });

  test('keeps longs equal to shorts after every step, to the contract', () => {
    expect(seen.length).toBeGreaterThan(1_000);
    for (const { net } of seen) expect(net).toEqual([0, 0]);
  });

  test('neither makes nor loses money, whoever is liquidated, reduced or deleveraged', () => {
    expect(outcome.bankruptAccounts).toBeGreaterThan(5);
    expect(outcome.reducedNotional).toBeGreaterThan(0);
    for (const { lost } of seen) expect(lost).toBeLessThan(1e-6);
  });

  test('fills no order beyond what it asks for, and tells every fill', () => {
    const filled = new Map<string, number>();
    for (const { fills } of seen)
      for (const { orderId, filledContracts } of fills)
        filled.set(orderId, (filled.get(orderId) ?? 0) + filledContracts);
    expect(filled.size).toBeGreaterThan(100);
    for (const [orderId, { actionId, contracts }] of asked) {
      const order = exchange!.ordersOf(actionId)!.find((state) => state.orderId === orderId)!;
      expect(order.filledContracts).toBe(filled.get(orderId) ?? 0);
      expect(order.filledContracts).toBeLessThanOrEqual(contracts);
    }
  });

  test('leaves its makers with low leverage', () => {
    for (const maker of exchange!.state.makers) {
      const notional = maker.positions.reduce(
        (sum, { market, contracts }) => sum + exchange!.state.markets[market]!.notionalOf(contracts),
        0,
      );
      const equity = maker.positions.reduce((sum, { market, side, contracts, entryPrice }) => {
        const { mark, contractSize } = exchange!.state.markets[market]!;
        return sum + side * contracts * contractSize * (mark - entryPrice);
      }, maker.cash);
      expect(effectiveLeverage(notional, equity)).toBeLessThan(3);
    }
  });

  test('is the same to the last bit for the same seed, and another for another', () => {
    const play = (seed: number) => runStorm({ seed, accounts: 80, snapshotEvery: 24, decide: capLeverage(4) });
    expect(digest(play(5))).toBe(digest(play(5)));
    expect(digest(play(5))).not.toBe(digest(play(6)));
  });

  test('has the same prices from outside whatever is done in it', () => {
    const without = runStorm({ seed: 1, accounts: 200 });
    const outside = ({ trace }: StormOutcome) => trace.map(({ exogenousPrice }) => exogenousPrice);
    expect(outside(without)).toEqual(outside(outcome));
    expect(without.trace.map(({ markPrice }) => markPrice)).not.toEqual(
      outcome.trace.map(({ markPrice }) => markPrice),
    );
  });

  test('pushes nothing that is refused: each snapshot is a whole matched book with rising sequence and time', () => {
    for (const { snapshots } of [outcome, runStorm({ seed: 2, accounts: 60, snapshotEvery: 8 })]) {
      snapshots.forEach((snapshot, i) => {
        const { header, markets, positions } = bookOf(snapshot);
        expect(header.sequence).toBe(i + 1);
        if (i > 0) expect(header.timestamp).toBeGreaterThan(snapshots[i - 1]!.timestamp);
        markets.forEach(({ openInterestAmount, orderBook, candle, markPrice, indexPrice }, m) => {
          const held = (side: number) =>
            positions.contracts.reduce(
              (sum, contracts, row) =>
                sum + (positions.market[row] === m && positions.side[row] === side ? contracts : 0),
              0,
            );
          expect(held(1)).toBe(openInterestAmount);
          expect(held(-1)).toBe(openInterestAmount);
          if (orderBook!.bids[0] && orderBook!.asks[0])
            expect(orderBook!.bids[0][0]).toBeLessThan(orderBook!.asks[0][0]);
          expect(candle!.low).toBeLessThanOrEqual(Math.min(candle!.open, candle!.close));
          expect(candle!.high).toBeGreaterThanOrEqual(Math.max(candle!.open, candle!.close));
          expect(Math.abs(markPrice / indexPrice! - 1)).toBeLessThan(0.0201);
        });
      });
    }
  });

  test('liquidates in its crash what was safe until then', () => {
    const { trace } = runStorm({ seed: 3, accounts: 200 });
    const last = (phase: string) => trace.findLast((point) => point.phase === phase)!;
    const before = last('crowded longs');
    const after = last('crash');
    expect(after.liquidatedNotional).toBeGreaterThan(4 * before.liquidatedNotional);
    expect(after.openInterest).toBeLessThan(before.openInterest / 2);
    expect(after.insuranceFund).toBeLessThan(before.insuranceFund / 2);
  });

  test('plays real bars', () => {
    const candles = stormBars(openRandom(9)).map(({ btc }) => btc);
    const { snapshots } = runStorm({ seed: 9, accounts: 60, candles });
    expect(snapshots).toHaveLength(candles.length);
  });

  test('that nothing is done about stands at each snapshot as it is known to, from its opening to its end', () => {
    const options = { seed: 2, accounts: 60 };
    const figures = figuresUnaided(options);
    const storm = openStorm(options);
    expect(figures).toHaveLength(storm.length + 1);
    expect(figures[0]).toMatchObject({ liquidatedNotional: 0, fundLoss: 0, bankruptAccounts: 0 });
    const { snapshots, trace, ...last } = runStorm(options);
    expect(figures.at(-1)).toEqual(last);
    expect(figures.slice(1).map(({ liquidatedNotional }) => liquidatedNotional)).toEqual(
      trace.map(({ liquidatedNotional }) => liquidatedNotional),
    );
    expect(snapshots[0]?.snapshotId).toBe('storm-2-00001');
  });

  test('has a clock of its own, which is that of its snapshots', () => {
    const storm = openStorm({ seed: 2, accounts: 60 });
    for (const { snapshot } of storm.scenes()) expect(storm.now()).toBe(snapshot.timestamp);
  });

  test('needs a bar', () => {
    expect(() => runStorm({ seed: 1, bars: [] })).toThrow(RangeError);
  });
});

describe('forced sales', () => {
  test('take the price below where it would be without them, and the more of them the deeper', () => {
    const low = (lastingShare: number) => runStorm({ seed: 1, accounts: 200, terms: { lastingShare } }).lowestPrice;
    const { trace } = runStorm({ seed: 1, accounts: 200 });
    const without = Math.min(...trace.map(({ exogenousPrice }) => exogenousPrice));
    expect(low(0.12)).toBeLessThan(0.97 * without);
    expect(low(0.24)).toBeLessThan(low(0.12));
  });
});

describe('a storm with its leverage capped in time', () => {
  const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
  /** Sixteen calm bars, 24 crowded ones, the crash and the eight after it. */
  const barsOf = (seed: number) => stormBars(openRandom(seed)).slice(24, 76);
  /** Nothing is asked for once the crash has begun. */
  const BEFORE_THE_CRASH = 40;
  const known = new Map<number, { without: StormOutcome; capped: StormOutcome }>();
  const played = (seed: number) => {
    const options = { seed, bars: barsOf(seed), accounts: 200 };
    const both = known.get(seed) ?? {
      without: runStorm(options),
      capped: runStorm({ ...options, decide: capLeverage(4, { until: BEFORE_THE_CRASH }) }),
    };
    known.set(seed, both);
    return both;
  };

  test.each(SEEDS)('of seed %i liquidates less than half, costs the fund less and bankrupts fewer', (seed) => {
    const { without, capped } = played(seed);
    expect(without.fundLoss).toBeGreaterThan(0);
    expect(capped.reducedNotional).toBeGreaterThan(0);
    expect(capped.liquidatedNotional).toBeLessThan(without.liquidatedNotional / 2);
    expect(capped.fundLoss).toBeLessThan(without.fundLoss);
    expect(capped.bankruptAccounts).toBeLessThan(without.bankruptAccounts);
  });

  // Not in each: where the fund is empty, winners are closed instead of the book being sold, which spares the price at their cost.
  test('falls less deep, by more than a fiftieth in the mean', () => {
    const saved = SEEDS.map((seed) => played(seed).capped.lowestPrice / played(seed).without.lowestPrice - 1);
    expect(saved.filter((share) => share > 0).length).toBeGreaterThanOrEqual(18);
    expect(saved.reduce((sum, share) => sum + share, 0) / SEEDS.length).toBeGreaterThan(0.02);
  });

  test('is not made better by a cap that nobody is above', () => {
    const { liquidatedNotional, lowestPrice, reducedNotional } = runStorm({
      seed: 1,
      bars: barsOf(1),
      accounts: 200,
      decide: capLeverage(1_000_000),
    });
    const { without } = played(1);
    expect(reducedNotional).toBe(0);
    expect([liquidatedNotional, lowestPrice]).toEqual([without.liquidatedNotional, without.lowestPrice]);
  });
});
