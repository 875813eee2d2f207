import { incidentMessage, transitionReply } from '../slack/incident-message.ts';
import type { Slack } from '../slack/web-client.ts';
import type { HistoryEntry } from '../store/incidents.ts';
import { readHistory, readIncident } from '../store/incidents.ts';
import { type NotificationLog, readNotificationLog, writeNotificationLog } from '../store/notifications.ts';
import type { Tables } from '../store/tables.ts';
import type { ResponseInput } from './open-response.ts';

/** Somebody else is telling Slack of this incident at this moment: try again shortly. */
export class NotificationBusy extends Error {
  override name = 'NotificationBusy';
}

export interface Told {
  readonly posted: number;
  readonly updated: number;
  /** Why nothing had to be told, where nothing had. */
  readonly reason?: 'told already';
}

/** Longer than one telling can take: the client's time-outs for a post, an update and the replies. */
const HOLD_MS = 60_000;

/**
 * Brings Slack up to date with an incident: the root message is posted once and then updated, and each transition after the
 * first is a reply in its thread. What is told is the incident as it is now, so that a late or repeated call cannot turn the
 * message back.
 *
 * One at a time tells of an incident. The log is written after each success: a crash in between tells twice rather than never.
 *
 * @throws NotificationBusy, or what the Slack client throws; both may be tried again
 */
export async function notifyOfficers(
  tables: Tables,
  slack: Slack,
  channel: string,
  input: ResponseInput,
): Promise<Told> {
  const { incidentId } = input;
  let log = await readNotificationLog(tables, input, incidentId);
  if (log.threaded >= input.version) return { posted: 0, updated: 0, reason: 'told already' };
  if (log.heldUntil > tables.now()) throw new NotificationBusy(`Another notification of ${incidentId} is on its way`);

  const write = async (change: Partial<NotificationLog>): Promise<void> => {
    const written = await writeNotificationLog(tables, input, incidentId, log, change);
    if (!written) throw new NotificationBusy(`Another notification of ${incidentId} came between`);
    log = written;
  };
  await write({ heldUntil: tables.now() + HOLD_MS });
  let posted = 0;
  let updated = 0;
  try {
    const incident = await readIncident(tables, input, incidentId);
    if (!incident)
      throw new Error(`There is no incident ${incidentId} of ${input.venue} ${input.symbol} ${input.group}`);
    if (!log.message) {
      const message = await slack.post({ channel, ...incidentMessage(incident) });
      posted++;
      await write({ message, shown: incident.version, threaded: Math.max(log.threaded, 1) });
    } else if (log.shown < incident.version) {
      await slack.update({ ...log.message, ...incidentMessage(incident) });
      updated++;
      await write({ shown: incident.version });
    }
    for (const entry of await untold(tables, input, log)) {
      // An update moves nobody's phone; a reply does, and one for the worse is shown in the channel too.
      const { channel: at, ts } = log.message as NonNullable<NotificationLog['message']>;
      await slack.post({
        channel: at,
        threadTs: ts,
        broadcast: entry.transition === 'escalated',
        ...transitionReply(entry.incident, entry.transition),
      });
      posted++;
      await write({ threaded: entry.incident.version });
    }
  } finally {
    await release();
  }
  return { posted, updated };

  /** Best effort: where it fails, the hold runs out by itself. */
  async function release(): Promise<void> {
    await writeNotificationLog(tables, input, incidentId, log, { heldUntil: 0 }).catch(() => undefined);
  }
}

const untold = async (tables: Tables, input: ResponseInput, log: NotificationLog): Promise<HistoryEntry[]> =>
  (await readHistory(tables, input, input.incidentId)).filter(({ incident }) => incident.version > log.threaded);
