/** What each position of a book contributes: columns of equal length, amounts in the valuation's unit. */
export interface MeasuredColumns {
  readonly account: Uint32Array;
  /** +1 long, -1 short. */
  readonly side: Int8Array;
  readonly notional: Float64Array;
  /** Effective leverage of the equity that carries the position. */
  readonly leverage: Float64Array;
  /** Isolated margin; 0 for cross positions. */
  readonly margin: Float64Array;
  /** 1 where the equity that carries the position is nothing or less. */
  readonly bust: Uint8Array;
  /** Notional, and 0 for positions of which it is unknown what carries them; absent if it is known of all. */
  readonly known?: Float64Array;
  /** 1 for those. */
  readonly unknown?: Uint8Array;
}

/** What the accounts of a set of positions hold: one place an account. Views of a `HoldingsRoom`, until it is used again. */
export interface Holdings {
  /** Notional of each account's longs and of its shorts, in turn. */
  readonly sides: Float64Array;
  /** Notional of both, each position's times its effective leverage. */
  readonly leveraged: Float64Array;
  /** Of each position. */
  readonly positions: PositionLeverage;
  /** Cross collateral of the accounts, and isolated margin of the positions. */
  readonly collateral: number;
  /** What stands on equity of nothing or less. */
  readonly underwater: { readonly accounts: number; readonly notional: number };
  /** What it is unknown of what carries it. */
  readonly unknown: { readonly positions: number; readonly notional: number };
}

/** Columns of equal length: notional of 0 if it is unknown what carries a position. */
export interface PositionLeverage {
  readonly leverage: Float64Array;
  readonly notional: Float64Array;
}

/** Columns for what is read of one set after another. */
export type HoldingsRoom = Pick<Holdings, 'sides' | 'leveraged' | 'positions'>;

/**
 * @param accounts of the largest set
 * @param positions of the largest set that is not the whole book
 */
export const openHoldingsRoom = (accounts: number, positions: number): HoldingsRoom => ({
  sides: new Float64Array(2 * accounts),
  leveraged: new Float64Array(accounts),
  positions: { leverage: new Float64Array(positions), notional: new Float64Array(positions) },
});

/**
 * What is held by account in a set of positions: what an account has in several of them adds up.
 *
 * @param rows the set, those of an account side by side, so that the account at hand is always in the last place; undefined for
 *   all rows as they stand
 * @param collateral of each account of the book
 * @param room is overwritten
 */
export function holdingsOf(
  { account, side, notional, leverage, margin, bust, known = notional, unknown }: MeasuredColumns,
  rows: Uint32Array | undefined,
  collateral: Float64Array,
  { sides, leveraged, positions }: HoldingsRoom,
): Holdings {
  const n = rows === undefined ? account.length : rows.length;
  // All positions of the book stand side by side already.
  const whole = n === account.length;
  let at = -1;
  let current = -1;
  let held = 0;
  let underwater = 0;
  let gone = 0;
  let lastGone = -1;
  let unknownRows = 0;
  let unknownNotional = 0;
  for (let r = 0; r < n; r++) {
    const i = rows === undefined ? r : (rows[r] as number);
    const who = account[i] as number;
    if (who !== current) {
      current = who;
      at++;
      sides[2 * at] = 0;
      sides[2 * at + 1] = 0;
      leveraged[at] = 0;
      held += collateral[who] as number;
    }
    const value = notional[i] as number;
    const times = leverage[i] as number;
    if (!whole) {
      positions.notional[r] = known[i] as number;
      positions.leverage[r] = times;
    }
    // The sign bit of the side: no branch, as which side comes next cannot be foreseen.
    const own = 2 * at + ((side[i] as number) >>> 31);
    sides[own] = (sides[own] as number) + value;
    leveraged[at] = (leveraged[at] as number) + value * times;
    held += margin[i] as number;
    if (unknown?.[i]) {
      unknownRows++;
      unknownNotional += value;
    }
    if (bust[i]) {
      underwater += value;
      if (lastGone !== at) gone++;
      lastGone = at;
    }
  }
  return {
    sides: sides.subarray(0, 2 * (at + 1)),
    leveraged: leveraged.subarray(0, at + 1),
    positions: whole
      ? { leverage, notional: known }
      : { leverage: positions.leverage.subarray(0, n), notional: positions.notional.subarray(0, n) },
    collateral: held,
    underwater: { accounts: gone, notional: underwater },
    unknown: { positions: unknownRows, notional: unknownNotional },
  };
}
