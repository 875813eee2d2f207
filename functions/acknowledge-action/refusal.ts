import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem, type ProblemBody, problemResponse } from '../../shared/runtime/problem.ts';
import type { PushEvent } from '../../shared/runtime/push-request.ts';
import type { Fault } from '../../shared/snapshot/types.ts';
import { ActionContended } from '../../shared/store/actions.ts';

/** Ways in which an acknowledgement can be refused, beside those of every signed request: status and title by kind. */
export const REFUSALS = {
  'acknowledgement-invalid': [400, 'The acknowledgement is not valid'],
  'action-unknown': [404, 'There is no such action'],
  'venue-conflict': [409, 'The action is of another venue'],
  'orders-unknown': [409, 'The action has no such orders'],
  'orders-over-filled': [409, 'More is filled than was ordered'],
  'acknowledgement-failed': [500, 'Breakwater failed'],
  'acknowledgement-not-taken': [503, 'Breakwater cannot take acknowledgements right now'],
} as const;
export type RefusalKind = keyof typeof REFUSALS;

/** An acknowledgement that is not taken: answered as `application/problem+json`, as all problems are. */
export class Refusal extends Problem {
  override readonly body: ProblemBody;

  constructor(
    kind: RefusalKind,
    detail: string,
    faults?: { faults: readonly Fault[]; total: number },
    retryAfterSeconds?: number,
  ) {
    super('internal', detail, faults, retryAfterSeconds);
    const [status, title] = REFUSALS[kind];
    this.body = {
      type: `urn:breakwater:problem:${kind}`,
      title,
      status,
      detail,
      ...(faults ? { errors: faults.faults, errorCount: faults.total } : {}),
    };
  }
}

/** Says in an acknowledgement's words what is said of pushes where something has failed here. To be used before `problemsAnswered`. */
export const toldOfAcknowledgements = (): MiddlewareObj<PushEvent, APIGatewayProxyStructuredResultV2> => ({
  onError: (request) => {
    const status = request.response?.statusCode ?? 500;
    if (request.error instanceof Problem || status < 500) return;
    const again = 'Send the same acknowledgement again, with the same acknowledgementId: it counts once.';
    request.response = problemResponse(
      status === 503 || request.error instanceof ActionContended
        ? new Refusal('acknowledgement-not-taken', again, undefined, 1)
        : new Refusal('acknowledgement-failed', `The fault is on our side and has been logged. ${again}`),
    );
  },
});
