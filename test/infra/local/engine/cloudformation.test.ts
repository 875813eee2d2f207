import { describe, expect, test } from '@jest/globals';
import { resolveAssembly } from '../../../../infra/local/engine/cloudformation.ts';
import type { Json, JsonObject } from '../../../../infra/local/engine/json.ts';
import { resourcesOf, stackOf } from './fakes.ts';

const QUEUE = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } };

/** What a value in an output comes to. */
function resolved(value: Json, more: JsonObject = {}): string | undefined {
  const template = { Resources: { Q: QUEUE }, Outputs: { O: { Value: value } }, ...more };
  return resolveAssembly([stackOf(template)], 'http://127.0.0.1:1').outputs.O;
}

describe('a reference', () => {
  test.each<[string, Json, string]>([
    ['Ref to a resource', { Ref: 'Q' }, 'https://sqs.eu-west-1.amazonaws.com/111122223333/q'],
    ['Ref to a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Q', 'Arn'] }, 'arn:aws:sqs:eu-west-1:111122223333:q'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Q.QueueName' }, 'q'],
    [
      'Fn::Sub',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders
      { 'Fn::Sub': 'a-${AWS::AccountId}-${Q.Arn}-${!left}' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
      'a-111122223333-arn:aws:sqs:eu-west-1:111122223333:q-${left}',
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
    ['Fn::Sub with variables', { 'Fn::Sub': ['${x}/${Q.QueueName}', { x: { Ref: 'AWS::StackName' } }] }, 'S/q'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Partition' }, 1]] }, 'a-aws-1'],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    ['Fn::If', { 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'k'] }, 'found'],
    ['Ref to a parameter', { Ref: 'P' }, 'default'],
  ])('%s', (_, value, expected) => {
    const more: JsonObject = {
      Conditions: {
        Yes: { 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }, { 'Fn::Not': [{ Condition: 'No' }] }] },
        No: { 'Fn::Or': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] }] },
      },
      Mappings: { M: { 'eu-west-1': { k: 'found' } } },
      Parameters: { P: { Type: 'String', Default: 'default' } },
    };
    expect(resolved(value, more)).toBe(expected);
  });

  test.each<[string, Json, RegExp]>([
    ['an unknown function', { 'Fn::Cidr': ['a'] }, /^S output O: the engine does not know the function Fn::Cidr$/],
    ['an unknown attribute', { 'Fn::GetAtt': ['Q', 'Colour'] }, /does not know Fn::GetAtt Q\.Colour/],
    ['a missing resource', { Ref: 'Nothing' }, /refers to Nothing, which S does not have/],
    ['a missing export', { 'Fn::ImportValue': 'x' }, /no stack before it exports x/],
    ['a select past the end', { 'Fn::Select': [3, ['a']] }, /beyond the end/],
    ['a dynamic reference', '{{resolve:ssm:x}}', /dynamic references/],
    ['an object for a string', { a: 'b' }, /needs a string/],
  ])('to %s is refused with its place', (_, value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });

  test('to no value leaves the property out', () => {
    const [queue] = resourcesOf({
      Q: {
        Type: 'AWS::SQS::Queue',
        Properties: { QueueName: { Ref: 'AWS::NoValue' }, Tags: ['a', { Ref: 'AWS::NoValue' }] },
      },
    });
    expect(queue?.properties).toEqual({ Tags: ['a'] });
    expect(queue?.identity.name).toBe('S-Q');
  });

  test('across stacks is what the other one exports, or puts out', () => {
    const first = stackOf(
      { Resources: { Q: QUEUE }, Outputs: { A: { Value: { Ref: 'Q' }, Export: { Name: 'First:A' } } } },
      'First',
    );
    const second = stackOf({
      Outputs: {
        B: { Value: { 'Fn::ImportValue': 'First:A' } },
        C: { Value: { 'Fn::GetStackOutput': { StackName: 'First', OutputName: 'A' } } },
      },
    });
    const { outputs } = resolveAssembly([first, second], '');
    expect([outputs.B, outputs.C]).toEqual([outputs.A, outputs.A]);
    expect(() => resolveAssembly([second, first], '')).toThrow('no stack before it exports First:A');
  });

  test("to an API's public host becomes the address on this machine", () => {
    const host = {
      'Fn::Join': [
        '',
        ['https://', { Ref: 'A' }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/'],
      ],
    };
    const more = { Resources: { A: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } } } };
    expect(resolved(host, more)).toBe('http://127.0.0.1:1/');
  });

  test('of a name to itself is refused', () => {
    const circle = { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['Q', 'QueueName'] } } };
    expect(() => resourcesOf({ Q: circle })).toThrow('the name of Q depends on itself');
  });
});

describe('a resource', () => {
  test('of a type without meaning on one machine is passed over', () => {
    expect(resourcesOf({ R: { Type: 'AWS::IAM::Role', Properties: { Anything: { 'Fn::Cidr': [] } } } })).toEqual([]);
  });

  test('whose condition does not hold is not there', () => {
    const template = {
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Q: { ...QUEUE, Condition: 'No' } },
    };
    expect(resolveAssembly([stackOf(template)], '').resources).toEqual([]);
  });

  test.each<[string, JsonObject, string]>([
    ['type', { Type: 'AWS::S3::Bucket' }, 'S/X: the engine does not know the resource type AWS::S3::Bucket'],
    [
      'property',
      { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
      'S/X: the engine does not know the property FifoQueue',
    ],
    ['attribute', { ...QUEUE, UpdatePolicy: {} }, 'S/X: the engine does not know the property UpdatePolicy'],
  ])('with an unknown %s is refused by name', (_, resource, message) => {
    expect(() => resourcesOf({ X: resource })).toThrow(message);
  });

  test('has the same names and ARNs every time', () => {
    const resources = {
      T: { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} },
      K: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'a/b' } },
      M: { Type: 'AWS::StepFunctions::StateMachine', Properties: {} },
      A: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} },
    };
    const identities = () => resourcesOf(resources).map(({ identity }) => identity);
    expect(identities()).toEqual(identities());
    expect(identities().map(({ name }) => name)).toEqual(['S-T', 'a/b', 'S-M', 'S-A']);
    expect(identities()[2]?.ref).toBe('arn:aws:states:eu-west-1:111122223333:stateMachine:S-M');
  });

  test('a section of the template that the engine does not know is refused', () => {
    expect(() => resolveAssembly([stackOf({ Transform: 'AWS::Serverless-2016-10-31' })], '')).toThrow('Transform');
  });
});
