import type { PlanInput } from '../deleveraging/plan/plan.ts';
import type { Excluded } from '../deleveraging/plan/types.ts';
import { openValuation } from '../leverage/valuation.ts';
import type { FundReading } from '../liquidation/fund-history.ts';
import type { Policy } from '../policy/types.ts';
import type { Book, Market } from '../snapshot/types.ts';
import { activityOf, haircutsFor } from './activity.ts';
import { fitBook } from './fit-book.ts';
import { fitnessOf, hasNoPrice, reasonOf, type Unfit } from './fitness.ts';
import type { Assessment } from './types.ts';

/** Nothing has been tried before. */
export const FIRST_PLAN = { means: 'cap', deleveraging: false } as const;

type Before = Pick<PlanInput, 'means' | 'deleveraging'>;

/**
 * What a plan for the whole of a book is made on, whatever its data are worth: a what-if, on which nothing is done. The volatility, the
 * haircuts and the fund are as they were assessed, so that the plan can be made again from what is stored.
 *
 * @param before what an earlier plan has left: by what means the next one closes, and whether winners are being deleveraged already
 */
export const planInputFrom = (
  book: Book,
  assessment: Assessment,
  policy: Policy,
  before: Before = FIRST_PLAN,
): PlanInput => inputFrom(book, book, assessment, policy, before);

/**
 * What a plan that may be carried out is made on: the same for what of the book may be acted on, see `fitBook`. The figures of such a plan,
 * before and after, are those of that part: the market as if what is left out were not there. The insurance fund counts whole for it, so
 * that fewer winners are taken from.
 *
 * @param also what is to be left out besides, as an earlier plan left it out
 * @returns why nothing may be done, if all of the book is left out
 */
export function fitPlanInput(
  book: Book,
  assessment: Assessment,
  policy: Policy,
  before: Before = FIRST_PLAN,
  also?: Excluded,
): PlanInput | Unfit {
  const fitness = fitnessOf(assessment, also?.markets);
  if (fitness.unfit) return fitness.unfit;
  const { book: fit, excluded } = fitBook(book, fitness);
  if (excluded && !fit.positions.contracts.some((contracts) => contracts > 0)) return reasonOf(excluded.markets);
  return { ...inputFrom(fit, book, assessment, policy, before, excluded), ...(excluded ? { excluded } : {}) };
}

/** @param whole what the haircuts rest on: all that is held of a currency, and all that prices it */
function inputFrom(
  book: Book,
  whole: Book,
  assessment: Assessment,
  policy: Policy,
  { means, deleveraging }: Before,
  excluded?: Excluded,
): PlanInput {
  const { model, deleveraging: terms } = policy;
  const blocked = new Map(excluded?.markets.map((market) => [market.symbol, market]));
  const activity = assessment.markets.map(({ symbol, volatility }, m) =>
    // What is said of a market without a price is not relied on: it is left without positions, and any number will do.
    hasNoPrice(blocked.get(symbol))
      ? activityOf(book.markets[m] as Market, book.header, { ...volatility, intervalMs: null }, model)
      : activityOf(whole.markets[m] as Market, book.header, volatility, model),
  );
  const { fund, funds } = assessment;
  const valuation = openValuation(book.markets, book.header.assets);
  const valued = <T extends FundReading>({ currency, balance, peak }: T) => {
    const worth = valuation.of(currency);
    return { balance: balance * worth, peak: peak * worth };
  };
  return {
    book,
    activity: new Map(assessment.markets.map(({ symbol }, m) => [symbol, activity[m] as (typeof activity)[number]])),
    haircutOf: haircutsFor(whole, activity, model),
    model,
    fund: fund && valued(fund),
    ...(funds
      ? { funds: funds.map(({ symbols, ...own }) => ({ ...valued(own), ...(symbols ? { symbols } : {}) })) }
      : {}),
    deleveraging,
    means,
    terms,
  };
}
