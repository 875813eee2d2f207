import { type Quoted, written } from './quoted.ts';
import { openStandIn, type StandIn } from './stand-in.ts';

interface CandleRequest {
  readonly coin: string;
  readonly interval: string;
  readonly startTime: number;
  readonly endTime: number;
}

/** Hyperliquid: one path, the question in the body; contracts of one unit of the base, and books of twenty levels. */
export const openHyperliquid = (markets: Readonly<Record<string, Quoted>>): Promise<StandIn> =>
  openStandIn(({ path, body }) => {
    if (path !== '/info') return undefined;
    switch (body.type) {
      case 'metaAndAssetCtxs':
        return [
          {
            universe: Object.keys(markets).map((name) => ({ name, szDecimals: 5, maxLeverage: 40 })),
            marginTables: [],
          },
          Object.values(markets).map(({ mark, index, funding, openInterest }) => ({
            funding: String(funding),
            openInterest: String(openInterest),
            prevDayPx: '1',
            dayNtlVlm: '1',
            oraclePx: String(index),
            markPx: String(mark),
            midPx: String(mark),
          })),
        ];
      case 'l2Book': {
        const market = markets[body.coin as string];
        const side = (levels: Quoted['bids']) =>
          levels.slice(0, 20).map(([price, amount]) => ({ px: String(price), sz: String(amount), n: 3 }));
        return market && { coin: body.coin, time: 1768480200000, levels: [side(market.bids), side(market.asks)] };
      }
      case 'candleSnapshot': {
        const { coin, interval, startTime, endTime } = body.req as CandleRequest;
        const asked = markets[coin]?.bars.filter((bar) => bar.timestamp >= startTime && bar.timestamp <= endTime);
        return asked?.map((bar) => {
          const [o, h, l, c, v] = written(bar);
          return { t: bar.timestamp, T: bar.timestamp + 3_599_999, s: coin, i: interval, o, h, l, c, v, n: 12 };
        });
      }
      default:
        return undefined;
    }
  });
