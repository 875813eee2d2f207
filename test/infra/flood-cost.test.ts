import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { type FloodedRoute, floodCostPerHour } from '../../infra/config/flood-cost.ts';
import { DEFAULT_THROTTLE } from '../../infra/config/limits.ts';

const SMALL = { milliseconds: 50, bodyBytes: 1_000, logBytes: 1_000 };
const LARGE = { ...SMALL, bodyBytes: 10 * 1024 * 1024 };

test('a flood costs what its requests cost, as many as the routes admit', () => {
  const million: FloodedRoute = { ratePerSecond: 1e6 / 3_600, memoryMb: 1_024 };
  // $1.00 and $0.20 a million requests, 1,000 GB-seconds, a gigabyte of logs.
  expect(floodCostPerHour([million], { milliseconds: 1, bodyBytes: 0, logBytes: 1_000 })).toBeCloseTo(
    1 + 0.2 + 1_000 * 0.0000133334 + 0.5,
    9,
  );
  expect(floodCostPerHour([million, million], SMALL)).toBeCloseTo(2 * floodCostPerHour([million], SMALL), 9);
  expect(floodCostPerHour([], SMALL)).toBe(0);
});

test('each half megabyte of a body counts as a request', () => {
  const route = { ratePerSecond: 1, memoryMb: 512 };
  const cost = (bodyBytes: number) => floodCostPerHour([route], { milliseconds: 0, bodyBytes, logBytes: 0 }) / 3_600;
  expect(cost(512 * 1024) * 1e6).toBeCloseTo(1.2, 9);
  expect(cost(512 * 1024 + 1) * 1e6).toBeCloseTo(2.2, 9);
  expect(cost(10 * 1024 * 1024) * 1e6).toBeCloseTo(20.2, 9);
});

test('the README says what it costs with the limits that are configured', () => {
  const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
  expect(context.breakwater.throttle).toEqual(DEFAULT_THROTTLE);
  const { venue, unknown, presses, acknowledgements } = DEFAULT_THROTTLE;
  const one = { ...venue, memoryMb: 1_769 };
  const nobody = { ...unknown, memoryMb: 1_769 };
  const all = [one, nobody, { ...presses, memoryMb: 1_024 }, { ...acknowledgements, memoryMb: 512 }];
  const dollars = (routes: readonly FloodedRoute[], request: typeof SMALL, hours = 1) =>
    `$${(hours * floodCostPerHour(routes, request)).toFixed(2)}`;
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
  expect(text).toContain(`${dollars([one], SMALL)} an hour on one venue's route (${dollars([one], SMALL, 24)} a day)`);
  expect(text).toContain(`${dollars([nobody], SMALL)} an hour on that of unknown venues`);
  expect(text).toContain(
    `${dollars(all, SMALL)} an hour on all routes of a deployment with one venue (${dollars(all, SMALL, 24)} a day)`,
  );
  expect(text).toContain(`${dollars(all, LARGE)} an hour. This assumes 50 ms of function time and 1 KB of logs`);
});
