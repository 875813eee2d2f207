import { type MaintenanceTiers, maintenanceTiers } from '../../../shared/liquidation/maintenance-tiers.ts';
import { LEVERAGE_TIERS } from './leverage-tiers.ts';
import { type BookSide, MakersBook, type Walk } from './order-book.ts';
import type { ExchangeTerms } from './terms.ts';

export interface MarketOpening {
  readonly symbol: string;
  readonly contractSize: number;
  readonly price: number;
  /** Contracts that depth and volume are measured by. Fixed: what makers show does not depend on what Breakwater does. */
  readonly referenceOpenInterest: number;
}

/** What comes from outside in one step. */
export interface MarketConditions {
  /** The price as ordinary trading makes it, without what forced trades add. */
  readonly price: number;
  /** What makers show, as a share of what they show in calm; greater than 0. */
  readonly depth: number;
  /** Contracts that others trade with each other. */
  readonly baseVolume: number;
}

/** A bar of trade prices, with its volume in contracts. */
export interface Bar {
  timestamp: number;
  open: number;
  high: number;
  low: number;
  close: number;
  contracts: number;
}

/** One linear perpetual: its makers' book, what it is marked at, and how far forced trading has moved it. */
export class SimulatedMarket {
  readonly symbol: string;
  readonly contractSize: number;
  readonly tiers: MaintenanceTiers = maintenanceTiers(LEVERAGE_TIERS, 0);
  readonly book: MakersBook;
  readonly bar: Bar;
  index: number;
  mark: number;
  last: number;
  /** The lowest price that anything traded at. */
  lowest: number;
  halted = false;
  /** Contracts traded in this step, whoever traded them. */
  volume = 0;
  /** Contracts that actions have traded in this step. */
  worked = 0;
  #baseVolume = 0;
  readonly #terms: ExchangeTerms;
  readonly #calmDepth: number;
  /** Log of how far forced trading has moved the price from where it would be. */
  #lasting = 0;
  /** Contracts bought less contracts sold from the book in this step. */
  #flow = 0;

  constructor({ symbol, contractSize, price, referenceOpenInterest }: MarketOpening, terms: ExchangeTerms) {
    this.symbol = symbol;
    this.contractSize = contractSize;
    this.#terms = terms;
    this.#calmDepth = terms.depthShare * referenceOpenInterest;
    this.book = new MakersBook(price, this.#calmDepth);
    this.index = price;
    this.mark = price;
    this.last = price;
    this.lowest = price;
    this.bar = { timestamp: 0, open: price, high: price, low: price, close: price, contracts: 0 };
  }

  /** A new bar opens where the last one closed. */
  openBar(timestamp: number): void {
    const { last } = this;
    Object.assign(this.bar, { timestamp, open: last, high: last, low: last, close: last, contracts: 0 });
  }

  /** Makers follow the price from outside, and show as much as they dare. */
  beginStep({ price, depth, baseVolume }: MarketConditions): void {
    this.volume = baseVolume;
    this.#baseVolume = baseVolume;
    this.worked = 0;
    this.#flow = 0;
    this.index = price * Math.exp(this.#lasting);
    this.book.centre = this.index;
    this.book.show(this.#calmDepth * depth);
    this.#tradeAt((this.book.best('bids') + this.book.best('asks')) / 2);
    this.remark();
  }

  /** Makers put back some of what was taken from their book. @param share of the step that goes by */
  replenish(share: number): void {
    this.book.replenish(this.#terms.resilience * this.#baseVolume * share);
  }

  /** What was forced through the book in this step moves the price for longer than the book is empty. */
  endStep(): void {
    const { lastingShare, reversion } = this.#terms;
    const pushed = lastingShare * 0.01 * (this.#flow / Math.sqrt(this.book.depth * this.#calmDepth));
    this.#lasting = this.#lasting * (1 - reversion) + pushed;
    this.bar.contracts += this.volume;
  }

  /** An order takes from the book: a sale takes bids. */
  take(side: BookSide, contracts: number, allowed?: (price: number, open: number) => number): Walk {
    const walk = this.book.take(side, contracts, allowed);
    if (walk.contracts === 0) return walk;
    this.volume += walk.contracts;
    this.#flow += side === 'asks' ? walk.contracts : -walk.contracts;
    this.#tradeAt(walk.worst);
    return walk;
  }

  /**
   * The mark: the median of best bid, best ask and last price, no further from the index than the clamp, so that one large order
   * cannot liquidate everybody by itself.
   */
  remark(): void {
    const { markClamp } = this.#terms;
    const [, middle] = [this.book.best('bids'), this.book.best('asks'), this.last].sort((a, b) => a - b);
    const [lowest, highest] = [this.index * (1 - markClamp), this.index * (1 + markClamp)];
    this.mark = Math.min(highest, Math.max(lowest, middle as number));
  }

  /** Whether a price is near enough to the mark for forced trades. */
  isWithinBand(price: number): boolean {
    return Math.abs(price - this.mark) <= this.#terms.priceBand * this.mark;
  }

  notionalOf(contracts: number): number {
    return contracts * this.contractSize * this.mark;
  }

  #tradeAt(price: number): void {
    this.last = price;
    this.lowest = Math.min(this.lowest, price);
    this.bar.high = Math.max(this.bar.high, price);
    this.bar.low = Math.min(this.bar.low, price);
    this.bar.close = price;
  }
}
