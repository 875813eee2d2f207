import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readScheduleExpression } from '../../../../infra/local/engine/cron.ts';

const next = (expression: string, after: string) => {
  const due = readScheduleExpression('S/E', expression)(Date.parse(after));
  return due === undefined ? undefined : new Date(due).toISOString().replace(':00.000Z', '');
};

describe('a schedule expression', () => {
  test.each([
    ['rate(1 minute)', '2026-01-01T00:00:30Z', '2026-01-01T00:01:30.000Z'],
    ['rate(6 hours)', '2026-01-01T00:00:00Z', '2026-01-01T06:00'],
    ['rate(2 days)', '2026-01-01T00:00:00Z', '2026-01-03T00:00'],
    ['cron(0 6 * * ? *)', '2026-01-01T05:59:59Z', '2026-01-01T06:00'],
    ['cron(0 6 * * ? *)', '2026-01-01T06:00:00Z', '2026-01-02T06:00'],
    ['cron(*/15 * * * ? *)', '2026-01-01T00:46:00Z', '2026-01-01T01:00'],
    ['cron(5/20 8-10 * * ? *)', '2026-01-01T10:45:00Z', '2026-01-02T08:05'],
    ['cron(0 0 1 JAN,JUL ? *)', '2026-01-02T00:00:00Z', '2026-07-01T00:00'],
    ['cron(30 9 ? * MON-FRI *)', '2026-01-02T10:00:00Z', '2026-01-05T09:30'],
    ['cron(0 0 ? * 1 *)', '2026-01-01T00:00:00Z', '2026-01-04T00:00'],
    ['cron(0 0 29 2 ? *)', '2026-03-01T00:00:00Z', '2028-02-29T00:00'],
  ])('%s after %s is due at %s', (expression, after, due) => {
    expect(next(expression, after)).toBe(due);
  });

  test('a year that is over is never due again', () => {
    expect(next('cron(0 0 1 1 ? 2020)', '2026-01-01T00:00:00Z')).toBeUndefined();
  });

  test.each([
    'rate(0 minutes)',
    'rate(x)',
    'at(2026-01-01T00:00:00)',
    'cron(0 0 L * ? *)',
    'cron(60 0 * * ? *)',
    'cron(* *)',
    'cron(5-1 * * * ? *)',
    'cron(*/0 * * * ? *)',
  ])('%s is refused with its place', (expression) => {
    expect(() => readScheduleExpression('S/E', expression)).toThrow(/^S\/E: the engine does not know/);
  });

  test('a daily time is due within a day, strictly later, at that time', () => {
    const time = fc.record({ hour: fc.nat(23), minute: fc.nat(59), after: fc.integer({ min: 0, max: 4e12 }) });
    fc.assert(
      fc.property(time, ({ hour, minute, after }) => {
        const due = readScheduleExpression('S/E', `cron(${minute} ${hour} * * ? *)`)(after) as number;
        expect(due).toBeGreaterThan(after);
        expect(due - after).toBeLessThanOrEqual(86_400_000);
        expect([new Date(due).getUTCHours(), new Date(due).getUTCMinutes(), due % 60_000]).toEqual([hour, minute, 0]);
      }),
      { numRuns: 50 },
    );
  });
});
