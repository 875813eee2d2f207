import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Json } from './json.ts';
import type { Outcome } from './lambda-protocol.ts';

/** A record of a table's stream as a function gets it. */
export interface StreamRecord {
  readonly event: Json;
  readonly sequenceNumber: string;
  /** When the engine read it, Unix milliseconds. */
  readonly arrivedAt: number;
}

export interface DeliveryRules {
  readonly bisect: boolean;
  /** The function may name the records that failed (ReportBatchItemFailures). */
  readonly partial: boolean;
  /** Tries after the first; -1 for no end of them. */
  readonly maximumRetries: number;
  /** Milliseconds; -1 for no limit. */
  readonly maximumAgeMs: number;
}

export interface DeliveryPorts {
  invoke(records: readonly StreamRecord[]): Promise<Outcome>;
  /** Takes records that were given up. */
  giveUp(records: readonly StreamRecord[], failure: DeliveryFailure): void;
  now(): number;
  readonly signal: AbortSignal;
}

export interface DeliveryFailure {
  readonly requestId: string;
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invokeCount: number;
  /** The function threw or ran out of time; otherwise it named failed records. */
  readonly threw: boolean;
}

const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 2_000;

/**
 * Hands a batch of one shard to its function until every record is handled or given up, in order: Lambda's rules for
 * stream event sources. Splitting a batch does not use up a retry.
 */
export async function deliver(
  batch: readonly StreamRecord[],
  rules: DeliveryRules,
  ports: DeliveryPorts,
): Promise<void> {
  let records = batch;
  let invokeCount = 0;
  let lastRequestId = '';
  let threw = false;
  while (records.length > 0 && !ports.signal.aborted) {
    if (rules.maximumAgeMs >= 0) {
      const oldest = ports.now() - rules.maximumAgeMs;
      const young = records.findIndex(({ arrivedAt }) => arrivedAt >= oldest);
      const expired = young < 0 ? records : records.slice(0, young);
      if (expired.length > 0) {
        const requestId = lastRequestId || randomUUID();
        ports.giveUp(expired, { requestId, condition: 'RecordAgeExceeded', invokeCount, threw });
        records = records.slice(expired.length);
        continue;
      }
    }
    const outcome = await ports.invoke(records);
    if (ports.signal.aborted) return;
    invokeCount += 1;
    lastRequestId = outcome.requestId;
    threw = !outcome.ok;
    const failedAt = firstFailure(outcome, records, rules.partial);
    if (failedAt === records.length) return;
    if (failedAt > 0) {
      // The records before the failed one are done with, and the rest begins its tries anew.
      records = records.slice(failedAt);
      invokeCount = 1;
    }
    if (rules.bisect && records.length > 1) {
      const middle = Math.ceil(records.length / 2);
      await deliver(records.slice(0, middle), rules, ports);
      await deliver(records.slice(middle), rules, ports);
      return;
    }
    if (rules.maximumRetries >= 0 && invokeCount > rules.maximumRetries) {
      ports.giveUp(records, { requestId: lastRequestId, condition: 'RetryAttemptsExhausted', invokeCount, threw });
      return;
    }
    const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (invokeCount - 1));
    await pause(backoff, undefined, { signal: ports.signal }).catch(() => {});
  }
}

/**
 * Index of the first record that the function did not handle; the number of records where it handled all. An answer
 * that names failures badly counts as the failure of all.
 */
function firstFailure(outcome: Outcome, records: readonly StreamRecord[], partial: boolean): number {
  if (!outcome.ok) return 0;
  if (!partial) return records.length;
  const answer = JSON.parse(outcome.payload) as { batchItemFailures?: unknown } | null;
  const failures = answer?.batchItemFailures;
  if (failures === undefined || failures === null) return records.length;
  if (!Array.isArray(failures)) return 0;
  const indexes = failures.map((failure: { itemIdentifier?: unknown } | null) =>
    records.findIndex(({ sequenceNumber }) => sequenceNumber === failure?.itemIdentifier),
  );
  return indexes.includes(-1) ? 0 : Math.min(records.length, ...indexes);
}
