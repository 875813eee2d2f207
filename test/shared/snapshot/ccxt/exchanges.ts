import ccxt from 'ccxt';

/** What of CCXT is used here: its parsers, offline. */
interface Parsers {
  setMarkets(markets: readonly object[]): void;
  market(symbol: string): object;
  safeMarketStructure(market: object): object;
  parsePosition(raw: object, market?: object): Record<string, unknown>;
  parsePositionRisk(raw: object, market?: object): Record<string, unknown>;
  parseMarketLeverageTiers(raw: object, market?: object): Record<string, unknown>[];
  parseOHLCV(raw: unknown, market?: object): number[];
  parseOrderBook(raw: object, symbol: string): Record<string, unknown>;
}

type Of = Readonly<Record<string, new () => Parsers>>;

export interface ContractOf {
  readonly id: string;
  readonly symbol: string;
  readonly contractSize: number;
  readonly inverse?: boolean;
}

/** An exchange of CCXT that knows one contract market, as `parseMarket` would have made it. */
export function openExchange(exchange: string, { id, symbol, contractSize, inverse = false }: ContractOf): Parsers {
  const parsers = new ((ccxt as unknown as Of)[exchange] as new () => Parsers)();
  const [base = '', rest = ''] = symbol.split('/');
  const [quote = '', settle = ''] = rest.split(':');
  const flags = { type: 'swap', swap: true, contract: true, linear: !inverse, inverse };
  const ids = { id, baseId: base, quoteId: quote, settleId: settle };
  parsers.setMarkets([
    parsers.safeMarketStructure({
      ...{ ...ids, symbol, base, quote, settle, contractSize, ...flags },
      precision: { amount: 1e-8, price: 1e-8 },
      limits: {},
    }),
  ]);
  return parsers;
}
