import { readFileSync } from 'node:fs';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readConfig } from '../../../infra/config.ts';
import { DataStack } from '../../../infra/stacks/data-stack.ts';
import { ServiceStack } from '../../../infra/stacks/service-stack.ts';

export interface Synthesised {
  readonly app: App;
  readonly data: Template;
  readonly service: Template;
  readonly dataStack: Stack;
  readonly serviceStack: Stack;
}

interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
}

/** Both stacks by the flags and the configuration of cdk.json, bundling nothing. */
export function synthesise(overrides: Readonly<Record<string, unknown>> = {}): Synthesised {
  // CloudFormation's own validation takes a second at each start and has a test of its own.
  const { app, dataStack, serviceStack } = build({ '@aws-cdk/core:validateAgainstDefaultRules': false, ...overrides });
  return {
    app,
    dataStack,
    serviceStack,
    data: Template.fromStack(dataStack),
    service: Template.fromStack(serviceStack),
  };
}

/** Both stacks before they are synthesised. */
export function build(overrides: Readonly<Record<string, unknown>> = {}) {
  const { context } = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'));
  const app = new App({ context: { ...context, ...overrides, 'aws:cdk:bundling-stacks': [] } });
  const config = readConfig(app.node.getAllContext(), () => '1.2.3+abcdef0');
  const dataStack = new DataStack(app, config);
  return { app, dataStack, serviceStack: new ServiceStack(app, config, dataStack) };
}

/** Resources of a type whose logical id begins as given, by logical id. */
export function resources(template: Template, type: string, beginning = ''): Readonly<Record<string, Resource>> {
  const all = (template.toJSON() as TemplateJson).Resources;
  return Object.fromEntries(Object.entries(all).filter(([id, { Type }]) => Type === type && id.startsWith(beginning)));
}

/** The one resource of a type whose logical id begins as given. */
export function resource(template: Template, type: string, beginning = ''): Resource & { readonly id: string } {
  const found = Object.entries(resources(template, type, beginning));
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`${found.length} resources ${type} beginning with ${beginning || 'anything'}`);
  }
  return { id: only[0], ...only[1] };
}

/** What a role may do, by its own and its attached policies. */
export function statements(template: Template, roleId: string): readonly Statement[] {
  const documents = [
    ...Object.values(resources(template, 'AWS::IAM::Policy'))
      .filter(({ Properties }) => JSON.stringify(Properties.Roles) === JSON.stringify([{ Ref: roleId }]))
      .map(({ Properties }) => Properties.PolicyDocument),
    ...(
      (resources(template, 'AWS::IAM::Role')[roleId]?.Properties.Policies ?? []) as { PolicyDocument: unknown }[]
    ).map(({ PolicyDocument }) => PolicyDocument),
  ] as { Statement: Statement[] }[];
  return documents.flatMap(({ Statement }) => Statement);
}

export function actionsOf({ Action }: Statement): readonly string[] {
  return typeof Action === 'string' ? [Action] : Action;
}
