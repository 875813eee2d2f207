import { type Allowed, PROBLEMS, type ProblemKind } from '../../shared/runtime/problem.ts';
import type { Fault } from '../../shared/snapshot/types.ts';
import {
  ACKNOWLEDGEMENT_FAULTS,
  ACKNOWLEDGEMENT_RECEIPTS,
  ACKNOWLEDGEMENT_REFUSALS,
  ORDERS_OVER_FILLED,
  ORDERS_UNKNOWN,
} from './action-examples.ts';
import { FAULTS, JUMPS, RECEIPTS, REFUSALS } from './examples.ts';

const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** How a kind of request can be refused. */
interface Refusals {
  /** What the detail of each problem says. */
  readonly details: Readonly<Partial<Record<ProblemKind, string>>>;
  /** The faults that a problem lists, where it lists any. */
  readonly faults: Readonly<Partial<Record<ProblemKind, readonly Fault[]>>>;
  /** And what would have been accepted. */
  readonly allowed?: Readonly<Partial<Record<ProblemKind, Allowed>>>;
  /** What each status means. */
  readonly meaning: Readonly<Record<number, string>>;
}

const OF_PUSHES: Refusals = {
  details: REFUSALS,
  faults: {
    'snapshot-invalid': FAULTS,
    'sequence-jump': JUMPS['sequence-jump'].errors,
    'time-jump': JUMPS['time-jump'].errors,
  },
  allowed: { 'sequence-jump': JUMPS['sequence-jump'].allowed, 'time-jump': JUMPS['time-jump'].allowed },
  meaning: {
    400: 'The body, its path, or what it is said to be, is at fault: correct it and push again.',
    401: 'The request is not signed by a venue that is known here.',
    404: 'No push goes to this path, or not by this method.',
    409: 'What is there already contradicts this push.',
    413: 'Too large, as sent or unpacked: compress it, or announce parts.',
    415: 'Neither JSON nor NDJSON, or packed with something other than gzip.',
    422: 'Valid, and too far from the newest snapshot in sequence or time: `allowed` says what is accepted.',
    500: 'The fault is on our side. Pushing the same body again is safe.',
    503: 'The store cannot be reached. Push the same body again after Retry-After.',
  },
};

const OF_ACKNOWLEDGEMENTS: Refusals = {
  details: ACKNOWLEDGEMENT_REFUSALS,
  faults: {
    'acknowledgement-invalid': ACKNOWLEDGEMENT_FAULTS,
    'orders-unknown': ORDERS_UNKNOWN,
    'orders-over-filled': ORDERS_OVER_FILLED,
  },
  meaning: {
    400: 'The body or its path is at fault: correct it and send it again.',
    401: 'The request is not signed by the venue that its body names.',
    404: 'No such action was ever sent.',
    409: 'The acknowledgement does not fit the action. Nothing of it was taken.',
    413: 'Too large.',
    415: 'Packed: acknowledgements are sent as they are.',
    500: 'The fault is on our side. Send the same acknowledgement again.',
    503: 'It cannot be taken for now. Send the same acknowledgement again after Retry-After.',
  },
};

/** What the gateway says in its own words, before a request reaches anything of ours. */
const GATEWAY: Readonly<Record<number, string>> = {
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

export const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait before the next try.', schema: { type: 'integer', minimum: 0 } },
};

const gatewayContent = (status: number) =>
  GATEWAY[status] === undefined
    ? {}
    : { 'application/json': { schema: schema('GatewayMessage'), example: { message: GATEWAY[status] } } };

const receipt = (name: string, description: string, examples: Readonly<Record<string, object>>) => ({
  description,
  content: {
    'application/json': {
      schema: schema(name),
      examples: Object.fromEntries(Object.entries(examples).map(([key, value]) => [key, { value }])),
    },
  },
});

/** A refusal of a kind, as it is answered. */
function problem(kind: ProblemKind, { details, faults, allowed }: Refusals) {
  const [status, title] = PROBLEMS[kind];
  const listed = faults[kind];
  return {
    type: `urn:breakwater:problem:${kind}`,
    title,
    status,
    detail: details[kind],
    ...(listed ? { errors: listed, errorCount: listed.length } : {}),
    ...(allowed?.[kind] ? { allowed: allowed[kind] } : {}),
  };
}

function refusal(status: number, kinds: readonly ProblemKind[], refusals: Refusals) {
  return {
    description: refusals.meaning[status] ?? '',
    ...(status === 503 ? { headers: RETRY_AFTER } : {}),
    content: {
      'application/problem+json': {
        schema: schema('Problem'),
        examples: Object.fromEntries(
          kinds.map((kind) => [kind, { summary: PROBLEMS[kind][1], value: problem(kind, refusals) }]),
        ),
      },
      ...gatewayContent(status),
    },
  };
}

/** The refusals by status, and the gateway's. */
function refused(refusals: Refusals, possible: (kind: ProblemKind) => boolean = () => true) {
  const kinds = (Object.keys(refusals.details) as ProblemKind[]).filter(possible);
  const statuses = [...new Set(kinds.map((kind) => PROBLEMS[kind][0]))];
  return {
    '429': {
      description: 'Faster than the API takes requests. Try again with growing, jittered pauses.',
      content: gatewayContent(429),
    },
    ...Object.fromEntries(
      statuses.map((status) => [
        String(status),
        refusal(
          status,
          kinds.filter((kind) => PROBLEMS[kind][0] === status),
          refusals,
        ),
      ]),
    ),
  };
}

/** Every answer to a push; refusals are those that the API knows, by status. @param parts whether parts can be at fault */
export function pushResponses(parts: boolean) {
  const { complete, waiting, duplicate, late } = RECEIPTS;
  return {
    '200': receipt('Receipt', 'All of this push was here already: a try that is repeated is a duplicate.', {
      duplicate,
    }),
    '202': receipt('Receipt', 'Taken.', { complete, waiting, late }),
    ...refused(OF_PUSHES, (kind) => parts || kind !== 'part-unknown'),
  };
}

/** Every answer to an acknowledgement. */
export function acknowledgementResponses() {
  const { taken, ...unmoved } = ACKNOWLEDGEMENT_RECEIPTS;
  return {
    '200': receipt('AcknowledgementReceipt', 'Sound, and it moved nothing: `status` says why.', unmoved),
    '202': receipt('AcknowledgementReceipt', 'Taken: it moved the action.', { taken }),
    ...refused(OF_ACKNOWLEDGEMENTS),
  };
}
