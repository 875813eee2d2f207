import { type Account, type Position, positionOf } from './account.ts';
import {
  ACTION_KINDS,
  type Action,
  type ActionOrder,
  type Conflict,
  type Fill,
  fingerprintOf,
  type OrderState,
  type Rejection,
  type Taken,
} from './action.ts';
import { closeAgainst } from './auto-deleveraging.ts';
import type { SimulatedMarket } from './market.ts';
import { capName, type ExchangeState } from './state.ts';
import { closeThroughBook, takeFee } from './trading.ts';

interface WorkingOrder {
  readonly order: ActionOrder;
  readonly market: number;
  /** Whole contracts that were taken on. */
  readonly asked: number;
  filled: number;
  /** Sum of filled contracts times price. */
  value: number;
  done: boolean;
  reason?: OrderState['reason'];
}

interface KnownAction {
  readonly action: Action;
  readonly fingerprint: string;
  readonly taken: Taken;
  readonly orders: readonly WorkingOrder[];
}

/** Takes actions on, and works their orders step by step. */
export class ActionDesk {
  readonly #state: ExchangeState;
  readonly #known = new Map<string, KnownAction>();
  /** Actions with orders that are not done, in the order in which they are worked. */
  #open: KnownAction[] = [];
  #fills: Fill[] = [];

  constructor(state: ExchangeState) {
    this.#state = state;
  }

  take(action: Action, now: number): Taken | Conflict {
    const { actionId, orders, caps = [], participation } = action;
    const fingerprint = fingerprintOf(action);
    const before = this.#known.get(actionId);
    if (before)
      return before.fingerprint === fingerprint
        ? before.taken
        : { actionId, status: 'conflict', reason: 'the action id is taken by another action' };
    const ids = new Set<string>();
    const working = orders.map((order) => {
      const repeated = ids.has(order.orderId);
      ids.add(order.orderId);
      return this.#workingOrder(action, order, repeated);
    });
    const rejected = working
      .filter(({ done }) => done)
      .map(({ order, reason }) => ({ orderId: order.orderId, reason: reason as Rejection }));
    const reason: Taken['reason'] =
      orders.length + caps.length === 0
        ? 'no orders'
        : !(participation > 0 && participation <= 1)
          ? 'participation must be above 0 and at most 1'
          : caps.some(({ symbol }) => !this.#state.markets.some((market) => market.symbol === symbol))
            ? 'unknown market'
            : rejected.length === orders.length
              ? rejected[0]?.reason
              : undefined;
    if (reason !== undefined) for (const order of working) order.done = true;
    const taken: Taken = {
      actionId,
      status: reason === undefined ? 'accepted' : 'rejected',
      takenAt: now,
      ...(reason === undefined ? {} : { reason }),
      rejected,
    };
    const known = { action, fingerprint, taken, orders: working };
    this.#known.set(actionId, known);
    if (reason === undefined) {
      for (const cap of caps) this.#state.leverageCaps.set(capName(cap.symbol, cap.side), cap);
      this.#open = [...this.#open, known].sort(inTurn);
    }
    return taken;
  }

  /** What became of the orders of an action; undefined for one that is not known. */
  ordersOf(actionId: string): readonly OrderState[] | undefined {
    return this.#known.get(actionId)?.orders.map(({ order, filled, asked, value, done, reason }) => ({
      orderId: order.orderId,
      status:
        filled > 0 && filled === asked ? 'filled' : filled > 0 ? 'partially-filled' : done ? 'rejected' : 'accepted',
      done,
      filledContracts: filled,
      averagePrice: filled > 0 ? value / filled : 0,
      ...(reason === undefined ? {} : { reason }),
    }));
  }

  /** Accounts that an order is working on: they do nothing else meanwhile. */
  busyAccounts(): ReadonlySet<string> {
    return new Set(
      this.#open.flatMap(({ orders }) => orders.filter(({ done }) => !done).map(({ order }) => order.accountId)),
    );
  }

  /** Works all open orders for a step. */
  work(): void {
    this.#fills = [];
    for (const known of this.#open) {
      if (known.action.kind === 'deleverage') this.#deleverage(known);
      else this.#workThroughBook(known);
    }
    this.#open = this.#open.filter(({ orders }) => orders.some(({ done }) => !done));
  }

  /** What the last step filled. */
  fills(): readonly Fill[] {
    return this.#fills;
  }

  #workingOrder({ kind }: Action, order: ActionOrder, repeated: boolean): WorkingOrder {
    const { markets, byId } = this.#state;
    const place = markets.findIndex(({ symbol }) => symbol === order.symbol);
    const market = markets[place];
    const held = this.#heldBy(order, place)?.position.contracts ?? 0;
    const asked = Math.min(Math.floor(order.contracts), held);
    const reason: Rejection | undefined = repeated
      ? 'order id repeated'
      : !byId.has(order.accountId)
        ? 'unknown account'
        : !market
          ? 'unknown market'
          : market.halted
            ? 'market halted'
            : held === 0
              ? 'no such position'
              : !(asked >= 1)
                ? 'less than one contract'
                : kind === 'deleverage' && !(order.price !== undefined && order.price > 0)
                  ? 'no price to deleverage at'
                  : undefined;
    return { order, market: place, asked, filled: 0, value: 0, done: reason !== undefined, reason };
  }

  #heldBy(
    { accountId, side, marginMode }: ActionOrder,
    market: number,
  ): { account: Account; position: Position } | undefined {
    const account = this.#state.byId.get(accountId);
    const position = account && positionOf(account, market, side === 'long' ? 1 : -1, marginMode === 'isolated');
    return position && { account, position };
  }

  /** Each market's orders in turn, while together they make no more than their share of what has been traded in this step. */
  #workThroughBook({ action, orders }: KnownAction): void {
    const { markets, terms, tally } = this.#state;
    for (const working of orders) {
      const market = markets[working.market] as SimulatedMarket;
      if (working.done || market.halted) continue;
      const held = this.#heldBy(working.order, working.market);
      if (!held) {
        close(working);
        continue;
      }
      const others = market.volume - market.worked;
      const allowance = Math.floor(action.participation * others) - market.worked;
      const contracts = Math.min(working.asked - working.filled, allowance);
      if (contracts <= 0) continue;
      const walk = closeThroughBook(this.#state, held.account, held.position, contracts, 'account', (price, open) =>
        market.isWithinBand(price) ? open : 0,
      );
      if (walk.contracts === 0) continue;
      const notional = walk.value * market.contractSize;
      takeFee(this.#state, held.account, held.position, terms.takerFee * notional);
      market.worked += walk.contracts;
      tally.reducedNotional += notional;
      this.#record(action, working, walk.contracts, walk.value);
      if (held.position.contracts === 0) close(working);
    }
  }

  /** Longs are closed against shorts that name the same price; what finds nobody is left as it is. */
  #deleverage({ action, orders }: KnownAction): void {
    const { markets } = this.#state;
    const open = orders.filter(({ done }) => !done);
    for (const long of open.filter(({ order }) => order.side === 'long')) {
      for (const short of open) {
        const { price, symbol } = long.order;
        if (short.order.side !== 'short' || short.order.symbol !== symbol || short.order.price !== price) continue;
        const one = this.#heldBy(long.order, long.market);
        const other = this.#heldBy(short.order, short.market);
        if (!one || !other || markets[long.market]?.halted) continue;
        const contracts = Math.min(
          long.asked - long.filled,
          short.asked - short.filled,
          one.position.contracts,
          other.position.contracts,
        );
        if (contracts <= 0) continue;
        closeAgainst(this.#state, one, other, contracts, price as number);
        for (const side of [long, short]) this.#record(action, side, contracts, contracts * (price as number));
      }
    }
    for (const working of open) {
      if (working.done) continue;
      working.done = true;
      working.reason = this.#heldBy(working.order, working.market) ? 'no counterpart' : 'position closed';
    }
  }

  #record({ actionId }: Action, working: WorkingOrder, contracts: number, value: number): void {
    working.filled += contracts;
    working.value += value;
    if (working.filled === working.asked) working.done = true;
    const { orderId } = working.order;
    this.#fills.push({ actionId, orderId, filledContracts: contracts, averagePrice: value / contracts });
  }
}

/** The oldest first, and of those that came between two steps the least intrusive: it does not depend on who was quicker. */
function inTurn(a: KnownAction, b: KnownAction): number {
  return (
    a.taken.takenAt - b.taken.takenAt ||
    ACTION_KINDS.indexOf(a.action.kind) - ACTION_KINDS.indexOf(b.action.kind) ||
    (a.action.actionId < b.action.actionId ? -1 : 1)
  );
}

/** The position is gone before the order was filled: there is nothing left to do for it. */
function close(working: WorkingOrder): void {
  if (working.done) return;
  working.done = true;
  working.reason = 'position closed';
}
