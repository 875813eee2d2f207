import { LIMITS } from '../../shared/snapshot/limits.ts';
import { SNAPSHOT_ID_PATTERN } from '../../shared/snapshot/schema.ts';
import { SIGNATURE_TOLERANCE_S, sign } from '../../shared/venue/signature.ts';
import { ACTION_PATHS, ACTION_WEBHOOKS } from './actions.ts';
import { EXAMPLES } from './examples.ts';
import { pushResponses } from './responses.ts';
import { SCHEMAS } from './schemas.ts';

const MEBIBYTE = 1024 * 1024;

/**
 * What an exchange and Breakwater have to do with each other as an OpenAPI 3.1 document, from the schemas that validate and the problems
 * that are answered: the routes that the exchange calls, and the one that it serves.
 */
export const openApiDocument = (version: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Breakwater API for exchanges',
    version,
    description: [
      'An exchange pushes snapshots of its book here; Breakwater measures the leverage on it and alerts before it collapses.',
      "Names are CCXT's unified ones, amounts decimal numbers or decimal strings within the same bounds, times Unix milliseconds from 2000 to 2100. Fields beyond those named are ignored, and null stands for an absent optional field.",
      'Every push may be repeated: the same snapshotId with the same body is a duplicate and changes nothing.',
      `A body has at most ${LIMITS.bodyBytes / MEBIBYTE} MiB as sent and ${LIMITS.unpackedBytes / MEBIBYTE} MiB unpacked; a larger book announces \`parts\` and sends them by PUT.`,
      'Where an exchange takes actions, it serves what stands under `webhooks` and acknowledges each action until its last word.',
    ].join('\n\n'),
  },
  servers: [
    {
      url: '{apiUrl}',
      variables: { apiUrl: { default: 'https://breakwater.example', description: "The stack's output ApiUrl." } },
    },
  ],
  security: [{ signature: [] }],
  paths: {
    '/v1/venues/{venue}/snapshots': {
      parameters: [VENUE],
      post: {
        operationId: 'pushSnapshot',
        summary: 'Push a snapshot, or announce one in parts',
        parameters: [ENCODING],
        requestBody: body('Snapshot', EXAMPLES.snapshotLines, {
          whole: { summary: 'A whole book', value: EXAMPLES.snapshot },
          announcement: { summary: 'A book in two parts', value: EXAMPLES.announcement },
        }),
        responses: pushResponses(false),
      },
    },
    '/v1/venues/{venue}/snapshots/{snapshotId}/parts/{n}': {
      parameters: [
        VENUE,
        {
          name: 'snapshotId',
          in: 'path',
          required: true,
          description: 'As announced.',
          schema: { type: 'string', pattern: SNAPSHOT_ID_PATTERN },
        },
        {
          name: 'n',
          in: 'path',
          required: true,
          description:
            'Number of the part, from 1, in decimal digits without leading zeros. Parts may come in any order, also before the announcement.',
          schema: { type: 'integer', minimum: 1, maximum: LIMITS.parts },
        },
      ],
      put: {
        operationId: 'pushPart',
        summary: 'Push one part of an announced snapshot',
        description: 'The snapshot is complete, and is assessed, when its last part lands.',
        parameters: [ENCODING],
        requestBody: body('Part', EXAMPLES.partLines, { part: { value: EXAMPLES.part } }),
        responses: pushResponses(true),
      },
    },
    ...ACTION_PATHS,
  },
  webhooks: ACTION_WEBHOOKS,
  components: {
    schemas: SCHEMAS,
    securitySchemes: {
      signature: {
        type: 'apiKey',
        in: 'header',
        name: 'Breakwater-Signature',
        description: signatureExplained(),
      },
    },
  },
});

const VENUE = {
  name: 'venue',
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^[a-z0-9-]{1,32}$' },
} as const;

const ENCODING = {
  name: 'Content-Encoding',
  in: 'header',
  description: 'gzip, or none.',
  schema: { enum: ['gzip', 'identity'] },
} as const;

function body(schema: string, lines: string, examples: Readonly<Record<string, object>>) {
  return {
    required: true,
    content: {
      'application/json': { schema: { $ref: `#/components/schemas/${schema}` }, examples },
      'application/x-ndjson': {
        schema: { type: 'string', description: 'One record a line, each as the schema Line says.' },
        example: lines,
      },
    },
  };
}

/** The scheme in words, with an example that was computed by the code that signs. */
function signatureExplained(): string {
  const request = { method: 'POST', path: '/v1/venues/demo/snapshots', body: Buffer.from('{}') };
  const seconds = 1_767_614_400;
  return [
    '`Breakwater-Signature: t=<seconds>,v1=<signature>`, where the signature is the lower-case hex HMAC-SHA256, with the venue key, of `t.METHOD.path.body`: the time of signing in Unix seconds, the method, the path and the body exactly as sent, after compression, with a dot between them.',
    'The path is the percent-decoded path of the request as sent, a base path or a stage included, host and query left off: `/v1/venues/demo/snapshots/a:b/parts/1`, whether the `:` was sent as it is or as `%3A`. A query is not signed, and a request that has one is refused.',
    `The time may lie ${SIGNATURE_TOLERANCE_S} s off either way, so sign each try anew. While a key rotates, send one \`v1\` for each key: one that fits is enough.`,
    `Example: the key \`example-key\`, the time ${seconds}, ${request.method} ${request.path} and the body \`{}\` give\n\n    Breakwater-Signature: ${sign(['example-key'], seconds, request)}`,
  ].join('\n\n');
}
