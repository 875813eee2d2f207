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

/**
 * Hands the items that are put into a table to a function, in the order of their partition key. A record that fails is
 * tried again a bounded number of times, alone in the end, and then goes to the function's dead-letter queue.
 * A batch is small, because a function works through it within one time-out.
 *
 * @param table  has a stream of new images
 * Whether an item was new does not matter: one that is written over another past its TTL is as good as new, and a redrive
 * writes it again. What is removed has no image and passes no pattern.
 *
 * @param images  only items that match one of them are handed on
 */
export function consumeStream(
  consumer: BreakwaterFunction,
  table: ITableV2,
  images: readonly ImagePattern[],
): EventSourceMapping {
  const { tableStreamArn } = table;
  if (tableStreamArn === undefined) throw new Error(`${table.node.path} has no stream`);
  // Lambda asks for all four, and is content with the stream itself as the resource of the last one too.
  consumer.may(
    ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    tableStreamArn,
  );
  return new EventSourceMapping(consumer, 'Stream', {
    target: consumer.function,
    eventSourceArn: tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: images.map((image) => FilterCriteria.filter({ dynamodb: { NewImage: image } })),
    batchSize: 10,
    maxBatchingWindow: Duration.seconds(0),
    parallelizationFactor: 1,
    retryAttempts: 10,
    maxRecordAge: Duration.hours(6),
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    onFailure: new SqsDlq(consumer.deadLetters),
  });
}
