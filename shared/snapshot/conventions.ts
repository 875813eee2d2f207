import { contractKind, currenciesOf, isInverse, settlementOf } from './contract-kind.ts';
import { type Book, type LeverageTier, MARGIN, type Market } from './types.ts';

/**
 * What an exchange's unified fields mean if it is not what the schema says. CCXT is not uniform; each entry follows what version 4.5 of
 * its parsers takes from the exchange's messages, and `test/shared/snapshot/ccxt` checks each one with those parsers.
 */
interface Convention {
  /** Whether `collateral` of an isolated position in the market leaves unrealised PnL out. */
  readonly excludesPnl?: (market: Market) => boolean;
  /** What tier bounds count, whatever their `currency` says. */
  readonly tierBounds?: (market: Market) => 'quote' | 'base' | 'contracts' | undefined;
  /** Whether amounts that should be contracts count units: base units of linear, quote units of inverse contracts. */
  readonly countsUnits?: true;
  /** Whether a bar's volume counts contracts. */
  readonly barVolumeInContracts?: true;
}

/** Everything means what the schema says. */
const AS_DOCUMENTED: Convention = {};

/** Binance's `isolatedMargin` and `isolatedWallet + PnL` include PnL; COIN-M brackets (`qtyFloor`) count coins under the name of the quote. */
const binance: Convention = { tierBounds: (market) => (isInverse(market) ? 'base' : 'quote') };
/** `margin` of an isolated position is passed on without PnL; `minSz` and `maxSz` of its position tiers count contracts. */
const okx: Convention = { excludesPnl: () => true, tierBounds: () => 'contracts' };
/** PnL is added to `margin`; risk limits count the settlement currency and are named by the base; bars count contracts. */
const gate: Convention = {
  tierBounds: (market) => (isInverse(market) ? 'base' : 'quote'),
  barVolumeInContracts: true,
};

const CONVENTIONS: Readonly<Record<string, Convention>> = {
  binance,
  binanceusdm: binance,
  binancecoinm: binance,
  // `positionBalance` leaves PnL out; of contracts in USDC CCXT computes it from the liquidation price, PnL included.
  // Its risk limits count coins of inverse contracts, and come without a currency.
  bybit: {
    excludesPnl: (market) => settlementOf(market) !== 'USDC',
    tierBounds: (market) => (isInverse(market) ? 'base' : 'quote'),
  },
  okx,
  myokx: okx,
  okxus: okx,
  gate,
  gateio: gate,
  // `marginUsed` of an isolated position includes PnL.
  hyperliquid: AS_DOCUMENTED,
  // `size` counts USD of inverse and base units of linear contracts, as do the order book and open interest.
  deribit: { countsUnits: true },
  dydx: AS_DOCUMENTED,
  bitmex: AS_DOCUMENTED,
};

/** Whether the conventions of an exchange are known. @param exchange CCXT's id */
export const isKnownSource = (exchange: string): boolean => Object.hasOwn(CONVENTIONS, exchange);

/** A book whose fields mean what the schema says, from one whose fields follow its source: the same book if it names none. */
export function followSource(book: Book): Book {
  const convention = book.header.source && CONVENTIONS[book.header.source.exchange];
  if (!convention || convention === AS_DOCUMENTED) return book;
  const { excludesPnl, positions } = { ...convention, positions: book.positions };
  if (excludesPnl) {
    const excluded = Uint8Array.from(book.markets, (market) => (excludesPnl(market) ? 1 : 0));
    for (let row = 0; row < positions.length; row++)
      if (positions.isolated[row] === MARGIN.collateral && excluded[positions.market[row] as number])
        positions.isolated[row] = MARGIN.margin;
  }
  return { ...book, markets: book.markets.map((market) => followed(market, convention)) };
}

function followed(market: Market, { tierBounds, countsUnits, barVolumeInContracts }: Convention): Market {
  const { leverageTiers, candle, contractSize, markPrice } = market;
  const bounds = tierBounds?.(market);
  const perContract = isInverse(market) ? contractSize / markPrice : contractSize;
  return {
    ...market,
    ...(leverageTiers && bounds ? { leverageTiers: leverageTiers.map((tier) => boundsIn(tier, bounds, market)) } : {}),
    ...(countsUnits ? { contractSize: 1 } : {}),
    ...(barVolumeInContracts && candle?.baseVolume !== undefined
      ? { candle: { ...candle, baseVolume: candle.baseVolume * perContract } }
      : {}),
  };
}

/** A tier whose bounds count what its currency says. */
function boundsIn(tier: LeverageTier, bounds: 'quote' | 'base' | 'contracts', market: Market): LeverageTier {
  const { base, quote } = currenciesOf(market.symbol) ?? {};
  // Contracts of a linear market are base units, of an inverse one quote units, of a quanto one settlement units by its price.
  const kind = contractKind(market);
  const scale = bounds !== 'contracts' ? 1 : market.contractSize * (kind === 'quanto' ? market.markPrice : 1);
  const counted =
    bounds === 'contracts' ? { linear: base, inverse: quote, quanto: undefined }[kind] : { base, quote }[bounds];
  const { currency: _, maxNotional, ...rest } = tier;
  return {
    ...rest,
    minNotional: tier.minNotional * scale,
    ...(maxNotional === undefined ? {} : { maxNotional: maxNotional * scale }),
    ...(counted === undefined ? {} : { currency: counted }),
  };
}
