import { type EventCurve, eventsWithin, sumOf } from './event-curve.ts';
import { type ImpactTerms, priceAfter } from './impact.ts';

export type Direction = 'down' | 'up';

/** One market's forced trading in one direction of its price. */
export interface Force {
  readonly direction: Direction;
  /** Liquidations by distance; weights FLOW and NOTIONAL. */
  readonly closing: EventCurve;
  readonly impact: ImpactTerms;
}

/** What a liquidation trades: its legs netted, never against its own direction. */
export const FLOW = 0;
/** What a liquidation closes, both legs. */
export const NOTIONAL = 1;

/** Where a shock ends once everything that it sets off has happened. Distances are shares of the mark. */
export interface Cascade {
  readonly shock: number;
  /** How far the price is from the mark in the end. */
  readonly move: number;
  /** How far forced trading alone moved the price, as a share of the shocked one. */
  readonly forced: number;
  /** move / shock: 1 where forced trading adds nothing; null for a shock of 0. */
  readonly amplification: number | null;
  /** Notional liquidated, valued at the mark. */
  readonly liquidated: number;
  /** How many stakes that were. */
  readonly liquidations: number;
  /** Times that the price moved on and set off more, the shock itself included. */
  readonly rounds: number;
}

/**
 * A liquidation cascade to its fixed point: the shock moves the price, what is liquidated there trades in the same direction, the
 * book gives way as it stood around the mark, which liquidates more.
 *
 * The forced amount only grows from round to round, the price only moves on, and each round but the last liquidates at least one
 * stake more: it ends after at most one round more than there are stakes, at the nearest fixed point. A larger shock liquidates at
 * least as much and ends at least as far (to the last bit but one), as every step is monotone.
 *
 * @param shock share of the mark, not negative; for `down` below 1
 */
export function runCascade(force: Force, shock: number): Cascade {
  const { closing, direction } = force;
  let events = eventsWithin(closing, shock);
  let move = shock;
  let forced = 0;
  let rounds = 0;
  for (;;) {
    rounds++;
    forced = Math.abs(1 - priceAfter(force.impact, sumOf(closing, FLOW, events), direction));
    // Written so that without impact the move is the shock, to the last bit.
    move = shock + (direction === 'down' ? 1 - shock : 1 + shock) * forced;
    const reached = eventsWithin(closing, move, events);
    if (reached === events) break;
    events = reached;
  }
  return {
    shock,
    move,
    forced,
    amplification: shock > 0 ? move / shock : null,
    liquidated: sumOf(closing, NOTIONAL, events),
    liquidations: events,
    rounds,
  };
}

/** Shocks that are tried reach to half the price, in steps of a basis point. */
const FURTHEST_BP = 5_000;

/**
 * The smallest shock whose cascade runs away: forced trading alone moves the price at least as far again as the shock did, and at
 * least by `floor` (or the smallest book's first liquidation would count).
 *
 * What forced trading alone does to the price grows with the shock, so that an interval is left out where even its far end
 * does not reach what its near end asks for; what is left is bisected, the nearer half first.
 *
 * @param floor share of the price
 * @returns share of the mark, to a basis point; null where no shock of up to 50 % runs away
 */
export function criticalShock(force: Force, floor: number): number | null {
  if (force.closing.at.length === 0) return null;
  const induced = (bp: number): number => runCascade(force, bp / 10_000).forced;
  const asked = (bp: number): number => Math.max(bp / 10_000, floor);
  const search = (near: number, far: number, atFar: number): number | null => {
    if (near > far || atFar < asked(near)) return null;
    if (near === far) return far;
    const middle = (near + far) >> 1;
    return search(near, middle, induced(middle)) ?? search(middle + 1, far, atFar);
  };
  const bp = search(1, FURTHEST_BP, induced(FURTHEST_BP));
  return bp === null ? null : bp / 10_000;
}
