import { randomUUID } from 'node:crypto';
import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../infra/local/engine/json.ts';
import { createTable } from '../../../../infra/local/engine/tables.ts';

const client = new DynamoDBClient({
  endpoint: process.env.DYNAMODB_LOCAL_ENDPOINT as string,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
afterAll(() => client.destroy());

const PROPERTIES: JsonObject = {
  AttributeDefinitions: ['pk', 'sk', 'gk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    { IndexName: 'by-g', KeySchema: [{ AttributeName: 'gk', KeyType: 'HASH' }], Projection: { ProjectionType: 'ALL' } },
  ],
  Replicas: [{ Region: 'us-east-1', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
  SSESpecification: { SSEEnabled: true },
  StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};

describe('a table', () => {
  test('has the keys, index, stream and time to live that its resource says', async () => {
    const name = `t-${randomUUID()}`;
    const created = await createTable(client, PROPERTIES, name);
    expect(created.streamArn).toContain(name);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    expect(Table).toMatchObject({
      KeySchema: PROPERTIES.KeySchema,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      GlobalSecondaryIndexes: [{ IndexName: 'by-g' }],
    });
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
    expect(TimeToLiveDescription).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  });

  test('without a stream in its resource has none', async () => {
    const name = `t-${randomUUID()}`;
    const { StreamSpecification: _, ...still } = PROPERTIES;
    expect(await createTable(client, still, name)).toEqual({ name });
  });

  test.each<[string, JsonObject]>([
    ['BillingMode "PROVISIONED"', { BillingMode: 'PROVISIONED' }],
    ['Replicas', { Replicas: [{ Region: 'a' }, { Region: 'b' }] }],
    ['the property Colour', { Replicas: [{ Colour: 'red' }] }],
    ['the property Backups', { StreamSpecification: { StreamViewType: 'NEW_IMAGE', Backups: true } }],
  ])('is refused for %s', async (what, change) => {
    await expect(createTable(client, { ...PROPERTIES, ...change }, `t-${randomUUID()}`)).rejects.toThrow(what);
  });
});
