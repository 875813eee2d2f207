import { LIMITS } from '../../shared/snapshot/limits.ts';
import { RECORD_SCHEMAS, SNAPSHOT_ID_PATTERN } from '../../shared/snapshot/schema.ts';
import { ACTION_SCHEMAS } from './action-schemas.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const list = (name: string, description: string) => ({ type: 'array', items: ref(name), description });

const LISTS = {
  markets: list('Market', `At most ${LIMITS.markets}, each symbol once.`),
  accounts: list('Account', 'Each account once.'),
  positions: list('Position', 'One per account, symbol, side and margin mode.'),
};

const RECORDS = { header: 'Header', market: 'Market', account: 'Account', position: 'Position' } as const;

/** The document's schemas; those of the records are the very ones that validate. */
export const SCHEMAS = {
  Header: { ...RECORD_SCHEMAS.header, description: 'What the book is, and what the venue holds beside it.' },
  Market: { ...RECORD_SCHEMAS.market, description: 'A contract market: its prices, its depth, its tiers.' },
  Account: { ...RECORD_SCHEMAS.account, description: 'A trader and the collateral of their cross positions.' },
  Position: RECORD_SCHEMAS.position,
  Snapshot: {
    description:
      'The whole book; or, where `parts` is above 1, its announcement, whose lists may be partial or absent.',
    allOf: [ref('Header'), { type: 'object', properties: LISTS }],
  },
  Part: {
    description: 'One part of an announced book: its id stands in the path.',
    type: 'object',
    properties: LISTS,
    not: { required: ['snapshotId'] },
  },
  Line: {
    description: `One line of NDJSON: a record with its kind. Lines come in the order ${Object.keys(RECORDS).join(', ')}; a part has no header.`,
    oneOf: Object.entries(RECORDS).map(([kind, name]) => ({
      allOf: [ref(name), { type: 'object', required: ['kind'], properties: { kind: { const: kind } } }],
    })),
  },
  Receipt: {
    description: 'What became of a push.',
    type: 'object',
    required: ['status', 'snapshotId', 'complete', 'missing', 'detail'],
    properties: {
      status: {
        enum: ['accepted', 'duplicate'],
        description: 'accepted where this push added something, duplicate where all of it was here.',
      },
      snapshotId: { type: 'string', pattern: SNAPSHOT_ID_PATTERN },
      complete: { type: 'boolean', description: 'Whether the whole book is here, and so is assessed.' },
      sequence: { type: 'integer', minimum: 0, description: 'Of a complete snapshot.' },
      missing: {
        type: 'array',
        items: { type: 'integer', minimum: 0 },
        description: 'Parts still to come; 0 is the announcement.',
      },
      late: { type: 'boolean', description: 'Behind a newer snapshot: stored and marked, it moves nothing.' },
      behind: {
        description: 'Of a late snapshot: the newest one when it came.',
        type: 'object',
        required: ['sequence', 'snapshotId', 'receivedAt'],
        properties: {
          sequence: { type: 'integer', minimum: 0 },
          snapshotId: { type: 'string', pattern: SNAPSHOT_ID_PATTERN },
          receivedAt: { type: 'integer', minimum: 0, description: 'By our clock, Unix milliseconds.' },
        },
      },
      detail: { type: 'string', description: 'The same in words.' },
    },
  },
  ...ACTION_SCHEMAS,
  Fault: {
    type: 'object',
    required: ['path', 'message'],
    properties: {
      path: {
        type: 'string',
        description: 'JSON Pointer into the body; a record of NDJSON is numbered among its kind. Empty for the whole.',
      },
      message: { type: 'string' },
      line: { type: 'integer', minimum: 1, description: 'Line of an NDJSON body.' },
    },
  },
  Problem: {
    description: 'A refusal, after RFC 9457. Nothing of a refused body is stored.',
    type: 'object',
    required: ['type', 'title', 'status', 'detail'],
    properties: {
      type: { type: 'string', format: 'uri', description: 'Names the kind: urn:breakwater:problem:<kind>.' },
      title: { type: 'string', description: 'The kind in words; the same for every problem of it.' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string', description: 'What is wrong with this very request, and what to do about it.' },
      errors: {
        ...list('Fault', `The first ${LIMITS.faults} faults, where the body is at fault.`),
        maxItems: LIMITS.faults,
      },
      errorCount: { type: 'integer', minimum: 1, description: 'How many faults there are in all.' },
      allowed: {
        description: 'What is accepted in place of the number at fault, in its unit; of sequence-jump and time-jump.',
        type: 'object',
        properties: { least: { type: 'integer' }, most: { type: 'integer' } },
      },
    },
  },
  GatewayMessage: {
    description: 'What the gateway in front answers in words of its own, before a request is looked at.',
    type: 'object',
    required: ['message'],
    properties: { message: { type: 'string' } },
  },
} as const;
