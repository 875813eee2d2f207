/** Every exchange whose public market data can be polled, by CCXT's name. */
export const EXCHANGE_NAMES = ['binanceusdm', 'bybit', 'okx', 'hyperliquid'] as const;
export type ExchangeName = (typeof EXCHANGE_NAMES)[number];

export const isExchangeName = (name: unknown): name is ExchangeName =>
  (EXCHANGE_NAMES as readonly unknown[]).includes(name);
