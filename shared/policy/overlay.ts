import type { Policy } from './types.ts';

/** What is given of a policy does not fit it. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault';
}

/**
 * A policy with some of its values replaced: sections key by key, lists and values whole. Only what the policy has can be replaced, by
 * something of its kind; what a number or a name may be is for `policyFaults` to say. The version is not among what can be replaced.
 *
 * @throws PolicyFault naming the first place at fault
 */
export function overlayPolicy({ version, ...terms }: Policy, given: unknown): Policy {
  if (isSection(given) && Object.hasOwn(given, 'version'))
    throw new PolicyFault('/version is counted where policies are stored: an overlay does not set it');
  return { version, ...(overlaid(terms, given, '') as Omit<Policy, 'version'>) };
}

function overlaid(base: unknown, given: unknown, path: string): unknown {
  if (!isSection(base)) {
    if (kindOf(base) !== kindOf(given))
      throw new PolicyFault(`${path} must be a ${kindOf(base)}, not ${JSON.stringify(given)}`);
    return given;
  }
  if (!isSection(given)) throw new PolicyFault(`${path || 'a policy'} must be an object, not ${JSON.stringify(given)}`);
  // Nothing to go by: names that the policy does not know beforehand, such as currencies.
  if (Object.keys(base).length === 0) return given;
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(base, key));
  if (unknown !== undefined)
    throw new PolicyFault(`${pointer(path, unknown)} is not known; known are ${Object.keys(base).join(', ')}`);
  return Object.fromEntries(
    Object.entries(base).map(([key, value]) => [
      key,
      Object.hasOwn(given, key) ? overlaid(value, given[key], pointer(path, key)) : value,
    ]),
  );
}

/**
 * Where two policies differ, each place with what stands there in the second: sections key by key, lists of the same length item by item,
 * all else whole. Versions aside.
 */
export function differencesFrom(
  base: Policy,
  policy: Policy,
): readonly { readonly path: string; readonly value: unknown }[] {
  const { version: _, ...before } = base;
  const { version: __, ...after } = policy;
  return [...differences(before, after, '')];
}

function* differences(base: unknown, value: unknown, path: string): Generator<{ path: string; value: unknown }> {
  const comparable =
    isSection(base) && isSection(value)
      ? Object.keys(base).every((key) => Object.hasOwn(value, key))
      : Array.isArray(base) && Array.isArray(value) && base.length === value.length;
  if (!comparable) {
    if (!Object.is(base, value)) yield { path, value };
    return;
  }
  for (const [key, one] of Object.entries(value as object))
    yield* differences((base as Record<string, unknown>)[key], one, pointer(path, key));
}

/** One step further down a JSON pointer. */
export const pointer = (path: string, key: string | number): string =>
  `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);
