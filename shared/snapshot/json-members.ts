import { textOf } from './name-table.ts';

/** Where a value stands in a body. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the members of a JSON object, or the elements of a list, without reading what is in them: strings are skipped as strings, and
 * what is nested by its brackets. What it finds is a value only if `JSON.parse` says so; that it finds something is no proof.
 */

/** @returns the span of each member's value by its key, the last of a key as JSON.parse has it; undefined where it is no object */
export function membersOf(body: Uint8Array): ReadonlyMap<string, Span> | undefined {
  const members = new Map<string, Span>();
  let at = skipSpace(body, 0);
  if (body[at] !== OPEN) return undefined;
  at = skipSpace(body, at + 1);
  if (body[at] === CLOSE) return skipSpace(body, at + 1) === body.length ? members : undefined;
  for (;;) {
    if (body[at] !== QUOTE) return undefined;
    const keyEnd = skipString(body, at);
    if (keyEnd < 0) return undefined;
    const key = keyOf(body, at, keyEnd);
    at = skipSpace(body, keyEnd);
    if (key === undefined || body[at] !== COLON) return undefined;
    const from = skipSpace(body, at + 1);
    const to = skipValue(body, from);
    if (to < 0) return undefined;
    const before = members.get(key);
    // The last of a key is taken; what it replaces must be JSON all the same, and nobody looks at it again.
    if (before && !isJson(body, before)) return undefined;
    members.set(key, { from, to });
    at = skipSpace(body, to);
    if (body[at] === CLOSE) return skipSpace(body, at + 1) === body.length ? members : undefined;
    if (body[at] !== COMMA) return undefined;
    at = skipSpace(body, at + 1);
  }
}

/**
 * Walks through a list.
 *
 * @param take is given where an element begins, and says where it ends; -1 to have that found out here
 * @param slow is given the span of an element that `take` did not take; false ends the walk
 * @returns whether the list was walked to its end
 */
export function walkElements(
  body: Uint8Array,
  { from, to }: Span,
  take: (from: number, end: number) => number,
  slow: (span: Span) => boolean,
): boolean {
  if (body[from] !== OPEN_LIST) return false;
  let at = skipSpace(body, from + 1);
  if (body[at] === CLOSE_LIST) return at + 1 === to;
  for (;;) {
    let end = take(at, to);
    if (end < 0) {
      end = skipValue(body, at);
      if (end < 0 || end > to || !slow({ from: at, to: end })) return false;
    }
    at = skipSpace(body, end);
    if (body[at] === CLOSE_LIST) return at + 1 === to;
    if (body[at] !== COMMA) return false;
    at = skipSpace(body, at + 1);
  }
}

/** Whether a span holds a list. */
export const isList = (body: Uint8Array, { from }: Span): boolean => body[from] === OPEN_LIST;

function keyOf(body: Uint8Array, from: number, to: number): string | undefined {
  try {
    return JSON.parse(textOf(body, from, to)) as string;
  } catch {
    return undefined;
  }
}

function isJson(body: Uint8Array, { from, to }: Span): boolean {
  try {
    JSON.parse(textOf(body, from, to));
    return true;
  } catch {
    return false;
  }
}

function skipSpace(body: Uint8Array, from: number): number {
  let at = from;
  for (let byte = body[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = body[at]) at++;
  return at;
}

/** @returns past the closing quote; -1 where there is none */
function skipString(body: Uint8Array, from: number): number {
  const end = body.length;
  for (let at = from + 1; at < end; at++) {
    while (at < end && MARKS[body[at] as number] === 0) at++;
    const byte = body[at];
    if (byte === QUOTE) return at + 1;
    // Brackets and commas are text here; what comes after a backslash is, too.
    if (byte === BACKSLASH) at++;
  }
  return -1;
}

/** @returns past the value; -1 where it does not end */
function skipValue(body: Uint8Array, from: number): number {
  const end = body.length;
  let depth = 0;
  for (let at = from; at < end; ) {
    while (at < end && MARKS[body[at] as number] === 0) at++;
    const byte = body[at];
    if (byte === QUOTE) {
      at = skipString(body, at);
      if (at < 0) return -1;
      if (depth === 0) return at;
      continue;
    }
    if (byte === OPEN || byte === OPEN_LIST) depth++;
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      // The end of what a plain value stands in.
      if (depth === 0) return at > from ? at : -1;
      if (--depth === 0) return at + 1;
    } else if (byte === COMMA && depth === 0) return at > from ? at : -1;
    at++;
  }
  return -1;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** 1 for the bytes that say where strings and values begin and end. */
const MARKS = Uint8Array.from({ length: 256 }, (_, byte) =>
  [QUOTE, COMMA, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN, CLOSE].includes(byte) ? 1 : 0,
);
