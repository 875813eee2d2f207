import { type Quoted, written } from './quoted.ts';
import { openStandIn, type StandIn } from './stand-in.ts';

const answer = (result: object) => ({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: 1768480200000 });

/** Bybit v5: linear contracts of one unit of the base, inverse ones of one dollar. */
export const openBybit = (linear: Quoted, inverse: Quoted): Promise<StandIn> =>
  openStandIn(({ path, query }) => {
    const { category, symbol } = query;
    if (path === '/v5/market/instruments-info') {
      const market = category === 'linear' ? LINEAR : INVERSE;
      return answer({ category, list: query.status === 'PreLaunch' ? [] : [market], nextPageCursor: '' });
    }
    const market = { linear: { BTCUSDT: linear }, inverse: { BTCUSD: inverse } }[category ?? '']?.[symbol as 'BTCUSDT'];
    if (!market) return { retCode: 10001, retMsg: 'params error: symbol invalid', result: {}, retExtInfo: {} };
    switch (path) {
      case '/v5/market/tickers':
        return answer({ category, list: [tickerOf(symbol as string, market)] });
      case '/v5/market/orderbook': {
        const depth = Number(query.limit);
        const side = (levels: Quoted['bids']) => levels.slice(0, depth).map((level) => level.map(String));
        return answer({ s: symbol, b: side(market.bids), a: side(market.asks), ts: 1768480200000, u: 1, seq: 1 });
      }
      case '/v5/market/kline':
        return answer({
          category,
          symbol,
          list: market.bars
            .slice(-Number(query.limit))
            .reverse()
            // Inverse markets count their volume in dollars, and their turnover in the base.
            .map((bar) => {
              const [open, high, low, close, volume] = written(bar);
              const amounts = category === 'linear' ? [volume, '77'] : ['77', volume];
              return [String(bar.timestamp), open, high, low, close, ...amounts];
            }),
        });
      default:
        return undefined;
    }
  });

const tickerOf = (symbol: string, { mark, index, last, funding, openInterest }: Quoted) => ({
  symbol,
  lastPrice: String(last),
  indexPrice: String(index),
  markPrice: String(mark),
  prevPrice24h: String(last),
  price24hPcnt: '0',
  openInterest: String(openInterest),
  openInterestValue: '1',
  turnover24h: '1',
  volume24h: '1',
  fundingRate: String(funding),
  nextFundingTime: '1768492800000',
});

const INSTRUMENT = {
  status: 'Trading',
  baseCoin: 'BTC',
  launchTime: '1585526400000',
  deliveryTime: '0',
  leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
  priceFilter: { minPrice: '0.10', maxPrice: '199999.80', tickSize: '0.10' },
  fundingInterval: 480,
};
const LINEAR = {
  ...INSTRUMENT,
  symbol: 'BTCUSDT',
  contractType: 'LinearPerpetual',
  quoteCoin: 'USDT',
  settleCoin: 'USDT',
  lotSizeFilter: { minOrderQty: '0.001', maxOrderQty: '1190', qtyStep: '0.001' },
};
const INVERSE = {
  ...INSTRUMENT,
  symbol: 'BTCUSD',
  contractType: 'InversePerpetual',
  quoteCoin: 'USD',
  settleCoin: 'BTC',
  lotSizeFilter: { minOrderQty: '1', maxOrderQty: '25000000', qtyStep: '1' },
};
