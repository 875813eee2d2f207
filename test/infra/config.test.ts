import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FUNCTION_NAMES } from '../../infra/config/limits.ts';
import { ConfigError, codeVersionOf, readConfig, subscribersOf } from '../../infra/config.ts';

const read = (breakwater: unknown, overrides: Record<string, unknown> = {}) =>
  readConfig({ breakwater, ...overrides }, () => '1.2.3');

const THROTTLE = {
  venue: { ratePerSecond: 40, burst: 80 },
  unknown: { ratePerSecond: 1, burst: 5 },
  presses: { ratePerSecond: 20, burst: 40 },
  acknowledgements: { ratePerSecond: 100, burst: 200 },
};

/** The key that is at fault, and what is said of it. */
function fault(breakwater: unknown, overrides: Record<string, unknown> = {}): { key: string; message: string } {
  try {
    read(breakwater, overrides);
  } catch (error) {
    if (error instanceof ConfigError) return { key: error.key, message: error.message };
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('what stands where nothing is said', () => {
  test('every key but the alarm address has a default', () => {
    expect(readConfig({}, () => '1.2.3')).toEqual({
      stage: 'dev',
      venues: ['demo'],
      slackChannel: '#risk',
      slackApiUrl: 'https://slack.com/api',
      feedSilenceSeconds: 300,
      alarmSubscribers: [],
      codeVersion: '1.2.3',
      throttle: THROTTLE,
      concurrency: {},
      polls: [],
      actions: [],
      clock: 'wall',
    });
  });

  test('context of others is passed over', () => {
    expect(readConfig({ '@aws-cdk/core:checkSecretUsage': true, breakwaters: 1 }, () => '1.2.3').stage).toBe('dev');
  });

  test('the code version is only asked for where the context names none', () => {
    const never = () => {
      throw new Error('asked');
    };
    expect(readConfig({ breakwater: { codeVersion: '9.9.9' } }, never).codeVersion).toBe('9.9.9');
    expect(() => readConfig({}, never)).toThrow('asked');
  });
});

describe('what the context says', () => {
  test('each value comes through as it was given', () => {
    const given = {
      stage: 'prod',
      venues: ['alpha', 'beta-2'],
      slackChannel: 'C0123456789',
      slackApiUrl: 'https://slack.example/api',
      feedSilenceSeconds: 60,
      alarmEmail: 'ops@example.com',
      alarmSubscribers: ['risk@example.com', 'https://pager.example/hook?key=1'],
      codeVersion: '1.0.0+abc',
      throttle: {
        venue: { ratePerSecond: 1, burst: 2 },
        unknown: { ratePerSecond: 3, burst: 4 },
        presses: { ratePerSecond: 5, burst: 6 },
        acknowledgements: { ratePerSecond: 7, burst: 8 },
      },
      concurrency: { 'receive-snapshot': 50, 'receive-interaction': 5 },
      polls: [{ venue: 'alpha', exchange: 'okx', symbols: ['BTC/USDT:USDT'], timeframe: '1h' }],
      actions: [{ venue: 'beta-2', url: 'https://api.beta.example/breakwater', contractStep: 0.5 }],
      clock: 'wall',
    };
    expect(read(given)).toEqual(given);
  });

  test('days of the past may be replayed on any stage but that of production', () => {
    expect(read({ clock: 'replay' }).clock).toBe('replay');
    expect(read({ stage: 'production' }, { 'breakwater:clock': 'replay' }).clock).toBe('replay');
    expect(fault({ stage: 'prod', clock: 'replay' })).toEqual({
      key: 'clock',
      message:
        'configuration breakwater.clock must be wall at stage prod, not replay: books of any age would be acted on',
    });
    expect(fault({ clock: 'sun' }).message).toBe(
      'configuration breakwater.clock must be one of wall, replay, not "sun"',
    );
  });

  test('several may be told of alarms, by e-mail and over https, each once', () => {
    const told = read({ alarmEmail: 'a@example.com', alarmSubscribers: ['https://b.example/x', 'a@example.com'] });
    expect(subscribersOf(told)).toEqual(['a@example.com', 'https://b.example/x']);
    const line = { 'breakwater:alarmSubscribers': 'a@example.com, https://b.example/x' };
    expect(subscribersOf(read({}, line))).toEqual(['a@example.com', 'https://b.example/x']);
  });

  test.each(['http://b.example/x', 'https://user:pass@b.example', 'ops', 'mailto:a@example.com', 7, null])(
    'nobody can be told of alarms at %j',
    (subscriber) => {
      expect(fault({ alarmSubscribers: ['a@example.com', subscriber] })).toMatchObject({
        key: 'alarmSubscribers[1]',
        message: expect.stringContaining('must be an e-mail address or an https endpoint'),
      });
    },
  );

  test('a production stage on which nobody would be told of an alarm is refused, any other stage is not', () => {
    expect(fault({ stage: 'prod' })).toEqual({
      key: 'alarmSubscribers',
      message:
        'configuration breakwater.alarmSubscribers must name at least one e-mail address or https endpoint at stage prod: otherwise nobody is told when an alarm goes off',
    });
    expect(read({ stage: 'prod', alarmEmail: 'a@example.com' }).stage).toBe('prod');
    expect(read({ stage: 'prod', alarmSubscribers: ['https://b.example'] }).stage).toBe('prod');
    expect(read({ stage: 'staging' }).alarmSubscribers).toEqual([]);
  });

  test('polls take hourly bars unless told, and come as JSON from the command line', () => {
    const poll = { venue: 'demo', exchange: 'hyperliquid', symbols: ['BTC/USDC:USDC'] };
    expect(read({ polls: [poll] }).polls).toEqual([{ ...poll, timeframe: '1h' }]);
    expect(read({}, { 'breakwater:polls': JSON.stringify([poll]) }).polls).toEqual([{ ...poll, timeframe: '1h' }]);
  });

  test('a slash at the end of the address is dropped, since paths are put behind it', () => {
    expect(read({ slackApiUrl: 'https://slack.com/api/' }).slackApiUrl).toBe('https://slack.com/api');
    expect(read({ slackApiUrl: 'http://127.0.0.1:8080/' }).slackApiUrl).toBe('http://127.0.0.1:8080');
  });

  test('plain http is taken on loopback only', () => {
    for (const host of ['127.0.0.1:1', '[::1]:1', 'localhost']) {
      expect(read({ slackApiUrl: `http://${host}/api` }).slackApiUrl).toBe(`http://${host}/api`);
    }
    expect(fault({ slackApiUrl: 'http://slack.com/api' }).message).toMatch(/https/);
    expect(fault({ slackApiUrl: 'http://127.0.0.1.example.com/api' }).message).toMatch(/https/);
  });
});

describe('overrides from the command line', () => {
  test('each key can be overridden singly, as text', () => {
    const config = read(
      { stage: 'dev', slackChannel: '#kept', throttle: { venue: { ratePerSecond: 5, burst: 6 } } },
      {
        'breakwater:stage': 'qa',
        'breakwater:venues': 'one, two',
        'breakwater:slackApiUrl': 'http://127.0.0.1:1/api',
        'breakwater:feedSilenceSeconds': '120',
        'breakwater:alarmEmail': 'ops@example.com',
        'breakwater:codeVersion': '7',
        'breakwater:throttle.venue.burst': '50',
        'breakwater:throttle.presses.ratePerSecond': '3',
        'breakwater:concurrency.receive-snapshot': '20',
      },
    );
    expect(config).toEqual({
      stage: 'qa',
      venues: ['one', 'two'],
      slackChannel: '#kept',
      slackApiUrl: 'http://127.0.0.1:1/api',
      feedSilenceSeconds: 120,
      alarmEmail: 'ops@example.com',
      alarmSubscribers: [],
      codeVersion: '7',
      throttle: {
        ...THROTTLE,
        venue: { ratePerSecond: 5, burst: 50 },
        presses: { ...THROTTLE.presses, ratePerSecond: 3 },
      },
      concurrency: { 'receive-snapshot': 20 },
      polls: [],
      actions: [],
      clock: 'wall',
    });
  });

  test('an override of a key that nothing reads is an error, as it is in the file', () => {
    expect(fault({}, { 'breakwater:slackUrl': 'x' })).toEqual({
      key: 'slackUrl',
      message: expect.stringMatching(/^configuration breakwater\.slackUrl is not known; known are stage, venues, /),
    });
    expect(fault({}, { 'breakwater:throttle.rate': '1' }).key).toBe('throttle.rate');
    expect(fault({}, { 'breakwater:throttle.venue.rate': '1' }).key).toBe('throttle.venue.rate');
    expect(fault({}, { 'breakwater:throttle.venue.burst.max': '1' }).key).toBe('throttle.venue.burst.max');
    expect(fault({}, { 'breakwater:concurrency.receive': '1' }).key).toBe('concurrency.receive');
    expect(fault({}, { 'breakwater:stage.name': 'qa' }).key).toBe('stage.name');
  });

  test('an override replaces a wrong value in the file', () => {
    expect(read({ stage: 'NOT A STAGE' }, { 'breakwater:stage': 'qa' }).stage).toBe('qa');
  });
});

describe('what is refused, by key and with the reason', () => {
  test.each([
    ['stage', '', /1 to 16/],
    ['stage', 'Prod', /"Prod"/],
    ['stage', '1st', /begin with a letter/],
    ['stage', 'a'.repeat(17), /1 to 16/],
    ['venues', [], /at least one/],
    ['venues', '', /venues\[0\]/],
    ['venues', { demo: true }, /list/],
    ['venues', ['demo', 'demo'], /demo twice/],
    ['slackChannel', 'risk', /with its #/],
    ['slackChannel', '#Risk', /with its #/],
    ['slackChannel', '#', /with its #/],
    ['slackApiUrl', 'slack.com/api', /https/],
    ['slackApiUrl', 'ftp://127.0.0.1/', /https/],
    ['slackApiUrl', 'https://user:secret@slack.com/api', /no user/],
    ['slackApiUrl', 'https://slack.com/api?x=1', /query/],
    ['feedSilenceSeconds', 59, /60 to 86400/],
    ['feedSilenceSeconds', 60.5, /whole number/],
    ['feedSilenceSeconds', '1e3', /whole number/],
    ['feedSilenceSeconds', Number.NaN, /whole number/],
    ['feedSilenceSeconds', null, /whole number/],
    ['alarmEmail', 'ops', /e-mail/],
    ['alarmEmail', null, /e-mail/],
    ['alarmSubscribers', 7, /list of e-mail addresses and https endpoints/],
    ['codeVersion', 'two words', /64/],
    ['throttle', 100, /venue, unknown, presses, acknowledgements/],
    ['throttle', [1, 2], /venue, unknown, presses, acknowledgements/],
    ['concurrency', 5, /object of functions/],
    ['polls', {}, /list of polls/],
    ['polls', '[', /JSON/],
    ['polls', [5], /object of venue, exchange/],
  ])('%s: %j', (key, value, reason) => {
    const told = fault({ [key]: value });
    expect(told.key.split('[')[0]).toBe(key);
    expect(told.message).toMatch(/^configuration breakwater\./);
    expect(told.message).toMatch(reason);
  });

  test('within a list or an object the message names the very place', () => {
    expect(fault({ venues: ['demo', 'Bad Venue'] }).key).toBe('venues[1]');
    expect(fault({ venues: ['x'.repeat(33)] }).key).toBe('venues[0]');
    expect(fault({ venues: ['demo', 5] }).message).toMatch(/venues\[1\].* not 5$/);
    const limit = { ratePerSecond: 1, burst: 1 };
    expect(fault({ throttle: { venue: { ratePerSecond: 1 } } }).key).toBe('throttle.venue.burst');
    expect(fault({ throttle: { unknown: { ...limit, ratePerSecond: 0 } } }).key).toBe('throttle.unknown.ratePerSecond');
    expect(fault({ throttle: { presses: { ...limit, burst: 5_001 } } }).key).toBe('throttle.presses.burst');
    expect(fault({ throttle: { venue: { ...limit, rate: 1 } } }).key).toBe('throttle.venue.rate');
    expect(fault({ throttle: { venues: limit } }).key).toBe('throttle.venues');
    expect(fault({ throttle: { venue: 5 } }).key).toBe('throttle.venue');
    expect(fault({ concurrency: { 'receive-snapshots': 5 } }).key).toBe('concurrency.receive-snapshots');
    for (const reserved of [0, -1, 1.5, 'all', null])
      expect(fault({ concurrency: { 'receive-snapshot': reserved } }).key).toBe('concurrency.receive-snapshot');
    const poll = { venue: 'demo', exchange: 'okx', symbols: ['BTC/USDT:USDT'] };
    const pollFault = (change: object) => fault({ polls: [{ ...poll, ...change }] }).key;
    expect(pollFault({ exchange: 'ftx' })).toBe('polls[0].exchange');
    expect(pollFault({ symbols: [] })).toBe('polls[0].symbols');
    expect(pollFault({ timeframe: 'hourly' })).toBe('polls[0].timeframe');
    expect(pollFault({ url: 'http://example.com' })).toBe('polls[0].url');
    expect(pollFault({ venue: 'other' })).toBe('polls[0].venue');
    expect(pollFault({ symbol: 'BTC' })).toBe('polls[0].symbol');
    expect(fault({ polls: [poll, poll] }).message).toMatch(/names demo twice/);
    const api = { venue: 'demo', url: 'https://demo.example' };
    const apiFault = (change: object) => fault({ actions: [{ ...api, ...change }] }).key;
    expect(apiFault({ url: 'http://demo.example' })).toBe('actions[0].url');
    expect(apiFault({ url: undefined })).toBe('actions[0].url');
    expect(apiFault({ contractStep: 0 })).toBe('actions[0].contractStep');
    expect(apiFault({ venue: 'other' })).toBe('actions[0].venue');
    expect(apiFault({ key: 'secret' })).toBe('actions[0].key');
    expect(fault({ actions: [api, api] }).message).toMatch(/names demo twice/);
  });

  test('one throttle for all callers, as it once was, is refused, and the message says what to write in its place', () => {
    expect(fault({ throttle: { ratePerSecond: 100, burst: 200 } })).toEqual({
      key: 'throttle.ratePerSecond',
      message: expect.stringContaining('use throttle.venue.ratePerSecond'),
    });
    expect(fault({}, { 'breakwater:throttle.burst': '50' }).message).toContain('use throttle.venue.burst');
  });

  test('more than can be deployed is refused by its key: routes of the API, and what a function’s environment holds', () => {
    const venues = (count: number, length: number) =>
      Array.from({ length: count }, (_, i) => String(i).padStart(length, 'v'));
    expect(read({ venues: venues(297, 7) }).venues).toHaveLength(297);
    expect(fault({ venues: venues(298, 3) })).toEqual({ key: 'venues', message: expect.stringContaining('297') });
    expect(read({ venues: venues(200, 12) }).venues).toHaveLength(200);
    expect(fault({ venues: venues(200, 32) })).toEqual({ key: 'venues', message: expect.stringContaining('4096') });
    const many = venues(60, 12);
    const actions = many.map((venue) => ({ venue, url: `https://${venue}.example/breakwater` }));
    expect(fault({ venues: many, actions }).key).toBe('actions');
    const polls = many.map((venue) => ({ venue, exchange: 'okx', symbols: ['BTC/USDT:USDT'] }));
    expect(fault({ venues: many, polls }).key).toBe('polls');
  });

  test('every function can be named for its concurrency, and nothing else', () => {
    const folders = readdirSync(new URL('../../functions/', import.meta.url));
    expect([...FUNCTION_NAMES].sort()).toEqual(folders.sort());
  });

  test('an unknown key, whatever it is called, is an error that names it', () => {
    expect(fault({ slackToken: 'xoxb' }).key).toBe('slackToken');
    expect(fault({ constructor: 'x' }).key).toBe('constructor');
  });

  test('a section that is no object is refused whole', () => {
    for (const section of ['dev', 5, ['dev']])
      expect(() => read(section)).toThrow('context breakwater must be an object');
  });

  test('whatever is given, the answer is a configuration that keeps its rules or a ConfigError', () => {
    const keys = ['stage', 'venues', 'slackChannel', 'slackApiUrl', 'feedSilenceSeconds', 'alarmEmail'];
    keys.push('throttle', 'concurrency');
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.anything(), (key, value) => {
        try {
          const config = read({ [key]: value });
          expect(config.stage).toMatch(/^[a-z][a-z0-9-]*$/);
          expect(config.venues.length).toBeGreaterThan(0);
          for (const venue of config.venues) expect(venue).toMatch(/^[a-z0-9-]{1,32}$/);
          expect(config.slackApiUrl).not.toMatch(/\/$/);
          expect(Number.isInteger(config.feedSilenceSeconds)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
    );
  });
});

describe('the code version', () => {
  const inFolder = <T>(work: (folder: string) => T): T => {
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-version-'));
    try {
      writeFileSync(join(folder, 'package.json'), '{"version":"4.5.6"}');
      return work(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test('is the package version alone where git does not answer', () => {
    expect(inFolder((folder) => codeVersionOf(pathToFileURL(`${folder}/`)))).toBe('4.5.6');
  });

  test('carries the short commit where git does', () => {
    const [version, commit] = inFolder((folder) => {
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
          cwd: folder,
          encoding: 'utf8',
        }).trim();
      git('init', '--quiet');
      git('commit', '--quiet', '--allow-empty', '-m', 'first');
      return [codeVersionOf(pathToFileURL(`${folder}/`)), git('rev-parse', 'HEAD')];
    });
    const [release, short] = version.split('+');
    expect(release).toBe('4.5.6');
    expect(short).toMatch(/^[0-9a-f]{7,}$/);
    expect(commit.startsWith(short as string)).toBe(true);
    expect(readConfig({}, () => version).codeVersion).toBe(version);
  });
});
