import { expect, test } from '@jest/globals';
import { CfnResource, Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { build } from './synthesised.ts';

/** Names of the rules that the stacks break, with the reasons that are given for some taken into account. */
function findings({ app }: ReturnType<typeof build>): readonly string[] {
  return new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
}

test.each(['dev', 'prod'])('stage %s breaks no rule of AWS Solutions that has no reason given for it', (stage) => {
  expect(
    findings(
      build({ 'breakwater:stage': stage, 'breakwater:alarmSubscribers': 'ops@example.com,https://pager.example' }),
    ),
  ).toEqual([]);
});

test('the rules are in force: a topic that anyone may use in the clear breaks one', () => {
  const built = build();
  new Topic(built.serviceStack, 'Careless');
  expect(findings(built)).toEqual(['AwsSolutions-SNS3']);
});

test('each exception says why, and none is given for a whole stack', () => {
  const { app } = build();
  const given = app.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .map(({ data }) => ({ path: construct.node.path, rules: Object.entries(data as Record<string, string>) })),
    );
  expect(given.length).toBeGreaterThan(0);
  for (const { path, rules } of given) {
    expect(path).toContain('/');
    for (const [, reason] of rules) expect(reason.length).toBeGreaterThan(40);
  }
  const ids = new Set(given.flatMap(({ rules }) => rules.map(([id]) => id.replace(/^.*::(?=AwsSolutions)/, ''))));
  expect([...ids].sort()).toEqual([
    'AwsSolutions-APIG4',
    'AwsSolutions-IAM5[Resource::*]',
    expect.stringMatching(/^AwsSolutions-IAM5\[Resource::arn:.*:execution:<RespondMachine[0-9A-F]{8}\.Name>:\*\]$/),
    'AwsSolutions-SMG4',
  ]);
});

test('the templates pass CloudFormation’s own validation while they are synthesised', () => {
  const { app, serviceStack } = build();
  new CfnResource(serviceStack, 'Misspelt', { type: 'AWS::SQS::Queue', properties: { VisibilityTimeOut: 5 } });
  expect(() => app.synth()).toThrow(/VisibilityTimeOut|Validation failed/);
  expect(() => build().app.synth()).not.toThrow();
});
