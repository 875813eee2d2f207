import { contractFault, tierCurrencyFault } from './contract-kind.ts';
import { isKnownSource } from './conventions.ts';
import { QUANTITIES, type Quantity, quantityFault } from './quantities.ts';
import type {
  Asset,
  CollateralRatio,
  InsurancePool,
  LeverageTier,
  Market,
  OrderBook,
  SnapshotHeader,
  Source,
  TradeStatistics,
  VolumeBucket,
} from './types.ts';

/** A record as it came, already checked against its schema. */
export type Wire = Readonly<Record<string, unknown>>;

/** A number from a validated amount: of a string the schema has looked at the form alone, its size is looked at here. */
export function numberFrom(value: unknown, quantity: Quantity, complain: (message: string) => void): number {
  const fault = quantityFault(quantity, value);
  if (fault === undefined) return Number(value);
  complain(fault);
  return 0;
}

type Complain = (path: string, message: string) => void;

/** The header of a checked record. */
export function headerFrom(wire: Wire, complain: Complain): SnapshotHeader {
  const fund = wire.insuranceFund as Wire | null | undefined;
  const funds = wire.insuranceFunds as Wire[] | null | undefined;
  const assets = wire.assets as Wire[] | null | undefined;
  const source = wire.source as Wire | null | undefined;
  if (fund && funds)
    complain('/insuranceFunds', 'cannot be given beside insuranceFund: a venue runs one fund or several');
  return {
    snapshotId: wire.snapshotId as string,
    sequence: wire.sequence as number,
    timestamp: wire.timestamp as number,
    parts: (wire.parts as number | null | undefined) ?? 1,
    ...(source ? { source: sourceFrom(source, complain) } : {}),
    ...amounts(wire, QUANTITIES.header, complain),
    ...(fund
      ? {
          insuranceFund: {
            currency: fund.currency as string,
            balance: numberFrom(fund.balance, QUANTITIES.fund.balance, (message) =>
              complain('/insuranceFund/balance', message),
            ),
          },
        }
      : {}),
    ...(funds ? { insuranceFunds: fundsFrom(funds, complain) } : {}),
    ...(assets ? { assets: assetsFrom(assets, complain) } : {}),
  };
}

function sourceFrom({ exchange, ccxt }: Wire, complain: Complain): Source {
  if (!isKnownSource(exchange as string))
    complain(
      '/source/exchange',
      `names ${JSON.stringify(exchange)}, whose conventions are not known: leave source out and send the documented fields`,
    );
  return { exchange: exchange as string, ...(typeof ccxt === 'string' ? { ccxt } : {}) };
}

function fundsFrom(wires: readonly Wire[], complain: Complain): InsurancePool[] {
  const names = new Set<string>();
  const fundOf = new Map<string, string>();
  let forAllOthers: string | undefined;
  return wires.map(({ name, currency, balance, symbols }, i) => {
    const path = `/insuranceFunds/${i}`;
    const own = name as string;
    if (names.has(own)) complain(`${path}/name`, `names ${JSON.stringify(own)} a second time: one record a fund`);
    names.add(own);
    const given = symbols as string[] | null | undefined;
    if (!given) {
      if (forAllOthers !== undefined)
        complain(
          `${path}/symbols`,
          `is missing, and ${JSON.stringify(forAllOthers)} stands for all other markets already`,
        );
      forAllOthers ??= own;
    }
    given?.forEach((symbol, k) => {
      const other = fundOf.get(symbol);
      if (other !== undefined)
        complain(
          `${path}/symbols/${k}`,
          `names ${JSON.stringify(symbol)}, for which ${JSON.stringify(other)} stands already`,
        );
      fundOf.set(symbol, own);
    });
    return {
      name: own,
      currency: currency as string,
      balance: numberFrom(balance, QUANTITIES.fund.balance, (message) => complain(`${path}/balance`, message)),
      ...(given ? { symbols: given } : {}),
    };
  });
}

function assetsFrom(wires: readonly Wire[], complain: Complain): Asset[] {
  const seen = new Set<string>();
  return wires.map((wire, i) => {
    const path = `/assets/${i}`;
    const currency = wire.currency as string;
    if (seen.has(currency))
      complain(`${path}/currency`, `names ${JSON.stringify(currency)} a second time: one record a currency`);
    seen.add(currency);
    const ratios = wire.collateralRatios as Wire[] | null | undefined;
    return {
      currency,
      ...amounts(wire, QUANTITIES.asset, (at, message) => complain(path + at, message)),
      ...(ratios
        ? { collateralRatios: ratiosFrom(ratios, (at, message) => complain(`${path}/collateralRatios${at}`, message)) }
        : {}),
    };
  });
}

/** The steps of a checked record: bounds rise, and only the last has none. */
function ratiosFrom(wires: readonly Wire[], complain: Complain): CollateralRatio[] {
  const steps = wires.map((wire, i) => {
    const { upTo = null, ratio = 0 } = amounts(wire, QUANTITIES.collateralRatio, (at, message) =>
      complain(`/${i}${at}`, message),
    );
    return { upTo, ratio };
  });
  steps.forEach(({ upTo }, i) => {
    if (i === steps.length - 1) return;
    const next = steps[i + 1]?.upTo ?? Number.POSITIVE_INFINITY;
    if (upTo === null) complain(`/${i}/upTo`, 'is missing: only the last step is open-ended');
    else if (!(next > upTo)) complain(`/${i + 1}/upTo`, 'must be greater than that of the step before');
  });
  return steps;
}

/** Copies the named fields that are present, as numbers. */
function amounts<K extends string>(
  wire: Wire,
  quantities: Readonly<Record<K, Quantity>>,
  complain: Complain,
): { [P in K]?: number } {
  const found: { [P in K]?: number } = {};
  for (const name of Object.keys(quantities) as K[]) {
    const value = wire[name];
    if (value !== undefined && value !== null)
      found[name] = numberFrom(value, quantities[name], (message) => complain(`/${name}`, message));
  }
  return found;
}

/** The market of a checked record. */
export function marketFrom(wire: Wire, complain: Complain): Market {
  const under =
    (path: string): Complain =>
    (at, message) =>
      complain(path + at, message);
  const { orderBook, candle, leverageTiers, trades } = wire as {
    orderBook?: { bids: unknown[][]; asks: unknown[][] } | null;
    candle?: Wire | null;
    leverageTiers?: Wire[] | null;
    trades?: WireTrades | null;
  };
  const side = (levels: unknown[][], path: string): OrderBook['bids'] =>
    levels.map((level, i) => [
      numberFrom(level[0], QUANTITIES.level.price, (message) => complain(`${path}/${i}/0`, message)),
      numberFrom(level[1], QUANTITIES.level.amount, (message) => complain(`${path}/${i}/1`, message)),
    ]);
  const flags = {
    symbol: wire.symbol as string,
    linear: wire.linear as boolean,
    ...(typeof wire.inverse === 'boolean' ? { inverse: wire.inverse } : {}),
    ...(typeof wire.settle === 'string' ? { settle: wire.settle } : {}),
  };
  const contradiction = contractFault(flags);
  if (contradiction !== undefined) complain('/linear', contradiction);
  return {
    ...flags,
    ...(amounts(wire, QUANTITIES.market, complain) as Pick<Market, 'markPrice' | 'contractSize'>),
    ...(orderBook
      ? { orderBook: { bids: side(orderBook.bids, '/orderBook/bids'), asks: side(orderBook.asks, '/orderBook/asks') } }
      : {}),
    ...(candle
      ? {
          candle: {
            timestamp: candle.timestamp as number,
            ...(amounts(candle, QUANTITIES.candle, under('/candle')) as Omit<
              NonNullable<Market['candle']>,
              'timestamp'
            >),
          },
        }
      : {}),
    ...(leverageTiers ? { leverageTiers: tiersFrom(leverageTiers, flags, under('/leverageTiers')) } : {}),
    ...(trades ? { trades: tradesFrom(trades, under('/trades')) } : {}),
  };
}

/** The tiers of a checked record: they must be in order, and hold ever more back, or a margin would fall as a position grows. */
function tiersFrom(
  wires: readonly Wire[],
  market: Pick<Market, 'symbol' | 'linear'>,
  complain: Complain,
): LeverageTier[] {
  const tiers = wires.map((wire, i) => ({
    tier: wire.tier as number,
    ...(amounts(wire, QUANTITIES.tier, (path, message) => complain(`/${i}${path}`, message)) as Omit<
      LeverageTier,
      'tier'
    >),
    ...(typeof wire.currency === 'string' ? { currency: wire.currency } : {}),
  }));
  tiers.forEach(({ minNotional, maintenanceMarginRate, currency }, i) => {
    const before = tiers[i - 1];
    const foreign = currency === undefined ? undefined : tierCurrencyFault(market, currency);
    if (foreign !== undefined) complain(`/${i}/currency`, foreign);
    else if (before && before.currency !== currency)
      complain(`/${i}/currency`, 'must be that of the tier before: all bounds of a market count the same');
    if (before && !(minNotional > before.minNotional))
      complain(`/${i}/minNotional`, 'must be greater than that of the tier before');
    if (before && maintenanceMarginRate < before.maintenanceMarginRate)
      complain(`/${i}/maintenanceMarginRate`, 'must not be below that of the tier before');
    if (!(maintenanceMarginRate < 1)) complain(`/${i}/maintenanceMarginRate`, 'must be below 1');
  });
  return tiers;
}

type Nullable<T> = { readonly [K in keyof T]?: T[K] | null };
type WireTrades = Nullable<
  Pick<TradeStatistics, 'count' | 'firstDigits' | 'roundSizes'> & { largestSizes: unknown[]; buckets: Wire[] }
>;

/** The trade statistics of a checked record: no part may count more trades than there were. */
function tradesFrom(
  { count, firstDigits, roundSizes, largestSizes, buckets }: WireTrades,
  complain: Complain,
): TradeStatistics {
  const counted = (path: string, trades: number) => {
    if (typeof count === 'number' && trades > count) complain(path, 'must not count more trades than count says');
  };
  if (firstDigits) counted('/firstDigits', sum(firstDigits));
  if (roundSizes) counted('/roundSizes', roundSizes.round + roundSizes.near);
  if (largestSizes) counted('/largestSizes', largestSizes.length);
  return {
    ...(typeof count === 'number' ? { count } : {}),
    ...(firstDigits ? { firstDigits } : {}),
    ...(roundSizes ? { roundSizes: { round: roundSizes.round, near: roundSizes.near } } : {}),
    ...(largestSizes
      ? {
          largestSizes: largestSizes.map((size, i) =>
            numberFrom(size, QUANTITIES.trades.size, (message) => complain(`/largestSizes/${i}`, message)),
          ),
        }
      : {}),
    ...(buckets
      ? {
          buckets: buckets.map(
            (bucket, i) =>
              amounts(bucket, QUANTITIES.bucket, (path, message) =>
                complain(`/buckets/${i}${path}`, message),
              ) as unknown as VolumeBucket,
          ),
        }
      : {}),
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, trades) => total + trades, 0);
