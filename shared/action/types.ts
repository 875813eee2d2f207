/** What a venue is asked to do, in the form in which it travels. */
export interface Action {
  /** The idempotency key: the same orders of the same plan always have the same one. */
  readonly actionId: string;
  /**
   * `cap-leverage` closes nothing: it caps the leverage of positions that are opened from now on. `reduce` and `liquidate` are worked
   * through the book; `deleverage` closes longs against shorts at their bankruptcy price without touching it.
   */
  readonly kind: ActionKind;
  /** Empty where leverage is capped. */
  readonly orders: readonly ActionOrder[];
  /** Only where leverage is capped. */
  readonly caps?: readonly NewPositionCap[];
  /** Largest share of what is traded that the orders may make, in (0, 1]. */
  readonly participation: number;
  readonly venue: string;
  readonly planId: string;
  /** The book that the plan was made on. */
  readonly snapshotId: string;
  readonly sequence: number;
  /** After this it is not to be begun: the book that it was planned on is too old. Unix milliseconds. */
  readonly expiresAt: number;
}

/** The ladder's rungs that a venue has a part in, the least intrusive first. */
export const ACTION_KINDS = ['cap-leverage', 'reduce', 'liquidate', 'deleverage'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** At most this leverage for what is opened or added to on one side of a market. */
export interface NewPositionCap {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly leverage: number;
  /** Unix milliseconds, in the snapshots' own time: it then ends by itself. */
  readonly until: number;
}

/** Closes contracts of one position; never opens any. */
export interface ActionOrder {
  readonly orderId: string;
  readonly accountId: string;
  readonly symbol: string;
  /** Of the position that is closed. */
  readonly side: 'long' | 'short';
  readonly marginMode: 'cross' | 'isolated';
  readonly contracts: number;
  /** The mark; of a `deleverage` order what both sides close at. Absent where the plan names none above 0. */
  readonly price?: number;
  /** Worth of the contracts at the plan's mark, in the valuation's unit: contracts of different markets do not add up. */
  readonly notional: number;
}

/** An order before it has its name, which follows from what it is. */
export type UnnamedOrder = Omit<ActionOrder, 'orderId'>;

export type ActionStatus =
  | 'planned'
  | 'sent'
  | 'accepted'
  | 'partially-filled'
  | 'filled'
  | 'rejected'
  | 'timed-out'
  | 'cancelled';

/** How far one action is: what a plan's summary is made of. */
export interface ActionProgress {
  readonly actionId: string;
  readonly kind: ActionKind;
  readonly status: ActionStatus;
  /** Whether that is the last word: nothing more is filled. */
  readonly done: boolean;
  /** Why it was not filled, or not in full; null where nothing was said. */
  readonly reason: string | null;
  /** Worth of the contracts at the plan's mark, in the valuation's unit. */
  readonly ordered: number;
  readonly filled: number;
}

export interface OrderProgress {
  readonly orderId: string;
  readonly contracts: number;
  readonly notional: number;
  /** Of all fills so far; it never falls. */
  readonly filledContracts: number;
  /** 0 before the first fill. */
  readonly averagePrice: number;
}

/** Who is sending an action, and until when nobody else may. */
export interface Claim {
  readonly sender: string;
  /** Unix milliseconds. */
  readonly until: number;
}

/** All that is known of an action. Times are Unix milliseconds. */
export interface ActionState extends ActionProgress {
  readonly venue: string;
  readonly planId: string;
  readonly orders: readonly OrderProgress[];
  /** Ids of the acknowledgements that moved it, the newest last; only the newest are kept. */
  readonly acknowledgements: readonly string[];
  readonly claim: Claim | null;
  readonly expiresAt: number;
  readonly plannedAt: number;
  readonly sentAt: number | null;
  readonly doneAt: number | null;
  /** Rises with each change: what the next one is conditional on. */
  readonly version: number;
}

/** What a venue tells of an action: fills are sums since the beginning, not what is new. */
export interface Acknowledgement {
  /** Names this message: the same message again has the same one. */
  readonly acknowledgementId: string;
  readonly actionId: string;
  readonly venue: string;
  /** `filled` and `rejected` are the last word; so is `partially-filled` with a reason. */
  readonly status: 'accepted' | 'partially-filled' | 'filled' | 'rejected';
  readonly reason?: string;
  readonly orders: readonly {
    readonly orderId: string;
    readonly filledContracts: number;
    readonly averagePrice: number;
  }[];
  /** Unix milliseconds. */
  readonly timestamp: number;
}
