import type { Incident, IncidentKey, Transition } from '../incident/types.ts';
import { putDueResponse } from './due-responses.ts';
import {
  absent,
  type Condition,
  conditionalPut,
  expiryAfter,
  getItem,
  getItems,
  type Item,
  queryPartition,
  RETENTION_DAYS,
  type Tables,
  transact,
} from './tables.ts';

export const incidentKey = ({ venue, symbol, group }: IncidentKey): string => `incident#${venue}#${symbol}#${group}`;

/** The newest incident of a key, open or resolved: the one item that decides whether another may open. */
export async function readNewestIncident(tables: Tables, key: IncidentKey): Promise<Incident | undefined> {
  return (await getItem<Item & { incident: Incident }>(tables, tables.state, incidentKey(key), 'newest'))?.incident;
}

/** The same of many keys, in their order. @throws ThrottledRead */
export async function readNewestIncidents(
  tables: Tables,
  keys: readonly IncidentKey[],
): Promise<(Incident | undefined)[]> {
  const items = await getItems<Item & { incident: Incident }>(tables, tables.state, keys.map(incidentKey), 'newest');
  return items.map((item) => item?.incident);
}

export async function readIncident(
  tables: Tables,
  key: IncidentKey,
  incidentId: string,
): Promise<Incident | undefined> {
  return (
    await getItem<Item & { incident: Incident }>(tables, tables.state, incidentKey(key), `incident#${incidentId}`)
  )?.incident;
}

/** One entry of an incident's append-only history. */
export interface HistoryEntry {
  readonly transition: Transition;
  readonly incident: Incident;
}

/** An incident's history, oldest first. */
export async function readHistory(tables: Tables, key: IncidentKey, incidentId: string): Promise<HistoryEntry[]> {
  return queryPartition<HistoryEntry & Item>(tables, tables.state, incidentKey(key), `history#${incidentId}#`);
}

/**
 * Writes a transition: the incident, its place as the key's newest, its history entry, and the response that is due to it, all or
 * nothing.
 *
 * @param last what the decision was made on; nothing is written where something else stands there by now
 * @returns whether it was written
 */
export async function writeTransition(
  tables: Tables,
  last: Incident | undefined,
  transition: Transition,
  incident: Incident,
): Promise<boolean> {
  const pk = incidentKey(incident);
  const expiresAt = expiryAfter(tables, RETENTION_DAYS.record);
  const { incidentId, version } = incident;
  const unmoved: Condition = last
    ? {
        expression: 'incident.incidentId = :id AND incident.version = :version',
        values: { ':id': last.incidentId, ':version': last.version },
      }
    : absent(tables);
  const history = `history#${incidentId}#${String(version).padStart(6, '0')}`;
  return transact(tables, [
    {
      Put: conditionalPut(tables.state, { pk, sk: 'newest', type: 'newest-incident', incident, expiresAt }, unmoved),
    },
    {
      Put: conditionalPut(tables.state, {
        pk,
        sk: `incident#${incidentId}`,
        type: 'incident',
        incident,
        expiresAt,
      }),
    },
    {
      Put: conditionalPut(
        tables.state,
        { pk, sk: history, type: 'history', transition, incident, expiresAt },
        absent(tables),
      ),
    },
    putDueResponse(tables, incident),
  ]);
}
