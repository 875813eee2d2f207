import { type Quoted, written } from './quoted.ts';
import { openStandIn, type StandIn } from './stand-in.ts';

/** Binance USD-M futures: contracts of one unit of the base. */
export const openBinance = (quoted: Quoted, more: Record<string, Quoted> = {}): Promise<StandIn> => {
  const markets: Record<string, Quoted> = { BTCUSDT: quoted, ...more };
  return openStandIn(({ path, query }) => {
    if (path === '/fapi/v1/exchangeInfo')
      return { timezone: 'UTC', symbols: [...Object.keys(markets).map(perpetual), quarterly] };
    const id = query.symbol ?? '';
    const market = markets[id] ?? (id === quarterly.symbol ? quoted : undefined);
    if (!market) return { code: -1121, msg: 'Invalid symbol.' };
    const time = market.bars.at(-1)?.timestamp;
    switch (path) {
      case '/fapi/v1/premiumIndex':
        return {
          symbol: id,
          markPrice: String(market.mark),
          indexPrice: String(market.index),
          estimatedSettlePrice: String(market.index),
          lastFundingRate: id === quarterly.symbol ? '' : String(market.funding),
          interestRate: '0.00010000',
          nextFundingTime: 1768492800000,
          time,
        };
      case '/fapi/v1/ticker/24hr':
        return {
          symbol: id,
          lastPrice: String(market.last),
          weightedAvgPrice: '1',
          volume: '1',
          quoteVolume: '1',
          closeTime: time,
        };
      case '/fapi/v1/openInterest':
        return { openInterest: String(market.openInterest), symbol: id, time };
      case '/fapi/v1/depth':
        return {
          lastUpdateId: 7,
          E: time,
          T: time,
          bids: market.bids.map(inStrings),
          asks: market.asks.map(inStrings),
        };
      case '/fapi/v1/klines':
        return market.bars
          .slice(-Number(query.limit))
          .map((bar) => [bar.timestamp, ...written(bar), bar.timestamp + 3_599_999, '1', 9, '1', '1', '0']);
      default:
        return undefined;
    }
  });
};

const inStrings = (level: readonly number[]): string[] => level.map(String);

const contract = (symbol: string) => ({
  symbol,
  pair: symbol,
  status: 'TRADING',
  baseAsset: symbol.slice(0, 3),
  quoteAsset: 'USDT',
  marginAsset: 'USDT',
  pricePrecision: 2,
  quantityPrecision: 3,
  filters: [{ filterType: 'PRICE_FILTER', minPrice: '0.10', maxPrice: '4529764', tickSize: '0.10' }],
});
const perpetual = (symbol: string) => ({
  ...contract(symbol),
  contractType: 'PERPETUAL',
  deliveryDate: 4133404800000,
});
const quarterly = {
  ...contract('BTCUSDT_260327'),
  contractType: 'CURRENT_QUARTER',
  deliveryDate: Date.UTC(2026, 2, 27, 8),
};
