import type { BlockedBy, BlockedMarket } from '../deleveraging/plan/types.ts';
import { pricingMarkets } from '../leverage/valuation.ts';
import { currenciesOf } from '../snapshot/contract-kind.ts';
import type { Assessment, MarketAssessment } from './types.ts';

/** Why a market is blocked as a person reads it, after the market's name. */
export const BLOCKED_WORDS: Readonly<Record<BlockedBy, string>> = {
  failed: 'its data failed their checks',
  unmeasurable: 'it cannot be measured',
  assumed: 'its risk is assumed, not told by the venue',
  quote: 'its quote currency has no price to rely on',
};

/** Why nothing at all may be done on a snapshot. */
export type Unfit = 'late' | 'sample' | 'integrity' | 'assumed';

/** What of a snapshot may be acted on. */
export interface Fitness {
  /** Why nothing may; undefined if something may. */
  readonly unfit: Unfit | undefined;
  /** The markets that may not, by symbol. */
  readonly blocked: readonly BlockedMarket[];
  /** Currencies whose price cannot be relied on, each with the symbol of the market that prices it. */
  readonly untold: ReadonlyMap<string, string>;
}

type Assessed = Pick<Assessment, 'late' | 'sampleShare'> & {
  readonly fund: Pick<NonNullable<Assessment['fund']>, 'currency'> | null;
  readonly funds?: readonly Pick<NonNullable<Assessment['fund']>, 'currency'>[];
  readonly markets: readonly Pick<MarketAssessment, 'symbol' | 'integrity' | 'findings'>[];
};

/**
 * What of a snapshot may be acted on: nothing of one that a newer one has overtaken, and nothing of a sample; of the others all but the
 * markets whose data failed, that could not be measured, or whose risk is assumed. What is doubtful, thin or gone does not block.
 *
 * A market that failed prices nothing either: neither the markets quoted in its base currency nor the collateral held in it. If the
 * insurance fund is held in such a currency, what it can carry is unknown, and nothing is done at all.
 *
 * @param also markets that are to count as blocked whatever this snapshot says of them
 */
export function fitnessOf(
  { late, sampleShare, fund, funds = fund ? [fund] : [], markets }: Assessed,
  also: readonly BlockedMarket[] = [],
): Fitness {
  const blocked = new Map(also.map((market) => [market.symbol, market]));
  for (const market of markets) {
    const own = blockOf(market);
    if (own) blocked.set(market.symbol, own);
  }
  const untold = new Map<string, string>();
  for (const [currency, m] of pricingMarkets(markets)) {
    const { symbol } = markets[m] as Assessed['markets'][number];
    if (hasNoPrice(blocked.get(symbol))) untold.set(currency, symbol);
  }
  for (const { symbol } of markets) {
    const pricing = untold.get(quoteOf(symbol) ?? '');
    if (pricing !== undefined && !blocked.has(symbol))
      blocked.set(symbol, { symbol, by: 'quote', why: `its quote currency is priced by ${pricing}` });
  }
  const own = markets.flatMap(({ symbol }) => blocked.get(symbol) ?? []);
  const fundUntold = funds.some(({ currency }) => untold.has(currency));
  const nothing = markets.length > 0 && own.length === markets.length;
  return {
    unfit: late
      ? 'late'
      : sampleShare !== undefined
        ? 'sample'
        : fundUntold
          ? 'integrity'
          : nothing
            ? reasonOf(own)
            : undefined,
    blocked: own.sort((a, b) => (a.symbol < b.symbol ? -1 : 1)),
    untold,
  };
}

/** What blocked markets come to: an assumption only if nothing worse is among them. */
export const reasonOf = (blocked: readonly Pick<BlockedMarket, 'by'>[]): Exclude<Unfit, 'late' | 'sample'> =>
  blocked.every(({ by }) => by === 'assumed') ? 'assumed' : 'integrity';

/** Whether a market is blocked in such a way that its price says nothing. */
export const hasNoPrice = (blocked: Pick<BlockedMarket, 'by'> | undefined): boolean =>
  blocked?.by === 'failed' || blocked?.by === 'unmeasurable';

function blockOf({ symbol, integrity, findings }: Assessed['markets'][number]): BlockedMarket | undefined {
  const by = (['unmeasurable', 'assumed'] as const).find((name) => findings.some(({ check }) => check === name));
  const failures = findings.filter(({ level }) => level === 'failed');
  if (by === 'unmeasurable' || integrity === 'failed' || failures.length > 0) {
    const why = failures.map(({ message }) => message).join('; ');
    // What failed of the whole venue stands with the venue.
    return {
      symbol,
      by: by === 'unmeasurable' ? by : 'failed',
      why: why || 'the data of the venue failed their checks',
    };
  }
  if (by === undefined) return undefined;
  const assumed = findings.filter(({ check }) => check === by);
  return { symbol, by, why: assumed.map(({ message }) => message).join('; ') };
}

const quoteOf = (symbol: string): string | undefined => currenciesOf(symbol)?.quote;
