import { NotOnOneMachine, TemplateFault } from './faults.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/**
 * Refuses what the engine would silently not do.
 *
 * @param honoured     keys that the engine acts on
 * @param meaningless  keys that change nothing on one machine (permissions, encryption, descriptions …)
 * @throws NotOnOneMachine naming the first other key
 */
export function knowsOnly(
  place: string,
  object: JsonObject,
  honoured: readonly string[],
  meaningless: readonly string[] = [],
): void {
  for (const key of Object.keys(object)) {
    if (!honoured.includes(key) && !meaningless.includes(key)) {
      throw new NotOnOneMachine(place, `the engine does not know the property ${key}`);
    }
  }
}

/** @throws NotOnOneMachine where a value is present that is not among those the engine can do */
export function allows(place: string, key: string, value: Json | undefined, allowed: readonly Json[]): void {
  if (value !== undefined && !allowed.includes(value)) {
    throw new NotOnOneMachine(place, `the engine cannot do ${key} ${JSON.stringify(value)}`);
  }
}

/** @throws TemplateFault */
export function text(place: string, object: JsonObject, key: string): string {
  const value = object[key];
  if (typeof value !== 'string') throw new TemplateFault(place, `${key} must be a string`);
  return value;
}

/** A whole or broken number; CloudFormation also takes it as text. @throws TemplateFault */
export function number(place: string, object: JsonObject, key: string, otherwise: number): number {
  const value = object[key];
  if (value === undefined) return otherwise;
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof parsed !== 'number' || !Number.isFinite(parsed)) throw new TemplateFault(place, `${key} must be a number`);
  return parsed;
}

/** @throws TemplateFault */
export function object(place: string, parent: JsonObject, key: string): JsonObject {
  const value = parent[key] ?? {};
  if (!isJsonObject(value)) throw new TemplateFault(place, `${key} must be an object`);
  return value;
}

/** @throws TemplateFault */
export function list(place: string, parent: JsonObject, key: string): readonly Json[] {
  const value = parent[key] ?? [];
  if (!Array.isArray(value)) throw new TemplateFault(place, `${key} must be a list`);
  return value as readonly Json[];
}
