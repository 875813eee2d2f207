import { INTEGRITY_LEVELS } from '../integrity/verdict.ts';
import { type Policy, type Rule, type Scope, scopeOf, type Thresholds } from './types.ts';

const always = (threshold: number): Thresholds => ({
  calm: threshold,
  elevated: threshold,
  stressed: threshold,
  extreme: threshold,
});

/** Doubtful data are worth watching, failed ones a warning. */
export const INTEGRITY_RULE_LEVELS: Rule['levels'] = {
  watch: always(INTEGRITY_LEVELS.doubtful / 2),
  warning: always((INTEGRITY_LEVELS.doubtful + INTEGRITY_LEVELS.failed) / 2),
};

/** Told at once, and over as soon as it is. */
const atOnce = { comparator: 'above', for: 0, clear: 0.9 } as const;

/**
 * Rules by which the watch tells that it cannot see: part of the default policy, and of each policy that has no rule of its own on
 * the same metric. Rules of a policy are given whole; one that was written for leverage alone must not switch these off.
 */
export const STANDING_RULES: readonly Rule[] = [
  {
    // Not measured is not watched. A tenth of the book is a share that the venue's figures miss visibly.
    name: 'market-unmeasurable',
    group: 'unmeasurable',
    metric: 'unmeasurable',
    levels: { warning: always(0), critical: always(0.1) },
    ...atOnce,
  },
  {
    // A market that had been alerting when it went counts as the whole book: whether the danger is over is not known.
    name: 'market-gone',
    group: 'market-gone',
    metric: 'absent',
    levels: { warning: always(0), critical: always(0.1) },
    ...atOnce,
  },
  {
    // Once for the venue, not once for each of its markets.
    name: 'venue-integrity',
    group: 'integrity',
    metric: 'venue.integrity',
    levels: INTEGRITY_RULE_LEVELS,
    ...atOnce,
  },
  {
    name: 'book-unmeasurable',
    group: 'unmeasurable',
    metric: 'venue.unmeasurable',
    levels: { warning: always(0), critical: always(0.5) },
    ...atOnce,
  },
  {
    name: 'markets-gone',
    group: 'market-gone',
    metric: 'venue.absent',
    levels: { warning: always(0), critical: always(0.1) },
    ...atOnce,
  },
  {
    // A book that never held anything is one that is being connected.
    name: 'book-empty',
    group: 'book-empty',
    metric: 'venue.empty',
    levels: { warning: always(0.25), critical: always(0.75) },
    ...atOnce,
  },
  {
    // From all that the policy lets pass; critical at half as much again: three quarters where it lets half of the book pass.
    name: 'book-shrunk',
    group: 'book-shrunk',
    metric: 'venue.shrunk',
    levels: { warning: always(1), critical: always(1.5) },
    ...atOnce,
  },
];

/** The rules of one scope that hold under a policy: its own, and the standing ones whose metric none of its own judges. */
export function rulesInForce({ rules }: Pick<Policy, 'rules'>, scope: Scope): { readonly rules: readonly Rule[] } {
  const judged = new Set(rules.map(({ metric }) => metric));
  return {
    rules: [...rules, ...STANDING_RULES.filter(({ metric }) => !judged.has(metric))].filter(
      ({ metric }) => scopeOf(metric) === scope,
    ),
  };
}
