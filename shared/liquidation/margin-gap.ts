import { type MaintenanceTiers, tierOf } from './maintenance-tiers.ts';

/**
 * Equity less maintenance margin of what is liquidated together in one market, as a function of that market's price, all else
 * unmoved: with k the price over the mark
 *
 *   gap(k) = equity + slope·(k - 1) - fixed - proportional·k - Σ worth·T(notional·k)
 *
 * T being the tiered maintenance margin of each leg. Solving gap(k) = 0 for one linear leg in one tier is the closed form
 * liq = (W + ΣuPnL_other - ΣMM_other + cum - s·q·entry) / (q·MMR - s·q); with several legs and tiers the gap is concave and
 * piecewise linear, so that it has at most one root on each side of a k where it is positive. Newton's method from outside comes
 * to that root without passing it, and ends after as many steps as there are pieces.
 *
 * One is reused for a whole book: set the fields, add the legs, solve.
 */
export class MarginGap {
  /** Equity at the mark. */
  equity = 0;
  /** What equity gains when the price doubles. */
  slope = 0;
  /** Maintenance margin that does not move with the price. */
  fixed = 0;
  /** Maintenance margin that is in proportion to the price, at the mark. */
  proportional = 0;
  /** What `solve` has found. */
  maintenance = 0;
  fall = Number.NaN;
  rise = Number.NaN;
  #tiers: MaintenanceTiers | undefined;
  /** Worth of a unit of the market's quote currency. */
  #worth = 1;
  #legs = 0;
  /** At most a long and a short: notional in quote currency at the mark. */
  readonly #notional = [0, 0];

  reset(tiers: MaintenanceTiers, worth: number): void {
    this.equity = 0;
    this.slope = 0;
    this.fixed = 0;
    this.proportional = 0;
    this.#tiers = tiers;
    this.#worth = worth;
    this.#legs = 0;
  }

  /** A leg whose maintenance margin goes by the tiers. @param notional in quote currency, at the mark */
  addTiered(notional: number): void {
    this.#notional[this.#legs++] = notional;
  }

  /** Gap at price k, as a share of the mark. */
  at(k: number): number {
    return this.equity + this.slope * (k - 1) - this.maintenanceAt(k);
  }

  maintenanceAt(k: number): number {
    const { rates, cums } = this.#tiers as MaintenanceTiers;
    let margin = this.fixed + this.proportional * k;
    for (let i = 0; i < this.#legs; i++) {
      const notional = (this.#notional[i] as number) * k;
      const tier = tierOf(this.#tiers as MaintenanceTiers, notional);
      margin += this.#worth * (notional * (rates[tier] as number) - (cums[tier] as number));
    }
    return margin;
  }

  /** Derivative of the gap, from below where tiers meet. */
  #slopeAt(k: number): number {
    const { rates } = this.#tiers as MaintenanceTiers;
    let slope = this.slope - this.proportional;
    for (let i = 0; i < this.#legs; i++) {
      const notional = this.#notional[i] as number;
      slope -= this.#worth * notional * (rates[tierOf(this.#tiers as MaintenanceTiers, notional * k)] as number);
    }
    return slope;
  }

  /**
   * Finds where the gap is used up, on either side of the mark: `fall` in (0, 1) and `rise` above 0, as shares of the mark; NaN where
   * no price does it. `maintenance` is that at the mark.
   *
   * @returns false where nothing is left at the mark already; both are 0 then
   */
  solve(): boolean {
    this.maintenance = this.maintenanceAt(1);
    const gap = this.equity - this.maintenance;
    if (!(gap > 0)) {
      this.fall = 0;
      this.rise = 0;
      return false;
    }
    const slope = this.#slopeAt(1);
    this.fall = this.#fallFrom(gap, slope);
    this.rise = this.#riseFrom(gap, slope);
    return true;
  }

  #fallFrom(gap: number, slope: number): number {
    // The tangent lies above the gap: its root is beyond the gap's own, or at it.
    let fall = slope > 0 ? gap / slope : 1;
    if (!(fall < 1)) {
      fall = 1;
      if (this.at(0) >= 0) return Number.NaN;
    }
    for (let step = 0; step < this.#steps(); step++) {
      const left = this.at(1 - fall);
      if (left >= 0) break;
      const nearer = fall + left / this.#slopeAt(1 - fall);
      if (!(nearer < fall)) break;
      fall = nearer;
    }
    return fall;
  }

  #riseFrom(gap: number, slope: number): number {
    const endSlope = this.#slopeInLastTier();
    if (!(endSlope < 0)) return Number.NaN;
    let rise: number;
    if (slope < 0) rise = -gap / slope;
    else {
      rise = Math.max(0, this.#lastKink() - 1);
      const there = this.at(1 + rise);
      if (there >= 0) return rise - there / endSlope;
    }
    for (let step = 0; step < this.#steps(); step++) {
      const left = this.at(1 + rise);
      if (left >= 0) break;
      const nearer = rise - left / this.#slopeAt(1 + rise);
      if (!(nearer < rise)) break;
      rise = nearer;
    }
    return rise;
  }

  /** Derivative of the gap once every leg is in its last tier. */
  #slopeInLastTier(): number {
    const { rates } = this.#tiers as MaintenanceTiers;
    const rate = this.#worth * (rates[rates.length - 1] as number);
    let slope = this.slope - this.proportional;
    for (let i = 0; i < this.#legs; i++) slope -= rate * (this.#notional[i] as number);
    return slope;
  }

  /** More than there are pieces: what rounding adds at the end is cut off. */
  #steps(): number {
    return (this.#tiers as MaintenanceTiers).floors.length * this.#legs + 4;
  }

  /** The largest k at which any leg enters a tier. */
  #lastKink(): number {
    const { floors } = this.#tiers as MaintenanceTiers;
    const floor = floors[floors.length - 1] as number;
    let last = 0;
    for (let i = 0; i < this.#legs; i++) last = Math.max(last, floor / (this.#notional[i] as number));
    return last;
  }
}
