import type { BookMetrics } from '../../../shared/assessment/types.ts';
import type { Concentration } from '../../../shared/leverage/concentration.ts';
import type { LeverageMetrics } from '../../../shared/leverage/effective-leverage.ts';
import type { Market } from '../../../shared/snapshot/types.ts';
import type { PlainBook, PlainPosition } from './plain-book.ts';

/** The figures again, the slow and obvious way: objects, maps, whole sorts, and the textbook forms of each formula. */

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** Gini as half the relative mean difference over all pairs. */
export function plainConcentration(amounts: readonly number[]): Concentration {
  const held = amounts.filter((amount) => amount > 0).sort((a, b) => b - a);
  const total = sum(held);
  if (held.length === 0)
    return { hhi: 0, effectiveAccounts: 0, gini: 0, top1: 0, top5: 0, top10: 0, top50: 0, top100: 0 };
  const shares = held.map((amount) => amount / total);
  const hhi = sum(shares.map((share) => share ** 2));
  const differences = sum(shares.flatMap((a) => shares.map((b) => Math.abs(a - b))));
  const top = (k: number) => sum(shares.slice(0, k));
  return {
    hhi,
    effectiveAccounts: 1 / hhi,
    gini: differences / (2 * held.length),
    top1: top(1),
    top5: top(5),
    top10: top(10),
    top50: top(50),
    top100: top(100),
  };
}

export function plainQuantile(weighted: readonly (readonly [value: number, weight: number])[], p: number): number {
  const sorted = [...weighted].filter(([, weight]) => weight > 0).sort(([a], [b]) => a - b);
  const target = p * sum(sorted.map(([, weight]) => weight));
  let upTo = 0;
  for (const [value, weight] of sorted) {
    upTo += weight;
    if (upTo >= target) return value;
  }
  return sorted.at(-1)?.[0] ?? 0;
}

/** The figures of one market, or of the venue where no symbol is given. Dollar quotes, BTC and ETH collateral only. */
export function plainMeasure({ markets, accounts, positions }: PlainBook, symbol?: string): BookMetrics {
  const marketOf = (position: PlainPosition) => markets.find((market) => market.symbol === position.symbol) as Market;
  const worth = (currency: string): number => {
    if (['USD', 'USDT', 'USDC'].includes(currency)) return 1;
    const market = markets.find((m) => m.symbol.startsWith(`${currency}/`));
    return market ? (market.indexPrice ?? market.markPrice) : 0;
  };
  const notional = (position: PlainPosition): number => {
    const { linear, contractSize, markPrice } = marketOf(position);
    return linear
      ? position.contracts * contractSize * markPrice
      : ((position.contracts * contractSize) / markPrice) * markPrice;
  };
  const settlement = (position: PlainPosition): number =>
    marketOf(position).linear ? 1 : marketOf(position).markPrice;
  const pnl = (position: PlainPosition): number => {
    const { linear, contractSize, markPrice } = marketOf(position);
    const sign = position.side === 'long' ? 1 : -1;
    const q = sign * position.contracts * contractSize;
    const own = linear ? q * (markPrice - position.entryPrice) : q * (1 / position.entryPrice - 1 / markPrice);
    return (position.unrealizedPnl ?? own) * settlement(position);
  };
  const collateral = (id: string): number =>
    sum(Object.entries(accounts[id] ?? {}).map(([currency, amount]) => amount * worth(currency)));
  const carrying = (position: PlainPosition) => {
    if (position.margin !== undefined)
      return { equity: position.margin * settlement(position) + pnl(position), total: notional(position) };
    const cross = positions.filter(({ account, margin }) => account === position.account && margin === undefined);
    return { equity: collateral(position.account) + sum(cross.map(pnl)), total: sum(cross.map(notional)) };
  };
  const ratio = (amount: number, over: number): number => {
    if (amount === 0) return 0;
    return over > 0 ? Math.min(amount / over, 1_000) : 1_000;
  };
  const leverageOf = (position: PlainPosition): number => {
    const { equity, total } = carrying(position);
    return notional(position) === 0 ? 0 : ratio(total, equity);
  };

  const rows = positions.filter((position) => symbol === undefined || position.symbol === symbol);
  const holders = [...new Set(rows.map(({ account }) => account))];
  const byHolder = (of: (position: PlainPosition) => number): Concentration =>
    plainConcentration(holders.map((id) => sum(rows.filter(({ account }) => account === id).map(of))));
  const on = (side: string) => (position: PlainPosition) => (position.side === side ? notional(position) : 0);
  const long = sum(rows.map(on('long')));
  const short = sum(rows.map(on('short')));
  const held =
    sum(holders.map(collateral)) +
    sum(rows.map((position) => (position.margin === undefined ? 0 : position.margin * settlement(position))));
  const bust = rows.filter((position) => notional(position) > 0 && carrying(position).equity <= 0);
  const weighted = rows.map((position) => [leverageOf(position), notional(position)] as const);
  const leverage: LeverageMetrics = {
    weighted: long + short === 0 ? 0 : sum(weighted.map(([l, n]) => l * n)) / (long + short),
    p50: plainQuantile(weighted, 0.5),
    p90: plainQuantile(weighted, 0.9),
    p99: plainQuantile(weighted, 0.99),
    buckets: [0, 2, 5, 10, 25, 50].map((above, i, bounds) => {
      const upTo = bounds[i + 1] ?? null;
      const inside = weighted.filter(([l]) => (l > above || above === 0) && (upTo === null || l <= upTo));
      const openInterest = sum(inside.map(([, n]) => n));
      return { upTo, openInterest, share: long + short === 0 ? 0 : openInterest / (long + short) };
    }),
    estimatedRatio: ratio(Math.max(long, short), held),
    underwater: { accounts: new Set(bust.map(({ account }) => account)).size, notional: sum(bust.map(notional)) },
  };
  return {
    openInterest: Math.max(long, short),
    positions: rows.length,
    accounts: holders.length,
    concentration: {
      ...byHolder(notional),
      long: byHolder(on('long')),
      short: byHolder(on('short')),
      leverageWeighted: byHolder((position) => notional(position) * leverageOf(position)),
    },
    leverage,
    skew: long + short === 0 ? 0 : (long - short) / (long + short),
  };
}
