import { ACTION_KINDS } from '../../shared/action/types.ts';
import { QUANTITIES, type Quantity } from '../../shared/snapshot/quantities.ts';

const name = (description: string) => ({ description, type: 'string', minLength: 1, maxLength: 128 });
const time = (description: string) => ({ description, type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const positive = (description: string) => ({ description, type: 'number', exclusiveMinimum: 0 });
/** A decimal number, or a string that holds one. */
const amount = ({ most }: Quantity, description: string, optional = false) => ({
  description,
  type: ['number', 'string', ...(optional ? ['null'] : [])],
  pattern: '^[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$',
  minimum: 0,
  maximum: most,
});

const { fill: FILL } = QUANTITIES;
const ORDER_ID = name('The order, as the action names it.');

/** What Breakwater sends to a venue, and what the venue tells of it. */
export const ACTION_SCHEMAS = {
  Action: {
    description:
      'What a venue is asked to do: close contracts of positions, never open any, and cap the leverage at which others may be opened.',
    type: 'object',
    required: ['actionId', 'kind', 'orders', 'participation', 'venue', 'planId', 'snapshotId', 'sequence', 'expiresAt'],
    properties: {
      actionId: name('The idempotency key: under the same one the same body is sent, however often.'),
      kind: {
        enum: ACTION_KINDS,
        description:
          '`cap-leverage` has caps and no orders, and is done once it is acknowledged as accepted; `reduce` and `liquidate` are worked through the book; `deleverage` closes longs against shorts of the same market and price, without touching it.',
      },
      orders: {
        description: 'Empty where leverage is capped.',
        type: 'array',
        items: { $ref: '#/components/schemas/ActionOrder' },
      },
      caps: {
        description: 'Only of `cap-leverage`. Many caps come in several actions: each adds to those before it.',
        type: 'array',
        minItems: 1,
        items: { $ref: '#/components/schemas/NewPositionCap' },
      },
      participation: {
        description: 'Largest share of what is traded that the orders may make.',
        type: 'number',
        exclusiveMinimum: 0,
        maximum: 1,
      },
      venue: name('Whom it is for.'),
      planId: name('The plan that it carries out a part of.'),
      snapshotId: name('The book that the plan was made on.'),
      sequence: { description: 'Of that book.', type: 'integer', minimum: 0 },
      expiresAt: time('After this it is not to be begun: the book is too old. Unix milliseconds.'),
    },
    if: { required: ['kind'], properties: { kind: { const: 'cap-leverage' } } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { required: ['caps'], properties: { orders: { maxItems: 0 } } },
    else: { properties: { orders: { minItems: 1 } } },
  },
  NewPositionCap: {
    description: 'At most this leverage for what is opened or added to on one side of a market; the newest stands.',
    type: 'object',
    required: ['symbol', 'side', 'leverage', 'until'],
    properties: {
      symbol: name('Of the market, as in the book.'),
      side: { enum: ['long', 'short'] },
      leverage: positive('Of the position, notional over margin.'),
      until: time("When it ends by itself, in the snapshots' own time; Unix milliseconds."),
    },
  },
  ActionOrder: {
    type: 'object',
    required: ['orderId', 'accountId', 'symbol', 'side', 'marginMode', 'contracts', 'notional'],
    properties: {
      orderId: ORDER_ID,
      accountId: name("The exchange's pseudonym, as in the book."),
      symbol: name('Of the market, as in the book.'),
      side: { enum: ['long', 'short'], description: 'Of the position that is closed.' },
      marginMode: { enum: ['cross', 'isolated'] },
      contracts: positive('How many to close.'),
      price: positive(
        'The mark; of a `deleverage` order what both sides close at. Absent where the plan names none above 0.',
      ),
      notional: { description: "Worth of the contracts at the plan's mark.", type: 'number', minimum: 0 },
    },
  },
  Acknowledgement: {
    description:
      'What a venue tells of an action. Fills are sums since the beginning, not what is new, so that messages may come in any order.',
    type: 'object',
    required: ['acknowledgementId', 'venue', 'status', 'orders', 'timestamp'],
    properties: {
      acknowledgementId: name('Names this message: the same message again has the same one.'),
      actionId: { ...name('That of the path, where it is given.'), type: ['string', 'null'] },
      venue: name('Who tells it: its key signs the request.'),
      status: {
        enum: ['accepted', 'partially-filled', 'filled', 'rejected'],
        description: '`filled` and `rejected` are the last word; so is `partially-filled` with a reason.',
      },
      reason: { description: 'Why nothing more is filled, for people to read.', type: ['string', 'null'] },
      orders: {
        description: 'Each order at most once; an order that is not listed stays as it was.',
        type: 'array',
        items: {
          type: 'object',
          required: ['orderId', 'filledContracts'],
          properties: {
            orderId: ORDER_ID,
            filledContracts: amount(FILL.filledContracts, 'Of all fills so far, at most what was ordered.'),
            averagePrice: amount(FILL.averagePrice, 'Of all fills so far.', true),
          },
        },
      },
      timestamp: time('When it was so, Unix milliseconds.'),
    },
    if: { required: ['status'], properties: { status: { enum: ['partially-filled', 'filled'] } } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { properties: { orders: { minItems: 1 } } },
  },
  AcknowledgementReceipt: {
    description: 'What became of an acknowledgement.',
    type: 'object',
    required: ['status', 'actionId', 'acknowledgementId', 'action', 'done', 'detail'],
    properties: {
      status: {
        enum: ['taken', 'duplicate', 'late', 'overtaken'],
        description: 'taken where it moved the action; else why it did not.',
      },
      actionId: name('The action.'),
      acknowledgementId: name('The message.'),
      action: {
        enum: ['planned', 'sent', 'accepted', 'partially-filled', 'filled', 'rejected', 'timed-out', 'cancelled'],
        description: 'How the action now stands.',
      },
      done: { type: 'boolean', description: 'Whether nothing more is expected of it.' },
      detail: { type: 'string', description: 'The same in words.' },
    },
  },
} as const;
