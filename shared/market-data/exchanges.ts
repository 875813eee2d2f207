// By path: ccxt exports its sum of a hundred exchanges only, which esbuild cannot shake apart (6 MB in the bundle against 0.8).
import type { Exchange } from '../../node_modules/ccxt/js/src/base/Exchange.js';
import binanceusdm from '../../node_modules/ccxt/js/src/binanceusdm.js';
import bybit from '../../node_modules/ccxt/js/src/bybit.js';
import hyperliquid from '../../node_modules/ccxt/js/src/hyperliquid.js';
import okx from '../../node_modules/ccxt/js/src/okx.js';
import type { ExchangeName } from './exchange-names.ts';
import {
  BINANCE_READINGS,
  BYBIT_READINGS,
  HYPERLIQUID_READINGS,
  OKX_READINGS,
  type Reading,
} from './exchange-readings.ts';

interface ExchangeKind {
  readonly create: new (options: object) => Exchange;
  /** Kinds of market in the exchange's own list that are loaded: derivatives only, since no other is watched. */
  readonly marketTypes: readonly string[];
  /** What is asked for each market, every one a call. */
  readonly readings: readonly Reading[];
}

export const EXCHANGES = {
  binanceusdm: { create: binanceusdm, marketTypes: ['linear'], readings: BINANCE_READINGS },
  bybit: { create: bybit, marketTypes: ['linear', 'inverse'], readings: BYBIT_READINGS },
  okx: { create: okx, marketTypes: ['swap', 'future'], readings: OKX_READINGS },
  hyperliquid: { create: hyperliquid, marketTypes: ['swap'], readings: HYPERLIQUID_READINGS },
} as const satisfies Record<ExchangeName, ExchangeKind>;
