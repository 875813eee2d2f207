import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { openSecrets } from '../../../shared/runtime/secrets.ts';

const manager = mockClient(SecretsManagerClient);
let clock = 0;
const open = () => openSecrets(new SecretsManagerClient({ region: 'eu-central-1' }), () => clock);

beforeEach(() => {
  manager.reset();
  clock = 1_000_000;
  manager.on(GetSecretValueCommand).resolves({ SecretString: '{"current":"one"}' });
});

test('a secret is read once a minute, however often it is asked for, and a rotated one is picked up then', async () => {
  const secrets = open();
  await Promise.all([secrets.read('arn'), secrets.read('arn'), secrets.read('arn')]);
  expect(manager.calls()).toHaveLength(1);
  manager.on(GetSecretValueCommand).resolves({ SecretString: '{"current":"two"}' });
  clock += 59_000;
  expect(await secrets.read('arn')).toEqual({ current: 'one' });
  clock += 2_000;
  expect(await secrets.read('arn')).toEqual({ current: 'two' });
});

test('a failure is not kept: the next one asks again', async () => {
  const secrets = open();
  manager.on(GetSecretValueCommand).rejectsOnce(new Error('down')).resolves({ SecretString: '{"current":"one"}' });
  await expect(secrets.read('arn')).rejects.toThrow('down');
  expect(await secrets.read('arn')).toEqual({ current: 'one' });
});

test('a secret that holds no JSON object is an error that does not quote it', async () => {
  manager.on(GetSecretValueCommand).resolves({ SecretString: 'plain-text-key' });
  const failure = await open()
    .read('arn')
    .catch((error) => error);
  expect(failure.message).toContain('does not hold a JSON object');
  expect(failure.message).not.toContain('plain-text-key');
});

test('a secret is read past the cache for whoever was refused with it, and all that follow get the new one', async () => {
  const secrets = open();
  await secrets.read('arn');
  manager.on(GetSecretValueCommand).resolves({ SecretString: '{"current":"two"}' });
  expect(await secrets.reread('arn')).toEqual({ current: 'two' });
  expect(await secrets.read('arn')).toEqual({ current: 'two' });
  expect(manager.calls()).toHaveLength(2);
});

test('a reading that fails takes no newer one out of the cache', async () => {
  const secrets = open();
  manager.on(GetSecretValueCommand).rejectsOnce(new Error('down')).resolves({ SecretString: '{"current":"two"}' });
  const failing = secrets.read('arn');
  const next = secrets.reread('arn');
  await expect(failing).rejects.toThrow('down');
  expect(await next).toEqual({ current: 'two' });
  await secrets.read('arn');
  expect(manager.calls()).toHaveLength(2);
});
