import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Folders of `shared` that are the domain: pure, and knowing nothing of what is outside. */
const DOMAIN = [
  'action',
  'snapshot',
  'leverage',
  'liquidation',
  'volatility',
  'deleveraging',
  'integrity',
  'policy',
  'incident',
  'approval',
  'assessment',
  'numeric',
  'presentation',
];
const ADAPTERS = ['store', 'slack', 'venue', 'market-data', 'runtime', 'response'];
/** What pure code may use of Node: it computes, and touches nothing outside. */
const PURE_MODULES = new Set(['node:buffer', 'node:crypto', 'node:zlib']);
/** Run by hand, never imported by what is deployed. */
const BUILD_TOOLS = new Set(['shared/snapshot/validators/compile.ts']);

interface Source {
  readonly path: string;
  readonly text: string;
  /** Relative imports as paths from the root, others as they are written. */
  readonly imports: readonly string[];
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(ROOT, path), 'utf8');
      const imports = [
        ...text.matchAll(
          /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
        ),
      ]
        .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
        .map((name) => (name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(path), name)) : name));
      return { path, text, imports };
    });
}

const shared = sourcesIn('shared');
const functions = sourcesIn('functions');
const infra = sourcesIn('infra');
const domain = shared.filter(({ path }) => DOMAIN.includes(path.split('/')[1] as string) && !BUILD_TOOLS.has(path));

/** Every import of the sources that breaks a rule, as a line to read. */
const breaking = (sources: readonly Source[], forbidden: (name: string, source: Source) => boolean): string[] =>
  sources.flatMap((source) =>
    source.imports.filter((name) => forbidden(name, source)).map((name) => `${source.path} imports ${name}`),
  );

describe('the rules of the house', () => {
  test('the reader of imports sees them at all', () => {
    expect(shared.find(({ path }) => path === 'shared/snapshot/join.ts')?.imports).toContain(
      'shared/snapshot/columns.ts',
    );
    expect(functions.flatMap(({ imports }) => imports)).toContain('@middy/core');
    expect(infra.find(({ path }) => path === 'infra/local/cli.ts')?.imports).toContain('infra/local/commands/start.ts');
  });

  test('every folder of shared is known to be domain or adapter', () => {
    const folders = new Set(shared.map(({ path }) => path.split('/')[1]));
    expect([...folders].filter((folder) => ![...DOMAIN, ...ADAPTERS].includes(folder as string))).toEqual([]);
  });

  test('the domain imports the domain, pure modules of Node, and nothing else', () => {
    const inDomain = (name: string) => DOMAIN.some((folder) => name.startsWith(`shared/${folder}/`));
    expect(breaking(domain, (name) => !inDomain(name) && !PURE_MODULES.has(name))).toEqual([]);
  });

  test('the domain asks no clock and no dice: time and seeds are given to it', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\bprocess\.|\brandomUUID\b|\brandomBytes\b|\bfetch\(/;
    expect(domain.filter(({ text }) => impure.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('shared imports neither functions nor infra, and functions import only shared and their own', () => {
    expect(breaking(shared, (name) => /^(functions|infra|test)\//.test(name))).toEqual([]);
    const own = (path: string) => path.split('/').slice(0, 2).join('/');
    expect(
      breaking(functions, (name, { path }) => /^(functions|infra|test)\//.test(name) && own(name) !== own(path)),
    ).toEqual([]);
  });

  test('nothing but infra imports infra, and infra names functions by their entry path', () => {
    expect(breaking([...shared, ...functions], (name) => name.startsWith('infra/'))).toEqual([]);
    expect(breaking(infra, (name) => name.startsWith('functions/'))).toEqual([]);
  });

  test('what is deployed is not weighed down: no zod, no Bolt, no ajv at run time', () => {
    const heavy = /^(zod|@slack\/|ajv|@aws-lambda-powertools\/tracer)/;
    const runTime = [...shared, ...functions].filter(({ path }) => !BUILD_TOOLS.has(path));
    expect(breaking(runTime, (name) => heavy.test(name))).toEqual([]);
  });

  test('values become attributes of DynamoDB, and values again, in one place', () => {
    const elsewhere = [...shared, ...functions, ...infra].filter(({ path }) => path !== 'shared/store/encoding.ts');
    expect(
      breaking(elsewhere, (name) => name === '@aws-sdk/util-dynamodb' || name === '@aws-sdk/lib-dynamodb'),
    ).toEqual([]);
    const byHand = /\{ (?:S|N|B|SS|NS|BS|M|L|BOOL|NULL): (?!string)/;
    const deployed = elsewhere.filter(({ path }) => !path.startsWith('infra/'));
    expect(deployed.filter(({ text }) => byHand.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('no folder or file is called by a name that says nothing', () => {
    const paths = [...shared, ...functions, ...infra].map(({ path }) => path);
    expect(paths.filter((path) => /(^|\/)(utils?|helpers?|commons?|misc)(\/|\.ts$)/.test(path))).toEqual([]);
  });
});
