import { createHash } from 'node:crypto';

/** Where a resource stands, and what names follow from it. */
export interface Standing {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
  /** Address of the HTTP API on this machine. */
  readonly apiUrl: string;
}

export interface Identity {
  readonly name: string;
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, string>>;
}

const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** The property that carries a physical name in resources of this type, where there is one. */
export function namePropertyOf(type: string): string | undefined {
  return NAME_PROPERTIES[type];
}

/**
 * Names, ARNs and attributes of a resource: the same at every start, so that what was written down once stays true.
 *
 * @param given  the physical name that the template asks for
 */
export function identityOf(at: Standing, given: string | undefined): Identity {
  const name = given ?? `${at.stack}-${at.logicalId}`;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${at.region}:${at.account}:${resource}`;
  const byArn = (value: string, more: Record<string, string> = {}) => ({
    name,
    ref: value,
    attributes: { Arn: value, ...more },
  });
  const byName = (value: string, more: Record<string, string> = {}) => ({
    name,
    ref: name,
    attributes: { Arn: value, ...more },
  });
  const short = hash(`${at.stack}/${at.logicalId}`);
  switch (at.type) {
    case 'AWS::DynamoDB::GlobalTable': {
      const table = arn('dynamodb', `table/${name}`);
      return byName(table, { StreamArn: `${table}/stream/2000-01-01T00:00:00.000`, TableId: short });
    }
    case 'AWS::Lambda::Function':
      return byName(arn('lambda', `function:${name}`));
    case 'AWS::SQS::Queue': {
      const url = `https://sqs.${at.region}.amazonaws.com/${at.account}/${name}`;
      return { name, ref: url, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } };
    }
    case 'AWS::SecretsManager::Secret': {
      const secret = arn('secretsmanager', `secret:${name}-${short.slice(0, 6)}`);
      return byArn(secret, { Id: secret });
    }
    case 'AWS::StepFunctions::StateMachine':
      return byArn(arn('states', `stateMachine:${name}`), { Name: name });
    case 'AWS::SNS::Topic':
      return byArn(arn('sns', name), { TopicArn: arn('sns', name), TopicName: name });
    case 'AWS::ApiGatewayV2::Api':
      return { name, ref: short, attributes: { ApiEndpoint: at.apiUrl, ApiId: short } };
    case 'AWS::CloudWatch::Alarm':
      return byName(arn('cloudwatch', `alarm:${name}`));
    case 'AWS::Logs::LogGroup':
      return byName(arn('logs', `log-group:${name}:*`));
    case 'AWS::Scheduler::Schedule':
      return byName(arn('scheduler', `schedule/default/${name}`));
    case 'AWS::IAM::Role':
      return byName(`arn:aws:iam::${at.account}:role/${name}`, { RoleId: short });
    case 'AWS::KMS::Key':
      return { name: short, ref: short, attributes: { Arn: arn('kms', `key/${short}`), KeyId: short } };
    default:
      return { name, ref: name, attributes: {} };
  }
}

function hash(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 10);
}
