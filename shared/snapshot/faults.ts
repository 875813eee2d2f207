import { LIMITS } from './limits.ts';
import { type RecordKind, wordingAt } from './schema.ts';
import type { Fault } from './types.ts';
import { account, header, market, position, type SchemaError } from './validators/compiled.generated.js';

const VALIDATORS = { header, market, account, position } as const;

/** Faults as they are found: the first ones kept with their places, all of them counted. */
export interface FaultList {
  readonly kept: readonly Fault[];
  readonly total: number;
  add(path: string, message: string, line?: number): void;
}

export function openFaultList(limit: number = LIMITS.faults): FaultList {
  const kept: Fault[] = [];
  let total = 0;
  return {
    kept,
    get total() {
      return total;
    },
    add(path, message, line) {
      total++;
      if (kept.length < limit) kept.push(line === undefined ? { path, message } : { path, message, line });
    },
  };
}

/**
 * Checks one record against its schema; every fault is added under `path`.
 *
 * @returns whether the record is what its kind asks for
 */
export function checkRecord(
  kind: RecordKind,
  record: unknown,
  faults: FaultList,
  path: string,
  line?: number,
): boolean {
  const validate = VALIDATORS[kind];
  if (validate(record)) return true;
  let told: string | undefined;
  for (const error of validate.errors ?? []) {
    // `if` only says that its `then` failed, which has said so itself; and `anyOf` speaks for each of its branches.
    if (error.keyword === 'if' || error.schemaPath.includes('/anyOf/')) continue;
    const at =
      error.keyword === 'required' ? `${error.instancePath}/${error.params.missingProperty}` : error.instancePath;
    const own = wordingAt(kind, error.schemaPath);
    // A value that has its own wording is told once, however many keywords it fails.
    if (own && at === told) continue;
    if (own) told = at;
    faults.add(`${path}${at}`, own ? own(valueAt(record, error.instancePath)) : wording(error), line);
  }
  return false;
}

/** @param pointer JSON pointer, of names and places that need no escapes */
function valueAt(record: unknown, pointer: string): unknown {
  let at = record;
  for (const step of pointer.split('/').slice(1)) at = (at as Record<string, unknown>)[step];
  return at;
}

function wording({ keyword, params, schemaPath }: SchemaError): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'type': {
      const types = [params.type].flat().filter((type) => type !== 'null');
      return `must be of type ${types.join(' or ')}`;
    }
    case 'minimum':
      return params.limit === 0 ? 'must not be negative' : `must be at least ${params.limit}`;
    case 'maximum':
      return `must be at most ${params.limit}`;
    case 'minItems':
      return `must have at least ${params.limit} items`;
    case 'maxItems':
      return `must have at most ${params.limit} items`;
    case 'enum':
      return `must be ${(params.allowedValues as unknown[]).filter((value) => value !== null).join(' or ')}`;
    default:
      return patternWording(String(params.pattern), schemaPath);
  }
}

function patternWording(pattern: string, schemaPath: string): string {
  if (schemaPath.includes('snapshotId')) return 'must be 1 to 128 of the characters A-Z a-z 0-9 . _ : -';
  const length = /\{1,(\d+)\}\$$/.exec(pattern)?.[1];
  return `must be 1 to ${length} characters, none of them a control character or half of a surrogate pair`;
}
