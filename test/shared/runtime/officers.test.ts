import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { type SlackStandIn, startSlackStandIn } from '../../../infra/local/slack/server.ts';
import { openOfficers } from '../../../shared/runtime/officers.ts';
import { openSecrets } from '../../../shared/runtime/secrets.ts';
import type { Tables } from '../../../shared/store/tables.ts';

const manager = mockClient(SecretsManagerClient);
const MESSAGE = { channel: '#risk', text: 'hello', blocks: [] };

let stand: SlackStandIn;
beforeEach(async () => {
  manager.reset();
  stand = await startSlackStandIn({ token: 'xoxb-one', channels: ['#risk'] });
});
afterEach(() => stand.close());

const holds = (token: string) =>
  manager.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ token }) });
const open = () => {
  const secrets = openSecrets(new SecretsManagerClient({ region: 'eu-central-1' }));
  const where = { SLACK_SECRET: 'arn', SLACK_API_URL: stand.apiUrl, SLACK_CHANNEL: '#risk' };
  return openOfficers({} as Tables, secrets, where);
};

test('a token that is rotated between two calls is read past the cache, once, and no call fails', async () => {
  holds('xoxb-one');
  const officers = open();
  const { slack, channel } = await officers();
  expect(channel).toBe('#risk');
  const posted = await slack.post(MESSAGE);
  stand.rotateToken('xoxb-two');
  holds('xoxb-two');
  await slack.update({ ...MESSAGE, ...posted });
  // The next event has it from the cache.
  await (await officers()).slack.post(MESSAGE);
  expect(manager.calls()).toHaveLength(2);
  expect(stand.counts()).toMatchObject({ posts: 2, updates: 1 });
});

test('a token that was revoked and has no successor is refused after one more look', async () => {
  holds('xoxb-one');
  const { slack } = await open()();
  stand.rotateToken('xoxb-two');
  await expect(slack.post(MESSAGE)).rejects.toMatchObject({ name: 'SlackRefused', code: 'token_revoked' });
  expect(manager.calls()).toHaveLength(2);
  expect(stand.calls('chat.postMessage')).toBe(1);
});
