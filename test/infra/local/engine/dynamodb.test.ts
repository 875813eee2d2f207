import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { startDynamoDbLocal } from '../../../../infra/local/dynamodb.ts';

const MODULE = new URL('../../../../infra/local/dynamodb.ts', import.meta.url).href;

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function goes(pid: number): Promise<void> {
  for (let tries = 0; tries < 250 && lives(pid); tries += 1) await pause(20);
  expect(lives(pid)).toBe(false);
}

describe('DynamoDB Local', () => {
  test('is gone after stop', async () => {
    const database = await startDynamoDbLocal();
    expect(lives(database.pid)).toBe(true);
    await database.stop();
    await goes(database.pid);
  });

  test.each<NodeJS.Signals>(['SIGKILL', 'SIGTERM'])(
    'does not outlive a process that was ended by %s',
    async (signal) => {
      const script = `const { pid } = await (await import('${MODULE}')).startDynamoDbLocal(); console.log(pid); setInterval(() => {}, 1000);`;
      const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(line.toString().trim());
      expect(lives(pid)).toBe(true);
      parent.kill(signal);
      await once(parent, 'exit');
      await goes(pid);
    },
  );

  test('whose start is given up leaves nothing and says why', async () => {
    const giveUp = new AbortController();
    const starting = startDynamoDbLocal({ signal: giveUp.signal });
    setTimeout(() => giveUp.abort(), 100);
    await expect(starting).rejects.toThrow('abort');
  });
});
