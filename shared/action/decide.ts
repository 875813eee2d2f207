import type { Acknowledgement, ActionState, ActionStatus, OrderProgress } from './types.ts';

/** Whether and why an acknowledgement changes an action; with what it then is. */
export type AcknowledgementDecision =
  | {
      readonly change: true;
      readonly state: ActionState;
      /** Whether that is the last word. */
      readonly terminal: boolean;
      readonly reason: 'accepted' | 'filling' | 'filled' | 'ended' | 'rejected';
    }
  | { readonly change: false; readonly reason: 'duplicate' | 'late' | 'overtaken' | 'other venue' }
  | {
      readonly change: false;
      readonly reason: 'over-filled' | 'unknown order';
      /** Places of the orders at fault in the acknowledgement. */
      readonly orders: readonly number[];
    };

/** Ids that are remembered. One that is forgotten does no harm: fills are sums, so that it has been overtaken by then. */
const REMEMBERED = 100;
/** Relative: what a decimal may lose on its way through a venue's arithmetic. */
const NOISE = 1e-9;

const RANKS: Readonly<Record<Exclude<ActionStatus, 'timed-out' | 'cancelled'>, number>> = {
  planned: 0,
  sent: 1,
  accepted: 2,
  'partially-filled': 3,
  filled: 4,
  rejected: 4,
};

/**
 * What an acknowledgement does to its action. Whatever the order in which acknowledgements come, and however often, the action ends
 * with the same fills: each order keeps the largest sum that was reported for it.
 *
 * @param now Unix milliseconds
 */
export function decideAcknowledgement(
  state: ActionState,
  acknowledgement: Acknowledgement,
  now: number,
): AcknowledgementDecision {
  if (acknowledgement.venue !== state.venue) return { change: false, reason: 'other venue' };
  if (state.acknowledgements.includes(acknowledgement.acknowledgementId)) return { change: false, reason: 'duplicate' };
  const known = new Map(state.orders.map((order) => [order.orderId, order]));
  const unknown = placesWhere(acknowledgement, ({ orderId }) => !known.has(orderId));
  if (unknown.length > 0) return { change: false, reason: 'unknown order', orders: unknown };
  const overFilled = placesWhere(
    acknowledgement,
    ({ orderId, filledContracts }) => filledContracts > (known.get(orderId)?.contracts ?? 0) * (1 + NOISE),
  );
  if (overFilled.length > 0) return { change: false, reason: 'over-filled', orders: overFilled };
  if (state.done) return { change: false, reason: 'late' };

  const orders = withFills(state.orders, acknowledgement);
  const status = statusAfter(acknowledgement, orders);
  const done = isLastWord(acknowledgement) || status === 'filled';
  const risen = orders.some((order, i) => order !== state.orders[i]);
  if (!done && !risen && RANKS[status] <= RANKS[state.status as keyof typeof RANKS]) {
    return { change: false, reason: 'overtaken' };
  }
  const moved: ActionState = {
    ...state,
    status,
    done,
    reason: done ? reasonOf(acknowledgement, status) : state.reason,
    orders,
    filled: worthOf(orders),
    acknowledgements: [...state.acknowledgements, acknowledgement.acknowledgementId].slice(-REMEMBERED),
    // The venue has it: nobody needs to send it any more.
    claim: null,
    sentAt: state.sentAt ?? now,
    doneAt: done ? now : null,
    version: state.version + 1,
  };
  return { change: true, state: moved, terminal: done, reason: whyMoved(moved) };
}

const placesWhere = (
  { orders }: Acknowledgement,
  atFault: (order: Acknowledgement['orders'][number]) => boolean,
): number[] => orders.flatMap((order, i) => (atFault(order) ? [i] : []));

/** An order without news stays the very same. */
function withFills(orders: readonly OrderProgress[], told: Acknowledgement): OrderProgress[] {
  const fills = new Map(told.orders.map((order) => [order.orderId, order]));
  return orders.map((order) => {
    const fill = fills.get(order.orderId);
    if (!fill) return order;
    const filledContracts = Math.min(fill.filledContracts, order.contracts);
    return filledContracts > order.filledContracts
      ? { ...order, filledContracts, averagePrice: fill.averagePrice }
      : order;
  });
}

const isLastWord = ({ status, reason }: Acknowledgement): boolean =>
  status === 'filled' || status === 'rejected' || (status === 'partially-filled' && reason !== undefined);

/** The venue's word, where the fills do not say more: a venue that trades whole contracts has filled what it can of a part of one. */
function statusAfter({ status }: Acknowledgement, orders: readonly OrderProgress[]): Acknowledgement['status'] {
  // What has no orders is done once the venue has taken it.
  if (orders.length === 0) return status === 'rejected' ? status : 'filled';
  if (status === 'filled') return status;
  if (orders.every(({ contracts, filledContracts }) => filledContracts >= contracts)) return 'filled';
  return orders.some(({ filledContracts }) => filledContracts > 0) ? 'partially-filled' : status;
}

const reasonOf = ({ reason }: Acknowledgement, status: Acknowledgement['status']): string | null =>
  reason ?? (status === 'filled' ? null : 'the venue gave no reason');

/** Of a fill by what was ordered of it. */
const worthOf = (orders: readonly OrderProgress[]): number =>
  orders.reduce(
    (sum, { notional, contracts, filledContracts }) =>
      sum + (filledContracts === contracts ? notional : notional * (filledContracts / contracts)),
    0,
  );

function whyMoved({ status, done }: ActionState): Extract<AcknowledgementDecision, { change: true }>['reason'] {
  if (status === 'filled' || status === 'rejected' || status === 'accepted') return status;
  return done ? 'ended' : 'filling';
}
