import type { Event } from '../../shared/incident/decide.ts';
import type { Incident } from '../../shared/incident/types.ts';
import type { Severity } from '../../shared/policy/types.ts';
import { respondTo } from '../../shared/response/open-response.ts';
import { readNewestIncident } from '../../shared/store/incidents.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { NOW } from '../environment/tables.ts';

export const KEY = { venue: 'demo', symbol: 'BTC/USDT:USDT', group: 'leverage' };

/** Moves the incident to a severity, as open-response does, and gives what the state machine is started with. */
export async function moveIncident(tables: Tables, severity: Severity, order: number): Promise<Incident> {
  const sighting = {
    rule: 'leverage-over-volatility',
    metric: 'leverage.weighted',
    value: 20 + order,
    threshold: 16,
    regime: 'elevated' as const,
    timestamp: NOW,
    snapshotId: `s${order}`,
  };
  const event: Event = { ...KEY, severity, order, sighting, policyVersion: 1, codeVersion: 'test' };
  await respondTo(tables, { start: async () => {} }, event, 'warning');
  return (await readNewestIncident(tables, KEY)) as Incident;
}
