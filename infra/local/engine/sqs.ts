import { createHash } from 'node:crypto';
import { AwsFault, type AwsOperations } from './aws-endpoint.ts';
import type { Resource } from './cloudformation.ts';
import type { Queues } from './queues.ts';

/** What an operator's commands ask of SQS: the queues, their messages, and to remove one. A message that was read stays in its queue. */
export function sqsOperations(resources: readonly Resource[], queues: Queues): AwsOperations {
  const names = new Map(resources.map(({ identity }) => [identity.ref, identity.name]));
  const nameOf = (url: unknown): string => {
    const name = names.get(String(url));
    if (name === undefined)
      throw new AwsFault('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.');
    return name;
  };
  return {
    'AmazonSQS.ListQueues': ({ QueueNamePrefix: prefix = '' }) => ({
      QueueUrls: [...names].filter(([, name]) => name.startsWith(String(prefix))).map(([url]) => url),
    }),
    'AmazonSQS.ReceiveMessage': ({ QueueUrl: url }) => {
      const name = nameOf(url);
      const own = queues.messages().filter(({ queue }) => queue === name);
      return {
        Messages: own.map(({ messageId, body, attributes, sentAt }) => ({
          ...{ MessageId: messageId, ReceiptHandle: messageId, Body: body, MD5OfBody: md5(body) },
          Attributes: { SentTimestamp: String(sentAt) },
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([key, value]) => [key, { DataType: 'String', StringValue: value }]),
          ),
        })),
      };
    },
    'AmazonSQS.DeleteMessage': ({ QueueUrl: url, ReceiptHandle: receipt }) => {
      nameOf(url);
      queues.remove(String(receipt));
      return {};
    },
  };
}

/** The SDK refuses a message whose body does not have it. */
const md5 = (body: string): string => createHash('md5').update(body).digest('hex');
