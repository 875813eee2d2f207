import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { openPresser } from '../../../functions/receive-interaction/presser.ts';

let send: jest.SpiedFunction<typeof fetch>;
beforeEach(() => {
  send = jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('ok'));
});
afterEach(() => void jest.restoreAllMocks());

const tell = (responseUrl: string | undefined, apiUrl = 'https://slack.com/api') =>
  openPresser(responseUrl, apiUrl).tell('hello');

test.each([
  ['Slack’s own', 'https://hooks.slack.com/actions/T1/2/3', 'https://slack.com/api'],
  ['that of GovSlack', 'https://hooks.slack-gov.com/actions/T1/2/3', 'https://slack-gov.com/api'],
  ['that of a stand-in on the same port', 'http://127.0.0.1:4400/responses/1', 'http://127.0.0.1:4400/api'],
])('an answer goes to %s address', async (_, responseUrl, apiUrl) => {
  await tell(responseUrl, apiUrl);
  expect(send).toHaveBeenCalledTimes(1);
  expect(send.mock.lastCall?.[0]).toBe(responseUrl);
});

test.each([
  ['none', undefined],
  ['no address at all', 'hooks.slack.com'],
  ['one that only begins like it', 'https://slack.com.example.org/x'],
  ['one that only ends like it', 'https://notslack.com/x'],
  ['one that names it as a user', 'https://hooks.slack.com@example.org/x'],
  ['one without encryption', 'http://hooks.slack.com/x'],
  ['one inside', 'http://169.254.169.254/latest/meta-data'],
  ['one that is a file', 'file:///etc/passwd'],
])('nothing is sent to any other: %s', async (_, responseUrl) => {
  await expect(tell(responseUrl)).rejects.toMatchObject({ name: 'PresserUnreachable' });
  expect(send).not.toHaveBeenCalled();
});

test('a redirection is not followed', async () => {
  await tell('https://hooks.slack.com/x');
  expect(send.mock.lastCall?.[1]).toMatchObject({ redirect: 'error' });
});

test('an address that is used up is PresserUnreachable, with what Slack answered', async () => {
  send.mockImplementation(async () => new Response('used_url', { status: 404 }));
  await expect(tell('https://hooks.slack.com/x')).rejects.toThrow('HTTP 404');
});
