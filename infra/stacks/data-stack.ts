import { RemovalPolicy, SecretValue, Stack, Validations } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type ISecret, Secret, type SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { BreakwaterConfig } from '../config.ts';

/** What must not be lost: both tables and the secrets. Knows nothing of what uses it. */
export class DataStack extends Stack {
  /** Positions in binary chunks. */
  readonly snapshots: TableV2;
  /** Everything that is decided on or decided; has the stream. */
  readonly state: TableV2;
  /**
   * What the names of the venues' secrets begin with; the venue follows. Each holds `{"current": "<key>"}`, and `previous` beside
   * it while the exchange changes over.
   */
  readonly venueSecretPrefix: string;
  /**
   * `{"token": "<bot token>", "signingSecret": "<of the app>"}`, and `previousSigningSecret` beside it while the operator changes it.
   */
  readonly slackSecret: ISecret;

  constructor(scope: Construct, config: BreakwaterConfig) {
    const isProduction = config.stage === 'prod';
    super(scope, `Breakwater-${config.stage}-Data`, {
      description: 'Breakwater: tables and secrets',
      terminationProtection: isProduction,
    });
    const removalPolicy = isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const table = (id: string, dynamoStream?: StreamViewType) =>
      new TableV2(this, id, {
        partitionKey: { name: 'pk', type: AttributeType.STRING },
        sortKey: { name: 'sk', type: AttributeType.STRING },
        billing: Billing.onDemand(),
        encryption: TableEncryptionV2.awsManagedKey(),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        timeToLiveAttribute: 'expiresAt',
        deletionProtection: isProduction,
        removalPolicy,
        ...(dynamoStream === undefined ? {} : { dynamoStream }),
      });
    this.snapshots = table('Snapshots');
    this.state = table('State', StreamViewType.NEW_IMAGE);

    const names = `breakwater/${config.stage}/`;
    const secret = (id: string, name: string, props: SecretProps) => {
      const made = new Secret(this, id, { secretName: `${names}${name}`, removalPolicy, ...props });
      Validations.of(made).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason: 'The other party holds the same secret: it is changed by both together, not by a rotation function.',
      });
      return made;
    };
    this.venueSecretPrefix = `${names}venue/`;
    for (const venue of config.venues) {
      secret(`VenueSecret-${venue}`, `venue/${venue}`, {
        description: `Signs what venue ${venue} pushes`,
        generateSecretString: {
          secretStringTemplate: '{}',
          generateStringKey: 'current',
          passwordLength: 48,
          excludePunctuation: true,
        },
      });
    }
    this.slackSecret = secret('SlackSecret', 'slack', {
      description:
        'Bot token and signing secret of the Slack app; the operator puts them in after the first deployment',
      secretObjectValue: {
        token: SecretValue.unsafePlainText('put-the-bot-token-here'),
        // Empty: a text that stands here is known to all, who could sign presses with it. Without one no press is taken.
        signingSecret: SecretValue.unsafePlainText(''),
      },
    });
  }
}
