import type { Incident } from '../incident/types.ts';
import { errorFields, log } from '../runtime/log.ts';
import { incidentMessage, transitionReply } from '../slack/incident-message.ts';
import { type Slack, SlackRefused, SlackUnavailable } from '../slack/web-client.ts';
import type { HistoryEntry } from '../store/incidents.ts';
import { readHistory } from '../store/incidents.ts';
import { type NotificationLog, readNotificationLog } from '../store/notifications.ts';
import type { Tables } from '../store/tables.ts';
import type { ResponseInput } from './open-response.ts';
import { type HeldThread, holdThread, incidentOf, isUneditable, postRoot, replyTo } from './thread.ts';

export interface Told {
  readonly posted: number;
  readonly updated: number;
  /** Why nothing had to be told, where nothing had. */
  readonly reason?: 'told already';
}

/**
 * Brings Slack up to date with an incident: the root message is posted once and then updated, and each transition after the
 * first is a reply in its thread. What is told is the incident as it is now, so that a late or repeated call cannot turn the
 * message back. A root that cannot be edited any more is replaced by a new one, and the transitions are told whatever became of the
 * edit: they are what calls the officers.
 *
 * One notification of an incident at a time. The log is written after each success, so delivery is at-least-once.
 *
 * @param channel where a root is posted
 * @throws NotificationBusy, or what the Slack client throws; both may be tried again
 */
export async function notifyOfficers(
  tables: Tables,
  slack: Slack,
  channel: string,
  input: ResponseInput,
): Promise<Told> {
  const { incidentId, version } = input;
  const before = await readNotificationLog(tables, input, incidentId);
  if (Math.min(before.threaded, before.shown) >= version) return { posted: 0, updated: 0, reason: 'told already' };
  return holdThread(tables, input, before, async (thread) => {
    let posted = 0;
    const incident = await incidentOf(tables, input);
    const root = await showRoot(slack, channel, incident, thread);
    if (root.shown === 'posted') posted++;
    for (const entry of await untold(tables, input, thread.log)) {
      // An update moves nobody's phone; a reply does, and one for the worse is shown in the channel too.
      const reply = {
        broadcast: entry.transition === 'escalated',
        ...transitionReply(entry.incident, entry.transition),
      };
      await replyTo(slack, thread.log.message, reply, () => {
        posted++;
        return postRoot(slack, channel, incident, thread);
      });
      posted++;
      await thread.note({ threaded: entry.incident.version });
    }
    if (root.shown === 'put off') throw root.until;
    return { posted, updated: root.shown === 'updated' ? 1 : 0 };
  });
}

type Shown =
  | { readonly shown: 'posted' | 'updated' | 'as before' }
  | { readonly shown: 'put off'; readonly until: SlackUnavailable };

/** @throws what the Slack client throws, if there is no root after it */
async function showRoot(slack: Slack, channel: string, incident: Incident, thread: HeldThread): Promise<Shown> {
  const { message, shown } = thread.log;
  if (message && shown >= incident.version) return { shown: 'as before' };
  if (message) {
    try {
      await slack.update({ ...message, ...incidentMessage(incident) });
      await thread.note({ shown: incident.version });
      return { shown: 'updated' };
    } catch (error) {
      if (error instanceof SlackUnavailable) return { shown: 'put off', until: error };
      if (!isUneditable(error)) throw error;
      const { incidentId } = incident;
      log('warn', 'the message of an incident cannot be edited: a new one is posted', {
        incidentId,
        ...errorFields(error),
      });
    }
  }
  try {
    await postRoot(slack, channel, incident, thread);
    return { shown: 'posted' };
  } catch (error) {
    // A content that Slack does not take stays so: what stands there is out of date, and the transitions are told below it.
    if (!(message && error instanceof SlackRefused && error.kind === 'ours')) throw error;
    log('error', 'the message of an incident cannot be shown', {
      incidentId: incident.incidentId,
      ...errorFields(error),
    });
    return { shown: 'as before' };
  }
}

const untold = async (tables: Tables, input: ResponseInput, log: NotificationLog): Promise<HistoryEntry[]> =>
  (await readHistory(tables, input, input.incidentId)).filter(({ incident }) => incident.version > log.threaded);
