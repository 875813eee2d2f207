import { describe, expect, test } from '@jest/globals';
import { accountNamed, heldBy, moneyLost, netOf, openSmall, step, type Trader } from './small-exchange.ts';

/** Contracts of 1 USDT on this much cash. */
const long = (id: string, cash: number, contracts = 40_000): Trader => ({
  id,
  cash,
  holdings: [{ side: 1, contracts }],
});

const sound = (exchange: ReturnType<typeof openSmall>) => {
  expect(netOf(exchange)).toEqual([0, 0]);
  expect(moneyLost(exchange)).toBeLessThan(1e-9);
};

describe('the liquidation engine', () => {
  test('leaves alone who has maintenance margin', () => {
    const exchange = openSmall([long('safe', 4_000)]);
    step(exchange, 95);
    expect(heldBy(exchange, 'safe')).toBe(40_000);
    expect(exchange.state.tally.liquidatedNotional).toBe(0);
    sound(exchange);
  });

  test('closes who is in breach through the book, and gives what is left to the fund', () => {
    const exchange = openSmall([long('thin', 2_000, 10_000), long('safe', 40_000)]);
    step(exchange, 80.1, { baseVolume: 100_000 });
    expect(heldBy(exchange, 'thin')).toBe(0);
    expect(accountNamed(exchange, 'thin').cash).toBe(0);
    expect(heldBy(exchange, 'safe')).toBe(40_000);
    expect(exchange.state.tally.liquidatedNotional).toBeGreaterThan(7_900);
    sound(exchange);
  });

  test('has the fund pay exactly what a bankrupt account lacks', () => {
    const exchange = openSmall([long('bust', 1_000, 10_000)], { fund: 5_000 });
    step(exchange, 85);
    const { treasury, tally } = exchange.state;
    const proceeds = tally.liquidatedNotional - 10_000;
    expect(heldBy(exchange, 'bust')).toBe(0);
    expect(tally.fundLoss).toBeCloseTo(-(1_000 + proceeds), 6);
    expect(treasury.fund).toBeCloseTo(5_000 - tally.fundLoss, 6);
    expect([...tally.bankrupt]).toEqual(['bust']);
    sound(exchange);
  });

  test('deleverages winners at the bankruptcy price where the fund is empty, and the loser ends with nothing', () => {
    const winner: Trader = { id: 'winner', cash: 500, holdings: [{ side: -1, contracts: 8_000 }] };
    const exchange = openSmall([long('bust', 1_000, 10_000), winner], { fund: 0 });
    step(exchange, 85);
    const { tally, treasury } = exchange.state;
    expect(heldBy(exchange, 'bust')).toBe(0);
    expect(heldBy(exchange, 'winner', -1)).toBe(0);
    // Bankrupt at 90: the winner gets 10 a unit, not the 15 that the market would pay.
    expect(accountNamed(exchange, 'winner').cash).toBeCloseTo(500 + 80 * 10, 6);
    expect(accountNamed(exchange, 'bust').cash).toBeCloseTo(0, 6);
    expect(tally.adlNotional).toBeCloseTo(100 * 90, 6);
    expect(treasury.fund).toBeCloseTo(0, 6);
    sound(exchange);
  });

  test('takes a large position down to the tier below, not all of it', () => {
    // 100,000 USDT are in the second tier: 0.5 % on what is above 50,000, 0.4 % below.
    const exchange = openSmall([long('whale', 10_390, 100_000)], { referenceOpenInterest: 100_000_000 });
    step(exchange, 90, { baseVolume: 10_000_000 });
    const left = heldBy(exchange, 'whale');
    expect(left).toBeGreaterThan(0);
    expect(left * 0.9).toBeLessThan(50_001);
    expect(accountNamed(exchange, 'whale').cash).toBeGreaterThan(5_000);
    expect(exchange.state.treasury.fund).toBeGreaterThan(1_000);
    sound(exchange);
  });

  test('sets both sides of one account against each other before anything goes to the book', () => {
    const hedged: Trader = {
      id: 'hedged',
      cash: 10,
      holdings: [
        { side: 1, contracts: 10_000, entryPrice: 100 },
        { side: -1, contracts: 10_000, entryPrice: 100 },
      ],
    };
    const exchange = openSmall([hedged]);
    step(exchange);
    expect(accountNamed(exchange, 'hedged')).toMatchObject({ cash: 10, positions: [] });
    expect(exchange.state.markets[0]!.lowest).toBe(100);
    sound(exchange);
  });

  test('closes an isolated position on its own margin, and leaves the rest of the account alone', () => {
    const isolated: Trader = {
      id: 'isolated',
      cash: 50_000,
      holdings: [{ market: 1, side: 1, contracts: 10_000, margin: 500 }],
    };
    const exchange = openSmall([isolated]);
    step(exchange, 90);
    expect(accountNamed(exchange, 'isolated')).toMatchObject({ cash: 50_000, positions: [] });
    expect(exchange.state.tally.fundLoss).toBeGreaterThan(500);
    sound(exchange);
  });

  test('sells BTC collateral before the fund has to pay', () => {
    const coins: Trader = { id: 'coins', cash: 0, bitcoin: 11, holdings: [{ side: 1, contracts: 10_000 }] };
    const exchange = openSmall([coins]);
    step(exchange, 90.1);
    expect(accountNamed(exchange, 'coins')).toMatchObject({ cash: 0, bitcoin: 0, positions: [] });
    sound(exchange);
  });

  test('sells nothing further from the mark than its band allows: the rest waits', () => {
    const exchange = openSmall([long('huge', 20_000, 1_000_000)], {
      fund: 1_000_000,
      referenceOpenInterest: 1_000_000,
    });
    step(exchange, 99, { baseVolume: 1 });
    const { lowest, index } = exchange.state.markets[0]!;
    expect(heldBy(exchange, 'huge')).toBeGreaterThan(900_000);
    expect(lowest).toBeGreaterThan(index * (1 - 0.02 - 0.01) - 0.01);
    sound(exchange);
  });

  test('sells into its own cascade: one account more in breach makes the next one due', () => {
    const crowd = (n: number) =>
      Array.from({ length: n }, (_, i) => long(`trader-${i}`, 40_000 * (0.0112 + 0.002 * i)));
    const options = { fund: 1_000_000, referenceOpenInterest: 1_000_000 };
    const alone = openSmall(crowd(8).slice(1), options);
    const together = openSmall(crowd(8), options);
    for (const exchange of [alone, together])
      for (let i = 0; i < 6; i++) {
        step(exchange, 99.2, { depth: 0.15, baseVolume: 20_000 });
        sound(exchange);
      }
    const closed = (exchange: typeof alone) =>
      Array.from({ length: 7 }, (_, i) => heldBy(exchange, `trader-${i + 1}`)).filter((held) => held === 0).length;
    expect(closed(alone)).toBe(0);
    expect(closed(together)).toBeGreaterThan(0);
  });

  test('does not touch a halted market', () => {
    const exchange = openSmall([long('thin', 1_000, 10_000)]);
    exchange.halt('BTC/USDT:USDT');
    step(exchange, 80);
    expect(heldBy(exchange, 'thin')).toBe(10_000);
    exchange.halt('BTC/USDT:USDT', false);
    step(exchange, 80);
    expect(heldBy(exchange, 'thin')).toBe(0);
  });

  test('leaves a forced sale in the price after the book has come back', () => {
    const exchange = openSmall([long('bust', 300, 30_000)], { fund: 1_000_000 });
    step(exchange, 98, { baseVolume: 30_000 });
    const low = exchange.state.markets[0]!.lowest;
    for (let i = 0; i < 20; i++) step(exchange, 98, { baseVolume: 30_000 });
    const { mark } = exchange.state.markets[0]!;
    expect(mark).toBeGreaterThan(low);
    expect(mark).toBeLessThan(98);
  });
});
