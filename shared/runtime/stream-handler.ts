import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { type Attributes, itemFrom } from '../store/encoding.ts';
import type { Item } from '../store/tables.ts';
import { errorFields, log } from './log.ts';

/**
 * A handler of DynamoDB stream records, taken one by one and in order. At the first that fails the batch ends: it and those
 * after it are reported and come again, so that order is kept and nothing before it is done twice.
 */
export const streamHandler =
  <T>(take: (item: T) => Promise<void>) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const { dynamodb, eventID } of event.Records) {
      try {
        if (dynamodb?.NewImage) await take(itemFrom<Item>(dynamodb.NewImage as Attributes) as unknown as T);
      } catch (error) {
        log('error', 'a stream record failed and will come again', { eventID, ...errorFields(error) });
        return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }] };
      }
    }
    return { batchItemFailures: [] };
  };
