import {
  DeleteMessageCommand,
  ListQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A message in a dead-letter queue of a deployment. */
export interface QueuedLetter {
  readonly messageId: string;
  /** Construct of the function, such as `WatchFeeds`. */
  readonly function: string;
  /** Unix milliseconds. */
  readonly sentAt: number;
  /** Where it stands for records of the stream: when the last of them was written; undefined for the event of a schedule. */
  readonly recordsUntil?: number;
  /** Why it was given up, as far as the message says. */
  readonly why: string;
  readonly queueUrl: string;
  readonly receipt: string;
}

/** Seconds for which a message that was read is hidden from others, and from the alarm. */
const HIDDEN_SECONDS = 10;
/** SQS answers from a part of its servers: a queue is taken to be read when so many answers in a row bring nothing new. */
const QUIET_ANSWERS = 3;

/** Every message in the dead-letter queues of a stage. They stay where they are. */
export async function readQueues(client: SQSClient, stage: string): Promise<QueuedLetter[]> {
  const urls: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListQueuesCommand({ QueueNamePrefix: `Breakwater-${stage}-`, MaxResults: 1_000, NextToken }),
    );
    urls.push(...(page.QueueUrls ?? []).filter((url) => functionOf(url) !== undefined));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  const letters: QueuedLetter[] = [];
  for (const url of urls) letters.push(...(await readQueue(client, url)));
  return letters.sort((a, b) => a.sentAt - b.sentAt);
}

async function readQueue(client: SQSClient, queueUrl: string): Promise<QueuedLetter[]> {
  const found = new Map<string, QueuedLetter>();
  for (let quiet = 0; quiet < QUIET_ANSWERS; ) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN_SECONDS,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['All'],
      }),
    );
    const before = found.size;
    for (const message of Messages) {
      const letter = letterFrom(queueUrl, message);
      found.set(letter.messageId, letter);
    }
    quiet = found.size === before ? quiet + 1 : 0;
  }
  return [...found.values()];
}

export const removeLetter = (client: SQSClient, { queueUrl, receipt }: QueuedLetter): Promise<unknown> =>
  client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt }));

/** `…/Breakwater-dev-WatchFeedsDeadLetters1A2B3C4D-x` is of WatchFeeds. */
const functionOf = (queueUrl: string): string | undefined => /-([A-Za-z]+?)DeadLetters[^/]*$/.exec(queueUrl)?.[1];

interface LetterBody {
  readonly requestContext?: { readonly condition?: string; readonly approximateInvokeCount?: number };
  readonly DDBStreamBatchInfo?: { readonly approximateArrivalOfLastRecord?: string };
  readonly scheduledTime?: string;
}

function letterFrom(queueUrl: string, { MessageId = '', ReceiptHandle = '', ...message }: Message): QueuedLetter {
  const body = bodyOf(message.Body);
  const records = body.DDBStreamBatchInfo;
  const until = Date.parse(records?.approximateArrivalOfLastRecord ?? '');
  const error =
    message.MessageAttributes?.ErrorMessage?.StringValue ?? message.MessageAttributes?.ERROR_MESSAGE?.StringValue;
  const { condition, approximateInvokeCount: tries } = body.requestContext ?? {};
  return {
    ...{ messageId: MessageId, receipt: ReceiptHandle, queueUrl, function: functionOf(queueUrl) ?? '' },
    sentAt: Number(message.Attributes?.SentTimestamp ?? 0),
    ...(records ? { recordsUntil: Number.isNaN(until) ? Number(message.Attributes?.SentTimestamp ?? 0) : until } : {}),
    why: condition
      ? `${condition}${tries === undefined ? '' : ` after ${tries} tries`}`
      : [body.scheduledTime ? `due ${body.scheduledTime}` : '', error ?? ''].filter((part) => part !== '').join(': '),
  };
}

function bodyOf(text: string | undefined): LetterBody {
  try {
    return (JSON.parse(text ?? '{}') ?? {}) as LetterBody;
  } catch {
    return {};
  }
}
