import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Progress, play, type Stage } from '../../../../infra/local/scenario/player.ts';
import { openScenario } from '../../../../infra/local/scenario/scenario.ts';
import type { StoredMessage } from '../../../../infra/local/slack/server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const message = (times: Pick<StoredMessage, 'postedAt' | 'updatedAt'>): StoredMessage => ({
  channel: 'C1',
  channelName: 'risk',
  ts: '1.0',
  broadcast: false,
  text: 'told',
  blocks: [],
  versions: 1,
  ...times,
});

/**
 * A venue's API and what is behind it: each push is answered at once and begins work that lasts a moment and ends in the Slack
 * messages that are asked for.
 */
async function openStage(statusOf: (nth: number) => number, toldOf: (nth: number) => StoredMessage[]) {
  const listeners = new Set<(told: StoredMessage) => void>();
  const log: string[] = [];
  let work: Promise<void> = Promise.resolve();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { sequence } = JSON.parse(gunzipSync(Buffer.concat(chunks)).toString());
    log.push(`pushed ${sequence}`);
    work = new Promise((resolve) =>
      setTimeout(() => {
        for (const told of toldOf(sequence)) for (const listener of listeners) listener(told);
        log.push(`settled ${sequence}`);
        resolve();
      }, 2),
    );
    response.writeHead(statusOf(sequence)).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as { port: number };
  const stage: Stage = {
    url: `http://127.0.0.1:${port}`,
    venue: 'demo',
    keys: ['key'],
    slack: {
      onMessage(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    settled: () => work,
  };
  return { stage, log, listeners };
}

const scenario = openScenario({ accounts: 30 });
const { length } = scenario;

describe('playing a scenario', () => {
  test('pushes each snapshot once, and only when all that the last one set going has settled', async () => {
    const { stage, log, listeners } = await openStage(
      () => 202,
      () => [],
    );
    const played = await play(
      scenario,
      stage,
      () => {},
      () => false,
    );
    expect(log).toEqual(Array.from({ length }, (_, i) => [`pushed ${i + 1}`, `settled ${i + 1}`]).flat());
    expect(played).toEqual({ accepted: length, duplicates: 0, rejected: 0, latencies: [] });
    expect(listeners.size).toBe(0);
  });

  test('counts what the API answers', async () => {
    const { stage } = await openStage(
      (nth) => (nth === 1 ? 409 : nth <= 3 ? 200 : 202),
      () => [],
    );
    const played = await play(
      scenario,
      stage,
      () => {},
      () => false,
    );
    expect(played).toMatchObject({ accepted: length - 3, duplicates: 2, rejected: 1 });
  });

  test('measures from the push to each post and update that it caused, and tells the first of them', async () => {
    const soon = () => performance.timeOrigin + performance.now();
    const { stage } = await openStage(
      () => 202,
      (nth) => (nth === 4 ? [message({ postedAt: soon() }), message({ postedAt: 0, updatedAt: soon() + 1_000 })] : []),
    );
    const seen: Progress[] = [];
    const { latencies } = await play(
      scenario,
      stage,
      (progress) => void seen.push(progress),
      () => false,
    );
    expect(latencies).toHaveLength(2);
    const [post = 0, update = 0] = latencies;
    expect(post).toBeGreaterThan(0);
    expect(post).toBeLessThan(1_000);
    expect(update).toBeGreaterThanOrEqual(1_000);
    expect(seen.map(({ played }) => played)).toEqual(Array.from({ length }, (_, i) => i + 1));
    expect(seen.filter(({ latencyMs }) => latencyMs !== undefined).map(({ played }) => played)).toEqual([4]);
    expect(seen[3]?.latencyMs).toBe(post);
  });

  test('ends between two snapshots when it is told to', async () => {
    const { stage, log } = await openStage(
      () => 202,
      () => [],
    );
    let shown = 0;
    const played = await play(
      scenario,
      stage,
      () => {
        shown++;
      },
      () => shown === 3,
    );
    expect(played.accepted).toBe(3);
    expect(log.at(-1)).toBe('settled 3');
  });
});
