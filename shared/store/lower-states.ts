import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { MarketState, VenueState } from '../assessment/types.ts';
import { FEED_GROUPS } from '../incident/feed/watch.ts';
import { WHOLE_VENUE } from '../incident/scope.ts';
import type { Incident } from '../incident/types.ts';
import { fundKey, marketKey, venueStateKey } from './assessments.ts';
import { type Attributes, expressionValues, itemFrom } from './encoding.ts';
import { incidentKey } from './incidents.ts';
import { readNewestPlan } from './plans.ts';
import { type Condition, getItem, type Item, mapBounded, putItem, type Tables } from './tables.ts';
import { lowerDone } from './verifications.ts';

/** A venue's reset, as far as it concerns what is remembered. */
export interface Lowering {
  readonly to: number;
  /** The time of the newest snapshot that is left; 0 if none is. */
  readonly timestamp: number;
  /** Of the reset, Unix milliseconds. */
  readonly epoch: number;
}

/** What was lowered, by name. */
export interface Lowered {
  readonly markets: readonly string[];
  readonly fund: boolean;
  /** `symbol group`. */
  readonly incidents: readonly string[];
  readonly plan: boolean;
}

/**
 * Lowers what is moved by rising sequences only to where a venue is reset: its own state and its markets', its fund's history, the
 * order of its newest incidents, and from which snapshot on its newest plan is verified. What they hold stays. Found by reading through the
 * whole table, so that no market is forgotten whose details are past their retention: a matter of minutes in a table of gigabytes.
 */
export async function lowerStates(tables: Tables, venue: string, lowering: Lowering): Promise<Lowered> {
  const found = await scanAbove(tables, venue, lowering.to);
  const states = found.filter(({ sk }) => sk === 'state');
  const newest = found.filter(({ sk }) => sk === 'newest');
  const markets = await mapBounded(states, 8, (key) => lowerMarket(tables, key, lowering));
  const incidents = await mapBounded(newest, 8, (key) => lowerIncident(tables, key, lowering));
  await lowerVenue(tables, venue, lowering);
  const fund = await lowerFund(tables, venue, lowering.to);
  const plan = await readNewestPlan(tables, venue);
  return {
    markets: markets.filter((symbol) => symbol !== undefined).sort(),
    fund,
    incidents: incidents.filter((name) => name !== undefined).sort(),
    plan: plan !== undefined && (await lowerDone(tables, venue, plan.planId, lowering.to)),
  };
}

type Key = Pick<Item, 'pk' | 'sk'>;

/** The market states and newest incidents of a venue that are above a sequence. */
async function scanAbove(tables: Tables, venue: string, to: number): Promise<Key[]> {
  const found: Key[] = [];
  let start: Attributes | undefined;
  do {
    const page = await tables.client.send(
      new ScanCommand({
        TableName: tables.state,
        FilterExpression:
          '(begins_with(pk, :market) AND sk = :state AND #sequence > :to) OR (begins_with(pk, :incident) AND sk = :newest AND incident.#order > :to)',
        ProjectionExpression: 'pk, sk',
        ExpressionAttributeNames: { '#sequence': 'sequence', '#order': 'order' },
        ExpressionAttributeValues: expressionValues({
          ':market': marketKey(venue, ''),
          ':incident': `incident#${venue}#`,
          ':state': 'state',
          ':newest': 'newest',
          ':to': to,
        }),
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) found.push(itemFrom<Item>(item));
    start = page.LastEvaluatedKey;
  } while (start);
  return found;
}

async function lowerMarket(tables: Tables, { pk, sk }: Key, lowering: Lowering): Promise<string | undefined> {
  const item = await getItem<Item & { sequence: number; state: string }>(tables, tables.state, pk, sk);
  if (!item || item.sequence <= lowering.to) return undefined;
  const state = loweredMarket(JSON.parse(item.state) as MarketState, lowering);
  await lowered(tables, { ...item, sequence: state.sequence, state: JSON.stringify(state) }, was(item.sequence));
  return state.symbol;
}

/** A market state as if the snapshot that is reset to had moved it last. */
export function loweredMarket(state: MarketState, { to }: Pick<Lowering, 'to'>): MarketState {
  const { sequence, integrity } = state;
  return {
    ...state,
    sequence: Math.min(sequence, to),
    integrity: integrity && { ...integrity, sequence: Math.min(integrity.sequence, to) },
  };
}

/** The venue's own state likewise: what the next snapshot is checked against is the snapshot that is reset to. */
async function lowerVenue(tables: Tables, venue: string, { to, timestamp }: Lowering): Promise<void> {
  const item = await getItem<Item & { sequence: number; state: string }>(
    tables,
    tables.state,
    venueStateKey(venue),
    'state',
  );
  if (!item || item.sequence <= to) return;
  const state: VenueState = {
    ...(JSON.parse(item.state) as VenueState),
    sequence: to,
    cursor: { sequence: to, timestamp, before: null },
  };
  await lowered(tables, { ...item, sequence: to, state: JSON.stringify(state) }, was(item.sequence));
}

async function lowerFund(tables: Tables, venue: string, to: number): Promise<boolean> {
  const item = await getItem<Item & { sequence: number; state: string }>(tables, tables.state, fundKey(venue), 'state');
  if (!item || item.sequence <= to) return false;
  const state = JSON.stringify({ ...JSON.parse(item.state), sequence: to });
  await lowered(tables, { ...item, sequence: to, state }, was(item.sequence));
  return true;
}

async function lowerIncident(tables: Tables, { pk, sk }: Key, { to, epoch }: Lowering): Promise<string | undefined> {
  const item = await getItem<Item & { incident: Incident }>(tables, tables.state, pk, sk);
  if (!item) return undefined;
  const { incident } = item;
  const { venue, symbol, group, incidentId, version, order } = incident;
  const ofFeed = symbol === WHOLE_VENUE && FEED_GROUPS.includes(group);
  if (ofFeed || order <= to || pk !== incidentKey({ venue, symbol, group })) return undefined;
  await lowered(
    tables,
    { ...item, incident: { ...incident, order: to, epoch } },
    {
      expression: 'incident.incidentId = :id AND incident.version = :version',
      values: { ':id': incidentId, ':version': version },
    },
  );
  return `${symbol} ${group}`;
}

const was = (sequence: number): Condition => ({
  expression: '#sequence = :was',
  names: { '#sequence': 'sequence' },
  values: { ':was': sequence },
});

/** @throws Error if it moved meanwhile: the reset is to be run again */
async function lowered(tables: Tables, item: Item, unmoved: Condition): Promise<void> {
  if (!(await putItem(tables, tables.state, item, unmoved)))
    throw new Error(`${item.pk} moved while it was being lowered: run the reset again`);
}
