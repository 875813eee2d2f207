import { PROBLEMS, type ProblemKind } from '../../shared/runtime/problem.ts';
import { FAULTS, RECEIPTS, REFUSALS } from './examples.ts';

const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** What a status means, where the titles of its problems do not say it already. */
const MEANING: Readonly<Record<number, string>> = {
  400: 'The body, or what it is said to be, is at fault: mend it and push again.',
  401: 'The request is not signed by the venue.',
  409: 'What is there already contradicts this push.',
  413: 'Too large, as sent or unpacked: compress it, or announce parts.',
  415: 'Neither JSON nor NDJSON, or packed with something other than gzip.',
  500: 'The fault is on our side. Pushing the same body again is safe.',
  503: 'The store cannot be reached. Push the same body again after Retry-After.',
};

/** What the gateway says in its own words, before a request reaches anything of ours. */
const GATEWAY: Readonly<Record<number, string>> = {
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

const retryAfter = {
  'Retry-After': { description: 'Seconds to wait before the next try.', schema: { type: 'integer', minimum: 0 } },
};

const gatewayContent = (status: number) =>
  GATEWAY[status] === undefined
    ? {}
    : { 'application/json': { schema: schema('GatewayMessage'), example: { message: GATEWAY[status] } } };

const receipt = (description: string, examples: Readonly<Record<string, object>>) => ({
  description,
  content: {
    'application/json': {
      schema: schema('Receipt'),
      examples: Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }])),
    },
  },
});

/** A refusal of a kind, as it is answered. */
function problem(kind: ProblemKind) {
  const [status, title] = PROBLEMS[kind];
  return {
    type: `urn:breakwater:problem:${kind}`,
    title,
    status,
    detail: REFUSALS[kind],
    ...(kind === 'snapshot-invalid' ? { errors: FAULTS, errorCount: FAULTS.length } : {}),
  };
}

function refusal(status: number, kinds: readonly ProblemKind[]) {
  return {
    description: MEANING[status] ?? '',
    ...(status === 503 ? { headers: retryAfter } : {}),
    content: {
      'application/problem+json': {
        schema: schema('Problem'),
        examples: Object.fromEntries(kinds.map((kind) => [kind, { summary: PROBLEMS[kind][1], value: problem(kind) }])),
      },
      ...gatewayContent(status),
    },
  };
}

/** Every answer to a push; refusals are those that the API knows, by status. @param parts whether parts can be at fault */
export function responses(parts: boolean) {
  const kinds = (Object.keys(PROBLEMS) as ProblemKind[]).filter((kind) => parts || kind !== 'part-unknown');
  const statuses = [...new Set(kinds.map((kind) => PROBLEMS[kind][0]))];
  const { complete, waiting, duplicate } = RECEIPTS;
  return {
    '200': receipt('All of this push was here already: a try that is repeated is a duplicate.', { duplicate }),
    '202': receipt('Taken.', { complete, waiting }),
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
        ),
      ]),
    ),
  };
}
