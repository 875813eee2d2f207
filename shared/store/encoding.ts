import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { inTodaysForm, refuseNewerForm } from './formats.ts';
import type { Item } from './tables.ts';

/**
 * The one place where values become DynamoDB's attributes and attributes become values again. Every double comes back bit for
 * bit, but for the sign of a zero, which JSON drops too:
 * - what DynamoDB's numbers hold (38 digits, from 1e-130 up to below 1e126) is `N`, so that conditions compare it; also
 *   integers beyond 2^53, which the SDK's own mapping refuses;
 * - every other double (5e-324, 1e300, and those that are not finite) is its shortest decimal as a string set of one. The
 *   store has no sets, so that nothing else is taken for it.
 * No value that the domain computes is refused: what may be stored is decided where a value comes in, not where it is kept. In
 * an expression it is: DynamoDB would compare a string set with a number as different and say nothing.
 */
export type Attributes = Record<string, AttributeValue>;

/** Magnitudes of DynamoDB's numbers: from the one, included, to the other, excluded. */
const LEAST = 1e-130;
const BEYOND = 1e126;

/** As DynamoDB stores it, in the form that its type has today. Values that are undefined are left out. @throws TypeError */
export const attributes = (item: Item): Attributes => membersOf(inTodaysForm(item), '');

/** An item as it was stored. @throws FormatUnknown where a newer deployment has stored it in a form that is not known here */
export function itemFrom<T extends Item>(stored: Attributes): T {
  const item = valuesOf(stored) as T;
  refuseNewerForm(item);
  return item;
}

export const keyOf = (pk: string, sk: string): Attributes => ({ pk: { S: pk }, sk: { S: sk } });

/** Values of an expression. @throws RangeError for a number that DynamoDB cannot compare */
export function expressionValues(values: Readonly<Record<string, unknown>>): Attributes {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number' && !fits(value))
      throw new RangeError(`${name} is ${value}, which is no number of DynamoDB's: it cannot be compared`);
  }
  return membersOf(values, '');
}

const fits = (value: number): boolean => value === 0 || (Math.abs(value) >= LEAST && Math.abs(value) < BEYOND);

const membersOf = (value: object, path: string): Attributes =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, attributeOf(member, path === '' ? name : `${path}.${name}`)]),
  );

/** @param path for errors */
function attributeOf(value: unknown, path: string): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'boolean':
      return { BOOL: value };
    case 'number':
      // Math.abs(-0) is 0: the sign of a zero would be one that no condition compares.
      return fits(value) ? { N: String(value === 0 ? 0 : value) } : { SS: [String(value)] };
    case 'object':
      if (value === null) return { NULL: true };
      if (value instanceof Uint8Array) return { B: value };
      if (Array.isArray(value))
        return { L: value.filter((one) => one !== undefined).map((one, i) => attributeOf(one, `${path}[${i}]`)) };
      if (isPlain(value)) return { M: membersOf(value, path) };
  }
  throw new TypeError(`${path} is a ${value?.constructor?.name ?? typeof value}, which is not stored`);
}

/** An object of members and nothing else, of whichever realm. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const valuesOf = (stored: Attributes): Record<string, unknown> =>
  Object.fromEntries(Object.entries(stored).map(([name, attribute]) => [name, domainValue(attribute)]));

function domainValue(attribute: AttributeValue): unknown {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.NULL !== undefined) return null;
  if (attribute.M !== undefined) return valuesOf(attribute.M);
  if (attribute.L !== undefined) return attribute.L.map(domainValue);
  // The records that Lambda is given of a stream are JSON, in which bytes are base64.
  const { B: bytes } = attribute as { B?: Uint8Array | string };
  if (bytes !== undefined) return typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : bytes;
  const [text, ...others] = attribute.SS ?? [];
  if (text !== undefined && others.length === 0) return Number(text);
  throw new TypeError(`${JSON.stringify(attribute)} was not stored by this code`);
}
