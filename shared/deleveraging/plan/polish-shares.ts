/** Halvings by which one share is brought down to what is needed: while looking around, and in the end. */
const ROUGHLY = 7;
const FINELY = 13;
/** What is tried on top of one position's share, as a part of what is left of it, so that others may be given back more. */
const RAISES = [1, 0.5, 0.25, 0.1, 0.05, 0.02] as const;
/** Positions of which every choice is a place to begin. */
const EVERY_CHOICE = 6;
/** Kept for bringing down what was found. */
const FINAL_TRIES = 500;
/** A plan that closes less by a smaller part than this is no better. */
const WORTHWHILE = 1e-4;

/**
 * Brings down what is closed, position by position, as long as all targets hold: of a few positions no two are alike, and caps that
 * treat them alike close more than they need. Raises one share at a time, gives back of all others, and keeps what closes less.
 *
 * @param shares of each position that is closed; enough to meet all targets
 * @param weights notional of each position
 * @param suffices whether shares meet all targets; taken to be monotone
 * @param tries how often it may be asked
 */
export function polishShares(
  shares: Float64Array,
  weights: Float64Array,
  suffices: (shares: Float64Array) => boolean,
  tries: number,
): Float64Array {
  let left = tries;
  let best = shares;
  const asks = (candidate: Float64Array): boolean => left-- > 0 && suffices(candidate);
  const closed = (of: Float64Array): number => of.reduce((sum, share, i) => sum + share * (weights[i] as number), 0);
  /** Each share as low as the others let it be, in an order; given up where what is settled is no better than the best already. */
  const givenBack = (from: Float64Array, order: readonly number[], halvings = ROUGHLY): Float64Array | undefined => {
    const lowered = from.slice();
    const bound = halvings === ROUGHLY ? closed(best) : Number.POSITIVE_INFINITY;
    let settled = 0;
    for (const i of order) {
      let enough = lowered[i] as number;
      if (enough > 0) {
        lowered[i] = 0;
        if (asks(lowered)) continue;
        let tooLow = 0;
        for (let k = 0; k < halvings; k++) {
          lowered[i] = (tooLow + enough) / 2;
          if (asks(lowered)) enough = lowered[i] as number;
          else tooLow = lowered[i] as number;
        }
        lowered[i] = enough;
      }
      settled += enough * (weights[i] as number);
      if (settled >= bound) return undefined;
    }
    return lowered;
  };
  const rows = [...weights.keys()].filter((i) => (weights[i] as number) > 0);
  const heaviest = [...rows].sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  const orders = [heaviest, [...heaviest].reverse()];
  const keep = (candidate: Float64Array | undefined): boolean => {
    if (!candidate || !(closed(candidate) < closed(best) * (1 - WORTHWHILE))) return false;
    best = candidate;
    return true;
  };
  for (const order of orders) keep(givenBack(shares, order));
  // Of very few, every choice of whom to close whole is a place to begin.
  if (rows.length <= EVERY_CHOICE) {
    for (let choice = 1; choice < 2 ** rows.length; choice++) {
      const whole = new Float64Array(shares.length);
      rows.forEach((i, k) => {
        whole[i] = (choice >> k) & 1;
      });
      if (asks(whole)) for (const order of orders) keep(givenBack(whole, order));
    }
  }
  for (let improved = true; improved && left > 0; ) {
    improved = false;
    for (const i of rows) {
      for (const raise of RAISES) {
        const raised = best.slice();
        raised[i] = (raised[i] as number) + raise * (1 - (raised[i] as number));
        for (const order of orders) {
          // The one that was raised comes last, or it would only be brought back to where it was.
          if (keep(givenBack(raised, [...order.filter((other) => other !== i), i]))) improved = true;
        }
      }
    }
  }
  left = FINAL_TRIES;
  for (const order of orders) keep(givenBack(best, order, FINELY));
  return best;
}
