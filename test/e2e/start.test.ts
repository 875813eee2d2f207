import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Report } from '../../infra/local/report.ts';
import { REGIMES } from '../../shared/volatility/types.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Run {
  readonly status: number | null;
  readonly printed: string;
  readonly report: Report;
}

/** `npm start` with options, as a person calls it. */
async function start(...options: string[]): Promise<Run> {
  const file = join(mkdtempSync(join(tmpdir(), 'breakwater-')), 'report.json');
  const child = spawn(process.execPath, ['infra/local/cli.ts', 'start', ...options, '--exit', '--report', file], {
    cwd: ROOT,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (printed += data));
  const status = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { status, printed, report: JSON.parse(readFileSync(file, 'utf8')) };
}

/** A report without what is a matter of time. */
const timeless = ({ latencyMs: _, ...report }: Report) => report;

describe('npm start, from the synthesised stack to Slack and back to the exchange', () => {
  let first: Run;
  beforeAll(async () => {
    first = await start('--accounts', '120', '--seed', '1');
  }, 600_000);

  test('ends with status 0, says where the page is, and shows a summary', () => {
    expect(first).toMatchObject({ status: 0 });
    expect(first.printed).toMatch(/http:\/\/127\.0\.0\.1:\d+\//);
    expect(first.printed).toContain('Incidents');
    expect(first.printed).toContain('The same storm twice');
    expect(first.printed).not.toContain('NOT WELL');
  });

  test('assesses every snapshot that was accepted, once', () => {
    const { snapshots, assessments, severities } = first.report;
    expect(snapshots).toEqual({ accepted: 124, duplicates: 0, rejected: 0 });
    expect(assessments).toBe(124);
    expect(severities).toHaveLength(248);
  });

  test('sees the storm: the extreme regime in the crash and calm at the end', () => {
    const { severities } = first.report;
    const regimes = severities.filter(({ symbol }) => symbol === 'BTC/USDT:USDT').map(({ regime }) => regime);
    expect(regimes.slice(0, 60)).not.toContain('extreme');
    expect(regimes.slice(64, 70)).toContain('extreme');
    expect(REGIMES.indexOf(regimes.at(-1) ?? 'extreme')).toBeLessThanOrEqual(1);
  });

  test('opens incidents and resolves them, and tells of them and of its plans', () => {
    const { incidents, plans, slack, failures } = first.report;
    expect(incidents.length).toBeGreaterThan(0);
    expect(incidents.some(({ rule }) => rule === 'leverage-over-volatility')).toBe(true);
    expect(incidents.some(({ resolvedAt }) => resolvedAt !== null)).toBe(true);
    // A root message each, and a question for each plan, which is updated when it is answered.
    expect(slack.posts).toBeGreaterThanOrEqual(incidents.length + plans.length);
    expect(slack.updates).toBeGreaterThanOrEqual(plans.length);
    expect(failures).toEqual({ deadLetters: 0, executions: 0, alarms: [] });
  });

  test('plans before the crash, and has the exchange do what officers approved', () => {
    const { plans, actions, severities, storm } = first.report;
    const crash = severities.find(({ regime }) => regime === 'extreme')?.timestamp ?? 0;
    expect(plans[0]?.timestamp).toBeLessThan(crash);
    expect(actions.length).toBeGreaterThan(0);
    for (const { status, ordered, filled, reason } of actions) {
      expect(['filled', 'partially-filled', 'rejected']).toContain(status);
      // What is not closed by an order has been closed by something else before.
      if (status !== 'filled') expect(reason).toBe('position closed');
      expect(filled).toBeLessThanOrEqual(ordered);
    }
    // First nobody may open again what is then closed.
    expect(actions.slice(0, 2)).toMatchObject([{ kind: 'cap-leverage', status: 'filled' }, { kind: 'reduce' }]);
    expect(actions[1]?.filled).toBeGreaterThan(0.5 * (actions[1]?.ordered ?? 0));
    expect(storm.without.reducedNotional).toBe(0);
    expect(storm.with.reducedNotional).toBeGreaterThan(0);
  });

  test('makes the same storm a lesser one: less is liquidated, the fund loses less, and the price holds higher', () => {
    const { without, with: aided } = first.report.storm;
    expect(aided.liquidatedNotional).toBeLessThan(0.7 * without.liquidatedNotional);
    expect(aided.fundLoss).toBeLessThan(without.fundLoss);
    expect(aided.lowestPrice).toBeGreaterThan(without.lowestPrice);
  });

  test('measures the time from push to Slack', () => {
    const { p50, p99 } = first.report.latencyMs;
    expect(p50).toBeGreaterThan(0);
    expect(p99).toBeGreaterThanOrEqual(p50 as number);
  });

  test('the same seed gives the same report, times aside', async () => {
    const again = await start('--accounts', '120', '--seed', '1');
    expect(timeless(again.report)).toEqual(timeless(first.report));
  }, 600_000);
});
