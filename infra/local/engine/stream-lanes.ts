import { createHash } from 'node:crypto';
import { isJsonObject } from './json.ts';
import { SYNCHRONOUS_LIMIT } from './lambda-function.ts';
import type { StreamRecord } from './stream-batches.ts';

export interface LaneOptions {
  /** Batches of one shard that are in work at once (ParallelizationFactor). */
  readonly factor: number;
  /** Records of a batch, at most. */
  readonly batchSize: number;
  /** In [0, 1), from a seed: decides the order of what may come in any order. */
  random(): number;
  /** Hands a batch on; resolves when all of it is handled or given up. Never rejects. */
  deliver(batch: readonly StreamRecord[]): Promise<void>;
  readonly signal: AbortSignal;
}

/** The batches of one shard on their way to a function. */
export interface Lanes {
  /** Queues records behind those before them. Resolves when they are handled or given up, or the engine is stopped. */
  take(records: readonly StreamRecord[]): Promise<void>;
}

interface Queued {
  readonly record: StreamRecord;
  readonly settle: () => void;
}

/** What waits in a lane, by item, in the order of the stream. */
interface Lane {
  readonly items: Map<string, Queued[]>;
  busy: boolean;
}

/**
 * With a factor of 1, one batch after the other in the order of the stream. Above it, as Lambda does: each item (partition and
 * sort key) belongs to one lane, a lane has one batch in work at a time, and of one item the order is kept. Between items
 * nothing is promised, so the order is shuffled here, also within a lane: code that relies on more fails on one machine first.
 */
export function openLanes({ factor, batchSize, random, deliver, signal }: LaneOptions): Lanes {
  const lanes: Lane[] = Array.from({ length: factor }, () => ({ items: new Map(), busy: false }));
  const itemOf = factor === 1 ? () => '' : keyOf;
  // Which items share a lane depends on the seed too.
  const salt = String(random());

  function enqueue(record: StreamRecord, settle: () => void): void {
    const item = itemOf(record);
    const { items } = lanes[laneOf(salt + item, factor)] as Lane;
    const queue = items.get(item);
    if (queue) queue.push({ record, settle });
    else items.set(item, [{ record, settle }]);
  }

  /** The next batch of a lane: small enough for one invocation. */
  function next({ items }: Lane): Queued[] {
    const batch: Queued[] = [];
    let bytes = 0;
    while (items.size > 0 && batch.length < batchSize) {
      const item = [...items.keys()][Math.floor(random() * items.size)] as string;
      const queue = items.get(item) as Queued[];
      const head = queue[0] as Queued;
      bytes += Buffer.byteLength(JSON.stringify(head.record.event)) + 1;
      if (batch.length > 0 && bytes > SYNCHRONOUS_LIMIT - 64) break;
      batch.push(head);
      queue.shift();
      if (queue.length === 0) items.delete(item);
    }
    return batch;
  }

  async function work(lane: Lane): Promise<void> {
    lane.busy = true;
    while (lane.items.size > 0 && !signal.aborted) {
      const batch = next(lane);
      await deliver(batch.map(({ record }) => record));
      for (const { settle } of batch) settle();
    }
    lane.busy = false;
    // The engine was stopped: nothing more is handed on.
    for (const { settle } of [...lane.items.values()].flat()) settle();
    lane.items.clear();
  }

  return {
    async take(records) {
      const handled = records.map((record) => new Promise<void>((settle) => enqueue(record, settle)));
      for (const lane of shuffled(lanes, random)) if (!lane.busy) void work(lane);
      await Promise.all(handled);
    },
  };
}

/** Partition and sort key, as the record has them. */
function keyOf({ event }: StreamRecord): string {
  const dynamodb = isJsonObject(event) ? event.dynamodb : undefined;
  return JSON.stringify(isJsonObject(dynamodb) ? (dynamodb.Keys ?? null) : null);
}

function laneOf(text: string, factor: number): number {
  return factor === 1 ? 0 : createHash('sha256').update(text).digest().readUInt32LE(0) % factor;
}

/** The same values in an order by chance. @param random in [0, 1) */
export function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const order = [...values];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}

/** Mulberry32: the same numbers in [0, 1) for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
