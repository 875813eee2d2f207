import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openStorm } from '../../../../infra/local/exchange/storm.ts';
import { type Progress, play, type Stage } from '../../../../infra/local/scenario/player.ts';
import { BAR_MS, stormBars } from '../../../../infra/local/scenario/prices.ts';
import { openRandom } from '../../../../infra/local/scenario/random.ts';
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
  const acts: number[] = [];
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
    async acted() {
      const act = acts.shift();
      if (act === undefined) return false;
      log.push(`acted ${act}`);
      return true;
    },
  };
  return { stage, log, listeners, acts };
}

const length = 12;
const storm = () => openStorm({ seed: 1, accounts: 30, bars: stormBars(openRandom(1)).slice(0, length) });

describe('playing a storm', () => {
  test('pushes each snapshot once, and only when all that the last one set going has settled', async () => {
    const { stage, log, listeners } = await openStage(
      () => 202,
      () => [],
    );
    const played = await play(
      storm(),
      stage,
      () => {},
      () => false,
    );
    expect(log).toEqual(Array.from({ length }, (_, i) => [`pushed ${i + 1}`, `settled ${i + 1}`]).flat());
    expect(played).toEqual({ snapshots: length, accepted: length, duplicates: 0, rejected: 0, latencies: [] });
    expect(listeners.size).toBe(0);
  });

  test('counts what the API answers', async () => {
    const { stage } = await openStage(
      (nth) => (nth === 1 ? 409 : nth <= 3 ? 200 : 202),
      () => [],
    );
    const played = await play(
      storm(),
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
      storm(),
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

  test('goes on when the exchange has told what it did and the officers have answered, and all of that has settled', async () => {
    const { stage, log, acts } = await openStage(
      () => 202,
      () => [],
    );
    const told: string[] = [];
    await play(
      storm(),
      {
        ...stage,
        async settled() {
          await stage.settled();
          log.push('at rest');
        },
      },
      ({ played }) => {
        log.push(`shown ${played}`);
        if (played === 1) acts.push(1, 2);
        if (played === 3) told.push(...log);
      },
      () => told.length > 0,
    );
    expect(told).toEqual([
      ...['pushed 1', 'settled 1', 'at rest', 'shown 1'],
      ...['acted 1', 'at rest', 'acted 2', 'at rest'],
      ...['pushed 2', 'settled 2', 'at rest', 'shown 2'],
      ...['pushed 3', 'settled 3', 'at rest', 'shown 3'],
    ]);
  });

  test('does not count what follows on a press as time from push to message', async () => {
    const { stage } = await openStage(
      () => 202,
      () => [],
    );
    const late = message({ postedAt: performance.timeOrigin + performance.now() + 1e6 });
    const tell: ((told: StoredMessage) => void)[] = [];
    let asked = 0;
    const { latencies } = await play(
      storm(),
      {
        ...stage,
        slack: {
          onMessage(listener) {
            tell.push(listener);
            return () => void tell.splice(tell.indexOf(listener), 1);
          },
        },
        async acted() {
          for (const listener of tell) listener(late);
          return asked++ % 2 === 0;
        },
      },
      () => {},
      () => false,
    );
    expect(asked).toBeGreaterThan(length);
    expect(latencies).toEqual([]);
  });

  test('ends between two snapshots when it is told to', async () => {
    const { stage, log } = await openStage(
      () => 202,
      () => [],
    );
    let shown = 0;
    const cut = storm();
    const opened = cut.now();
    const played = await play(
      cut,
      stage,
      () => {
        shown++;
      },
      () => shown === 3,
    );
    expect(played).toMatchObject({ snapshots: 3, accepted: 3 });
    expect(log.at(-1)).toBe('settled 3');
    // And the exchange goes no further.
    expect(cut.now()).toBe(opened + 3 * BAR_MS);
  });
});
