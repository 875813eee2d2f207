import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { Incident } from '../incident/types.ts';
import { AGAIN, untilUncontended } from './contention.ts';
import { keyOf } from './encoding.ts';
import {
  type Condition,
  conditionalPut,
  expiryAfter,
  getItem,
  type Item,
  putItem,
  queryPartition,
  RETENTION_DAYS,
  type Tables,
} from './tables.ts';

/** The version of an incident that a response is to. */
export type RespondedTo = Pick<Incident, 'venue' | 'symbol' | 'group' | 'incidentId' | 'version'>;

/** How an execution ended that did not end well. */
export interface ResponseFailure {
  /** The machine's `Fail` state, or `execution` if the execution ended without reaching one. */
  readonly state: string;
  /** Name of the error, or the status of the execution. */
  readonly error: string;
  /** The attempt that failed. */
  readonly attempt: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/**
 * A response that has not ended well yet. It is written in the transaction that moves its incident and deleted when the response has
 * ended well, so that whatever ends an execution in between leaves something to resume it from.
 */
export interface DueResponse {
  readonly input: RespondedTo;
  /** Of the execution that may run: 1 for the first. Whoever raises it starts that execution, and nobody else does. */
  readonly attempt: number;
  /** Unix milliseconds. */
  readonly claimedAt: number;
  /** Executions that did not end well. */
  readonly failures: number;
  /** The last of them; null while there was none. */
  readonly failure: ResponseFailure | null;
  /** The last notice about its failures that the officers have. */
  readonly told: 'nothing' | 'resumed' | 'given up';
  /** Name of the error for which it is not resumed by itself any more; null while it is. */
  readonly closed: string | null;
  /** Rises with each write: what the next one is conditional on. */
  readonly revision: number;
}

type StoredDue = Item & { readonly due: DueResponse };

const partitionOf = (venue: string): string => `responses#${venue}`;
const sortKeyOf = ({ incidentId, version }: RespondedTo): string => `${incidentId}#${String(version).padStart(6, '0')}`;

/**
 * One partition a venue, so that one query finds all that is due. It takes 1,000 write units a second, and a transactional write of
 * an item is two: 500 responses a second, more than the 300 that Step Functions starts; keys are hashes, which DynamoDB can split.
 */
const itemOf = (tables: Tables, due: DueResponse) => ({
  pk: partitionOf(due.input.venue),
  sk: sortKeyOf(due.input),
  type: 'due-response',
  due,
  expiresAt: expiryAfter(tables, RETENTION_DAYS.record),
});

/** The response to a transition, as it goes into the transaction that writes that. */
export const putDueResponse = (
  tables: Tables,
  { venue, symbol, group, incidentId, version }: RespondedTo,
): { readonly Put: ReturnType<typeof conditionalPut> } => {
  const input = { venue, symbol, group, incidentId, version };
  const begun = { attempt: 1, claimedAt: tables.now(), failures: 0, failure: null, closed: null, revision: 1 };
  return { Put: conditionalPut(tables.state, itemOf(tables, { input, ...begun, told: 'nothing' })) };
};

/** Undefined if the response has ended well, or was begun before there were such items. */
export async function readDueResponse(tables: Tables, to: RespondedTo): Promise<DueResponse | undefined> {
  return (await getItem<StoredDue>(tables, tables.state, partitionOf(to.venue), sortKeyOf(to)))?.due;
}

/** Every response of a venue that has not ended well, closed ones included, in the order of their keys. */
export const readDueResponses = async (tables: Tables, venue: string): Promise<DueResponse[]> =>
  (await queryPartition<StoredDue>(tables, tables.state, partitionOf(venue))).map(({ due }) => due);

type Change = Partial<Omit<DueResponse, 'input' | 'revision'>>;

/** @returns as it now stands; undefined if somebody else has written or deleted it since it was read */
export async function moveDueResponse(
  tables: Tables,
  last: DueResponse,
  change: Change,
): Promise<DueResponse | undefined> {
  const next = { ...last, ...change, revision: last.revision + 1 };
  const unmoved: Condition = { expression: 'due.revision = :revision', values: { ':revision': last.revision } };
  return (await putItem(tables, tables.state, itemOf(tables, next), unmoved)) ? next : undefined;
}

/**
 * Changes a due response as it then stands.
 *
 * @param change undefined if it is to stay as it is
 * @returns as it stands afterwards; undefined if it is gone
 */
export async function changeDueResponse(
  tables: Tables,
  to: RespondedTo,
  change: (due: DueResponse) => Change | undefined,
): Promise<DueResponse | undefined> {
  return untilUncontended(
    async () => {
      const due = await readDueResponse(tables, to);
      const next = due && change(due);
      if (!due || !next) return due;
      return (await moveDueResponse(tables, due, next)) ?? AGAIN;
    },
    () => new DueResponseContended(`The response to ${to.incidentId} was changed by others at each try`),
  );
}

/** Others moved a due response again and again meanwhile; nothing was written, and trying again is safe. */
export class DueResponseContended extends Error {
  override name = 'DueResponseContended';
}

/** Safe to repeat. Not conditional: a response that has ended well in one attempt needs no other. */
export async function deleteDueResponse(tables: Tables, to: RespondedTo): Promise<void> {
  const Key = keyOf(partitionOf(to.venue), sortKeyOf(to));
  await tables.client.send(new DeleteItemCommand({ TableName: tables.state, Key }));
}
