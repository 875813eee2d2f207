import type { AccountColumns } from '../snapshot/types.ts';
import { type Concentration, concentrationOf } from './concentration.ts';

/** Concentration by controller: gross, and of each side. */
export interface OwnerConcentration extends Concentration {
  readonly long: Concentration;
  readonly short: Concentration;
}

interface Sides {
  long: number;
  short: number;
}

/**
 * Place of the controller of each account, and how many there are: owners first, then the accounts that name none, each its own.
 *
 * @returns undefined if the venue names no owners
 */
export function ownersOf({ ids, owner, owners }: AccountColumns): { of: Uint32Array; count: number } | undefined {
  if (!owner || !owners) return undefined;
  let count = owners.length;
  const of = Uint32Array.from(ids, (_, who) => ((owner[who] as number) > 0 ? (owner[who] as number) - 1 : count++));
  return { of, count };
}

/**
 * Concentration by owner: of the whole book, and of each market.
 *
 * @param account, market, side, notional of each position
 */
export function concentrationByOwner(
  { of, count }: { readonly of: Uint32Array; readonly count: number },
  account: Uint32Array,
  market: Uint32Array,
  side: Int8Array,
  notional: Float64Array,
  markets: number,
): { readonly venue: OwnerConcentration; readonly markets: readonly OwnerConcentration[] } {
  // One row of sums for the venue, and one a market: many markets have few owners each.
  const sums = Array.from({ length: markets + 1 }, () => new Map<number, Sides>());
  const add = (into: Map<number, Sides>, who: number, isLong: boolean, own: number) => {
    const held = into.get(who) ?? { long: 0, short: 0 };
    if (isLong) held.long += own;
    else held.short += own;
    into.set(who, held);
  };
  for (let i = 0; i < notional.length; i++) {
    const who = of[account[i] as number] as number;
    const isLong = (side[i] as number) > 0;
    add(sums[0] as Map<number, Sides>, who, isLong, notional[i] as number);
    add(sums[1 + (market[i] as number)] as Map<number, Sides>, who, isLong, notional[i] as number);
  }
  const scratch = new Float64Array(count);
  const concentrated = sums.map((held): OwnerConcentration => {
    const by = (amount: (one: Sides) => number) =>
      concentrationOf(Float64Array.from([...held.values()].map(amount).filter((own) => own > 0)), scratch);
    return { ...by(({ long, short }) => long + short), long: by(({ long }) => long), short: by(({ short }) => short) };
  });
  return { venue: concentrated[0] as OwnerConcentration, markets: concentrated.slice(1) };
}
