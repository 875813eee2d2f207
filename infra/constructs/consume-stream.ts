import { Duration } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { BreakwaterFunction } from './breakwater-function.ts';

/** What an item must have, in DynamoDB's typed form: `{type: {S: ['cursor']}}`. */
export type ImagePattern = Readonly<
  Record<
    string,
    | { readonly S: readonly string[] }
    | { readonly BOOL: readonly boolean[] }
    | { readonly N: readonly { readonly exists: boolean }[] }
  >
>;

/** Batches of one shard that Lambda works on at once, the most that it offers. */
const LANES = 10;

/**
 * Hands items of a table to a function as they are written: new ones, and new versions of old ones. Whether an item was new does
 * not matter: one that is written over another past its TTL is as good as new, and a redrive writes it again. What is removed
 * has no image and passes no pattern.
 *
 * Ten batches of a shard are in work at once, and above one Lambda keeps the order of an *item* only (partition and sort key):
 * whatever has to stay in order must be versions of one item. Items share lanes, about a tenth of a shard's each, so that a
 * record that fails holds up the others of its lane until it is given up:
 *
 *     delay of others ≤ (1 + retries) × the longest run of a try + retries × Lambda's pause between tries
 *
 * The length of Lambda's pause is not documented. It grows from try to try, so that retries are few; what passes within seconds
 * is tried again inside the function instead, and nothing waits for a batch of one. What is given up stands in the function's
 * dead-letter queue, which raises an alarm. The age only bounds what never reaches the function (Lambda's own throttling, which
 * uses up no retry): older snapshots have long been made up for by newer ones.
 *
 * @param table    has a stream of new images
 * @param images   only items that match one of them are handed on
 * @param retries  tries after the first
 * @param oldest   age of a record that is still in work, above which an alarm is raised
 */
export function consumeStream(
  consumer: BreakwaterFunction,
  table: ITableV2,
  images: readonly ImagePattern[],
  { retries, oldest }: { readonly retries: number; readonly oldest: Duration },
): EventSourceMapping {
  const { tableStreamArn } = table;
  if (tableStreamArn === undefined) throw new Error(`${table.node.path} has no stream`);
  // Lambda asks for all four, and is content with the stream itself as the resource of the last one too.
  consumer.may(
    ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    tableStreamArn,
  );
  consumer.alarms.whenOlder(
    consumer,
    'IteratorAgeAlarm',
    consumer.function.metric('IteratorAge', { statistic: 'Maximum' }),
    oldest,
    `${consumer.node.id} is more than ${oldest.toSeconds()} s behind the stream: it is throttled, too slow, or retries something.`,
  );
  return new EventSourceMapping(consumer, 'Stream', {
    target: consumer.function,
    eventSourceArn: tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: images.map((image) => FilterCriteria.filter({ dynamodb: { NewImage: image } })),
    batchSize: 1,
    maxBatchingWindow: Duration.seconds(0),
    parallelizationFactor: LANES,
    retryAttempts: retries,
    maxRecordAge: Duration.hours(6),
    reportBatchItemFailures: true,
    onFailure: new SqsDlq(consumer.deadLetters),
  });
}
