import type { Fault } from '../../../shared/snapshot/types.ts';
import { ACTION_KINDS, type Action } from './action.ts';

export type ReadAction =
  | { readonly ok: true; readonly action: Action }
  | { readonly ok: false; readonly faults: readonly Fault[] };

type Check = (value: unknown) => string | undefined;

const name: Check = (value) =>
  typeof value === 'string' && value.length > 0 && value.length <= 128
    ? undefined
    : 'must be a string of 1 to 128 characters';
const oneOf =
  (allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(value as string) ? undefined : `must be one of ${allowed.join(', ')}`;
const positive: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? undefined : 'must be a number above 0';
const share: Check = (value) =>
  typeof value === 'number' && value > 0 && value <= 1 ? undefined : 'must be a number above 0 and at most 1';

const ACTION = { actionId: name, kind: oneOf(ACTION_KINDS), participation: share };
const ORDER = {
  orderId: name,
  accountId: name,
  symbol: name,
  side: oneOf(['long', 'short']),
  marginMode: oneOf(['cross', 'isolated']),
  contracts: positive,
  price: (value: unknown) => (value === undefined || value === null ? undefined : positive(value)),
};

const CAP = { symbol: name, side: oneOf(['long', 'short']), leverage: positive, until: positive };

/** Reads an action from a request's body; members beyond those known are ignored. */
export function readAction(body: Uint8Array): ReadAction {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    return { ok: false, faults: [{ path: '', message: `is not JSON: ${(error as Error).message}` }] };
  }
  const faults = faultsOf(parsed, ACTION, '');
  const orders = (parsed as { orders?: unknown } | null)?.orders;
  if (!Array.isArray(orders)) faults.push({ path: '/orders', message: 'must be a list' });
  else orders.forEach((order, i) => void faults.push(...faultsOf(order, ORDER, `/orders/${i}`)));
  const { kind: wanted, caps } = (parsed ?? {}) as { kind?: unknown; caps?: unknown };
  if (wanted === 'cap-leverage') {
    if (!Array.isArray(caps) || caps.length === 0)
      faults.push({ path: '/caps', message: 'must be a list of at least one' });
    else caps.forEach((cap, i) => void faults.push(...faultsOf(cap, CAP, `/caps/${i}`)));
  }
  if (faults.length > 0) return { ok: false, faults };
  const { actionId, kind, participation } = parsed as Action;
  return {
    ok: true,
    action: {
      actionId,
      kind,
      participation,
      orders: (orders as Action['orders']).map(
        ({ orderId, accountId, symbol, side, marginMode, contracts, price }) => ({
          orderId,
          accountId,
          symbol,
          side,
          marginMode,
          contracts,
          ...(typeof price === 'number' ? { price } : {}),
        }),
      ),
      ...(kind === 'cap-leverage' ? { caps: (caps as NonNullable<Action['caps']>).map(capFrom) } : {}),
    },
  };
}

const capFrom = ({ symbol, side, leverage, until }: NonNullable<Action['caps']>[number]) => ({
  symbol,
  side,
  leverage,
  until,
});

function faultsOf(value: unknown, checks: Readonly<Record<string, Check>>, path: string): Fault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ path, message: 'must be an object' }];
  return Object.entries(checks).flatMap(([member, check]) => {
    const message = check((value as Record<string, unknown>)[member]);
    return message === undefined ? [] : [{ path: `${path}/${member}`, message }];
  });
}
