/** What Breakwater asks an exchange to do. */
export interface Action {
  /** The idempotency key. */
  readonly actionId: string;
  /**
   * `reduce` and `liquidate` are worked through the book; `deleverage` closes longs against shorts at their bankruptcy price without
   * touching it.
   */
  readonly kind: ActionKind;
  readonly orders: readonly ActionOrder[];
  /** Largest share of each step's volume that the orders may make, in (0, 1]. */
  readonly participation: number;
}

export const ACTION_KINDS = ['reduce', 'liquidate', 'deleverage'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** Closes contracts of one position; never opens any. */
export interface ActionOrder {
  readonly orderId: string;
  readonly accountId: string;
  readonly symbol: string;
  /** Of the position that is closed. */
  readonly side: 'long' | 'short';
  readonly marginMode: 'cross' | 'isolated';
  /** Parts of a contract are not closed. */
  readonly contracts: number;
  /** Of a `deleverage` order: what both sides close at. Others are worked at the market, whatever it says. */
  readonly price?: number;
}

export interface Fill {
  readonly actionId: string;
  readonly orderId: string;
  readonly filledContracts: number;
  readonly averagePrice: number;
}

export const REJECTIONS = [
  'unknown account',
  'unknown market',
  'market halted',
  'no such position',
  'less than one contract',
  'no price to deleverage at',
  'order id repeated',
] as const;
export type Rejection = (typeof REJECTIONS)[number];

/** What became of an order so far. An order that is done is worked no further, filled or not. */
export interface OrderState {
  readonly orderId: string;
  readonly status: 'accepted' | 'partially-filled' | 'filled' | 'rejected';
  readonly done: boolean;
  readonly filledContracts: number;
  /** 0 before the first fill. */
  readonly averagePrice: number;
  readonly reason?: Rejection | 'position closed' | 'no counterpart';
}

/** The answer to an action: what is taken on, and of what is not, why. The same however often it is asked for. */
export interface Taken {
  readonly actionId: string;
  readonly status: 'accepted' | 'rejected';
  /** Unix milliseconds. */
  readonly takenAt: number;
  /** Of an action of which no order is taken on. */
  readonly reason?: Rejection | 'no orders' | 'participation must be above 0 and at most 1';
  readonly rejected: readonly { readonly orderId: string; readonly reason: Rejection }[];
}

/** The same id with another body: nothing is done, and what was taken before goes on. */
export interface Conflict {
  readonly actionId: string;
  readonly status: 'conflict';
  readonly reason: 'the action id is taken by another action';
}

/** What makes two actions the same, whatever the order of their members. */
export const fingerprintOf = ({ actionId, kind, orders, participation }: Action): string =>
  JSON.stringify([
    actionId,
    kind,
    participation,
    orders.map(({ orderId, accountId, symbol, side, marginMode, contracts, price }) => [
      orderId,
      accountId,
      symbol,
      side,
      marginMode,
      contracts,
      price ?? null,
    ]),
  ]);
