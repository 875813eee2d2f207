import { describe, expect, test } from '@jest/globals';
import { CrowdOrders } from '../../../../infra/local/exchange/crowd-orders.ts';
import { SimulatedExchange } from '../../../../infra/local/exchange/exchange.ts';
import { openingOf } from '../../../../infra/local/exchange/opening.ts';
import { stormBars } from '../../../../infra/local/scenario/prices.ts';
import { openRandom } from '../../../../infra/local/scenario/random.ts';
import { moneyLost, netOf } from './small-exchange.ts';

const bars = stormBars(openRandom(1));
const calm = bars[0]!;

const open = () => {
  const { opening, traders } = openingOf(3, 120, calm, {});
  const exchange = new SimulatedExchange({ ...opening, name: 'crowd' });
  return { exchange, traders, crowd: new CrowdOrders(exchange, traders, 7) };
};
const holdings = (exchange: SimulatedExchange, id: string) =>
  exchange.state.byId.get(id)!.positions.map(({ market, side, contracts }) => [market, side, contracts]);

describe('the crowd', () => {
  test('trades with the makers at the mark: no price moves, the book stays matched, no money is made', () => {
    const { exchange, crowd } = open();
    const before = exchange.state.markets.map(({ mark, last }) => [mark, last]);
    for (let bar = 0; bar < 10; bar++) crowd.trade(calm);
    expect(exchange.state.markets.map(({ mark, last }) => [mark, last])).toEqual(before);
    expect(netOf(exchange)).toEqual([0, 0]);
    expect(moneyLost(exchange)).toBeLessThan(1e-9);
  });

  test('opens nothing above what the exchange allows', () => {
    const free = open();
    const capped = open();
    const until = calm.btc.timestamp + 1;
    const caps = ['BTC/USDT:USDT', 'ETH/USDT:USDT'].flatMap((symbol) =>
      (['long', 'short'] as const).map((side) => ({ symbol, side, leverage: 2, until })),
    );
    capped.exchange.take({ actionId: 'caps', kind: 'cap-leverage', orders: [], caps, participation: 1 }, 0);
    for (const { crowd } of [free, capped]) for (let bar = 0; bar < 12; bar++) crowd.trade(calm);
    const held = ({ exchange }: ReturnType<typeof open>) =>
      exchange.state.accounts
        .filter(({ maker }) => !maker)
        .flatMap(({ positions }) => positions)
        .reduce((sum, { market, contracts }) => sum + exchange.state.markets[market]!.notionalOf(contracts), 0);
    expect(held(capped)).toBeLessThan(held(free) / 2);
    expect(netOf(capped.exchange)).toEqual([0, 0]);
  });

  test('wants the same whatever has become of one of its traders', () => {
    const one = open();
    const other = open();
    const victim = one.traders.find(({ maker }) => !maker)!.id;
    const positions = other.exchange.state.byId.get(victim)!.positions;
    for (const { market, side, contracts } of positions) {
      // Somebody else takes over all that the trader held.
      const maker = other.exchange.state.makers[0]!;
      maker.positions.push({ market, side, contracts, entryPrice: 100, isolated: true, margin: 0 });
    }
    other.exchange.state.byId.get(victim)!.positions = [];
    other.exchange.state.byId.get(victim)!.cash = 0;
    other.exchange.state.byId.get(victim)!.bitcoin = 0;
    for (const { crowd } of [one, other]) for (let bar = 0; bar < 5; bar++) crowd.trade(calm);
    const traders = one.traders.filter(({ maker, id }) => !maker && id !== victim);
    for (const { id } of traders) expect(holdings(other.exchange, id)).toEqual(holdings(one.exchange, id));
  });

  test('gives the place of who has lost everything to somebody new, after a while and with the same stake', () => {
    const { exchange, traders, crowd } = open();
    const { id, stake } = traders.find(({ maker }) => !maker)!;
    const account = exchange.state.byId.get(id)!;
    for (const { market, side, contracts } of account.positions)
      exchange.state.makers[0]!.positions.push({ market, side, contracts, entryPrice: 100, isolated: true, margin: 0 });
    Object.assign(account, { positions: [], cash: 0, bitcoin: 0 });
    crowd.trade(calm);
    expect(exchange.state.byId.has(id)).toBe(false);
    for (let bar = 0; bar < 12; bar++) crowd.trade(calm);
    expect(exchange.state.byId.get(`${id}-2`)).toMatchObject({ cash: stake, maker: false });
  });

  test('leaves alone who is being reduced, and for a while after', () => {
    const { exchange, traders, crowd } = open();
    const { id } = traders.find((one) => !one.maker && one.holdings.some(({ isolated }) => !isolated))!;
    const held = exchange.state.byId.get(id)!.positions.find(({ isolated }) => !isolated)!;
    exchange.take(
      {
        actionId: 'one',
        kind: 'reduce',
        participation: 1e-9,
        orders: [
          {
            orderId: 'one',
            accountId: id,
            symbol: exchange.state.markets[held.market]!.symbol,
            side: held.side === 1 ? 'long' : 'short',
            marginMode: 'cross',
            contracts: 1,
          },
        ],
      },
      0,
    );
    const before = holdings(exchange, id);
    for (let bar = 0; bar < 20; bar++) crowd.trade(calm);
    expect(holdings(exchange, id)).toEqual(before);
  });
});
