import { sequenceKey, venueKey } from './snapshots.ts';
import {
  absent,
  type Condition,
  expiryAfter,
  getItem,
  type Item,
  putItem,
  queryPartition,
  RETENTION_DAYS,
  type Tables,
} from './tables.ts';

/** The functions that take snapshots and moves from the stream. */
export type Consumer = 'assess-snapshot' | 'open-response';

/** Why a consumer could not work off a snapshot. One note for each snapshot and consumer. Times in Unix milliseconds. */
export interface Failure {
  readonly consumer: Consumer;
  readonly sequence: number;
  /** Name of the last error, and its message, cut and without accounts. */
  readonly error: string;
  readonly message: string;
  /** Deliveries that failed. */
  readonly tries: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** When it was seen that the snapshot lacks nothing any more; null while it does. */
  readonly resolvedAt: number | null;
}

const PREFIX = 'failure#';
const failureKey = (venue: string, { consumer, sequence }: Pick<Failure, 'consumer' | 'sequence'>) =>
  ({ pk: venueKey(venue), sk: `${PREFIX}${sequenceKey(sequence)}#${consumer}` }) as const;

const NAME_LENGTH = 64;
const MESSAGE_LENGTH = 300;
/** Tries at the same time: one that is not counted makes no difference. */
const WRITES = 3;

/** Counts a delivery that failed. */
export async function noteFailure(
  tables: Tables,
  venue: string,
  place: Pick<Failure, 'consumer' | 'sequence'>,
  error: unknown,
): Promise<void> {
  const { pk, sk } = failureKey(venue, place);
  const { name, message } = error instanceof Error ? error : { name: 'unknown', message: String(error) };
  for (let write = 0; write < WRITES; write++) {
    const before = await getItem<Failure & Item>(tables, tables.state, pk, sk);
    const standing = before?.resolvedAt === null ? before : undefined;
    const at = tables.now();
    const failure: Failure = {
      ...place,
      error: name.slice(0, NAME_LENGTH),
      message: withoutAccounts(message),
      tries: (standing?.tries ?? 0) + 1,
      firstAt: standing?.firstAt ?? at,
      lastAt: at,
      resolvedAt: null,
    };
    const item = { pk, sk, type: 'failure', ...failure, expiresAt: expiryAfter(tables, RETENTION_DAYS.book) };
    if (await putItem(tables, tables.state, item, before ? unchanged(before) : absent(tables))) return;
  }
}

/** What is known of failures of a venue, resolved ones included, by sequence. */
export const readFailures = async (tables: Tables, venue: string): Promise<Failure[]> =>
  (await queryPartition<Failure & Item>(tables, tables.state, venueKey(venue), PREFIX)).map(
    ({ consumer, sequence, error, message, tries, firstAt, lastAt, resolvedAt }) => ({
      ...{ consumer, sequence, error, message, tries, firstAt, lastAt, resolvedAt },
    }),
  );

/** Marks a failure as over. @returns whether it was: another delivery may have failed meanwhile */
export async function resolveFailure(tables: Tables, venue: string, failure: Failure): Promise<boolean> {
  const { pk, sk } = failureKey(venue, failure);
  const item = { pk, sk, type: 'failure', ...failure, resolvedAt: tables.now() };
  return putItem(
    tables,
    tables.state,
    { ...item, expiresAt: expiryAfter(tables, RETENTION_DAYS.book) },
    unchanged(failure),
  );
}

const unchanged = ({ tries, lastAt }: Failure): Condition => ({
  expression: 'tries = :tries AND lastAt = :lastAt',
  values: { ':tries': tries, ':lastAt': lastAt },
});

/** An error's message without what it quotes of a venue's accounts or of the AWS account, cut. */
export function withoutAccounts(message: string): string {
  const plain = message
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/(\baccounts? ).*$/s, '$1…')
    .replace(/\b\d{12}\b/g, '…');
  return plain.length > MESSAGE_LENGTH ? `${plain.slice(0, MESSAGE_LENGTH - 1)}…` : plain;
}
