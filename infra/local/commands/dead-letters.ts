import { readFileSync } from 'node:fs';
import { SQSClient } from '@aws-sdk/client-sqs';
import { timeFigure } from '../../../shared/presentation/figures.ts';
import { type Failure, readFailures } from '../../../shared/store/failures.ts';
import { type HandedOn, handOnAgain } from '../../../shared/store/redrive.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { readUnsettled, type Unsettled } from '../../../shared/store/unsettled.ts';
import { readConfig } from '../../config.ts';
import { type QueuedLetter, readQueues, removeLetter } from '../dead-letter-queues.ts';
import { PROJECT } from '../synthesise.ts';
import { table } from '../table.ts';
import { type Command, required, UsageError, type Values, wholeNumber } from './command.ts';
import { stateAt, TABLE_OPTIONS } from './tables-at.ts';

const USAGE = `Usage: npm run -s cli -- dead-letters list --state TABLE [OPTIONS]
       npm run -s cli -- dead-letters replay --venue V --sequence N
                                             --state TABLE
       npm run -s cli -- dead-letters replay (--all | --venue V | --message ID)
                                             --state TABLE [OPTIONS]
       npm run -s cli -- dead-letters clear --state TABLE [OPTIONS]

What was received and not worked off: snapshots without an assessment, and
severities that moved without a response. It is read from the tables, so that
it is complete whatever became of a message or a stream record.

  list      each with its venue, sequence, what it lacks, since when, and the
            last error; and the messages in the dead-letter queues
  replay    hands on what is lacking once more: one snapshot, all of a venue,
            all, or what a message in a queue stands for. Safe to repeat
  clear     removes messages for which nothing is outstanding any more, and
            those of schedules, whose next run does the same work

  --venue V        only this venue; otherwise those of the configuration
  --sequence N     of one snapshot
  --message ID     of a message that list shows
  --stage S        whose queues are read; that of the configuration if absent
  --no-queues      leaves the queues alone
  --sqs-endpoint URL  of SQS, if it is not AWS's
  --endpoint URL   of DynamoDB, if it is not AWS's
  --snapshots TABLE  accepted as by other commands; no book is read
  --json           print the result and nothing else`;

export const command: Command = {
  name: 'dead-letters',
  usage: USAGE,
  options: {
    venue: { type: 'string' },
    sequence: { type: 'string' },
    message: { type: 'string' },
    all: { type: 'boolean' },
    stage: { type: 'string' },
    'no-queues': { type: 'boolean' },
    'sqs-endpoint': { type: 'string' },
    ...TABLE_OPTIONS,
    json: { type: 'boolean' },
  },
  positionals: 1,
  takes: 'list, replay or clear',
  async run({ values, positionals: [action = ''] }) {
    const perform = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!perform)
      throw new UsageError(`dead-letters takes ${command.takes}, not ${JSON.stringify(action)}\n\n${command.usage}`);
    return perform(stateAt(values), values);
  },
};

/** @returns the exit status */
type Action = (tables: Tables, values: Values) => Promise<number>;

const ACTIONS: Readonly<Record<string, Action>> = { list, replay, clear };

/** More are counted and not listed. */
const MOST = 1_000;

interface Letter extends Unsettled {
  readonly venue: string;
  readonly failure?: Pick<Failure, 'error' | 'message' | 'tries' | 'lastAt'>;
}

interface Letters {
  readonly letters: readonly Letter[];
  readonly complete: boolean;
}

async function outstanding(tables: Tables, venues: readonly string[]): Promise<Letters> {
  const looks = await Promise.all(venues.map((venue) => lettersOf(tables, venue)));
  return { letters: looks.flatMap(({ letters }) => letters), complete: looks.every(({ complete }) => complete) };
}

async function lettersOf(tables: Tables, venue: string): Promise<Letters> {
  const [{ unsettled, complete }, failures] = await Promise.all([
    readUnsettled(tables, venue, MOST),
    readFailures(tables, venue),
  ]);
  const letters = unsettled.map((one): Letter => {
    const consumer = one.lacks === 'assessment' ? 'assess-snapshot' : 'open-response';
    const found = failures.find((failure) => failure.sequence === one.sequence && failure.consumer === consumer);
    if (!found) return { venue, ...one };
    const { error, message, tries, lastAt } = found;
    return { venue, ...one, failure: { error, message, tries, lastAt } };
  });
  return { letters, complete };
}

async function list(tables: Tables, values: Values): Promise<number> {
  const { letters, complete } = await outstanding(tables, venuesOf(values));
  const queued = await withQueues(values, (client, stage) => readQueues(client, stage));
  if (values.json) {
    console.log(JSON.stringify({ letters, complete, queued: queued.found?.map(shown) ?? null }));
    return 0;
  }
  if (letters.length === 0) console.log('Everything that was received has been worked off.');
  else {
    const rows = letters.map(({ venue, sequence, lacks, receivedAt, failure }) => [
      ...[venue, String(sequence), lacks, timeFigure(receivedAt)],
      failure ? `${failure.error}: ${failure.message} (${counted(failure.tries, 'try', 'tries')})` : 'none noted',
    ]);
    console.log(table([['venue', 'sequence', 'lacks its', 'received', 'last error'], ...rows]));
  }
  if (!complete) console.log(`There are more than ${MOST} of a venue.`);
  if (queued.found === undefined) console.log(`The dead-letter queues were not read: ${queued.why}`);
  else if (queued.found.length === 0) console.log('The dead-letter queues are empty.');
  else {
    const rows = queued.found.map(({ function: of, messageId, sentAt, why }) => [
      of,
      messageId,
      timeFigure(sentAt),
      why,
    ]);
    console.log(`\n${table([['queue of', 'message', 'sent', 'why'], ...rows])}`);
  }
  return 0;
}

async function replay(tables: Tables, values: Values): Promise<number> {
  const sequence = wholeNumber(values, 'sequence', 0, Number.MAX_SAFE_INTEGER);
  const chosen = [values.all === true, values.message !== undefined, values.venue !== undefined].filter(Boolean);
  if (chosen.length !== 1 || (sequence !== undefined && values.venue === undefined))
    throw new UsageError('replay takes one of --venue (with or without --sequence), --message and --all');
  if (sequence !== undefined) return replayed([await again(tables, required(values, 'venue'), sequence)], values);
  const until = values.message === undefined ? Number.POSITIVE_INFINITY : await untilOf(values);
  const { letters } = await outstanding(tables, venuesOf(values));
  const wanted = letters.filter(({ receivedAt }) => receivedAt <= until);
  const results: Replayed[] = [];
  /** Moves are handed on with all moves behind them: the oldest of a venue is enough. */
  const answered = new Set<string>();
  for (const { venue, sequence: of, lacks } of wanted.sort((a, b) => a.sequence - b.sequence)) {
    if (lacks === 'response' && answered.has(venue)) continue;
    const one = await again(tables, venue, of);
    if (one.done?.to === 'open-response') answered.add(venue);
    results.push(one);
  }
  return replayed(results, values);
}

interface Replayed {
  readonly venue: string;
  readonly sequence: number;
  readonly done?: HandedOn;
  readonly failed?: string;
}

/** One that cannot be handed on keeps no other from being. */
async function again(tables: Tables, venue: string, sequence: number): Promise<Replayed> {
  try {
    return { venue, sequence, done: await handOnAgain(tables, venue, sequence) };
  } catch (error) {
    return { venue, sequence, failed: (error as Error).message };
  }
}

function replayed(results: readonly Replayed[], values: Values): number {
  if (values.json) console.log(JSON.stringify({ replayed: results }));
  else if (results.length === 0) console.log('Nothing is outstanding: nothing was replayed.');
  else for (const result of results) console.log(`${result.venue} ${result.sequence}: ${toldOf(result)}`);
  return results.every(({ failed }) => failed === undefined) ? 0 : 1;
}

function toldOf({ done, failed }: Replayed): string {
  if (!done) return `not replayed: ${failed}`;
  switch (done.to) {
    case 'assess-snapshot':
      return done.overtaken === undefined
        ? 'handed to assess-snapshot again'
        : `handed to assess-snapshot again; it has become late: ${done.overtaken} has been assessed, so that it moves nothing`;
    case 'open-response':
      return `handed to open-response again, ${counted(done.sequences.length, 'assessment', 'assessments')} in order: ${done.sequences.join(', ')}`;
    case 'nobody':
      return done.because === 'settled'
        ? 'lacks nothing: nothing was done'
        : 'cannot be assessed any more: its book is past its retention';
  }
}

/** Up to when what a message stands for had arrived. @throws UsageError if there is no such message, or it is of a schedule */
async function untilOf(values: Values): Promise<number> {
  const id = required(values, 'message');
  const { found, why } = await withQueues(values, (client, stage) => readQueues(client, stage));
  if (found === undefined) throw new UsageError(`the dead-letter queues cannot be read: ${why}`);
  const letter = found.find(({ messageId }) => messageId === id);
  if (!letter) throw new UsageError(`there is no message ${JSON.stringify(id)}: see dead-letters list`);
  if (letter.recordsUntil === undefined)
    throw new UsageError(`${id} is the event of a schedule: the next run of ${letter.function} does the same work`);
  // The record of a snapshot is written within seconds of its arrival, and stream times are whole seconds.
  return letter.recordsUntil + 1_000;
}

async function clear(tables: Tables, values: Values): Promise<number> {
  const { letters, complete } = await outstanding(tables, venuesOf({ ...values, venue: undefined }));
  const oldest = Math.min(...letters.map(({ receivedAt }) => receivedAt));
  const outcome = await withQueues(values, async (client, stage) => {
    const queued = await readQueues(client, stage);
    const over = queued.filter(
      ({ recordsUntil }) => recordsUntil === undefined || (complete && recordsUntil + 1_000 < oldest),
    );
    for (const letter of over) await removeLetter(client, letter);
    return { removed: over, left: queued.length - over.length };
  });
  if (outcome.found === undefined) {
    console.error(`The dead-letter queues cannot be read: ${outcome.why}`);
    return 1;
  }
  const { removed, left } = outcome.found;
  if (values.json) console.log(JSON.stringify({ removed: removed.map(shown), left }));
  else
    console.log(
      `${counted(removed.length, 'message was', 'messages were')} removed, ${left} left${left > 0 ? ': what they stand for is still outstanding' : ''}`,
    );
  return 0;
}

const shown = ({ receipt: _, queueUrl: __, ...letter }: QueuedLetter) => letter;

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** The one that is named, or those of the project's configuration. */
function venuesOf(values: Values): readonly string[] {
  return values.venue === undefined ? configured().venues : [required(values, 'venue')];
}

function configured() {
  const { context } = JSON.parse(readFileSync(`${PROJECT}cdk.json`, 'utf8')) as { context: Record<string, unknown> };
  return readConfig(context, () => 'unused');
}

/** What can be done with the queues, or why nothing can: the tables tell what is outstanding without them. */
async function withQueues<T>(
  values: Values,
  work: (client: SQSClient, stage: string) => Promise<T>,
): Promise<{ readonly found: T; readonly why?: undefined } | { readonly found?: undefined; readonly why: string }> {
  if (values['no-queues']) return { why: '--no-queues' };
  const endpoint = values['sqs-endpoint'];
  const client =
    endpoint === undefined
      ? new SQSClient({})
      : new SQSClient({
          endpoint: required(values, 'sqs-endpoint'),
          // A queue's URL names AWS's host, also on this machine.
          useQueueUrlAsEndpoint: false,
          region: 'us-east-1',
          credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
        });
  try {
    return { found: await work(client, values.stage === undefined ? configured().stage : required(values, 'stage')) };
  } catch (error) {
    return { why: `${(error as Error).name}: ${(error as Error).message}` };
  } finally {
    client.destroy();
  }
}
