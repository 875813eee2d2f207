import { jest } from '@jest/globals';
import { PresserUnreachable } from '../../../functions/receive-interaction/presser.ts';
import {
  type Connections,
  receiveInteraction,
  type SlackReply,
} from '../../../functions/receive-interaction/receive-interaction.ts';
import type { Verdict } from '../../../shared/approval/decide.ts';
import type { Approval } from '../../../shared/approval/types.ts';
import type { SlackMessage } from '../../../shared/slack/blocks.ts';
import { openApproval, readApproval } from '../../../shared/store/approvals.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { makeTables, NOW } from '../../environment/tables.ts';
import { asked, type PressOptions, pressBody, SECRET, SUMMARY, signedHeaders, TASK_TOKEN } from './officers.ts';

/** One approval, with everything that a press of its buttons can reach, and what reached it. */
export interface Desk {
  clock: number;
  tables: Tables;
  /** What reached Step Functions, and what had an effect there: of one token the first answer. */
  sent: { token: string; verdict: Verdict }[];
  effects: Map<string, Verdict>;
  workflowFails: Error | undefined;
  told: string[];
  shown: SlackMessage[];
  presserFails: boolean;
  /** Approvals that were shown past the address that came with the press. */
  otherwise: string[];
  /** Happens before the next showing of the message arrives. */
  meanwhile: (() => Promise<unknown>) | undefined;
  logged: string[];
  /** Everything anew but the clock. */
  restart(): Promise<void>;
  open(change?: Partial<Approval>): Promise<Approval>;
  send(body: Buffer, headers: Record<string, string>, on?: Tables): Promise<SlackReply>;
  press(options?: PressOptions, on?: Tables): Promise<SlackReply>;
  stored(): Promise<Approval>;
  /** What the message was headed with each time it was shown. */
  headlines(): (string | undefined)[];
}

export async function openDesk(): Promise<Desk> {
  const desk: Desk = {
    clock: NOW + 1_000,
    tables: await makeTables(() => desk.clock),
    sent: [],
    effects: new Map(),
    workflowFails: undefined,
    told: [],
    shown: [],
    presserFails: false,
    otherwise: [],
    meanwhile: undefined,
    logged: [],
    async restart() {
      desk.tables = await makeTables(() => desk.clock);
      desk.effects.clear();
      [desk.sent, desk.told, desk.shown] = [[], [], []];
    },
    open: (change = {}) => openApproval(desk.tables, asked(change), { summary: SUMMARY, taskToken: TASK_TOKEN }),
    send: (body, headers, on = desk.tables) => receiveInteraction(connections(on), { headers, body }),
    press(options = {}, on = desk.tables) {
      const body = pressBody(options);
      return desk.send(body, signedHeaders(body, desk.clock), on);
    },
    stored: async () => (await readApproval(desk.tables, asked().approvalId))?.approval as Approval,
    headlines: () => desk.shown.map(({ text }) => /APPROVED|DECLINED|EXPIRED|NEEDED/.exec(text)?.[0]),
  };

  const connections = (on: Tables): Connections => ({
    tables: on,
    signingSecrets: async () => [SECRET, ''],
    task: {
      async succeed(token, output) {
        if (desk.workflowFails) throw desk.workflowFails;
        const verdict = output as Verdict;
        desk.sent.push({ token, verdict });
        if (desk.effects.has(token)) return false;
        desk.effects.set(token, verdict);
        return true;
      },
    },
    showOtherwise: async (approvalId) => void desk.otherwise.push(approvalId),
    presserOf: () => ({
      async tell(text) {
        if (desk.presserFails) throw new PresserUnreachable('Slack did not answer in time');
        desk.told.push(text);
      },
      async show(message) {
        const first = desk.meanwhile;
        desk.meanwhile = undefined;
        await first?.();
        if (desk.presserFails) throw new PresserUnreachable('Slack did not answer in time');
        desk.shown.push(message);
      },
    }),
  });

  for (const level of ['info', 'warn', 'error'] as const)
    jest.spyOn(console, level).mockImplementation((line) => void desk.logged.push(String(line)));
  return desk;
}
