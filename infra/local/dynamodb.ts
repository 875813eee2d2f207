import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface DynamoDbLocal {
  readonly endpoint: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Thrown where there is no Java to run DynamoDB Local with; the message says in one line how to get it. */
export class JavaMissing extends Error {
  override name = 'JavaMissing';
  constructor(found: string) {
    super(
      `Breakwater needs Java 17 or newer for DynamoDB Local (${found}): install it, e.g. "apt-get install openjdk-17-jre-headless" or "brew install openjdk", and see that "java" is on the PATH.`,
    );
  }
}

/** A port that was free a moment ago, on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** @throws JavaMissing where `java` does not run or is older than 17 */
export async function requireJava(): Promise<void> {
  const version = await new Promise<string>((resolve, reject) => {
    execFile('java', ['-version'], { timeout: 20_000 }, (error, _out, err) =>
      error ? reject(new JavaMissing('no "java" was found')) : resolve(err),
    );
  });
  const major = Number(/version "(\d+)/.exec(version)?.[1] ?? 0);
  if (major < 17) throw new JavaMissing(`found Java ${major || 'of an unknown version'}`);
}

/**
 * Starts Java as the shell's own process, beside a watch that ends it when this process is gone, however it went: the
 * watch reads a pipe that nobody writes to, and reads its end when this process has closed it.
 */
const WATCHED = 'exec 3<&0; (read -r _ <&3; kill -9 $$) >/dev/null 2>&1 & exec java "$@" 3<&-';

/**
 * Starts AWS's own DynamoDB engine, in memory, on a loopback port, and waits until it answers. It does not outlive
 * this process.
 *
 * @param options.port    one that is free; any, unless given
 * @param options.signal  gives up the start, and ends what it began
 * @throws JavaMissing, or an Error with what the engine printed when it does not come up in 30 s
 */
export async function startDynamoDbLocal(
  options: { readonly port?: number; readonly signal?: AbortSignal } = {},
): Promise<DynamoDbLocal> {
  const port = options.port ?? (await freePort());
  // The engine is a jar inside the simulator's package; the simulator itself is not used.
  const home = join(
    dirname(createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json')),
    'emulator',
  );
  const child = spawn(
    '/bin/sh',
    [
      ...['-c', WATCHED, 'dynamodb-local', '-Xmx1g'],
      `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(home, 'DynamoDBLocal.jar'),
      '-inMemory',
      '-sharedDb',
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    { cwd: home, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let printed = '';
  const keep = (data: Buffer) => {
    printed = (printed + data.toString()).slice(-4_000);
  };
  // Lets the watch go, which has nothing to end any more.
  child.once('exit', () => child.stdin.destroy());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const endpoint = `http://127.0.0.1:${port}`;
  // As long as Java lives it is on its way: on a busy machine its start takes a minute.
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline && child.exitCode === null && !options.signal?.aborted) {
    // Any answer at all, a refusal included, means that the engine is up.
    const up = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) }).then(
      () => true,
      () => false,
    );
    if (up) return { endpoint, pid: child.pid as number, stop: () => end(child) };
    await pause(50);
  }
  await end(child);
  options.signal?.throwIfAborted();
  // Asked only now: a Java that runs need not be started twice.
  await requireJava();
  throw new Error(`DynamoDB Local did not come up: ${printed.trim() || 'it printed nothing'}`);
}

/** Ends a child process that this process started: asked first, then made to. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await gone;
  clearTimeout(late);
}
