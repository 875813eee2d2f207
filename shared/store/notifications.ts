import type { IncidentKey } from '../incident/types.ts';
import { type Condition, expiryAfter, getItem, type Item, putItem, RETENTION_DAYS, type Tables } from './tables.ts';

/** Which versions of an incident Slack shows: written after each success, so that delivery is at-least-once. */
export interface NotificationLog {
  /** The root message; absent until the first post came back. */
  readonly message?: { readonly channel: string; readonly ts: string };
  /** The incident's version that the root message shows; 0 before the first. */
  readonly shown: number;
  /** The newest version whose transition stands in the thread. */
  readonly threaded: number;
  /** Held by the one that is telling, until this time in Unix milliseconds; 0 where nobody is. */
  readonly heldUntil: number;
  /** Rises with each write: what the next write is conditional on. */
  readonly revision: number;
}

const logKey = ({ venue, symbol, group }: IncidentKey, incidentId: string) =>
  ({ pk: `incident#${venue}#${symbol}#${group}`, sk: `notified#${incidentId}` }) as const;

const EMPTY: NotificationLog = { shown: 0, threaded: 0, heldUntil: 0, revision: 0 };

export async function readNotificationLog(
  tables: Tables,
  key: IncidentKey,
  incidentId: string,
): Promise<NotificationLog> {
  const { pk, sk } = logKey(key, incidentId);
  return (await getItem<Item & { notified: NotificationLog }>(tables, tables.state, pk, sk))?.notified ?? EMPTY;
}

/**
 * Writes the log as it follows on `before`.
 *
 * @returns what was written, or nothing where somebody else has written since
 */
export async function writeNotificationLog(
  tables: Tables,
  key: IncidentKey,
  incidentId: string,
  before: NotificationLog,
  change: Partial<Omit<NotificationLog, 'revision'>>,
): Promise<NotificationLog | undefined> {
  const log = { ...before, ...change, revision: before.revision + 1 };
  const condition: Condition =
    before.revision === 0
      ? { expression: 'attribute_not_exists(pk)' }
      : { expression: 'notified.revision = :revision', values: { ':revision': before.revision } };
  const written = await putItem(
    tables,
    tables.state,
    {
      ...logKey(key, incidentId),
      type: 'notification-log',
      notified: log,
      expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
    },
    condition,
  );
  return written ? log : undefined;
}
