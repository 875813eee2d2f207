import type { OrderBook } from '../../../shared/snapshot/types.ts';

export type BookSide = 'bids' | 'asks';

/** What a market order came to. */
export interface Walk {
  readonly contracts: number;
  /** Sum of contracts times price. */
  readonly value: number;
  /** The worst price that was taken; that of the best level where nothing was. */
  readonly worst: number;
  /** The order ended because the next price was refused, not because the book or the order did. */
  readonly refused: boolean;
}

/** Levels stand at these distances from the centre: dense near it, 7 % away at the furthest. */
const DISTANCES = Float64Array.from({ length: 50 }, (_, k) => 0.0002 * (k + 1) ** 1.5);
const FURTHEST = DISTANCES.length - 1;
/** Levels that are told in a snapshot. */
const SHOWN = 30;

/**
 * What each level holds where 1 is what stands within 1 % of the centre: in sum (distance / 1 %)^0.75, so that books thin out away
 * from the price and a sale twice as large moves it more than twice as far.
 */
const SHAPE = DISTANCES.map((distance, k) => upTo(distance) - (k === 0 ? 0 : upTo(DISTANCES[k - 1] as number)));

function upTo(distance: number): number {
  return (distance / 0.01) ** 0.75;
}

/** The makers' book of one market: levels around a centre, which trades take from and time puts back, at a finite rate. */
export class MakersBook {
  /** What makers think that the contract is worth. */
  centre: number;
  /** Contracts within 1 % of the centre on each side, once all is put back. */
  depth: number;
  readonly #left: Record<BookSide, Float64Array>;

  constructor(centre: number, depth: number) {
    this.centre = centre;
    this.depth = depth;
    this.#left = { bids: SHAPE.map((share) => share * depth), asks: SHAPE.map((share) => share * depth) };
  }

  /**
   * What makers no longer want to show they take away at once; what they want to show more comes with time.
   *
   * @param depth contracts within 1 % on each side
   */
  show(depth: number): void {
    this.depth = depth;
    for (const left of [this.#left.bids, this.#left.asks])
      for (let k = 0; k <= FURTHEST; k++) {
        const wanted = (SHAPE[k] as number) * depth;
        if ((left[k] as number) > wanted) left[k] = wanted;
      }
  }

  /** Makers put back what is missing, at a finite rate. @param arriving contracts within 1 % that would come to an empty book */
  replenish(arriving: number): void {
    const share = Math.min(1, arriving / this.depth);
    for (const left of [this.#left.bids, this.#left.asks])
      for (let k = 0; k <= FURTHEST; k++)
        left[k] = (left[k] as number) + share * ((SHAPE[k] as number) * this.depth - (left[k] as number));
  }

  /**
   * A market order of whole contracts takes the best levels until it is filled, the book is empty, or a price is refused.
   *
   * @param allowed asked at each level for the most contracts that may trade at its price
   */
  take(side: BookSide, contracts: number, allowed?: (price: number, open: number) => number): Walk {
    const left = this.#left[side];
    let open = contracts;
    let value = 0;
    let worst = this.best(side);
    for (let k = 0; k <= FURTHEST && open > 0; k++) {
      const whole = left[k] as number;
      if (whole < 1) continue;
      const there = Math.min(open, Math.floor(whole));
      const price = this.#priceAt(side, k);
      const taken = allowed ? Math.min(there, Math.floor(allowed(price, there))) : there;
      if (taken > 0) {
        left[k] = (left[k] as number) - taken;
        open -= taken;
        value += taken * price;
        worst = price;
      }
      if (taken < there) return { contracts: contracts - open, value, worst, refused: true };
    }
    return { contracts: contracts - open, value, worst, refused: false };
  }

  /** The best price of a side; the furthest where nothing is left. */
  best(side: BookSide): number {
    const left = this.#left[side];
    let k = 0;
    while (k < FURTHEST && (left[k] as number) < 1) k++;
    return this.#priceAt(side, k);
  }

  /** The book as a venue shows it: whole contracts, best first, empty levels left out. */
  shown(): OrderBook {
    const side = (name: BookSide): (readonly [number, number])[] => {
      const levels: (readonly [number, number])[] = [];
      for (let k = 0; k <= FURTHEST && levels.length < SHOWN; k++) {
        const contracts = Math.floor(this.#left[name][k] as number);
        if (contracts >= 1) levels.push([this.#priceAt(name, k), contracts]);
      }
      return levels;
    };
    return { bids: side('bids'), asks: side('asks') };
  }

  #priceAt(side: BookSide, k: number): number {
    const distance = DISTANCES[k] as number;
    return Math.round(this.centre * (side === 'bids' ? 1 - distance : 1 + distance) * 100) / 100;
  }
}
