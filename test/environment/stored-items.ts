import { readFileSync } from 'node:fs';
import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Tables } from '../../shared/store/tables.ts';

/** An item as DynamoDB has it, in DynamoDB's JSON: binary values as base64. */
type StoredItem = Record<string, AttributeValue>;

/** What a reader of the time read from the items. */
export interface ReadThen {
  /** Name of the reader. */
  readonly read: string;
  /** After the tables. */
  readonly args: readonly unknown[];
  /** As `plain` has it. */
  readonly value: unknown;
}

/** Items as a commit has stored them, and what its readers read. */
export interface StoredThen {
  readonly state: readonly StoredItem[];
  readonly snapshots: readonly StoredItem[];
  /** Unix milliseconds: the items' retention is counted from here. */
  readonly now: number;
  readonly reads: readonly ReadThen[];
}

const parsed = (commit: string, file: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/items-${commit}/${file}.json`, import.meta.url), 'utf8'));

export const storedBy = (commit: string): StoredThen => ({
  state: parsed(commit, 'state').map(withBytes),
  snapshots: parsed(commit, 'snapshots').map(withBytes),
  ...parsed(commit, 'reads'),
});

/** Binary values stand at the top of an item, nowhere else. */
const withBytes = (item: Record<string, { B?: string }>): StoredItem =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value.B === 'string' ? { B: Buffer.from(value.B, 'base64') } : value,
    ]),
  ) as StoredItem;

/** Puts the items into the tables as they are, past all code of the store. */
export async function load(tables: Tables, { state, snapshots }: StoredThen): Promise<void> {
  for (const Item of state) await tables.client.send(new PutItemCommand({ TableName: tables.state, Item }));
  for (const Item of snapshots) await tables.client.send(new PutItemCommand({ TableName: tables.snapshots, Item }));
}

/** A value as JSON can hold it: columns and maps under their names, what JSON has no word for as text. */
export function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const numbers = Array.from(value as Float64Array, (n) => (Number.isFinite(n) ? n : String(n)));
    return { [value.constructor.name]: numbers };
  }
  if (value instanceof Map) return { Map: [...value].map(([key, of]) => [key, plain(of)]) };
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === 'object') {
    const members = Object.entries(value).filter(([, of]) => of !== undefined);
    return Object.fromEntries(members.map(([key, of]) => [key, plain(of)]));
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  return value === undefined ? { undefined: true } : value;
}
