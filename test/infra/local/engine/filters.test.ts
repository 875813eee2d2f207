import { describe, expect, test } from '@jest/globals';
import { readFilter } from '../../../../infra/local/engine/filters.ts';
import type { Json } from '../../../../infra/local/engine/json.ts';

const filter = (...patterns: object[]) =>
  readFilter('S/M', { FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) } });
const passes = (pattern: object, event: Json) => filter(pattern)(event);

describe('a filter', () => {
  test('without patterns lets everything pass', () => {
    expect(readFilter('S/M', {})({ any: 1 })).toBe(true);
  });

  test('asks every field, and takes any one of its values', () => {
    const pattern = { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { moved: { BOOL: [true] } } } };
    const event = (eventName: string, moved: boolean) => ({
      eventName,
      dynamodb: { NewImage: { moved: { BOOL: moved } } },
    });
    expect(passes(pattern, event('INSERT', true))).toBe(true);
    expect(passes(pattern, event('MODIFY', true))).toBe(true);
    expect(passes(pattern, event('REMOVE', true))).toBe(false);
    expect(passes(pattern, event('INSERT', false))).toBe(false);
    expect(passes(pattern, { eventName: 'INSERT' })).toBe(false);
  });

  test('passes where any one of several patterns does', () => {
    const either = filter({ a: ['1'] }, { b: ['2'] });
    expect([either({ a: '1' }), either({ b: '2' }), either({ a: '2' })]).toEqual([true, true, false]);
  });

  test.each<[string, object, Json, boolean]>([
    ['null is not absence', { a: [null] }, {}, false],
    ['null is null', { a: [null] }, { a: null }, true],
    ['a string is not a boolean', { a: [true] }, { a: 'true' }, false],
    ['prefix', { a: [{ prefix: 'ven' }] }, { a: 'venue#x' }, true],
    ['not the prefix', { a: [{ prefix: 'ven' }] }, { a: 'avenue' }, false],
    ['exists', { a: [{ exists: true }] }, { a: 'x' }, true],
    ['does not exist', { a: [{ exists: true }] }, {}, false],
    ['absent as asked', { a: [{ exists: false }] }, {}, true],
    ['a branch is no leaf', { a: [{ exists: true }] }, { a: { b: 'x' } }, false],
    ['anything but one', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, true],
    ['anything but many', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'y' }, false],
    ['anything but asks for a value', { a: [{ 'anything-but': 'x' }] }, {}, false],
    ['a member of a list', { a: ['x'] }, { a: ['w', 'x'] }, true],
    ['no member of a list', { a: ['x'] }, { a: ['w'] }, false],
  ])('%s', (_, pattern, event, expected) => {
    expect(passes(pattern, event)).toBe(expected);
  });

  test.each<[object]>([
    [{ a: [{ numeric: ['>', 1] }] }],
    [{ a: [{ suffix: 'x' }] }],
    [{ a: [{ 'anything-but': { prefix: 'x' } }] }],
    [{ a: [1] }],
    [{ $or: [{ a: ['x'] }] }],
  ])('%j is refused at the start, with its place', (pattern) => {
    expect(() => filter(pattern)).toThrow(/^S\/M\.FilterCriteria\.Filters\[0\]\./);
  });

  test('a pattern that is not a list of values is a fault of the template', () => {
    expect(() => filter({ a: 'x' })).toThrow('must be a list of what matches');
  });
});
