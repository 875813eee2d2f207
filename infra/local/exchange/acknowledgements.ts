import type { Acknowledgement as VenueAcknowledgement } from '../../../shared/action/types.ts';
import type { OrderState, Taken } from './action.ts';
import type { SimulatedExchange } from './exchange.ts';

/** What an exchange tells Breakwater about an action, as often as something has happened to it. Its name is added by who sends it. */
export type Acknowledgement = Omit<VenueAcknowledgement, 'venue'>;

/** Follows actions from being taken to being done. */
export class Acknowledgements {
  readonly #exchange: SimulatedExchange;
  /** Of each action that is not done: how many messages it has had, and what was filled at the last one. */
  readonly #open = new Map<string, { told: number; filled: number }>();

  constructor(exchange: SimulatedExchange) {
    this.#exchange = exchange;
  }

  /** To be told at once about an action that has just been taken. */
  first({ actionId, status, reason, takenAt }: Taken): Acknowledgement {
    // Of what has no orders nothing more is to be told.
    const goesOn = status === 'accepted' && this.#exchange.ordersOf(actionId)?.length !== 0;
    if (goesOn) this.#open.set(actionId, { told: 1, filled: 0 });
    return this.#message(actionId, 1, status, reason, takenAt);
  }

  /** What the last step has changed, one message an action. @param now Unix milliseconds */
  afterStep(now: number): readonly Acknowledgement[] {
    const messages: Acknowledgement[] = [];
    for (const [actionId, progress] of this.#open) {
      const orders = this.#exchange.ordersOf(actionId) ?? [];
      const filled = orders.reduce((sum, { filledContracts }) => sum + filledContracts, 0);
      const done = orders.every((order) => order.done);
      if (!done && filled === progress.filled) continue;
      progress.told++;
      progress.filled = filled;
      if (done) this.#open.delete(actionId);
      messages.push(this.#message(actionId, progress.told, statusOf(orders), done ? reasonOf(orders) : undefined, now));
    }
    return messages;
  }

  #message(
    actionId: string,
    nth: number,
    status: Acknowledgement['status'],
    reason: string | undefined,
    timestamp: number,
  ): Acknowledgement {
    return {
      acknowledgementId: `${actionId}:${nth}`,
      actionId,
      status,
      ...(reason === undefined ? {} : { reason }),
      orders: (this.#exchange.ordersOf(actionId) ?? []).map(({ orderId, filledContracts, averagePrice }) => ({
        orderId,
        filledContracts,
        averagePrice,
      })),
      timestamp,
    };
  }
}

function statusOf(orders: readonly OrderState[]): Acknowledgement['status'] {
  if (orders.every(({ status }) => status === 'filled')) return 'filled';
  return orders.some(({ filledContracts }) => filledContracts > 0) ? 'partially-filled' : 'rejected';
}

/** Why what is not filled will not be: each reason once. */
function reasonOf(orders: readonly OrderState[]): string | undefined {
  const reasons = new Set(orders.flatMap(({ reason }) => (reason === undefined ? [] : [reason])));
  return reasons.size === 0 ? undefined : [...reasons].join(', ');
}
