import { fileURLToPath } from 'node:url';
import { ArnFormat, type CfnElement, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, type NodejsFunctionProps, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { OperatorAlarms } from './operator-alarms.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

export interface BreakwaterFunctionProps {
  /** Folder under functions/, and what the function does. */
  readonly name: string;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly alarms: OperatorAlarms;
  /** Reserved concurrency: instances that run at once, at most; undefined where nothing is reserved. */
  readonly concurrency?: number | undefined;
  /** Whatever differs from the defaults of all functions; of the bundling too only what differs. */
  readonly overrides?: Omit<
    NodejsFunctionProps,
    'deadLetterQueue' | 'entry' | 'environment' | 'logGroup' | 'reservedConcurrentExecutions' | 'role'
  >;
}

/**
 * A Lambda function as all of Breakwater's are: bundled ESM on the newest Node, arm64, traced, its logs kept a month, a
 * role of its own that may do nothing until it is told to, a dead-letter queue whose first message raises an alarm, and alarms on
 * errors and throttles that last.
 */
export class BreakwaterFunction extends Construct {
  readonly function: NodejsFunction;
  /** Where an event ends that could not be worked off. */
  readonly deadLetters: Queue;
  readonly role: Role;
  readonly alarms: OperatorAlarms;

  constructor(scope: Construct, id: string, props: BreakwaterFunctionProps) {
    super(scope, id);
    this.alarms = props.alarms;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    props.alarms.whenAboveZero(
      this,
      'DeadLettersAlarm',
      this.deadLetters.metricApproximateNumberOfMessagesVisible(),
      `${props.name} gave up on an event: it stands in its dead-letter queue.`,
    );
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resources to name: its two Put actions can only be allowed on all.',
    });
    this.function = new NodejsFunction(this, 'Function', {
      description: props.description,
      entry: `${PROJECT}functions/${props.name}/handler.ts`,
      projectRoot: PROJECT,
      depsLockFilePath: `${PROJECT}package-lock.json`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(30),
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      deadLetterQueue: this.deadLetters,
      environment: props.environment,
      // A variable that only version 2 of the SDK reads.
      awsSdkConnectionReuse: false,
      ...(props.concurrency === undefined ? {} : { reservedConcurrentExecutions: props.concurrency }),
      ...props.overrides,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        // Without it esbuild takes CommonJS where a package has both, whose `require` fails in an ES module.
        mainFields: ['module', 'main'],
        minify: true,
        bundleAwsSDK: true,
        logLevel: LogLevel.WARNING,
        ...props.overrides?.bundling,
      },
    });
    props.alarms.whenLasting(
      this,
      'ErrorsAlarm',
      this.function.metricErrors(),
      `${props.name} failed in three of five minutes: its log says why. What it is given is retried meanwhile.`,
    );
    props.alarms.whenLasting(
      this,
      'ThrottlesAlarm',
      this.function.metricThrottles(),
      `${props.name} was throttled in three of five minutes: its reserved concurrency, or the account's, is used up.`,
    );
  }

  /** @param actions  DynamoDB's, without the service's prefix */
  mayUseTable(table: ITableV2, ...actions: readonly string[]): void {
    this.may(
      actions.map((action) => `dynamodb:${action}`),
      table.tableArn,
    );
  }

  mayReadSecret(secret: ISecret): void {
    this.may(['secretsmanager:GetSecretValue'], secret.secretArn);
  }

  mayStart(machine: IStateMachine): void {
    this.may(['states:StartExecution'], machine.stateMachineArn);
  }

  /** Executions have names that nobody knows beforehand: all of one machine. */
  mayDescribeExecutions(machine: StateMachine): void {
    const executions = Stack.of(this).formatArn({
      ...{ service: 'states', resource: 'execution', arnFormat: ArnFormat.COLON_RESOURCE_NAME },
      resourceName: `${machine.stateMachineName}:*`,
    });
    this.may(['states:DescribeExecution'], executions);
    const machineId = Stack.of(this).getLogicalId(machine.node.defaultChild as CfnElement);
    Validations.of(this.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${machineId}.Name>:*]`,
      reason:
        'An execution is named for its incident, version and attempt, which are not known before: all of this machine.',
    });
  }

  /** @param resource  one ARN, without wildcards unless nothing narrower can be named */
  may(actions: readonly string[], resource: string): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [resource] }));
  }
}
