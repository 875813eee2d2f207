import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from './json.ts';

/** One synthesised stack: its template, and the bundles its functions are made of. */
export interface StackTemplate {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: JsonObject;
  /** Folder of an asset by the object key under which the template asks for it. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly templateFile?: string; readonly file?: string; readonly stackName?: string };
}

interface AssetManifest {
  readonly files?: Record<
    string,
    { source: { path?: string; packaging?: string }; destinations: Record<string, { objectKey: string }> }
  >;
}

/**
 * Reads a cloud assembly (the folder that `cdk synth` writes) and gives its stacks, each after those it depends on.
 *
 * @throws Error where the folder is no assembly, or its stacks depend on each other in a circle
 */
export async function readAssembly(dir: string): Promise<readonly StackTemplate[]> {
  const manifest = await readJson(join(dir, 'manifest.json')).catch((error: Error) => {
    throw new Error(`${dir} is not a synthesised assembly: ${error.message}`, { cause: error });
  });
  const { artifacts } = manifest as { artifacts: Record<string, Artifact> };
  const ordered: string[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (ordered.includes(id)) return;
    if (path.includes(id)) throw new Error(`stacks depend on each other in a circle: ${[...path, id].join(' → ')}`);
    for (const dependency of artifacts[id]?.dependencies ?? []) visit(dependency, [...path, id]);
    ordered.push(id);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  const stacks = ordered.filter((id) => artifacts[id]?.type === 'aws:cloudformation:stack');
  return Promise.all(stacks.map((id) => readStack(dir, id, artifacts)));
}

async function readStack(dir: string, id: string, artifacts: Record<string, Artifact>): Promise<StackTemplate> {
  const stack = artifacts[id] as Artifact;
  const templateFile = stack.properties?.templateFile;
  if (templateFile === undefined) throw new Error(`stack ${id} names no template`);
  const assets = new Map<string, string>();
  for (const dependency of stack.dependencies ?? []) {
    const artifact = artifacts[dependency];
    if (artifact?.type !== 'cdk:asset-manifest' || artifact.properties?.file === undefined) continue;
    const manifest = (await readJson(join(dir, artifact.properties.file))) as AssetManifest;
    for (const { source, destinations } of Object.values(manifest.files ?? {})) {
      if (source.packaging !== 'zip' || source.path === undefined) continue;
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(dir, source.path));
    }
  }
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(stack.environment ?? '') ?? [];
  return {
    name: stack.properties?.stackName ?? id,
    account: /^\d{12}$/.test(account) ? account : '000000000000',
    region: region === '' || region === 'unknown-region' ? 'us-east-1' : region,
    template: (await readJson(join(dir, templateFile))) as JsonObject,
    assets,
  };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
