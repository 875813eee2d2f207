import { afterEach, describe, expect, test } from '@jest/globals';
import { pollVenue } from '../../../shared/market-data/venue-poll.ts';
import { dataOf, open, TERMS } from './polling.ts';
import { openBinance } from './venues/binance.ts';
import { type Quoted, quoted } from './venues/quoted.ts';
import type { StandIn } from './venues/stand-in.ts';

const BTC = quoted(97_000);
const SYMBOL = 'BTC/USDT:USDT';

const servers: StandIn[] = [];
async function running(opening: Promise<StandIn>): Promise<StandIn> {
  const server = await opening;
  servers.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('what a venue says is not believed', () => {
  const pollOf = async (over: Partial<Quoted>) => {
    const { url } = await running(openBinance({ ...BTC, ...over }));
    return dataOf(await pollVenue(open('binanceusdm', url), [SYMBOL], TERMS));
  };

  test.each<[keyof Quoted, string, number]>([
    ['mark', 'markPrice', -97_000],
    ['mark', 'markPrice', 0],
    ['index', 'indexPrice', -0.5],
    ['last', 'lastPrice', 0],
  ])('where its %s price cannot be: %s of %d', async (name, part, price) => {
    const data = await pollOf({ [name]: price });
    expect(data).not.toHaveProperty(part);
    // CCXT itself takes a last price of 0 for none.
    expect(data.faults).toEqual([{ part, message: expect.stringMatching(/the venue (says -?[\d.]+|gave none)/) }]);
  });

  test('where its order book is empty; one side alone is a book', async () => {
    const empty = await pollOf({ bids: [], asks: [] });
    expect(empty).not.toHaveProperty('orderBook');
    expect(empty.faults).toEqual([{ part: 'orderBook', message: 'the order book is empty' }]);
    const oneSided = await pollOf({ bids: [] });
    expect(oneSided.orderBook).toEqual({ bids: [], asks: BTC.asks.slice(0, 200) });
  });

  test.each<[string, Partial<Quoted>]>([
    ['bids hold -1 at 97000', { bids: [[97_000, -1]] }],
    ['asks hold 2 at -5', { asks: [[-5, 2]] }],
  ])("where its order book's %s", async (level, over) => {
    const data = await pollOf(over);
    expect(data).not.toHaveProperty('orderBook');
    expect(data.faults).toEqual([{ part: 'orderBook', message: `the order book's ${level}` }]);
  });

  test('where a bar cannot be: it alone is left out', async () => {
    const bars = BTC.bars.map((bar, n) =>
      n === 4 ? { ...bar, low: -1 } : n === 7 ? { ...bar, high: bar.low / 2 } : bar,
    );
    const data = await pollOf({ bars: [...bars.slice(0, 3), bars[2]!, ...bars.slice(3)] });
    expect(data.candles).toEqual(BTC.bars.slice(0, -1).filter((_, n) => n !== 4 && n !== 7));
    expect(data.faults).toEqual([
      { part: 'candles', message: expect.stringContaining('the bar is there twice') },
      { part: 'candles', message: expect.stringContaining("the bar's low is -1") },
      {
        part: 'candles',
        message: expect.stringMatching(/^2026-01-14T\d\d:00:00.000Z: the bar's high .* is below its low/),
      },
    ]);
  });

  test('no bars at all are no fault: a market may be new', async () => {
    expect(await pollOf({ bars: [] })).toMatchObject({ candles: [], faults: [] });
  });
});
