import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The largest item that DynamoDB takes: 400 KB, names included. */
export const LARGEST_ITEM = 400 * 1_024;

/**
 * Bytes of an item as DynamoDB counts them.
 *
 * Source: "DynamoDB item sizes and formats" of the DynamoDB Developer Guide
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html): names and strings as UTF-8; a
 * number about a byte for two significant digits, and one; binary as it is; null and Boolean one; a list or map three, and one
 * more for each of its elements, beside what they hold.
 */
export const itemBytes = (item: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

function bytesOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(significantDigits(value.N) / 2) + 1 + (value.N.startsWith('-') ? 1 : 0);
  if (value.B !== undefined) return value.B.length;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.SS !== undefined) return value.SS.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + 1 + bytesOf(one), 3);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  throw new TypeError(`${JSON.stringify(value)} is not counted`);
}

const significantDigits = (number: string): number =>
  number
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '').length || 1;
