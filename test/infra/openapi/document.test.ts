import { describe, expect, test } from '@jest/globals';
import { readPushPath } from '../../../functions/receive-snapshot/push-path.ts';
import { receivePart, receiveSnapshot } from '../../../functions/receive-snapshot/receive.ts';
import { EXAMPLES, FAULTS } from '../../../infra/openapi/examples.ts';
import {
  ACKNOWLEDGEMENT_PROBLEMS,
  PROBLEMS,
  Problem,
  type ProblemKind,
  PUSH_PROBLEMS,
} from '../../../shared/runtime/problem.ts';
import { type Format, parseSnapshot } from '../../../shared/snapshot/parse.ts';
import { RECORD_SCHEMAS } from '../../../shared/snapshot/schema.ts';
import { verifySignature } from '../../../shared/venue/signature.ts';
import { bytes, inTwoParts, ndjson, wireBook } from '../../environment/books.ts';
import { makeTables } from '../../environment/tables.ts';
import { resources, synthesise } from '../stacks/synthesised.ts';
import { component, document, faultsOf } from './document.ts';

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
}
type PathItem = { readonly parameters: Operation['parameters'] } & Readonly<
  Record<'post' | 'put', Operation | undefined>
>;

const paths = document.paths as Readonly<Record<string, PathItem>>;
const operations = Object.entries(paths).flatMap(([path, item]) =>
  (['post', 'put'] as const).flatMap((method) => {
    const operation = item[method];
    return operation ? [{ route: `${method.toUpperCase()} ${path}`, path, item, operation }] : [];
  }),
);
/** What a venue serves, as an operation like the others. */
const served = document.webhooks.action.post as Operation;
/** Served for Slack, which knows it and documents it: no exchange calls it. */
const OF_SLACK = ['POST /v1/slack/interactions'];
const isPush = (route: string): boolean => route.includes(' /v1/venues/');

function* refsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === '$ref') yield item as string;
    else yield* refsIn(item);
  }
}

const resolve = (pointer: string): unknown =>
  pointer
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);

describe('the OpenAPI document', () => {
  test('has what the routes of the synthesised API take from exchanges, each operation once', () => {
    const routes = Object.values(resources(synthesise().service, 'AWS::ApiGatewayV2::Route')).map(
      ({ Properties }) => Properties.RouteKey as string,
    );
    const pushes = routes.filter((route) => route.startsWith('ANY /v1/venues/'));
    expect(routes.filter((route) => !pushes.includes(route)).sort()).toEqual(
      [...OF_SLACK, ...operations.map(({ route }) => route).filter((route) => !isPush(route))].sort(),
    );
    // One route takes all that is below a venue's path: which of it is a push is for receive-snapshot to say.
    expect(pushes).toContain('ANY /v1/venues/demo/{proxy+}');
    for (const { route } of operations.filter((operation) => isPush(operation.route))) {
      const [method = '', path = ''] = route.split(' ');
      expect(readPushPath(method, path)).toMatchObject({ venue: '{venue}' });
    }
    expect(operations.filter(({ route }) => isPush(route))).toHaveLength(2);
    const names = [...operations.map(({ operation }) => operation), served].map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  test('refers only to what it holds, and holds no schema that nothing refers to', () => {
    const refs = [...refsIn(document)];
    for (const ref of refs) expect([ref, typeof resolve(ref)]).toEqual([ref, 'object']);
    const named = Object.keys(document.components.schemas).filter((name) => name !== 'Line');
    expect(named.filter((name) => !refs.includes(`#/components/schemas/${name}`))).toEqual([]);
  });

  test('declares each parameter of a path once, and no other', () => {
    for (const { path, item, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = [...item.parameters, ...operation.parameters].filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(inPath);
    }
  });

  test('shows the very schemas that validate', () => {
    const { Header, Market, Account, Position } = document.components.schemas;
    const plain = JSON.parse(JSON.stringify(RECORD_SCHEMAS));
    expect(Header.properties).toEqual(plain.header.properties);
    expect(Market.properties).toEqual(plain.market.properties);
    expect(Account.properties).toEqual(plain.account.properties);
    expect(Position).toEqual(plain.position);
  });

  test('is JSON and names its version', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info.version).toBe('1.2.3');
  });
});

describe('examples', () => {
  const all = [...operations, { route: 'the action of a venue', operation: served }];
  const examples = all.flatMap(({ route, operation }) =>
    [
      ...Object.entries(operation.requestBody.content).map(([type, media]) => ({ at: `${route} ${type}`, media })),
      ...Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
        Object.entries(content).map(([type, media]) => ({ at: `${route} ${status} ${type}`, media })),
      ),
    ].flatMap(({ at, media }) => {
      const values = media.examples ? Object.entries(media.examples).map(([name, { value }]) => [name, value]) : [];
      const shown = [...values, ...(media.example === undefined ? [] : [['example', media.example]])];
      return (shown.length > 0 ? shown : [['none', undefined]]).map(([name, value]) => ({
        at: `${at} ${name}`,
        schema: media.schema,
        value,
      }));
    }),
  );

  test.each(examples)('$at is what its schema asks for', ({ schema, value }) => {
    expect(value).toBeDefined();
    expect(faultsOf(schema, value)).toEqual([]);
  });

  test.each([
    ['snapshot', 'json', EXAMPLES.snapshot],
    ['snapshot', 'json', EXAMPLES.announcement],
    ['part', 'json', EXAMPLES.part],
    ['snapshot', 'ndjson', EXAMPLES.snapshotLines],
    ['part', 'ndjson', EXAMPLES.partLines],
  ] as const)('of a %s as %s are taken by the parser %#', (role, format: Format, value) => {
    const body = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
    expect(parseSnapshot(body, { format, role })).toMatchObject({ ok: true });
  });

  test('of NDJSON hold lines that are what Line says', () => {
    for (const lines of [EXAMPLES.snapshotLines, EXAMPLES.partLines, ndjson(wireBook()).toString()]) {
      for (const line of lines.trim().split('\n')) expect(faultsOf(component('Line'), JSON.parse(line))).toEqual([]);
    }
  });

  test.each([
    ['pushPart', PUSH_PROBLEMS],
    ['acknowledgeAction', ACKNOWLEDGEMENT_PROBLEMS],
  ])('of %s show every problem that can be answered, under its status, and no other', (name, problems) => {
    const found = operations.find(({ operation }) => operation.operationId === name);
    const shown = Object.entries(found?.operation.responses ?? {}).flatMap(([status, { content }]) =>
      Object.entries(content?.['application/problem+json']?.examples ?? {}).map(([kind, { value }]) => ({
        kind,
        status: Number(status),
        value,
      })),
    );
    expect(shown.map(({ kind }) => kind).sort()).toEqual(Object.keys(problems).sort());
    for (const { kind, status, value } of shown) {
      expect(status).toBe(PROBLEMS[kind as ProblemKind][0]);
      expect(value).toMatchObject({ type: `urn:breakwater:problem:${kind}`, status });
    }
  });

  test('of a signature are computed, and verify', () => {
    const { description } = document.components.securitySchemes.signature as { description: string };
    const header = /Breakwater-Signature: (t=\d+,v1=[0-9a-f]{64})$/.exec(description)?.[1] ?? '';
    const seconds = Number(/t=(\d+)/.exec(header)?.[1]);
    const request = { method: 'POST', path: '/v1/venues/demo/snapshots', body: Buffer.from('{}') };
    expect(verifySignature(header, ['example-key'], seconds, request)).toEqual({ valid: true });
    expect(paths[request.path.replace('demo', '{venue}')]?.post).toBeDefined();
  });
});

describe('schemas', () => {
  test('refuse what the parser refuses', () => {
    const book = wireBook();
    const spoilt = { ...book, positions: [{ ...book.positions[0], contracts: -1 }] };
    expect(faultsOf(component('Snapshot'), spoilt)).not.toEqual([]);
    expect(faultsOf(component('Snapshot'), { ...book, sequence: '1' })).not.toEqual([]);
    expect(faultsOf(component('Part'), book)).not.toEqual([]);
    expect(faultsOf(component('Snapshot'), book)).toEqual([]);
  });

  test('hold the receipts that are really answered', async () => {
    const tables = await makeTables();
    const json = (value: unknown) => ({ venue: 'demo', body: bytes(value), format: 'json' as const });
    const { announcement, parts } = inTwoParts({ sequence: 2, snapshotId: 'two' });
    const receipts = [
      await receiveSnapshot(tables, json(wireBook())),
      await receiveSnapshot(tables, json(wireBook())),
      await receivePart(tables, json(parts[1]), 'two', 2),
      await receiveSnapshot(tables, json(announcement)),
      await receivePart(tables, json(parts[0]), 'two', 1),
    ];
    expect(receipts.map(({ status, complete }) => [status, complete])).toEqual([
      ['accepted', true],
      ['duplicate', true],
      ['accepted', false],
      ['accepted', false],
      ['accepted', true],
    ]);
    for (const receipt of receipts) expect(faultsOf(component('Receipt'), receipt)).toEqual([]);
  });

  test('hold the problems that are really answered', () => {
    for (const kind of Object.keys(PROBLEMS) as ProblemKind[]) {
      expect(faultsOf(component('Problem'), new Problem(kind, 'why').body)).toEqual([]);
    }
    const { body } = new Problem('snapshot-invalid', 'why', { faults: [...FAULTS], total: 2 });
    expect(faultsOf(component('Problem'), body)).toEqual([]);
    expect(faultsOf(component('Problem'), { ...body, errors: [{ path: '/a' }] })).not.toEqual([]);
  });
});
