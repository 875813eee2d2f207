import { type DynamoDbLocal, startDynamoDbLocal } from '../../infra/local/dynamodb.ts';

declare global {
  var dynamoDbLocal: DynamoDbLocal | undefined;
}

/** One DynamoDB Local for the whole run; every test makes tables of its own in it. */
export default async function setup(): Promise<void> {
  globalThis.dynamoDbLocal = await startDynamoDbLocal();
  process.env.DYNAMODB_LOCAL_ENDPOINT = globalThis.dynamoDbLocal.endpoint;
}
