import { ACKNOWLEDGEMENTS, ACTION, CAPPING } from './action-examples.ts';
import { acknowledgementResponses, RETRY_AFTER } from './responses.ts';

const json = (schema: string, examples: Readonly<Record<string, object>>) => ({
  required: true,
  content: {
    'application/json': {
      schema: { $ref: `#/components/schemas/${schema}` },
      examples: Object.fromEntries(Object.entries(examples).map(([key, value]) => [key, { value }])),
    },
  },
});

/** Where a venue tells what has become of an action. */
export const ACTION_PATHS = {
  '/v1/actions/{id}/acknowledgements': {
    parameters: [
      {
        name: 'id',
        in: 'path',
        required: true,
        description: 'The actionId.',
        schema: { type: 'string', minLength: 1, maxLength: 128 },
      },
    ],
    post: {
      operationId: 'acknowledgeAction',
      summary: 'Tell what has become of an action',
      description:
        'As often as something has happened to it, until the last word. The body is signed with the key of the venue that it names, and is not compressed.',
      parameters: [],
      requestBody: json('Acknowledgement', ACKNOWLEDGEMENTS),
      responses: acknowledgementResponses(),
    },
  },
};

/** What a venue serves, so that Breakwater can act: one address, to which actions are posted. */
export const ACTION_WEBHOOKS = {
  action: {
    post: {
      operationId: 'takeAction',
      summary: 'Take an action: served by the venue, called by Breakwater',
      description: [
        'Breakwater posts to `{url}/actions`, where `url` is what its operator has configured for the venue. What becomes of the action is told by acknowledgements, not by the answer.',
        "The request is signed as pushes are, with the same key of the venue and by the same rule: the path that is signed is the percent-decoded path of the whole address, what `{url}` has of a path included. Refuse what is not signed: whoever can send actions can close your traders' positions.",
        'The same action may come more than once, always under the same key and with the same body: it is to be executed once. No redirect is followed, and the answer has to come within 10 seconds.',
      ].join('\n\n'),
      security: [{ signature: [] }],
      parameters: [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          description: 'The actionId.',
          schema: { type: 'string', minLength: 1, maxLength: 128 },
        },
      ],
      requestBody: json('Action', { reduce: ACTION, capLeverage: CAPPING }),
      responses: {
        '202': { description: 'Accepted. The body of the answer is not read.' },
        '200': { description: 'Duplicate: the action was here already, and nothing was done a second time.' },
        '408': sentAgain('Timed out: the same action is sent again.'),
        '429': sentAgain('Too many requests: the same action is sent again.'),
        '4XX': {
          description:
            'Refused: the action is rejected and never sent again. The first 500 characters of `detail` are kept as the reason.',
          content: {
            'application/problem+json': {
              schema: { type: 'object', properties: { detail: { type: 'string' } } },
              example: { detail: 'The action id is taken by another action.' },
            },
          },
        },
        '5XX': sentAgain('It is unknown whether the action was taken: the same action is sent again.'),
      },
    },
  },
};

function sentAgain(description: string) {
  return { description, headers: RETRY_AFTER };
}
