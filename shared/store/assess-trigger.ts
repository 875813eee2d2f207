import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { besideTransactions } from './contention.ts';
import { expressionValues, keyOf } from './encoding.ts';
import { type CompleteSnapshot, headerKey, readSnapshot, setAsideKey, venueKey } from './snapshots.ts';
import { newestOf, type Tables } from './tables.ts';

/** What the stream hands to assess-snapshot: a venue's cursor; from before format 2 a snapshot's header. */
export type Arrival = { readonly pk: string; readonly arrived: number } | CompleteSnapshot;

/** The snapshot that an arrival stands for. */
export const placeOfArrival = (arrival: Arrival): { readonly venue: string; readonly sequence: number } =>
  'header' in arrival
    ? { venue: arrival.venue, sequence: arrival.header.sequence }
    : { venue: arrival.pk.slice(venueKey('').length), sequence: arrival.arrived };

/**
 * The snapshot that arrived; undefined if an operator has set it aside since.
 *
 * @throws Error if it is not there: it was written in one transaction with the cursor
 */
export async function readArrived(tables: Tables, arrival: Arrival): Promise<CompleteSnapshot | undefined> {
  if ('header' in arrival) return arrival;
  const { venue, sequence } = placeOfArrival(arrival);
  const snapshot = await readSnapshot(tables, venue, sequence);
  if (snapshot) return snapshot;
  if (await newestOf(tables, tables.state, venueKey(venue), setAsideKey(headerKey(arrival.arrived)))) return undefined;
  throw new Error(`There is no snapshot ${arrival.arrived} of ${venue}, although it arrived`);
}

/**
 * Hands a snapshot to assess-snapshot once more, behind those that arrived before. The cursor stays where it is; a snapshot that
 * is completed at the same time sees the turn and takes the next.
 *
 * @throws Error if the venue has no cursor: it never completed a snapshot
 */
export async function handSnapshotOnAgain(tables: Tables, venue: string, sequence: number): Promise<void> {
  try {
    await besideTransactions(() =>
      tables.client.send(
        new UpdateItemCommand({
          TableName: tables.state,
          Key: keyOf(venueKey(venue), 'cursor'),
          UpdateExpression: 'SET arrived = :sequence ADD turn :one',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: expressionValues({ ':sequence': sequence, ':one': 1 }),
        }),
      ),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new Error(`${venue} has no cursor`);
    throw error;
  }
}
