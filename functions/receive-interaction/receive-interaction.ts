import { verdictOf } from '../../shared/approval/decide.ts';
import type { Answer } from '../../shared/approval/types.ts';
import { showCurrent } from '../../shared/response/show-approval.ts';
import type { WaitingTask } from '../../shared/response/waiting-task.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { APPROVAL_ACTIONS } from '../../shared/slack/approval-message.ts';
import {
  type Interaction,
  InteractionInvalid,
  parseInteraction,
  SLACK_SIGNATURE_HEADER,
  SLACK_TIMESTAMP_HEADER,
  verifySlackSignature,
} from '../../shared/slack/interaction.ts';
import { expireApproval, pressApproval } from '../../shared/store/approvals.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { FAILED, type Presser, pressAnswer, UNKNOWN } from './presser.ts';

/** What Slack sent, as it was sent. */
export interface SlackRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What Slack is answered: it shows anything but a 200 to the presser as a failure of the app. */
export interface SlackReply {
  readonly status: 200 | 400 | 401 | 413 | 500;
  /** What the presser is told where it is a press, and else who tries the address by hand. */
  readonly detail: string;
}

export interface Connections {
  readonly tables: Tables;
  /** The workflow's task that waits for the officers. */
  readonly task: Pick<WaitingTask, 'succeed'>;
  /** The new one, and while it rotates the old one too. */
  readonly signingSecrets: () => Promise<readonly string[]>;
  readonly presserOf: (interaction: Interaction) => Presser;
  /** Shows an approval past the address that came with a press, if that does not take it: the message may have been deleted since. */
  readonly showOtherwise: (approvalId: string) => Promise<void>;
}

/**
 * Takes the press of a button: what is not signed by Slack is refused before it is read, the decision is stored, the waiting
 * workflow is answered where there is one, and the presser is told what it came to.
 *
 * Any press by an officer that finds a decision answers the workflow again, so that a crash between the two is made good by
 * the next press; a workflow that was answered before takes no notice.
 */
export async function receiveInteraction(
  connections: Connections,
  { headers, body }: SlackRequest,
): Promise<SlackReply> {
  const { tables, signingSecrets, presserOf, showOtherwise } = connections;
  const signed = verifySlackSignature(
    { signature: headers[SLACK_SIGNATURE_HEADER], timestamp: headers[SLACK_TIMESTAMP_HEADER] },
    await signingSecrets(),
    Math.floor(tables.now() / 1_000),
    body,
  );
  if (!signed.valid) return refused({ status: 401, detail: signed.detail });
  let interaction: Interaction;
  try {
    interaction = parseInteraction(body);
  } catch (error) {
    if (!(error instanceof InteractionInvalid)) throw error;
    return refused({ status: error.reason === 'too large' ? 413 : 400, detail: error.message });
  }
  const decision = APPROVAL_ACTIONS.get(interaction.actionId);
  if (!decision) return refused({ status: 400, detail: `There is no action ${JSON.stringify(interaction.actionId)}.` });
  const presser = presserOf(interaction);
  try {
    const { text, moved } = await press(connections, interaction, decision);
    const show = () =>
      showCurrent(tables, interaction.value, (message) => presser.show(message)).catch((error) => {
        log('warn', 'the pressed message could not be shown anew', errorFields(error));
        return showOtherwise(interaction.value);
      });
    await Promise.all([
      attempt('the presser could not be told', () => presser.tell(text)),
      moved && attempt('an approval could not be shown', show),
    ]);
    return { status: 200, detail: text };
  } catch (error) {
    log('error', 'a press failed', { approvalId: interaction.value, decision, ...errorFields(error) });
    // The message keeps its buttons, so that there is something to press again.
    await attempt('the presser could not be told', () => presser.tell(FAILED));
    return { status: 500, detail: FAILED };
  }
}

function refused(reply: SlackReply): SlackReply {
  log('warn', 'an interaction was refused', { ...reply });
  return reply;
}

/** What a press came to: what the presser is told, and whether the message is not up to date any more. */
interface Outcome {
  readonly text: string;
  readonly moved: boolean;
}

async function press(
  { tables, task }: Connections,
  { user, value: approvalId }: Interaction,
  decision: Answer,
): Promise<Outcome> {
  const pressed = await pressApproval(tables, approvalId, { user, decision });
  if (!pressed) return { text: UNKNOWN, moved: false };
  const { outcome, approval, taskToken } = pressed;
  log('info', 'a press was taken', { approvalId, user, decision, outcome: outcome.reason, version: approval.version });
  const text = pressAnswer(outcome, approval, { user, decision });
  if (outcome.reason === 'stranger') return { text, moved: false };
  if (outcome.reason === 'expired') {
    await expireApproval(tables, approvalId);
    return { text, moved: true };
  }
  const verdict = verdictOf(approval);
  if (!verdict) return { text, moved: outcome.change };
  const answered = await task.succeed(taskToken, verdict);
  log('info', 'the workflow was answered', { approvalId, answered, decision: verdict.decision });
  const inVain = outcome.change && !answered;
  return {
    text: inVain ? `${text} (Its workflow had been answered before, or has ended.)` : text,
    // Also where it was decided before: who pressed a button had not seen that.
    moved: true,
  };
}

/** What is only shown to people never undoes what was decided. */
async function attempt(failure: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    log('warn', failure, errorFields(error));
  }
}
