import type { Incident, IncidentKey } from '../incident/types.ts';
import { IncidentUnknown } from '../runtime/final-fault.ts';
import { errorFields, log } from '../runtime/log.ts';
import type { SlackMessage } from '../slack/blocks.ts';
import { incidentMessage } from '../slack/incident-message.ts';
import { type PostedMessage, type Slack, SlackRefused } from '../slack/web-client.ts';
import { readIncident } from '../store/incidents.ts';
import { type NotificationLog, readNotificationLog, writeNotificationLog } from '../store/notifications.ts';
import type { Tables } from '../store/tables.ts';

/** Where the officers are told, and what it is told from. */
export interface Officers {
  readonly tables: Tables;
  readonly slack: Slack;
  /** Where new messages go; without it, to the channel of the message that they take the place of. */
  readonly channel?: string;
}

/** The incident whose thread it is. */
export type ThreadOf = IncidentKey & Pick<Incident, 'incidentId'>;

/** Somebody else is telling Slack of this incident at this moment: try again shortly. */
export class NotificationBusy extends Error {
  override name = 'NotificationBusy';
}

/** The thread of an incident, while it is held. */
export interface HeldThread {
  readonly log: NotificationLog;
  note(change: Partial<NotificationLog>): Promise<void>;
}

/** Longer than one telling can take: the client's time-outs for a post, an update and the replies. */
const HOLD_MS = 60_000;

/**
 * Does something with an incident's thread that one at a time may do.
 *
 * @param log as it was just read
 * @throws NotificationBusy if another holds it
 */
export async function holdThread<T>(
  tables: Tables,
  of: ThreadOf,
  log: NotificationLog,
  task: (thread: HeldThread) => Promise<T>,
): Promise<T> {
  const { incidentId } = of;
  if (log.heldUntil > tables.now()) throw new NotificationBusy(`Another notification of ${incidentId} is on its way`);
  let current = log;
  const thread: HeldThread = {
    get log() {
      return current;
    },
    async note(change) {
      const written = await writeNotificationLog(tables, of, incidentId, current, change);
      if (!written) throw new NotificationBusy(`Another notification of ${incidentId} came between`);
      current = written;
    },
  };
  await thread.note({ heldUntil: tables.now() + HOLD_MS });
  try {
    return await task(thread);
  } finally {
    // Best effort: if it fails, the hold runs out by itself.
    await writeNotificationLog(tables, of, incidentId, current, { heldUntil: 0 }).catch(() => undefined);
  }
}

/** Posts the message of an incident as it is now; from then on it is the root of its thread. */
export async function postRoot(
  slack: Slack,
  channel: string,
  incident: Incident,
  thread: HeldThread,
): Promise<PostedMessage> {
  const message = await slack.post({ channel, ...incidentMessage(incident) });
  await thread.note({ message, shown: incident.version, threaded: Math.max(thread.log.threaded, 1) });
  return message;
}

/** Whether a message cannot be edited, and another has to take its place. */
export const isUneditable = (error: unknown): error is SlackRefused =>
  error instanceof SlackRefused && error.kind !== 'credentials';

/** Whether nothing can be said in a thread any more, while there may be other places for it. */
const isThreadLost = (error: unknown): error is SlackRefused =>
  error instanceof SlackRefused && (error.kind === 'message' || error.kind === 'channel');

/**
 * Posts a reply. If its thread is gone, a new root is posted and the thread goes on there.
 *
 * @param root  undefined if there is none yet
 * @param renew posts a new root, or finds one that has been posted meanwhile
 */
export async function replyTo(
  slack: Slack,
  root: PostedMessage | undefined,
  reply: SlackMessage & { readonly broadcast: boolean },
  renew: () => Promise<PostedMessage>,
): Promise<PostedMessage> {
  const post = ({ channel, ts }: PostedMessage) => slack.post({ channel, threadTs: ts, ...reply });
  if (root) {
    try {
      return await post(root);
    } catch (error) {
      if (!isThreadLost(error)) throw error;
      log('warn', 'a thread is gone: it goes on under a new message', { root, ...errorFields(error) });
    }
  }
  const next = await renew();
  try {
    return await post(next);
  } catch (error) {
    if (!isThreadLost(error)) throw error;
    log('warn', 'no thread can be begun: the reply is a message of its own', { root: next, ...errorFields(error) });
    const { broadcast: _, ...message } = reply;
    return slack.post({ channel: next.channel, ...message });
  }
}

/**
 * Says something in the thread of an incident; if that is gone or not begun, under a new root.
 *
 * @throws NotificationBusy, or what the Slack client throws
 */
export async function postInThread(
  officers: Officers,
  of: ThreadOf,
  message: SlackMessage,
  broadcast: boolean,
): Promise<PostedMessage> {
  const { message: root } = await readNotificationLog(officers.tables, of, of.incidentId);
  return replyTo(officers.slack, root, { ...message, broadcast }, () => renewRoot(officers, of, root));
}

/** @param lost the root that is gone; undefined if there was none */
async function renewRoot(
  { tables, slack, channel }: Officers,
  of: ThreadOf,
  lost: PostedMessage | undefined,
): Promise<PostedMessage> {
  const log = await readNotificationLog(tables, of, of.incidentId);
  // Somebody else has found it out meanwhile.
  if (log.message && log.message.ts !== lost?.ts) return log.message;
  const where = channel ?? lost?.channel;
  if (where === undefined)
    throw new Error(`The incident ${of.incidentId} has no message in Slack yet, and no channel is configured`);
  return holdThread(tables, of, log, async (thread) => postRoot(slack, where, await incidentOf(tables, of), thread));
}

/** @throws IncidentUnknown */
export async function incidentOf(tables: Tables, of: ThreadOf): Promise<Incident> {
  const incident = await readIncident(tables, of, of.incidentId);
  if (!incident)
    throw new IncidentUnknown(`There is no incident ${of.incidentId} of ${of.venue} ${of.symbol} ${of.group}`);
  return incident;
}
