import type { Refusal } from '../incident/feed/admit.ts';
import { extendRun, type Run } from '../incident/feed/run.ts';
import { absent, expiryAfter, getItem, type Item, putItem, type Tables } from './tables.ts';

/** A venue's pushes that were refused for a jump, and the last of them. */
export interface Refusals extends Run {
  readonly last: { readonly kind: Refusal['kind']; readonly given: number; readonly detail: string };
}

/** The state of an alert, not a record. */
const KEPT_DAYS = 2;
/** Refusals at the same time: one that is not counted after as many tries makes no difference. */
const TRIES = 5;

const refusalsKey = (venue: string) => ({ pk: `venue#${venue}`, sk: 'refusals' }) as const;

export async function readRefusals(tables: Tables, venue: string): Promise<Refusals | undefined> {
  const { pk, sk } = refusalsKey(venue);
  const item = await getItem<Refusals & Item>(tables, tables.state, pk, sk);
  return item && { count: item.count, since: item.since, lastAt: item.lastAt, last: item.last };
}

/** Counts a refused push, in one small item a venue. Only signed requests come as far as this. */
export async function noteRefusal(
  tables: Tables,
  venue: string,
  last: Refusals['last'],
  quietMs: number,
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await readRefusals(tables, venue);
    const item = {
      ...refusalsKey(venue),
      type: 'refusals',
      ...extendRun(before, tables.now(), quietMs),
      last,
      expiresAt: expiryAfter(tables, KEPT_DAYS),
    };
    const unmoved = before
      ? {
          expression: '#count = :count AND lastAt = :lastAt',
          names: { '#count': 'count' },
          values: { ':count': before.count, ':lastAt': before.lastAt },
        }
      : absent(tables);
    if (await putItem(tables, tables.state, item, unmoved)) return;
  }
}
