import type { Policy } from './types.ts';

/** What is given of a policy does not fit it. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault';
}

/**
 * A policy with some of its values replaced: sections key by key, lists and values whole. Only what the policy has can be replaced, by
 * something of its kind.
 *
 * @throws PolicyFault naming the first place at fault
 */
export function overlayPolicy(policy: Policy, given: unknown): Policy {
  return overlaid(policy, given, '') as Policy;
}

function overlaid(base: unknown, given: unknown, path: string): unknown {
  if (!isSection(base)) {
    if (kindOf(base) !== kindOf(given))
      throw new PolicyFault(`${path} must be a ${kindOf(base)}, not ${JSON.stringify(given)}`);
    return given;
  }
  if (!isSection(given)) throw new PolicyFault(`${path || 'a policy'} must be an object, not ${JSON.stringify(given)}`);
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(base, key));
  if (unknown !== undefined)
    throw new PolicyFault(`${path}/${unknown} is not known; known are ${Object.keys(base).join(', ')}`);
  return Object.fromEntries(
    Object.entries(base).map(([key, value]) => [
      key,
      Object.hasOwn(given, key) ? overlaid(value, given[key], `${path}/${key}`) : value,
    ]),
  );
}

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);
