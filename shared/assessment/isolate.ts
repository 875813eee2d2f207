import type { CarriedBook } from '../leverage/carried-book.ts';
import type { MarketActivity } from '../liquidation/risk-ground.ts';
import type { Book, Market, PositionColumns } from '../snapshot/types.ts';
import { implausibleMarkets } from './implausible.ts';
import { carry, type Measurement, type MeasureTerms, measureCarried } from './measure.ts';
import { withoutPositionsOf } from './without-markets.ts';

/** A measurement of all that could be measured. */
export interface IsolatedMeasurement extends Measurement {
  /** Markets that could not be, by their place, each with the reason: their figures are those of a market without positions. */
  readonly unmeasurable: ReadonlyMap<number, string>;
}

/** Books that are measured in search of what cannot be: enough for seven markets among five thousand. */
const MOST_TRIES = 100;

/** @param carried the book valued already, if it is */
type Measure = (book: Book, terms: MeasureTerms, carried?: CarriedBook) => Measurement;

type Attempt = { readonly measurement: Measurement } | { readonly trouble: Trouble };
interface Trouble {
  readonly reason: string;
  /** The markets that it shows in; empty if it shows in the whole only. */
  readonly markets: readonly number[];
}

/**
 * Measures a book without the positions of the markets that cannot be measured, so that one market's trouble stays in that market.
 *
 * Nearly all of it is found by looking at each market's own numbers first. What is left shows in the market's figures, or makes the
 * measuring itself fail: then the markets are measured by halves until the culprits are found. If halves can be measured alone but not
 * together, or the search takes too long, all markets still in question count as unmeasurable. It never throws, and the same book
 * always gives the same.
 *
 * @param broken markets that are known to be unmeasurable, with the reason
 * @param measure stands for the measuring of a book, in tests of the search
 */
export function measureIsolated(
  book: Book,
  terms: MeasureTerms,
  broken: ReadonlyMap<number, string> = new Map(),
  measure: Measure = (part, of, carried = carry(part, of)) => measureCarried(part, carried, of),
): IsolatedMeasurement {
  const unmeasurable = new Map(broken);
  const carried = carriedOrNot(book, terms);
  let tries = 0;

  const attempt = (part: Book): Attempt => {
    tries++;
    try {
      const measurement = measure(part, terms, part === book ? carried : undefined);
      const trouble = troubleIn(measurement);
      return trouble ? { trouble } : { measurement };
    } catch (error) {
      return { trouble: { reason: error instanceof Error ? error.message : String(error), markets: [] } };
    }
  };

  /** Markets among some that cannot be measured, even without all the others. */
  const culpritsAmong = (some: readonly number[], reason: string): readonly (readonly [number, string])[] => {
    if (tries >= MOST_TRIES) return some.map((m) => [m, reason] as const);
    const only = new Uint8Array(book.markets.length).fill(1);
    for (const m of some) only[m] = 0;
    const outcome = attempt(withoutPositionsOf(book, only));
    if ('measurement' in outcome) return [];
    const { trouble } = outcome;
    if (some.length === 1) return some.map((m) => [m, trouble.reason] as const);
    const half = some.length >> 1;
    const found = [
      ...culpritsAmong(some.slice(0, half), trouble.reason),
      ...culpritsAmong(some.slice(half), trouble.reason),
    ];
    return found.length > 0 ? found : some.map((m) => [m, trouble.reason] as const);
  };

  if (carried)
    for (const [m, reason] of implausibleMarkets(book, carried)) if (!unmeasurable.has(m)) unmeasurable.set(m, reason);
  const held = marketsHeld(book);
  for (;;) {
    const excluded = new Uint8Array(book.markets.length);
    for (const m of unmeasurable.keys()) excluded[m] = 1;
    const outcome = attempt(withoutPositionsOf(book, excluded));
    if ('measurement' in outcome) return { ...outcome.measurement, unmeasurable };
    const { reason, markets } = outcome.trouble;
    const left = held.filter((m) => !unmeasurable.has(m));
    // Without any position it is no market's: the prices of the collateral, or its amounts.
    if (left.length === 0) return { ...nothingMeasured(book, terms), unmeasurable: allOf(book, unmeasurable, reason) };
    const shown = markets.filter((m) => !unmeasurable.has(m));
    const culprits =
      shown.length > 0 && tries < MOST_TRIES ? shown.map((m) => [m, reason] as const) : culpritsAmong(left, reason);
    for (const [m, why] of culprits.length > 0 ? culprits : left.map((m) => [m, reason] as const))
      unmeasurable.set(m, why);
  }
}

/** @returns undefined if valuing the book fails: the search finds out where */
function carriedOrNot(book: Book, terms: MeasureTerms): CarriedBook | undefined {
  try {
    return carry(book, terms);
  } catch {
    return undefined;
  }
}

/** Markets that hold positions, in order. */
function marketsHeld({ markets, positions }: Book): number[] {
  const held = new Uint8Array(markets.length);
  for (let i = 0; i < positions.length; i++) held[positions.market[i] as number] = 1;
  return markets.flatMap((_, m) => (held[m] ? [m] : []));
}

/** Figures that are no finite number: JSON has none, and no rule fires on them. */
function troubleIn({ venue, markets, stress }: Measurement): Trouble | undefined {
  const infinite = markets.flatMap((figures, m) => {
    const path = notFinite(figures);
    return path === undefined ? [] : [{ m, path }];
  });
  const [first] = infinite;
  if (first) return { reason: `its ${first.path} is no finite number`, markets: infinite.map(({ m }) => m) };
  const path = notFinite(venue) ?? notFinite(stress);
  return path === undefined ? undefined : { reason: `the venue's ${path} would be no finite number`, markets: [] };
}

/** The first number in a tree of figures that is not finite, by its path; undefined if all are. */
function notFinite(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : '';
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const found = value.find((item) => notFinite(item) !== undefined);
    return found === undefined ? undefined : (notFinite(found) as string);
  }
  for (const key in value) {
    const path = notFinite((value as Readonly<Record<string, unknown>>)[key]);
    if (path !== undefined) return path === '' ? key : `${key}.${path}`;
  }
  return undefined;
}

const allOf = ({ markets }: Book, known: ReadonlyMap<number, string>, reason: string): ReadonlyMap<number, string> =>
  new Map(markets.map((_, m) => [m, known.get(m) ?? reason] as const));

/** The figures of a venue on which nothing stands. */
function nothingMeasured(book: Book, { activity, model }: MeasureTerms): Measurement {
  const { horizonMs, assumed } = model;
  const bare: Book = {
    venue: book.venue,
    header: {
      ...book.header,
      ...(book.header.insuranceFund ? { insuranceFund: { currency: 'USD', balance: 0 } } : {}),
      ...(book.header.insuranceFunds
        ? { insuranceFunds: book.header.insuranceFunds.map((fund) => ({ ...fund, currency: 'USD', balance: 0 })) }
        : {}),
    },
    markets: book.markets.map(({ symbol }): Market => ({ symbol, markPrice: 1, contractSize: 1, linear: true })),
    accounts: {
      ids: [],
      currencies: [],
      collateralAccount: new Uint32Array(),
      collateralCurrency: new Uint32Array(),
      collateralAmount: new Float64Array(),
    },
    positions: withoutPositionsOf(book, new Uint8Array(book.markets.length).fill(1)).positions as PositionColumns,
  };
  const quiet: MarketActivity = {
    sigma: assumed.dailyVolatility * Math.sqrt(horizonMs / DAY_MS),
    dailyVolatility: assumed.dailyVolatility,
  };
  const terms = { activity: activity.map(() => quiet), model };
  return measureCarried(bare, carry(bare, terms), terms);
}

const DAY_MS = 86_400_000;
