import type { Random } from '../../infra/local/scenario/random.ts';
import { QUANTITIES, type Quantity } from '../../shared/snapshot/quantities.ts';
import { TIMES } from '../../shared/snapshot/times.ts';

type Wire = Record<string, unknown>;

/** How often a value lies just outside its range: a book has some hundreds of values. */
const OUTSIDE = 0.000_5;
/** Names from outside: ordinary ones, and ones that are control in Slack, in JSON or on a screen. */
const SYMBOLS = [
  'BTC/USDT:USDT',
  'BTC/USD:BTC',
  'SHIB/IDR:IDR',
  '*',
  '@here',
  '<!channel>',
  '\u202eevil',
  '名'.repeat(60),
];
const CURRENCIES = ['USDT', 'BTC', 'IDR', 'X'];

/** Draws of one book: log-uniform, so that each decade is as likely as any other. */
class Draws {
  readonly random: Random;
  constructor(random: Random) {
    this.random = random;
  }

  chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }

  whole(from: number, to: number): number {
    return from + Math.floor(this.random.uniform() * (to - from + 1));
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[this.whole(0, choices.length - 1)] as T;
  }

  /** A value of a quantity: anywhere in its range, at its very ends, zero if it may be, or just outside. */
  amount({ sign, least, most }: Quantity): number | string {
    const floor = least === 0 ? 1e-15 : least;
    const sized = (): number => {
      if (this.chance(OUTSIDE)) return this.chance(0.5) ? floor * 0.999 : most * 1.001;
      const which = this.whole(0, 9);
      if (which === 0) return floor;
      if (which === 1) return most;
      if (which === 2 && sign !== 'positive') return 0;
      return Math.min(most, Math.max(floor, floor * (most / floor) ** this.random.uniform()));
    };
    const size = sized();
    const value = sign === 'any' && this.chance(0.5) ? -size : size;
    return this.chance(0.2) ? String(value).replace(/^(-?)(\d+)$/, '$1$2.0') : value;
  }

  magnitude(from: number, to: number): number {
    return from * (to / from) ** this.random.uniform();
  }

  /** A price near another one, as those of a market are that can be traded; or any. */
  priceNear(price: number): number | string {
    return this.chance(0.7) ? price * (0.95 + 0.1 * this.random.uniform()) : this.amount(QUANTITIES.market.markPrice);
  }

  time(): number {
    if (this.chance(OUTSIDE)) return this.oneOf([0, TIMES.least - 1, TIMES.most + 1, 1_760_000_000]);
    return Math.floor(TIMES.least + (TIMES.most - TIMES.least) * this.random.uniform());
  }

  optional(record: Wire, name: string, value: () => unknown): void {
    if (this.chance(0.5)) record[name] = this.chance(0.1) ? null : value();
  }
}

/** Flags and settlement currency of a market: linear, inverse or quanto, in each way that they may be written; rarely a contradiction. */
function kindOf(draws: Draws, symbol: string): Wire {
  if (draws.chance(0.01))
    return { linear: draws.chance(0.5), inverse: draws.chance(0.5), settle: draws.oneOf(CURRENCIES) };
  const [, base, quote] = /^(\w+)\/(\w+)/.exec(symbol) ?? [];
  const kind = draws.oneOf(['linear', 'linear', 'linear', 'inverse', 'quanto']);
  const inverse = draws.chance(0.5) ? {} : { inverse: kind === 'inverse' };
  if (kind === 'quanto') return { linear: false, inverse: false, settle: 'QUANTO' };
  return { linear: kind === 'linear', ...inverse, ...(base ? { settle: kind === 'linear' ? quote : base } : {}) };
}

export interface ExtremeOptions {
  readonly snapshotId: string;
  readonly sequence: number;
  /** Unix milliseconds. Times of bars are anything; a header whose time is far off is refused, which is another test. */
  readonly timestamp: number;
}

/**
 * A book that the schema admits, or only just does not: every amount log-uniform over its whole range, every optional field
 * present or absent. What must hold together does: positions name markets and accounts of the book, and tiers rise.
 */
export function extremeBook(random: Random, options: ExtremeOptions): Wire {
  const draws = new Draws(random);
  const { market, position, fund, collateral, trades, bucket, candle, level, tier } = QUANTITIES;
  /** Amounts that have nothing to do with each other: most markets of such a book cannot be measured. */
  const wild = draws.chance(0.3);
  const symbols = SYMBOLS.filter(() => draws.chance(0.4));
  const markets = symbols.map((symbol): Wire => {
    const price = Number(draws.amount(market.markPrice));
    const record: Wire = {
      symbol,
      markPrice: price,
      contractSize: wild ? draws.amount(market.contractSize) : draws.magnitude(1e-6, 1e6),
      ...kindOf(draws, symbol),
    };
    draws.optional(record, 'indexPrice', () => draws.priceNear(price));
    draws.optional(record, 'lastPrice', () => draws.priceNear(price));
    draws.optional(record, 'openInterestAmount', () => draws.amount(market.openInterestAmount));
    draws.optional(record, 'fundingRate', () => draws.amount(market.fundingRate));
    draws.optional(record, 'orderBook', () => ({
      bids: many(draws, 4, () => [draws.priceNear(price), draws.amount(level.amount)]),
      asks: many(draws, 4, () => [draws.priceNear(price), draws.amount(level.amount)]),
    }));
    draws.optional(record, 'candle', () => {
      const bar: Wire = {
        timestamp: draws.chance(0.5) ? options.timestamp - draws.whole(0, 3) * 3_600_000 : draws.time(),
        ...Object.fromEntries(['open', 'high', 'low', 'close'].map((name) => [name, draws.priceNear(price)])),
      };
      if (draws.chance(0.5)) Object.assign(bar, { open: price, close: price, high: price * 1.5, low: price / 1.5 });
      draws.optional(bar, 'baseVolume', () => draws.amount(candle.baseVolume));
      return bar;
    });
    draws.optional(record, 'leverageTiers', () => {
      const floors = many(draws, 3, () => Number(draws.amount(tier.minNotional))).sort((a, b) => a - b);
      const rates = floors.map(() => draws.random.uniform() ** 4 * 0.99).sort((a, b) => a - b);
      return [...new Set(floors)].map((minNotional, i) => ({
        tier: i,
        minNotional,
        maxNotional: draws.amount(tier.maxNotional),
        maintenanceMarginRate: rates[i],
        maxLeverage: draws.amount(tier.maxLeverage),
      }));
    });
    draws.optional(record, 'trades', () => {
      const found: Wire = {};
      draws.optional(found, 'firstDigits', () =>
        Array.from({ length: 9 }, () => draws.whole(0, 2 ** draws.whole(0, 40))),
      );
      draws.optional(found, 'roundSizes', () => ({ round: draws.whole(0, 1e9), near: draws.whole(0, 1e9) }));
      draws.optional(found, 'largestSizes', () => many(draws, 60, () => draws.amount(trades.size)));
      draws.optional(found, 'buckets', () =>
        many(draws, 60, () => ({
          buyVolume: draws.amount(bucket.buyVolume),
          sellVolume: draws.amount(bucket.sellVolume),
        })),
      );
      return found;
    });
    return record;
  });
  const accounts = Array.from({ length: draws.whole(0, 6) }, (_, i) => ({
    accountId: `account ${i}`,
    ...(draws.chance(0.1) ? { equity: draws.chance(0.5) ? null : draws.amount(QUANTITIES.account.equity) } : {}),
    ...(draws.chance(0.3) ? { owner: draws.oneOf(['owner', '@here', '名']) } : {}),
    collateral: many(draws, 3, () => ({
      currency: draws.oneOf(CURRENCIES),
      amount: wild ? draws.amount(collateral.amount) : draws.magnitude(1e-3, 1e12),
    })),
  }));
  const positions: Wire[] = [];
  for (const { accountId } of accounts) {
    for (const record of markets) {
      const { symbol, markPrice } = record as { symbol: string; markPrice: number };
      for (const side of ['long', 'short']) {
        for (const marginMode of ['cross', 'isolated']) {
          if (!draws.chance(0.3)) continue;
          const row: Wire = { accountId, symbol, side, marginMode, entryPrice: draws.priceNear(markPrice) };
          const notional = draws.magnitude(1e-3, 1e12);
          // What fits together, whatever the scale, or nothing that does.
          Object.assign(
            row,
            wild
              ? { contracts: draws.amount(position.contracts) }
              : { contracts: contractsOf(notional, record as unknown as Sized) },
          );
          const own = (name: 'collateral' | 'maintenanceMargin' | 'unrealizedPnl', share: number) =>
            wild ? draws.amount(position[name]) : notional * share * draws.random.uniform();
          if (marginMode === 'isolated' && draws.chance(0.95))
            row[draws.chance(0.5) ? 'margin' : 'collateral'] = own('collateral', 0.2);
          if (draws.chance(0.01)) row.marginMode = null;
          draws.optional(row, 'maintenanceMargin', () => own('maintenanceMargin', 0.05));
          draws.optional(row, 'unrealizedPnl', () => own('unrealizedPnl', draws.chance(0.5) ? 0.1 : -0.1));
          draws.optional(row, 'leverage', () => draws.amount(position.leverage));
          draws.optional(row, 'liquidationPrice', () => draws.amount(position.liquidationPrice));
          positions.push(row);
        }
      }
    }
  }
  const book: Wire = { ...options, markets, accounts, positions };
  if (draws.chance(0.1)) book.sampleShare = draws.amount(QUANTITIES.header.sampleShare);
  if (draws.chance(0.3))
    book.assets = CURRENCIES.filter(() => draws.chance(0.3)).map((currency) => ({
      currency,
      ...(draws.chance(0.5) ? { price: wild ? draws.amount(QUANTITIES.asset.price) : 1 } : {}),
      ...(draws.chance(0.5) ? { collateralRatios: [{ upTo: 1e6, ratio: 0.9 }, { ratio: 0.5 }] } : {}),
    }));
  draws.optional(book, 'insuranceFund', () => ({
    currency: draws.oneOf(CURRENCIES),
    balance: draws.amount(fund.balance),
  }));
  return book;
}

interface Sized {
  readonly markPrice: number;
  readonly contractSize: number;
  readonly linear: boolean;
}

/** How many contracts come to a notional in quote currency, within what the schema admits. */
function contractsOf(notional: number, { markPrice, contractSize, linear }: Sized): number {
  const { least, most } = QUANTITIES.position.contracts;
  return Math.min(most, Math.max(least, notional / (linear ? contractSize * markPrice : contractSize)));
}

const many = <T>(draws: Draws, most: number, draw: () => T): T[] => Array.from({ length: draws.whole(0, most) }, draw);
