import type {
  NewPositionCap,
  Action as PlannedAction,
  ActionOrder as PlannedOrder,
} from '../../../shared/action/types.ts';

export { ACTION_KINDS, type ActionKind } from '../../../shared/action/types.ts';

/** Of what Breakwater sends, what this exchange looks at. */
export interface Action extends Pick<PlannedAction, 'actionId' | 'kind' | 'participation'> {
  readonly orders: readonly ActionOrder[];
  readonly caps?: readonly NewPositionCap[];
}

/** Closes contracts of one position, never opens any; parts of a contract are not closed. */
export type ActionOrder = Omit<PlannedOrder, 'notional'>;

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
export const fingerprintOf = ({ actionId, kind, orders, caps = [], participation }: Action): string =>
  JSON.stringify([
    actionId,
    kind,
    participation,
    caps.map(({ symbol, side, leverage, until }) => [symbol, side, leverage, until]),
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
