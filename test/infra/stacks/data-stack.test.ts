import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { type Resource, resource, resources, synthesise } from './synthesised.ts';

const dev = synthesise();
const prod = synthesise({
  'breakwater:stage': 'prod',
  'breakwater:alarmEmail': 'ops@example.com',
  'breakwater:venues': 'alpha,beta',
});

const tables = (from = dev) => resources(from.data, 'AWS::DynamoDB::GlobalTable');
const deletion = (found: Resource) => (found as Resource & { DeletionPolicy: string }).DeletionPolicy;

describe('the tables', () => {
  test('are two, keyed by the strings pk and sk', () => {
    expect(Object.keys(tables())).toHaveLength(2);
    for (const { Properties } of Object.values(tables())) {
      expect(Properties.KeySchema).toEqual([
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ]);
      expect(Properties.AttributeDefinitions).toEqual([
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ]);
    }
  });

  test.each(['Snapshots', 'State'])('%s is on demand, encrypted, recoverable to a point in time, and expires', (id) => {
    const { Properties } = resource(dev.data, 'AWS::DynamoDB::GlobalTable', id);
    expect(Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    });
  });

  test('only state has a stream, of new images', () => {
    expect(resource(dev.data, 'AWS::DynamoDB::GlobalTable', 'State').Properties.StreamSpecification).toEqual({
      StreamViewType: 'NEW_IMAGE',
    });
    expect(resource(dev.data, 'AWS::DynamoDB::GlobalTable', 'Snapshots').Properties).not.toHaveProperty(
      'StreamSpecification',
    );
  });

  test('of production survive a deletion of the stack and refuse their own; others go with it', () => {
    for (const table of Object.values(tables(prod))) {
      expect(table.Properties.Replicas).toMatchObject([{ DeletionProtectionEnabled: true }]);
      expect(deletion(table)).toBe('Retain');
    }
    for (const table of Object.values(tables(dev))) {
      expect(table.Properties.Replicas).toMatchObject([{ DeletionProtectionEnabled: false }]);
      expect(deletion(table)).toBe('Delete');
    }
    expect(prod.dataStack.terminationProtection).toBe(true);
    expect(dev.dataStack.terminationProtection).toBe(false);
  });
});

describe('the secrets', () => {
  test('are one a venue, random, under the name that the exchange and the operator know', () => {
    for (const venue of ['alpha', 'beta']) {
      prod.data.hasResourceProperties('AWS::SecretsManager::Secret', {
        Name: `breakwater/prod/venue/${venue}`,
        GenerateSecretString: {
          SecretStringTemplate: '{}',
          GenerateStringKey: 'current',
          PasswordLength: 48,
          ExcludePunctuation: true,
        },
        SecretString: Match.absent(),
      });
    }
    prod.data.resourceCountIs('AWS::SecretsManager::Secret', 3);
  });

  test('hold a Slack token that cannot be mistaken for a real one, and no signing secret that anyone could know', () => {
    const { Properties } = resource(dev.data, 'AWS::SecretsManager::Secret', 'Slack');
    expect(Properties.Name).toBe('breakwater/dev/slack');
    const value = JSON.parse(Properties.SecretString as string) as Record<string, string>;
    expect(Object.keys(value)).toEqual(['token', 'signingSecret']);
    expect(value.token).not.toMatch(/^xox/);
    // What receive-interaction takes for none: until the operator has put it in, every press is refused.
    expect(value.signingSecret).toBe('');
  });

  test('of production survive a deletion of the stack', () => {
    for (const secret of Object.values(resources(prod.data, 'AWS::SecretsManager::Secret'))) {
      expect(deletion(secret)).toBe('Retain');
    }
  });
});

describe('the two stacks', () => {
  test('are apart: nothing that can be lost stands in the service stack, nothing that runs in the data stack', () => {
    const types = (template: typeof dev.data) =>
      new Set(
        Object.values((template.toJSON() as { Resources: Record<string, Resource> }).Resources).map((r) => r.Type),
      );
    expect(types(dev.data)).toEqual(new Set(['AWS::DynamoDB::GlobalTable', 'AWS::SecretsManager::Secret']));
    for (const stateful of types(dev.data)) expect(types(dev.service)).not.toContain(stateful);
  });

  test('depend on each other one way: the service on the data', () => {
    expect(dev.serviceStack.dependencies).toEqual([dev.dataStack]);
    expect(dev.dataStack.dependencies).toEqual([]);
    expect(JSON.stringify(dev.data.toJSON())).not.toMatch(/Fn::(GetStackOutput|ImportValue)/);
  });

  test('carry the stage in their names, so that stages live beside each other in one account', () => {
    expect([prod.dataStack.stackName, prod.serviceStack.stackName]).toEqual([
      'Breakwater-prod-Data',
      'Breakwater-prod',
    ]);
  });

  test('let a venue be taken out of the configuration: no export holds its secret fast', () => {
    const outputs = (prod.data.toJSON() as { Outputs: Record<string, Record<string, unknown>> }).Outputs;
    for (const output of Object.values(outputs)) expect(output).not.toHaveProperty('Export');
  });
});
