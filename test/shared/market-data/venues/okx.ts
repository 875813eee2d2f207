import { type Quoted, written } from './quoted.ts';
import { openStandIn, type StandIn } from './stand-in.ts';

const answer = (data: readonly unknown[]) => ({ code: '0', msg: '', data });

/** OKX v5: books and open interest count contracts, here of 0.01 BTC; bars count both contracts and the base. */
export const openOkx = (quoted: Quoted): Promise<StandIn> =>
  openStandIn(({ path, query }) => {
    if (path === '/api/v5/public/instruments') return answer(query.instType === 'SWAP' ? [SWAP] : []);
    if (path === '/api/v5/market/index-tickers')
      return answer(
        query.instId === 'BTC-USDT' ? [{ instId: 'BTC-USDT', idxPx: String(quoted.index), ts: '1768480200000' }] : [],
      );
    if (query.instId !== SWAP.instId) return { code: '51001', msg: "Instrument ID doesn't exist", data: [] };
    const named = { instType: 'SWAP', instId: SWAP.instId, ts: '1768480200000' };
    switch (path) {
      case '/api/v5/public/mark-price':
        return answer([{ ...named, markPx: String(quoted.mark) }]);
      case '/api/v5/market/ticker':
        return answer([{ ...named, last: String(quoted.last), open24h: '1', vol24h: '1', volCcy24h: '1' }]);
      case '/api/v5/public/funding-rate':
        return answer([
          {
            ...named,
            fundingRate: String(quoted.funding),
            fundingTime: '1768492800000',
            nextFundingTime: '1768521600000',
          },
        ]);
      case '/api/v5/public/open-interest':
        return answer([{ ...named, oi: String(quoted.openInterest), oiCcy: '812.345', oiUsd: '77000000' }]);
      case '/api/v5/market/books': {
        const side = (levels: Quoted['bids']) =>
          levels.slice(0, Number(query.sz)).map(([price, amount]) => [String(price), String(amount), '0', '2']);
        return answer([{ bids: side(quoted.bids), asks: side(quoted.asks), ts: named.ts }]);
      }
      case '/api/v5/market/candles':
        return answer(
          quoted.bars
            .slice(-Number(query.limit))
            .reverse()
            .map((bar, fromNewest) => {
              const [open, high, low, close, volume] = written(bar);
              return [
                String(bar.timestamp),
                open,
                high,
                low,
                close,
                '100050',
                volume,
                '1',
                fromNewest === 0 ? '0' : '1',
              ];
            }),
        );
      default:
        return undefined;
    }
  });

const SWAP = {
  instType: 'SWAP',
  instId: 'BTC-USDT-SWAP',
  uly: 'BTC-USDT',
  instFamily: 'BTC-USDT',
  baseCcy: '',
  quoteCcy: '',
  settleCcy: 'USDT',
  ctVal: '0.01',
  ctMult: '1',
  ctValCcy: 'BTC',
  ctType: 'linear',
  listTime: '1606468572000',
  expTime: '',
  lever: '100',
  tickSz: '0.1',
  lotSz: '0.01',
  minSz: '0.01',
  state: 'live',
};
