import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { Json, JsonObject } from './json.ts';
import { allows, knowsOnly, list, object, text } from './read-properties.ts';

export interface CreatedTable {
  readonly name: string;
  /** The engine's own ARN of the stream, where the table has one. */
  readonly streamArn?: string;
}

const REPLICA_MEANINGLESS = [
  ...['ContributorInsightsSpecification', 'DeletionProtectionEnabled', 'KinesisStreamSpecification'],
  ...['PointInTimeRecoverySpecification', 'ReadOnDemandThroughputSettings', 'Region', 'ReplicaStreamSpecification'],
  ...['ResourcePolicy', 'SSESpecification', 'TableClass', 'Tags'],
];

/**
 * Creates in DynamoDB Local what an AWS::DynamoDB::GlobalTable describes: keys, indexes, stream and time to live.
 * Replicas, backups and encryption mean nothing on one machine.
 *
 * @param properties  the resource's properties, with no reference left in what is honoured
 * @throws NotOnOneMachine for billing, replicas or a nested property that the engine does not know
 */
export async function createTable(
  client: DynamoDBClient,
  properties: JsonObject,
  tableName: string,
): Promise<CreatedTable> {
  const place = `table ${tableName}`;
  allows(place, 'BillingMode', properties.BillingMode, ['PAY_PER_REQUEST']);
  const replicas = list(place, properties, 'Replicas');
  allows(place, 'a number of Replicas of', replicas.length, [0, 1]);
  for (const replica of replicas) knowsOnly(`${place}.Replicas`, replica as JsonObject, [], REPLICA_MEANINGLESS);
  const stream = properties.StreamSpecification;
  const input = {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    ...withoutEmpty('GlobalSecondaryIndexes', indexes(place, properties, 'GlobalSecondaryIndexes')),
    ...withoutEmpty('LocalSecondaryIndexes', indexes(place, properties, 'LocalSecondaryIndexes')),
    ...(stream === undefined ? {} : { StreamSpecification: { StreamEnabled: true, ...streamView(place, properties) } }),
  };
  const { TableDescription: created } = await client.send(new CreateTableCommand(input as CreateTableCommandInput));
  const timeToLive = object(place, properties, 'TimeToLiveSpecification');
  if (timeToLive.Enabled === true) {
    const specification = { AttributeName: text(place, timeToLive, 'AttributeName'), Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification: specification }));
  }
  return created?.LatestStreamArn === undefined
    ? { name: tableName }
    : { name: tableName, streamArn: created.LatestStreamArn };
}

function streamView(place: string, properties: JsonObject): JsonObject {
  const stream = object(place, properties, 'StreamSpecification');
  knowsOnly(`${place}.StreamSpecification`, stream, ['StreamViewType'], ['ResourcePolicy']);
  return { StreamViewType: text(place, stream, 'StreamViewType') };
}

function indexes(place: string, properties: JsonObject, key: string): readonly Json[] {
  return list(place, properties, key).map((index) => {
    const { IndexName, KeySchema, Projection, ...others } = index as JsonObject;
    knowsOnly(
      `${place}.${key}`,
      others,
      [],
      [
        ...['ContributorInsightsSpecification', 'ReadOnDemandThroughputSettings', 'WarmThroughput'],
        'WriteOnDemandThroughputSettings',
      ],
    );
    return { IndexName, KeySchema, Projection } as JsonObject;
  });
}

function withoutEmpty(key: string, values: readonly Json[]): Record<string, readonly Json[]> {
  return values.length === 0 ? {} : { [key]: values };
}
