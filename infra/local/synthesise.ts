import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: where cdk.json is. */
export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Synthesises the stack as an operator would, by `cdk synth`, with single values of its configuration replaced.
 *
 * @throws Error with what CDK printed, where it fails
 */
export async function synthesise(
  outputFolder: string,
  configuration: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const cdk = join(createRequire(import.meta.url).resolve('aws-cdk/package.json'), '..', 'bin', 'cdk');
  const overrides = Object.entries(configuration).flatMap(([key, value]) => [
    '--context',
    `breakwater:${key}=${value}`,
  ]);
  // The app runs under the very Node that runs this: "node" in cdk.json is found on the PATH that npm sets.
  const child = spawn(process.execPath, [cdk, 'synth', '--quiet', '--output', outputFolder, ...overrides], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let printed = '';
  const keep = (data: Buffer) => {
    printed = (printed + data.toString()).slice(-8_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (status !== 0) throw new Error(`cdk synth ended with status ${status}:\n${printed.trim()}`);
}
