import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from './calls.ts';
import { grantsOf } from './describe-call.ts';
import { folderOf } from './in-process.ts';
import { STAGE } from './world.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What Lambda, Scheduler or X-Ray does with a function's role, and not the function. */
const NOT_ITS_OWN = /^(dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)|sqs:|logs:|xray:)/;

/** Endpoints that a function is told of by its environment. */
const ENDPOINTS = {
  SLACK_API_URL: 'Slack',
  POLLS: 'Market data',
} as const;

/** Every `function · operation · table or endpoint` that the template lets a function use. */
export function grantedIn(assemblyDir: string): Set<string> {
  const template = JSON.parse(readFileSync(join(assemblyDir, `Breakwater-${STAGE}.template.json`), 'utf8')) as {
    readonly Resources: Readonly<Record<string, Resource>>;
  };
  const resources = Object.entries(template.Resources);
  const functions = new Map<string, string>();
  const granted = new Set<string>();
  for (const [id, { Type, Properties }] of resources) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const { Role, Environment } = Properties as {
      Role: { 'Fn::GetAtt': [string, string] };
      Environment?: { Variables: Readonly<Record<string, unknown>> };
    };
    functions.set(Role['Fn::GetAtt'][0], folderOf(id));
    for (const [name, endpoint] of Object.entries(ENDPOINTS))
      if (Environment?.Variables[name] !== undefined) granted.add(`${folderOf(id)} · ${endpoint}`);
    // Both together: where the venue takes actions, and the key that they are signed with.
    if (Environment?.Variables.ACTION_APIS !== undefined && Environment.Variables.VENUE_SECRETS !== undefined)
      granted.add(`${folderOf(id)} · Venue`);
  }
  for (const [, { Type, Properties }] of resources) {
    if (Type !== 'AWS::IAM::Policy') continue;
    const { Roles, PolicyDocument } = Properties as {
      Roles: readonly { readonly Ref: string }[];
      PolicyDocument: { Statement: readonly Statement[] };
    };
    for (const { Ref } of Roles) {
      const functionName = functions.get(Ref);
      if (functionName === undefined) continue;
      for (const { Action, Resource } of PolicyDocument.Statement)
        for (const action of [Action].flat() as string[]) {
          if (NOT_ITS_OWN.test(action)) continue;
          const [, operation = ''] = action.split(':');
          const table = action.startsWith('dynamodb:') ? tablesIn(Resource) : [undefined];
          for (const one of table) granted.add([functionName, operation, one].filter(Boolean).join(' · '));
        }
    }
  }
  return granted;
}

/** Logical names of the tables that a statement is about. */
const tablesIn = (resource: unknown): string[] =>
  ['State', 'Snapshots'].filter((table) => JSON.stringify(resource).includes(table));

/** What a call needs of it. */
export function neededBy(call: Call): string[] {
  const { functionName, service, targets } = call;
  if (service === 'DynamoDB')
    return grantsOf(call).flatMap((operation) => targets.map((table) => `${functionName} · ${operation} · ${table}`));
  if (service === 'Step Functions' || service === 'Secrets Manager')
    return grantsOf(call).map((operation) => `${functionName} · ${operation}`);
  return [`${functionName} · ${service}`];
}
