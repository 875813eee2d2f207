import type { PlanInput } from '../deleveraging/plan/plan.ts';
import { openValuation } from '../leverage/valuation.ts';
import type { Policy } from '../policy/types.ts';
import type { Book, Market } from '../snapshot/types.ts';
import { activityOf, haircutsFor } from './activity.ts';
import type { Assessment } from './types.ts';

/** Why nothing is to be done on a snapshot, whatever it shows. */
export type Unfit = 'late' | 'integrity';

/**
 * Whether a snapshot may be acted on: never on one that a newer one has overtaken, nor on data that have failed their checks.
 *
 * @returns undefined where it may
 */
export function unfitToActOn({ late, markets }: Pick<Assessment, 'late' | 'markets'>): Unfit | undefined {
  if (late) return 'late';
  return markets.some(({ integrity }) => integrity === 'failed') ? 'integrity' : undefined;
}

/** Nothing has been tried before. */
export const FIRST_PLAN = { means: 'cap', deleveraging: false } as const;

/**
 * What a plan for a book is made on: the volatility, the haircuts and the fund as they were assessed, so that the plan can be made
 * again from what is stored.
 *
 * @param before what an earlier plan has left: by what means the next one closes, and whether winners are being deleveraged already
 */
export function planInputFrom(
  book: Book,
  assessment: Assessment,
  policy: Policy,
  { means, deleveraging }: Pick<PlanInput, 'means' | 'deleveraging'> = FIRST_PLAN,
): PlanInput {
  const { model, deleveraging: terms } = policy;
  const activity = assessment.markets.map(({ volatility }, m) =>
    activityOf(book.markets[m] as Market, book.header, volatility, model),
  );
  const { fund } = assessment;
  const worth = fund ? openValuation(book.markets).of(fund.currency) : 0;
  return {
    book,
    activity: new Map(assessment.markets.map(({ symbol }, m) => [symbol, activity[m] as (typeof activity)[number]])),
    haircutOf: haircutsFor(book, activity, model),
    model,
    fund: fund && { balance: fund.balance * worth, peak: fund.peak * worth },
    deleveraging,
    means,
    terms,
  };
}
