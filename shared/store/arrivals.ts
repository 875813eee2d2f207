import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { expressionValues, itemFrom } from './encoding.ts';
import { expiryAfter, type Item, isLive, RETENTION_DAYS, type Tables } from './tables.ts';

/** A snapshot that became complete: its sequence, and when, Unix milliseconds. */
export interface Arrived {
  readonly sequence: number;
  readonly receivedAt: number;
}

const PREFIX = 'arrival#';
const digits = (number: number): string => String(number).padStart(16, '0');

/** Sort key of an arrival: by time, whatever the sequence, so that late snapshots are found too. */
export const arrivalKey = ({ receivedAt, sequence }: Arrived): string =>
  `${PREFIX}${digits(receivedAt)}#${digits(sequence)}`;

/**
 * The item that lists a snapshot by the time of its arrival. It is written in the transaction that makes the snapshot visible, and kept
 * as long as the book: without the book nothing can be assessed.
 */
export const arrivalItem = (tables: Tables, venue: string, { sequence, receivedAt }: Arrived): Item => ({
  pk: `venue#${venue}`,
  sk: arrivalKey({ sequence, receivedAt }),
  type: 'arrival',
  sequence,
  receivedAt,
  expiresAt: expiryAfter(tables, RETENTION_DAYS.book),
});

/** Arrivals behind a key (all if it is empty) up to a time, oldest first, `most` of them. */
export const readArrivals = (
  tables: Tables,
  venue: string,
  after: string,
  until: number,
  most: number,
): Promise<Arrived[]> => arrivals(tables, venue, after, until, most, true);

/** The newest arrival up to a time. */
export const readNewestArrival = async (tables: Tables, venue: string, until: number): Promise<Arrived | undefined> =>
  (await arrivals(tables, venue, '', until, 1, false))[0];

async function arrivals(
  tables: Tables,
  venue: string,
  after: string,
  until: number,
  most: number,
  forward: boolean,
): Promise<Arrived[]> {
  // The first key behind one that ends here.
  const from = after === '' ? PREFIX : `${after}!`;
  const to = arrivalKey({ receivedAt: Math.max(0, until), sequence: Number.MAX_SAFE_INTEGER });
  // DynamoDB refuses such a range: an earlier look has seen more.
  if (from > to) return [];
  const found: Arrived[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await tables.client.send(
      new QueryCommand({
        TableName: tables.state,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: expressionValues({ ':pk': `venue#${venue}`, ':from': from, ':to': to }),
        ConsistentRead: true,
        ScanIndexForward: forward,
        Limit: most - found.length,
        ExclusiveStartKey: start,
      }),
    );
    for (const raw of page.Items ?? []) {
      const item = itemFrom<Arrived & Item>(raw);
      if (isLive(tables, item)) found.push({ sequence: item.sequence, receivedAt: item.receivedAt });
    }
    start = page.LastEvaluatedKey as typeof start;
  } while (start && found.length < most);
  return found;
}
