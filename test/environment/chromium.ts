import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Chromium's name on this machine, or nothing: the tests that need it then say that they were skipped. */
export const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
});

export interface Page {
  open(url: string, size: { width: number; height: number }): Promise<void>;
  /** The value of an expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  close(): Promise<void>;
}

/** One page of a headless Chromium, driven over its DevTools protocol. */
export async function openPage(): Promise<Page> {
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ];
  const more = ['--disable-component-update', '--disable-sync', '--remote-debugging-port=0'];
  const profile = `--user-data-dir=${mkdtempSync(join(tmpdir(), 'chromium-'))}`;
  const browser = spawn(CHROMIUM as string, [...flags, ...more, profile, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let printed = '';
    browser.stderr.on('data', (data) => {
      printed += data;
      const found = /listening on (ws:\S+)/.exec(printed);
      if (found) resolve(found[1] as string);
    });
    browser.once('exit', () => reject(new Error(`Chromium ended: ${printed.slice(-500)}`)));
  });
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const waiting = new Map<number, (result: Record<string, never>) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result);
  });
  let calls = 0;
  const call = (method: string, params: object, sessionId?: string) =>
    new Promise<Record<string, never>>((resolve) => {
      waiting.set(++calls, resolve);
      socket.send(JSON.stringify({ id: calls, method, params, sessionId }));
    });
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
  return {
    async open(url, { width, height }) {
      await call(
        'Emulation.setDeviceMetricsOverride',
        { width, height, deviceScaleFactor: 1, mobile: width < 600 },
        sessionId,
      );
      await call('Page.navigate', { url }, sessionId);
    },
    async evaluate<T>(expression: string): Promise<T> {
      const { result } = (await call(
        'Runtime.evaluate',
        { expression, returnByValue: true },
        sessionId,
      )) as unknown as { result: { value: T } };
      return result.value;
    },
    async close() {
      const gone = new Promise((resolve) => browser.once('exit', resolve));
      socket.close();
      browser.kill('SIGKILL');
      await gone;
    },
  };
}
