import { NotOnOneMachine } from './faults.ts';
import type { JsonObject } from './json.ts';
import { knowsOnly } from './read-properties.ts';

/** Resources that change nothing on one machine: who may do what, where logs go, who is told. */
const MEANINGLESS: ReadonlySet<string> = new Set([
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Dashboard',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::ResourcePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::SecretsManager::ResourcePolicy',
]);

interface Known {
  readonly honoured: readonly string[];
  readonly meaningless: readonly string[];
}

/** Resources that the engine runs, and what it makes of each property. */
const RUN: Readonly<Record<string, Known>> = {
  'AWS::ApiGatewayV2::Api': {
    honoured: ['ProtocolType'],
    meaningless: ['Name', 'Description', 'Tags', 'DisableExecuteApiEndpoint'],
  },
  'AWS::ApiGatewayV2::Integration': {
    honoured: ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion', 'TimeoutInMillis'],
    meaningless: ['IntegrationMethod', 'Description'],
  },
  'AWS::ApiGatewayV2::Route': {
    honoured: ['ApiId', 'RouteKey', 'Target', 'AuthorizationType'],
    meaningless: ['OperationName'],
  },
  'AWS::ApiGatewayV2::Stage': {
    honoured: ['ApiId', 'StageName', 'AutoDeploy', 'DefaultRouteSettings', 'RouteSettings'],
    meaningless: ['AccessLogSettings', 'Description', 'Tags'],
  },
  'AWS::CloudWatch::Alarm': {
    honoured: [
      ...['ActionsEnabled', 'AlarmActions', 'AlarmDescription', 'AlarmName', 'ComparisonOperator', 'DatapointsToAlarm'],
      ...['Dimensions', 'EvaluationPeriods', 'ExtendedStatistic', 'InsufficientDataActions', 'MetricName', 'Metrics'],
      ...['Namespace', 'OKActions', 'Period', 'Statistic', 'Threshold', 'TreatMissingData'],
    ],
    meaningless: ['Tags', 'Unit'],
  },
  'AWS::DynamoDB::GlobalTable': {
    honoured: [
      ...['AttributeDefinitions', 'BillingMode', 'GlobalSecondaryIndexes', 'KeySchema', 'LocalSecondaryIndexes'],
      ...['Replicas', 'StreamSpecification', 'TableName', 'TimeToLiveSpecification'],
    ],
    meaningless: ['SSESpecification', 'WarmThroughput', 'WriteOnDemandThroughputSettings'],
  },
  'AWS::Lambda::EventInvokeConfig': {
    honoured: ['FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
    meaningless: [],
  },
  'AWS::Lambda::EventSourceMapping': {
    honoured: [
      ...[
        'BatchSize',
        'BisectBatchOnFunctionError',
        'DestinationConfig',
        'Enabled',
        'EventSourceArn',
        'FilterCriteria',
      ],
      ...['FunctionName', 'FunctionResponseTypes', 'MaximumBatchingWindowInSeconds', 'MaximumRecordAgeInSeconds'],
      ...['MaximumRetryAttempts', 'ParallelizationFactor', 'StartingPosition'],
    ],
    meaningless: ['KmsKeyArn', 'MetricsConfig', 'Tags'],
  },
  'AWS::Lambda::Function': {
    honoured: [
      ...['Code', 'DeadLetterConfig', 'Environment', 'FunctionName', 'Handler', 'MemorySize', 'PackageType'],
      ...['ReservedConcurrentExecutions', 'Runtime', 'Timeout'],
    ],
    meaningless: [
      ...['Architectures', 'Description', 'EphemeralStorage', 'KmsKeyArn', 'LoggingConfig', 'RecursiveLoop', 'Role'],
      ...['RuntimeManagementConfig', 'Tags', 'TracingConfig'],
    ],
  },
  'AWS::SNS::Subscription': { honoured: ['Endpoint', 'Protocol', 'TopicArn'], meaningless: [] },
  'AWS::SNS::Topic': { honoured: ['TopicName'], meaningless: ['DisplayName', 'KmsMasterKeyId', 'Tags'] },
  'AWS::SQS::Queue': {
    honoured: ['QueueName'],
    meaningless: [
      ...['KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'MessageRetentionPeriod', 'RedriveAllowPolicy'],
      ...['SqsManagedSseEnabled', 'Tags', 'VisibilityTimeout'],
    ],
  },
  'AWS::Scheduler::Schedule': {
    honoured: ['FlexibleTimeWindow', 'Name', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'State', 'Target'],
    meaningless: ['Description', 'GroupName', 'KmsKeyArn'],
  },
  'AWS::SecretsManager::Secret': {
    honoured: ['GenerateSecretString', 'Name', 'SecretString'],
    meaningless: ['Description', 'KmsKeyId', 'Tags'],
  },
  'AWS::StepFunctions::StateMachine': {
    honoured: ['DefinitionString', 'DefinitionSubstitutions', 'StateMachineName', 'StateMachineType'],
    meaningless: ['EncryptionConfiguration', 'LoggingConfiguration', 'RoleArn', 'Tags', 'TracingConfiguration'],
  },
};

/**
 * Whether the engine runs resources of this type (false: they mean nothing on one machine).
 *
 * @throws NotOnOneMachine where the type is neither
 */
export function isRun(place: string, type: string): boolean {
  if (type in RUN) return true;
  if (MEANINGLESS.has(type)) return false;
  throw new NotOnOneMachine(place, `the engine does not know the resource type ${type}`);
}

/** @throws NotOnOneMachine naming a property of a resource that is run and that the engine does not know */
export function checkProperties(place: string, type: string, properties: JsonObject): void {
  const known = RUN[type];
  if (known !== undefined) knowsOnly(place, properties, known.honoured, known.meaningless);
}
