import { randomBytes } from 'node:crypto';
import type { Block, Button } from '../../../shared/slack/blocks.ts';
import { SLACK_SIGNATURE_HEADER, SLACK_TIMESTAMP_HEADER, slackSignature } from '../../../shared/slack/interaction.ts';
import type { StoredMessage, Workspace } from './workspace.ts';

/** Those who can press on this machine; who of them may decide is the policy's to say. */
export const OFFICERS = [
  { id: 'U-ANNA', name: 'Anna (risk officer)' },
  { id: 'U-BEN', name: 'Ben (risk officer)' },
  { id: 'U-STRANGER', name: 'a stranger' },
] as const;

/** Where presses go, and what they are signed with. */
export interface SendTo {
  readonly url: string;
  readonly signingSecret: string;
}

export interface Press {
  /** The message's channel and ts. */
  readonly channel: string;
  readonly ts: string;
  readonly actionId: string;
  /** Slack's id of the officer. */
  readonly user: string;
}

export interface PressOutcome {
  /** Of the HTTP answer; null where there was none in the three seconds that Slack waits. */
  readonly status: number | null;
  /** Lines that only the presser sees. */
  readonly answers: readonly string[];
}

export interface Interactions {
  sendTo(target: SendTo): void;
  pressable(): boolean;
  press(press: Press): Promise<PressOutcome>;
  /** Takes what is sent to a press's response_url. @returns false where the address is none, or used up */
  respond(key: string, body: Readonly<Record<string, unknown>> | undefined): boolean;
}

/** As Slack has it: five answers to a press, within half an hour, and three seconds for the request itself. */
const RESPONSES = 5;
const RESPONSE_MS = 30 * 60_000;
const PATIENCE_MS = 3_000;

/** Presses of buttons, sent and signed as Slack does, and the answers to them. */
export function openInteractions(
  workspace: Workspace,
  responsesUrl: string,
  now: () => number,
  target: SendTo | undefined,
): Interactions {
  const pressed = new Map<string, { message: StoredMessage; at: number; used: number; answers: string[] }>();

  return {
    sendTo(next) {
      target = next;
    },
    pressable: () => target !== undefined,
    async press({ channel, ts, actionId, user }) {
      if (!target) throw new Error('There is nowhere to send a press to');
      const message = workspace.messages().find((stored) => stored.channel === channel && stored.ts === ts);
      const button = message && buttonOf(message.blocks, actionId);
      if (!message || !button) throw new Error(`There is no button ${actionId} on that message`);
      const key = randomBytes(12).toString('hex');
      const at = now();
      const answers: string[] = [];
      pressed.set(key, { message, at, used: 0, answers });
      const payload = payloadOf(message, button, user, at, `${responsesUrl}/${key}`);
      const status = await send(target, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), at);
      return { status, answers };
    },
    respond(key, body) {
      const press = pressed.get(key);
      if (!press || !body || press.used >= RESPONSES || now() - press.at > RESPONSE_MS) return false;
      press.used++;
      const { channel, ts } = press.message;
      if (body.replace_original === true)
        return workspace.update({ channel, ts, text: body.text, blocks: body.blocks }).ok;
      press.answers.push(String(body.text ?? ''));
      return true;
    },
  };
}

const buttonOf = (blocks: readonly Block[], actionId: string): Button | undefined =>
  blocks.flatMap((block) => (block.type === 'actions' ? block.elements : [])).find((b) => b.action_id === actionId);

/** The fields of Slack's `block_actions` payload. Source: Slack's reference of interaction payloads. */
function payloadOf(message: StoredMessage, button: Button, user: string, at: number, responseUrl: string): object {
  const { channel, channelName, ts, text, blocks } = message;
  const team = { id: 'T000000001', domain: 'breakwater' };
  const actionTs = (at / 1_000).toFixed(6);
  return {
    type: 'block_actions',
    user: { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: team.id },
    api_app_id: 'A000000001',
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    trigger_id: `${Math.floor(at)}.1`,
    team,
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: channelName },
    message: { type: 'message', ts, text, blocks },
    response_url: responseUrl,
    actions: [
      {
        type: 'button',
        action_id: button.action_id,
        block_id: 'actions',
        text: button.text,
        value: button.value,
        action_ts: actionTs,
      },
    ],
  };
}

async function send({ url, signingSecret }: SendTo, body: string, at: number): Promise<number | null> {
  const timestamp = String(Math.floor(at / 1_000));
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      [SLACK_TIMESTAMP_HEADER]: timestamp,
      [SLACK_SIGNATURE_HEADER]: slackSignature(signingSecret, timestamp, Buffer.from(body)),
    },
    body,
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status ?? null;
}
