import { actionsFrom } from '../../shared/action/batch.ts';
import type { Acknowledgement, Action } from '../../shared/action/types.ts';
import type { ACKNOWLEDGEMENT_PROBLEMS } from '../../shared/runtime/problem.ts';
import { EXAMPLES, REFUSALS } from './examples.ts';

const { snapshotId, sequence, timestamp } = EXAMPLES.snapshot;

/** Made by the code that makes those that are sent, so that their ids are what they would be. */
export const [CAPPING, ACTION] = actionsFrom(
  [
    { accountId: 'a-1', contracts: 320, notional: 29_200 },
    { accountId: 'a-3', contracts: 40, notional: 3_650 },
  ].map((order) => ({
    ...order,
    symbol: 'BTC/USDT:USDT',
    side: 'long',
    marginMode: 'cross',
    rung: 'cap',
    price: 91_250,
    cost: 0,
  })),
  {
    venue: 'demo',
    planId: '5f0c1d2e3a4b5c6d',
    snapshotId,
    sequence,
    participation: 0.1,
    expiresAt: timestamp + 900_000,
    caps: [{ symbol: 'BTC/USDT:USDT', side: 'long', leverage: 12.5, until: timestamp + 14_400_000 }],
  },
) as [Action, Action];

const [first, second] = ACTION.orders as [Action['orders'][number], Action['orders'][number]];

const told = (
  nth: number,
  status: Acknowledgement['status'],
  fills: readonly [number, number],
  reason?: string,
): Omit<Acknowledgement, 'actionId'> => ({
  acknowledgementId: `${ACTION.actionId}:${nth}`,
  venue: ACTION.venue,
  status,
  ...(reason === undefined ? {} : { reason }),
  orders: [first, second].map(({ orderId }, i) => ({
    orderId,
    filledContracts: fills[i] as number,
    averagePrice: fills[i] === 0 ? 0 : 91_248.5,
  })),
  timestamp: timestamp + 1_000 * nth,
});

/** What a venue tells of the action, as bodies. */
export const ACKNOWLEDGEMENTS = {
  accepted: told(1, 'accepted', [0, 0]),
  filling: told(2, 'partially-filled', [200, 0]),
  filled: told(3, 'filled', [320, 40]),
  ended: told(3, 'partially-filled', [320, 0], 'position closed'),
  rejected: told(1, 'rejected', [0, 0], 'market halted'),
} as const;

const { actionId } = ACTION;

/** Answers to an acknowledgement that is sound. */
export const ACKNOWLEDGEMENT_RECEIPTS = {
  taken: {
    status: 'taken',
    actionId,
    acknowledgementId: ACKNOWLEDGEMENTS.filling.acknowledgementId,
    action: 'partially-filled',
    done: false,
    detail: 'The acknowledgement is taken.',
  },
  duplicate: {
    status: 'duplicate',
    actionId,
    acknowledgementId: ACKNOWLEDGEMENTS.filling.acknowledgementId,
    action: 'partially-filled',
    done: false,
    detail: 'The acknowledgement was here already.',
  },
  overtaken: {
    status: 'overtaken',
    actionId,
    acknowledgementId: ACKNOWLEDGEMENTS.accepted.acknowledgementId,
    action: 'partially-filled',
    done: false,
    detail: 'All that the acknowledgement tells was known already.',
  },
  late: {
    status: 'late',
    actionId,
    acknowledgementId: `${actionId}:4`,
    action: 'filled',
    done: true,
    detail: 'The action has had its last word: the acknowledgement is kept beside it and moves nothing.',
  },
} as const;

const {
  'query-unsupported': query,
  'signature-missing': missing,
  'signature-malformed': malformed,
  'signature-stale': stale,
  'signature-future': future,
  'signature-mismatch': mismatch,
} = REFUSALS;

/** What the detail of each refusal says. */
export const ACKNOWLEDGEMENT_REFUSALS: Readonly<Record<keyof typeof ACKNOWLEDGEMENT_PROBLEMS, string>> = {
  'acknowledgement-invalid': 'The acknowledgement has faults. Nothing of it was taken.',
  'signature-missing': missing,
  'signature-malformed': malformed,
  'signature-stale': stale,
  'signature-future': future,
  'signature-mismatch': mismatch,
  'query-unsupported': query,
  'action-unknown': 'There is no action "0123456789abcdef" here.',
  'venue-conflict': `The action ${actionId} was not sent to "other".`,
  'orders-unknown': 'The acknowledgement names orders that the action does not have. Nothing of it was taken.',
  'orders-over-filled': 'The acknowledgement tells of more contracts than were ordered. Nothing of it was taken.',
  'body-too-large': 'The body has 2097152 bytes; at most 1048576 are taken.',
  'media-unsupported': 'Acknowledgements are not packed: "gzip".',
  'acknowledgement-failed':
    'The fault is on our side and has been logged. Send the same acknowledgement again, with the same acknowledgementId: it counts once.',
  'acknowledgement-not-taken': 'Send the same acknowledgement again, with the same acknowledgementId: it counts once.',
};

/** Faults as a refused acknowledgement lists them. */
export const ACKNOWLEDGEMENT_FAULTS = [
  { path: '/timestamp', message: 'must be Unix milliseconds' },
  { path: '/orders/1/filledContracts', message: 'must be a decimal of 0 or more' },
] as const;
export const ORDERS_UNKNOWN = [
  { path: '/orders/0/orderId', message: `is no order of the action ${actionId}` },
] as const;
export const ORDERS_OVER_FILLED = [
  { path: '/orders/1/filledContracts', message: '41 is more than was ordered' },
] as const;
