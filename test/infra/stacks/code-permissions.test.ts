import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { actionsOf, resource, resources, statements, synthesise } from './synthesised.ts';

const { service } = synthesise();

/** By construct, as each function's logical id begins with it. */
const FUNCTIONS = Object.keys(resources(service, 'AWS::Lambda::Function')).map((id) =>
  id.replace(/Function[0-9A-F]{8}$/, ''),
);

/** What Lambda itself does by a function's role: its traces and logs, its dead letters, its stream. */
const BY_LAMBDA = /^(xray|logs|sqs):|^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)$/;

describe.each(FUNCTIONS)('%s may do what its code does, and no more', (construct) => {
  const code = codeOf(construct);
  const granted = statements(service, resource(service, 'AWS::IAM::Role', `${construct}Role`).id).filter(
    (statement) => !actionsOf(statement).every((action) => BY_LAMBDA.test(action)),
  );

  test('of all services', () => {
    const allowed = [...new Set(granted.flatMap(actionsOf))].sort();
    // The client of waiting tasks has the heartbeat for all, also for those who never call it.
    const uncalled = allowed.includes('states:SendTaskHeartbeat') ? [] : ['states:SendTaskHeartbeat'];
    const called = actionsIn(code).filter((action) => !uncalled.includes(action));
    expect(allowed).toEqual(called);
  });

  test('on the snapshots', () => {
    const allowed = granted
      .filter(({ Resource }) => JSON.stringify(Resource).includes('FnGetAttSnapshots'))
      .flatMap(actionsOf);
    expect([...allowed].sort()).toEqual(onSnapshotsIn(code));
  });
});

describe('of a piece of code is told', () => {
  test('what it calls, in a transaction too', () => {
    const code =
      'new TransactWriteItemsCommand({ TransactItems: [{ ConditionCheck: {} }, { Put: item }, { Delete: {} }] })';
    expect(actionsIn(code)).toEqual(['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem']);
    expect(actionsIn('client.send(new UpdateItemCommand$1(input)); new GetSecretValueCommand({})')).toEqual([
      'dynamodb:UpdateItem',
      'secretsmanager:GetSecretValue',
    ]);
  });

  test('what it does on the snapshots, and a way to them that is not known', () => {
    const code =
      'putItem(tables, tables.snapshots, {\n}); getItem(\n  tables,\n  tables.snapshots, pk); getItem(tables, tables.state)';
    expect(onSnapshotsIn(code)).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
    expect(() => onSnapshotsIn('new ScanCommand({ TableName: tables.snapshots })')).toThrow(/snapshots/);
  });
});

/** A function's own code and what it reaches of shared/, without what it does not reach, and without packages. */
function codeOf(construct: string): string {
  const folder = construct.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const entry = `functions/${folder}/handler.ts`;
  const options = ['--bundle', '--format=esm', '--platform=node', '--target=node24', '--packages=external'];
  return execFileSync(`${root}node_modules/.bin/esbuild`, [entry, ...options], { cwd: root, encoding: 'utf8' });
}

/** The IAM actions behind the SDK commands in a piece of code. */
function actionsIn(code: string): readonly string[] {
  const commands = [...code.matchAll(/new (\w+)Command(?:\$?\d+)?\(/g)].map(([, name]) => name as string);
  const inTransactions = ['Put', 'Update', 'Delete', 'ConditionCheck'].filter(
    (write) => code.includes(`{ ${write}: `) || new RegExp(`^\\s*${write}: `, 'm').test(code),
  );
  const operations = commands.flatMap((name) =>
    name === 'TransactWriteItems'
      ? inTransactions.map((write) => `${write}Item`)
      : name === 'TransactGetItems'
        ? 'GetItem'
        : name,
  );
  const services: Record<string, string> = {
    GetSecretValue: 'secretsmanager',
    StartExecution: 'states',
    DescribeExecution: 'states',
    SendTaskHeartbeat: 'states',
    SendTaskSuccess: 'states',
  };
  return [...new Set(operations.map((operation) => `${services[operation] ?? 'dynamodb'}:${operation}`))].sort();
}

/** The same on the table of snapshots alone. @throws Error where the code comes to it by another way than these */
function onSnapshotsIn(code: string): readonly string[] {
  const ways: Readonly<Record<string, string>> = { getItem: 'GetItem', putItem: 'PutItem' };
  const uses = code.match(/\btables\d*\.snapshots\b/g)?.length ?? 0;
  const known = [...code.matchAll(/\b(getItem|putItem)\(\s*tables\d*,\s*tables\d*\.snapshots\b/g)];
  if (known.length !== uses) throw new Error(`${uses - known.length} unknown ways to the table of snapshots`);
  return [...new Set(known.map(([, way]) => `dynamodb:${ways[way as string]}`))].sort();
}
