import type { Acknowledgement } from '../../shared/action/types.ts';
import { LIMITS } from '../../shared/snapshot/limits.ts';
import { QUANTITIES, type Quantity } from '../../shared/snapshot/quantities.ts';
import type { Fault } from '../../shared/snapshot/types.ts';

export type ReadAcknowledgement =
  | { readonly ok: true; readonly acknowledgement: Acknowledgement }
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly total: number };

const STATUSES = ['accepted', 'partially-filled', 'filled', 'rejected'] as const satisfies Acknowledgement['status'][];
const DECIMAL = /^\d+(\.\d+)?([eE][+-]?\d+)?$/;
/** A reason is for people to read; a longer one is cut. */
const LONGEST_REASON = 500;

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads what a venue says of an action. Amounts are decimal numbers or decimal strings; members beyond those known are ignored, and
 * null stands for an absent optional one.
 *
 * @param body     as parsed from JSON
 * @param actionId of the path; where the body names one too, it must be the same
 */
export function readAcknowledgement(body: unknown, actionId: string): ReadAcknowledgement {
  if (!isObject(body)) return refuse([{ path: '', message: 'must be an object' }]);
  const { acknowledgementId, venue, status, reason, orders, timestamp } = body;
  const faults: Fault[] = [];
  const demand = (holds: boolean, path: string, message: string) => {
    if (!holds) faults.push({ path, message });
  };
  demand(isName(acknowledgementId), '/acknowledgementId', 'must be a string of 1 to 128 characters');
  demand(isName(venue), '/venue', 'must be a string of 1 to 128 characters');
  demand(isName(actionId), '/actionId', 'of the path must have 1 to 128 characters');
  demand(
    (body.actionId ?? actionId) === actionId,
    '/actionId',
    `must be that of the path, ${JSON.stringify(actionId)}`,
  );
  demand(STATUSES.includes(status as never), '/status', `must be one of ${STATUSES.join(', ')}`);
  demand(reason == null || typeof reason === 'string', '/reason', 'must be a string');
  demand(Number.isSafeInteger(timestamp) && Number(timestamp) >= 0, '/timestamp', 'must be Unix milliseconds');
  if (!Array.isArray(orders)) faults.push({ path: '/orders', message: 'must be a list' });
  else {
    const tellsOfFills = status === 'filled' || status === 'partially-filled';
    demand(orders.length > 0 || !tellsOfFills, '/orders', 'must tell the fills where there are any');
    faults.push(...faultsOfOrders(orders));
  }
  if (faults.length > 0) return refuse(faults);
  const why = typeof reason === 'string' ? reason.trim().slice(0, LONGEST_REASON) : '';
  return {
    ok: true,
    acknowledgement: {
      acknowledgementId: acknowledgementId as string,
      actionId,
      venue: venue as string,
      status: status as Acknowledgement['status'],
      ...(why ? { reason: why } : {}),
      orders: (orders as Members[]).map(({ orderId, filledContracts, averagePrice }) => ({
        orderId: orderId as string,
        filledContracts: amountFrom(filledContracts, FILL.filledContracts) as number,
        averagePrice: amountFrom(averagePrice ?? 0, FILL.averagePrice) as number,
      })),
      timestamp: timestamp as number,
    },
  };
}

function faultsOfOrders(orders: readonly unknown[]): Fault[] {
  const places = new Map<unknown, number>();
  return orders.flatMap((order, i): Fault[] => {
    const path = `/orders/${i}`;
    if (!isObject(order)) return [{ path, message: 'must be an object' }];
    const { orderId, filledContracts, averagePrice } = order;
    const faults: Fault[] = [];
    const before = places.get(orderId);
    if (!isName(orderId)) faults.push({ path: `${path}/orderId`, message: 'must be a string of 1 to 128 characters' });
    else if (before !== undefined)
      faults.push({ path: `${path}/orderId`, message: `repeats the order at /orders/${before}` });
    else places.set(orderId, i);
    if (amountFrom(filledContracts, FILL.filledContracts) === undefined)
      faults.push({ path: `${path}/filledContracts`, message: 'must be a decimal of 0 or more' });
    if (amountFrom(averagePrice ?? 0, FILL.averagePrice) === undefined)
      faults.push({ path: `${path}/averagePrice`, message: 'must be a decimal of 0 or more' });
    return faults;
  });
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 128;

const { fill: FILL } = QUANTITIES;

/** undefined if it is no amount. What the venue has done is taken however small it is: only the upper bound holds. */
function amountFrom(value: unknown, { most }: Quantity): number | undefined {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= most ? number : undefined;
}

const refuse = (faults: readonly Fault[]): ReadAcknowledgement => ({
  ok: false,
  faults: faults.slice(0, LIMITS.faults),
  total: faults.length,
});
