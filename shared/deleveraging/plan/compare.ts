import type { Plan, Reduction, Standing } from './types.ts';

type PositionName = Pick<Reduction, 'accountId' | 'symbol' | 'side' | 'marginMode'>;

/** Names a position within its venue. */
export const positionName = ({ accountId, symbol, side, marginMode }: PositionName): string =>
  JSON.stringify([accountId, symbol, side, marginMode]);

/**
 * How far another plan is from one: notional that only one of the two closes, position by position, as a share of what the first
 * closes. 0 for the same, 2 where they have nothing in common and close as much.
 */
export function planDistance(of: Pick<Plan, 'reductions'>, other: Pick<Plan, 'reductions'>): number {
  const closed = new Map<string, number>();
  const add = ({ reductions }: Pick<Plan, 'reductions'>, sign: 1 | -1): void => {
    for (const reduction of reductions) {
      const name = positionName(reduction);
      closed.set(name, (closed.get(name) ?? 0) + sign * reduction.notional);
    }
  };
  add(of, 1);
  add(other, -1);
  const apart = [...closed.values()].reduce((sum, notional) => sum + Math.abs(notional), 0);
  const whole = of.reductions.reduce((sum, { notional }) => sum + notional, 0);
  return apart === 0 ? 0 : whole > 0 ? apart / whole : Number.POSITIVE_INFINITY;
}

/** Why an approved plan is not carried out: nothing has to be closed any more, or something else than was approved. */
export type Overtaken = 'recovered' | 'moved';

/**
 * What of an approved plan is carried out on the book as it is by now: all of it, as far as it is still held.
 *
 * @param current   the plan for the newest book
 * @param held      contracts that the newest book holds, by `positionName`
 * @param tolerance how far the two plans may be apart, by `planDistance`
 */
export function stillToClose(
  approved: Pick<Plan, 'reductions'>,
  current: Pick<Plan, 'reductions'>,
  held: ReadonlyMap<string, number>,
  tolerance: number,
): { readonly reductions: readonly Reduction[] } | { readonly overtaken: Overtaken } {
  if (current.reductions.length === 0) return { overtaken: 'recovered' };
  if (planDistance(approved, current) > tolerance) return { overtaken: 'moved' };
  const reductions: Reduction[] = [];
  for (const reduction of approved.reductions) {
    const contracts = Math.min(reduction.contracts, held.get(positionName(reduction)) ?? 0);
    // Longs are closed against as many shorts: what one of them has no more, the other cannot be closed against.
    if (reduction.rung === 'deleverage' && contracts < reduction.contracts) return { overtaken: 'moved' };
    if (contracts > 0) reductions.push(contracts === reduction.contracts ? reduction : part(reduction, contracts));
  }
  return reductions.length === 0 ? { overtaken: 'moved' } : { reductions };
}

function part(reduction: Reduction, contracts: number): Reduction {
  const share = contracts / reduction.contracts;
  return { ...reduction, contracts, notional: reduction.notional * share, cost: reduction.cost * share };
}

/** What came of a plan that was carried out. */
export interface Verification {
  /** `stuck` where targets are missed and nothing more can be closed for them. */
  readonly verdict: 'safe' | 'improved' | 'not improved' | 'stuck';
  /** By how much the targets were missed and are now: shares and probabilities above their limits, summed over markets. */
  readonly missedBefore: number;
  readonly missedNow: number;
}

/**
 * Whether a plan has helped, by the markets that stand in both books: one that either has left out cannot be compared. It is safe only if no
 * market of the newer book misses its targets.
 *
 * @param current          the plan for a book newer than what was done
 * @param leastImprovement share by which what was missed has to have shrunk
 */
export function verifyPlan(
  plan: Pick<Plan, 'before' | 'targets'>,
  current: Pick<Plan, 'before' | 'targets' | 'reductions'>,
  leastImprovement: number,
): Verification {
  const missedBefore = missedBy(inBoth(plan.before, current.before), plan.targets);
  const missedNow = missedBy(inBoth(current.before, plan.before), current.targets);
  const verdict =
    missedBy(current.before, current.targets) === 0
      ? 'safe'
      : current.reductions.length === 0
        ? 'stuck'
        : missedNow <= (1 - leastImprovement) * missedBefore
          ? 'improved'
          : 'not improved';
  return { verdict, missedBefore, missedNow };
}

function inBoth(standing: Standing, other: Standing): Standing {
  const symbols = new Set(other.markets.map(({ symbol }) => symbol));
  return { ...standing, markets: standing.markets.filter(({ symbol }) => symbols.has(symbol)) };
}

function missedBy({ markets, fundShortfall }: Standing, targets: Plan['targets']): number {
  const notional = markets.reduce((sum, market) => sum + market.notional, 0);
  const fund = Math.max(0, fundShortfall - targets.fundShortfall);
  return markets.reduce(
    (sum, market) =>
      sum +
      Math.max(0, market.collapseProbability - targets.collapseProbability) +
      Math.max(0, market.excessShare - targets.excessShare),
    notional > 0 ? fund / notional : fund,
  );
}
