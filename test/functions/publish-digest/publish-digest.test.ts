import { beforeEach, expect, test } from '@jest/globals';
import { assessSnapshot } from '../../../functions/assess-snapshot/assess-snapshot.ts';
import { publishDigest } from '../../../functions/publish-digest/publish-digest.ts';
import { receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import { refusalOf } from '../../../infra/local/slack/refusals.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import type { Slack } from '../../../shared/slack/web-client.ts';
import { type CalibrationNote, noteForDigest } from '../../../shared/store/digest.ts';
import { readSnapshot } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { bytes, wireBook } from '../../environment/books.ts';
import { makeTables, NOW } from '../../environment/tables.ts';

const SYMBOL = 'BTC/USDT:USDT';
const enter = { elevated: 1.75, stressed: 2.3, extreme: 2.95 };
const note: CalibrationNote = {
  symbol: SYMBOL,
  at: NOW - 3_600_000,
  version: 4,
  thresholds: { changed: true, reason: 'refitted' },
  filter: { changed: false, reason: 'did not converge' },
  enter: { before: enter, now: { ...enter, extreme: 3.1 } },
};

let tables: Tables;
let posted: Parameters<Slack['post']>[0][];
let failure: Error | undefined;
const slack: Slack = {
  async post(message) {
    if (failure) throw failure;
    posted.push(message);
    return { channel: 'C1', ts: '1.0' };
  },
  update: () => Promise.reject(new Error('a digest is not updated')),
};
beforeEach(async () => {
  tables = await makeTables();
  posted = [];
  failure = undefined;
});

const publish = (at = NOW, venues: readonly string[] = ['demo']) => publishDigest(tables, slack, '#risk', venues, at);
const text = () => JSON.stringify(posted[0]?.blocks);

async function assessed(venue: string): Promise<void> {
  await receiveSnapshot(tables, { venue, body: bytes(wireBook({ timestamp: NOW - 60_000 })), format: 'json' });
  const snapshot = await readSnapshot(tables, venue, 1);
  if (snapshot) await assessSnapshot(tables, DEFAULT_POLICY, 'test', snapshot);
}

test('says how each venue’s markets stand and what calibration changed, in a message that Slack takes', async () => {
  await assessed('demo');
  await noteForDigest(tables, 'demo', note);
  expect(await publish(NOW, ['demo', 'quiet'])).toEqual({ posted: true });
  expect(text()).toMatch(/BTC\/USDT:USDT: normal, calm market, [\d.]+ % above the leverage that it carries/);
  expect(text()).toMatch(/thresholds moved: extreme from 2.95 to 3.1; filter kept: did not converge \(version 4\)/);
  expect(text()).toMatch(/\*quiet\*\\nNo snapshot yet/);
  expect(refusalOf(posted[0]?.text, posted[0]?.blocks)).toBeUndefined();
});

test('is posted once for its time, and again where the post did not come back', async () => {
  failure = new Error('gone');
  await expect(publish()).rejects.toThrow('gone');
  failure = undefined;
  expect(await publish()).toEqual({ posted: true });
  expect(await publish()).toEqual({ posted: false });
  expect(posted).toHaveLength(1);
  expect(await publish(NOW + 86_400_000)).toEqual({ posted: true });
});

test('tells of the day before it and of no other', async () => {
  await noteForDigest(tables, 'demo', { ...note, at: NOW });
  await noteForDigest(tables, 'demo', { ...note, at: NOW - 86_400_001, symbol: 'OLD/USDT:USDT' });
  await publish();
  expect(text()).not.toContain('Calibration');
});

test('of very many markets and venues stays within what Slack takes', async () => {
  for (let i = 0; i < 40; i++) await noteForDigest(tables, 'demo', { ...note, symbol: `${'X'.repeat(60)}${i}` });
  await publish(NOW, ['demo', ...Array.from({ length: 60 }, (_, i) => `venue-${i}`)]);
  expect(text()).toContain('… and 30 more markets');
  expect(text()).toMatch(/… and \d+ more venues/);
  expect(refusalOf(posted[0]?.text, posted[0]?.blocks)).toBeUndefined();
});
