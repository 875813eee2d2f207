import { createHash } from 'node:crypto';
import type { Reduction, Rung } from '../deleveraging/plan/types.ts';
import { matchedGroups } from './matched-groups.ts';
import type { Action, ActionKind, ActionOrder, NewPositionCap, UnnamedOrder } from './types.ts';

/** What the actions of a plan have in common. */
export interface BatchTerms {
  readonly venue: string;
  readonly planId: string;
  readonly snapshotId: string;
  readonly sequence: number;
  readonly participation: number;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  /** What positions that are opened from now on are capped at; nothing where absent. */
  readonly caps?: readonly NewPositionCap[];
  /** Orders or caps of one action, at most: 2 to 500, which it is where absent; fewer where their names are long. */
  readonly ordersPerAction?: number;
  /** The smallest part of a contract that the venue trades; contracts are left as planned where it is absent. */
  readonly contractStep?: number;
}

/** The ladder's rungs that close something, the least intrusive first. */
const KINDS = [
  ['cap', 'reduce'],
  ['liquidate', 'liquidate'],
  ['deleverage', 'deleverage'],
] as const satisfies readonly (readonly [Rung, ActionKind])[];

const ORDERS_PER_ACTION = 500;
/** Bytes of an action's orders or caps as JSON: it fits into one item of the store (400 KB), whatever the length of its names. */
const BYTES_PER_ACTION = 300_000;
/** Of an order or a cap without the names in it: its members, an id, and numbers of all their digits. */
const BYTES_WITHOUT_NAMES = 320;
/** What a quotient may be off an integer by and still be one. */
const NOISE = 1e-9;

/**
 * The actions that carry out a plan: batches of one kind, the least intrusive kind first. The same reductions, in whatever order,
 * give the same actions under the same ids.
 *
 * @throws RangeError where a batch could not hold both sides of an auto-deleveraging, or is to hold more than 500
 */
export function actionsFrom(reductions: readonly Reduction[], terms: BatchTerms): Action[] {
  const { ordersPerAction = ORDERS_PER_ACTION, contractStep } = terms;
  if (!Number.isInteger(ordersPerAction) || ordersPerAction < 2 || ordersPerAction > ORDERS_PER_ACTION) {
    throw new RangeError(`An action holds 2 to ${ORDERS_PER_ACTION} orders, not ${ordersPerAction}`);
  }
  if (contractStep !== undefined && !(contractStep > 0)) {
    throw new RangeError(`A contract's smallest part is above 0, not ${contractStep}`);
  }
  const { caps = [] } = terms;
  // First, so that nobody opens again what is being closed.
  const capping = slices([...caps].sort(inCapOrder), mostOf(caps, ordersPerAction)).map((batch, number) =>
    actionOf('cap-leverage', number, [], terms, batch),
  );
  const closing = KINDS.flatMap(([rung, kind]) => {
    const orders = reductions
      .filter((reduction) => reduction.rung === rung)
      .map((reduction) => orderFrom(reduction, contractStep))
      .filter(({ contracts }) => contracts > 0)
      .sort(inOrder);
    const most = mostOf(orders, ordersPerAction);
    const batches = kind === 'deleverage' ? packed(matchedGroups(orders, most), most) : slices(orders, most);
    return batches.map((batch, number) => actionOf(kind, number, batch, terms));
  });
  // Of caps alone no leverage falls: where nothing is left to close they are not worth an action.
  return closing.length > 0 ? [...capping, ...closing] : [];
}

function orderFrom(reduction: Reduction, step: number | undefined): UnnamedOrder {
  const { accountId, symbol, side, marginMode, price, notional, rung } = reduction;
  const contracts = step === undefined ? reduction.contracts : inSteps(reduction.contracts, step, rung);
  return {
    accountId,
    symbol,
    side,
    marginMode,
    contracts,
    // A bankruptcy price of 0 is no price that a venue takes: it then says of this very order that it cannot be done.
    ...(price > 0 ? { price } : {}),
    notional: contracts === reduction.contracts ? notional : notional * (contracts / reduction.contracts),
  };
}

/**
 * Whole steps: up, or a leverage just above its cap would stay; but nobody gives up more to auto-deleveraging than was planned.
 * A position of whole steps holds what is rounded up, so that none is turned over.
 */
function inSteps(contracts: number, step: number, rung: Rung): number {
  const steps = contracts / step;
  const noise = NOISE * Math.max(1, steps);
  return step * (rung === 'deleverage' ? Math.floor(steps + noise) : Math.ceil(steps - noise));
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function inOrder(a: UnnamedOrder, b: UnnamedOrder): number {
  return (
    byText(a.symbol, b.symbol) ||
    (a.price ?? 0) - (b.price ?? 0) ||
    byText(a.side, b.side) ||
    byText(a.accountId, b.accountId) ||
    byText(a.marginMode, b.marginMode) ||
    a.contracts - b.contracts
  );
}

const inCapOrder = (a: NewPositionCap, b: NewPositionCap): number =>
  byText(a.symbol, b.symbol) || byText(a.side, b.side);

/** How many of these one action holds: as many as are asked for, unless their names are so long that they would not fit. */
function mostOf(rows: readonly { readonly symbol: string; readonly accountId?: string }[], asked: number): number {
  let longest = 0;
  for (const { symbol, accountId = '' } of rows) {
    longest = Math.max(longest, Buffer.byteLength(JSON.stringify(symbol) + JSON.stringify(accountId)));
  }
  return Math.max(2, Math.min(asked, Math.floor(BYTES_PER_ACTION / (BYTES_WITHOUT_NAMES + longest))));
}

const slices = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/** Groups one after the other, none of them torn, as many in a batch as fit. */
function packed<T>(groups: readonly (readonly T[])[], size: number): T[][] {
  const batches: T[][] = [];
  for (const group of groups) {
    const last = batches.at(-1);
    if (last && last.length + group.length <= size) last.push(...group);
    else batches.push([...group]);
  }
  return batches;
}

function actionOf(
  kind: ActionKind,
  batch: number,
  unnamed: readonly UnnamedOrder[],
  terms: BatchTerms,
  caps?: readonly NewPositionCap[],
): Action {
  const { venue, planId, snapshotId, sequence, participation, expiresAt } = terms;
  const place = [venue, planId, kind, batch];
  const orders = unnamed.map((order, i): ActionOrder => ({ orderId: idOf([...place, i, contentOf(order)]), ...order }));
  return {
    actionId: idOf([...place, orders.map(contentOf), ...(caps ? [caps] : [])]),
    kind,
    orders,
    ...(caps ? { caps } : {}),
    participation,
    venue,
    planId,
    snapshotId,
    sequence,
    expiresAt,
  };
}

/** What makes two orders the same. */
const contentOf = ({ accountId, symbol, side, marginMode, contracts, price }: UnnamedOrder) => [
  accountId,
  symbol,
  side,
  marginMode,
  contracts,
  price ?? null,
];

/** 128 bits: no two are the same by chance. */
const idOf = (content: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
