import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { EXCHANGE_NAMES, type ExchangeName, isExchangeName } from '../shared/market-data/exchange-names.ts';
import { CLOCKS, type Clock } from '../shared/snapshot/age.ts';
import {
  type ConcurrencyConfig,
  DEFAULT_THROTTLE,
  overridden,
  readConcurrency,
  readThrottle,
  type ThrottleConfig,
} from './config/limits.ts';
import { checkQuotas } from './config/quotas.ts';
import { ConfigError, integer, isSection, knowsOnly, matching, type Reader, type Section } from './config/readers.ts';
import { readEmail, readSubscribers, subscribersOf } from './config/subscribers.ts';

export { ConfigError } from './config/readers.ts';
export { subscribersOf } from './config/subscribers.ts';

/** What an operator decides about one deployment. */
export interface BreakwaterConfig {
  /** Part of every stack's and secret's name; `prod` is protected against deletion. */
  readonly stage: string;
  /** Exchanges that may push; each has a secret of its own. */
  readonly venues: readonly string[];
  /** A channel's name with its `#`, or its id. */
  readonly slackChannel: string;
  /** Where Slack's Web API answers, without a slash at the end. */
  readonly slackApiUrl: string;
  /** A venue that has been silent for longer than this is an alert. */
  readonly feedSilenceSeconds: number;
  /** Who is mailed when an alarm goes off; one more of `alarmSubscribers`. */
  readonly alarmEmail?: string;
  /** E-mail addresses and https endpoints that are told when an alarm goes off. Stage `prod` needs at least one subscriber. */
  readonly alarmSubscribers: readonly string[];
  /** Written beside every decision, so that it can be recomputed by the code that made it. */
  readonly codeVersion: string;
  /** Of the API, by class of caller. */
  readonly throttle: ThrottleConfig;
  /** Reserved concurrency; none unless a function is named. */
  readonly concurrency: ConcurrencyConfig;
  /** Venues whose exchange is asked for its public market data, every five minutes. */
  readonly polls: readonly PollConfig[];
  /** Venues that take actions; on the others plans are proposed, and nothing is done. */
  readonly actions: readonly ActionApiConfig[];
  /**
   * By which times the age of a book is told. `replay` is for a stack on which days of the past are played, and is refused at stage `prod`:
   * it acts on books of any age.
   */
  readonly clock: Clock;
}

export interface ActionApiConfig {
  /** One of `venues`. */
  readonly venue: string;
  /** Of its action API, without a slash at the end: actions are posted to `<url>/actions`. */
  readonly url: string;
  /** The smallest part of a contract that the venue trades; contracts are as planned where it is absent. */
  readonly contractStep?: number;
}

export interface PollConfig {
  /** One of `venues`. */
  readonly venue: string;
  readonly exchange: ExchangeName;
  /** CCXT's unified symbols. */
  readonly symbols: readonly string[];
  /** Length of the bars, in CCXT's words. */
  readonly timeframe: string;
  /** In place of the exchange's own address. */
  readonly url?: string;
}

const CONTEXT_KEY = 'breakwater';
const OVERRIDE = `${CONTEXT_KEY}:`;

const READERS = {
  stage: matching(/^[a-z][a-z0-9-]{0,15}$/, 'must be 1 to 16 of a-z, 0-9 and -, and begin with a letter'),
  venues: readVenues,
  slackChannel: matching(/^(#[^\s#A-Z]{1,80}|[CG][A-Z0-9]{8,})$/, "must be a channel's name with its #, or its id"),
  slackApiUrl: readApiUrl,
  feedSilenceSeconds: integer(60, 86_400),
  alarmEmail: readEmail,
  alarmSubscribers: readSubscribers,
  codeVersion: matching(/^[\w.+-]{1,64}$/, 'must be 1 to 64 letters, digits or one of . + - _'),
  throttle: readThrottle,
  concurrency: readConcurrency,
  polls: readPolls,
  actions: readActions,
  clock: readClock,
} satisfies { [K in keyof BreakwaterConfig]-?: Reader<BreakwaterConfig[K]> };

const DEFAULTS: Section = {
  stage: 'dev',
  venues: ['demo'],
  slackChannel: '#risk',
  slackApiUrl: 'https://slack.com/api',
  feedSilenceSeconds: 300,
  alarmSubscribers: [],
  throttle: DEFAULT_THROTTLE,
  concurrency: {},
  polls: [],
  actions: [],
  clock: 'wall',
};

/**
 * The configuration of a deployment: what the context says under `breakwater`, over the defaults, and over both what it
 * says under `breakwater:<key>`. Those come as text from the command line (`-c breakwater:venues=one,two`,
 * `-c breakwater:throttle.venue.burst=50`, `-c breakwater:concurrency.receive-snapshot=50`).
 *
 * @param context      all of the app's context
 * @param codeVersion  stands where the context names none
 * @throws ConfigError naming the first key at fault
 */
export function readConfig(context: Section, codeVersion: () => string): BreakwaterConfig {
  const given = context[CONTEXT_KEY] ?? {};
  if (!isSection(given)) throw new Error(`context ${CONTEXT_KEY} must be an object`);
  const values: Record<string, unknown> = { ...DEFAULTS, ...given };
  for (const [key, value] of Object.entries(context)) {
    if (!key.startsWith(OVERRIDE)) continue;
    override(values, key.slice(OVERRIDE.length), value);
  }
  for (const key of Object.keys(values)) {
    if (!Object.hasOwn(READERS, key)) {
      throw new ConfigError(key, `is not known; known are ${Object.keys(READERS).join(', ')}`);
    }
  }
  values.codeVersion ??= codeVersion();
  const read = <K extends keyof typeof READERS>(key: K) => READERS[key](key, values[key]) as BreakwaterConfig[K];
  const venues = read('venues');
  const polls = read('polls');
  const actions = read('actions');
  for (const [key, list] of Object.entries({ polls, actions })) {
    list.forEach(({ venue }, i) => {
      if (!venues.includes(venue))
        throw new ConfigError(`${key}[${i}].venue`, `is ${venue}, which is not one of venues`);
    });
  }
  const [stage, clock] = [read('stage'), read('clock')];
  if (stage === 'prod' && clock !== 'wall')
    throw new ConfigError('clock', `must be wall at stage prod, not ${clock}: books of any age would be acted on`);
  checkQuotas({ venues, polls, actions });
  const alarmEmail = values.alarmEmail === undefined ? {} : { alarmEmail: read('alarmEmail') };
  const alarmSubscribers = read('alarmSubscribers');
  if (stage === 'prod' && subscribersOf({ ...alarmEmail, alarmSubscribers }).length === 0)
    throw new ConfigError(
      'alarmSubscribers',
      'must name at least one e-mail address or https endpoint at stage prod: otherwise nobody is told when an alarm goes off',
    );
  return {
    stage,
    venues,
    slackChannel: read('slackChannel'),
    slackApiUrl: read('slackApiUrl'),
    feedSilenceSeconds: read('feedSilenceSeconds'),
    ...alarmEmail,
    alarmSubscribers,
    codeVersion: read('codeVersion'),
    throttle: read('throttle'),
    concurrency: read('concurrency'),
    polls,
    actions,
    clock,
  };
}

/** Version of the package in a folder, and the commit it is at where git answers: `0.1.0+1a2b3c4`. */
export function codeVersionOf(folder: URL): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { version: string };
  try {
    const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    });
    return `${version}+${commit.trim()}`;
  } catch {
    return version;
  }
}

/** Sections of which a single value can be replaced: how deep it lies, and what stands beside it by default. */
const DEEP: Readonly<Record<string, { readonly depth: number; readonly base: Section }>> = {
  throttle: { depth: 2, base: { ...DEFAULT_THROTTLE } },
  concurrency: { depth: 1, base: {} },
};

function override(values: Record<string, unknown>, key: string, value: unknown): void {
  const [section = '', ...path] = key.split('.');
  const deep = Object.hasOwn(DEEP, section) ? DEEP[section] : undefined;
  if (deep !== undefined && path.length > 0 && path.length <= deep.depth) {
    values[section] = overridden(values[section], path, value, deep.base);
  } else {
    values[key] = value;
  }
}

function readVenues(key: string, value: unknown): readonly string[] {
  const venues: unknown = typeof value === 'string' ? value.split(',').map((venue) => venue.trim()) : value;
  if (!Array.isArray(venues) || venues.length === 0) throw new ConfigError(key, 'must be a list of at least one venue');
  const rule = 'must be 1 to 32 of a-z, 0-9 and -';
  const read = venues.map((venue, index) => matching(/^[a-z0-9-]{1,32}$/, rule)(`${key}[${index}]`, venue));
  const twice = read.find((venue, index) => read.indexOf(venue) !== index);
  if (twice !== undefined) throw new ConfigError(key, `names ${twice} twice`);
  return read;
}

/** Secrets or decisions hang on what is there, so only this machine is trusted without TLS. */
function readApiUrl(key: string, value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const loopback = url !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    throw new ConfigError(key, `must be an https address (http on loopback only), not ${JSON.stringify(value)}`);
  }
  if (url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigError(key, 'must have no user, query or fragment');
  }
  return url.href.replace(/\/+$/, '');
}

function readClock(key: string, value: unknown): Clock {
  const clock = CLOCKS.find((own) => own === value);
  if (clock) return clock;
  throw new ConfigError(key, `must be one of ${CLOCKS.join(', ')}, not ${JSON.stringify(value)}`);
}

const POLL = ['venue', 'exchange', 'symbols', 'timeframe', 'url'] as const;
const ACTION_API = ['venue', 'url', 'contractStep'] as const;
const VENUE: Reader<string> = matching(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a-z, 0-9 and -');

/** A list of sections, one a venue; from the command line the same as JSON. */
function byVenue<T extends { readonly venue: string }>(
  what: string,
  fields: readonly string[],
  readOne: (key: string, section: Section) => T,
): Reader<readonly T[]> {
  return (key, value) => {
    const list = typeof value === 'string' ? parsed(key, value) : value;
    if (!Array.isArray(list)) throw new ConfigError(key, `must be a list of ${what}`);
    const read = list.map((section: unknown, i): T => {
      const own = `${key}[${i}]`;
      if (!isSection(section)) throw new ConfigError(own, `must be an object of ${fields.join(', ')}`);
      knowsOnly(own, section, fields);
      return readOne(own, section);
    });
    const twice = read.find(({ venue }, i) => read.findIndex((other) => other.venue === venue) !== i);
    if (twice) throw new ConfigError(key, `names ${twice.venue} twice`);
    return read;
  };
}

function readPolls(key: string, value: unknown): readonly PollConfig[] {
  return byVenue('polls', POLL, readPoll)(key, value);
}

function readPoll(key: string, { venue, exchange, symbols, timeframe = '1h', url }: Section): PollConfig {
  if (!isExchangeName(exchange))
    throw new ConfigError(
      `${key}.exchange`,
      `must be one of ${EXCHANGE_NAMES.join(', ')}, not ${JSON.stringify(exchange)}`,
    );
  if (!Array.isArray(symbols) || symbols.length === 0 || !symbols.every((one) => typeof one === 'string' && one !== ''))
    throw new ConfigError(`${key}.symbols`, 'must be a list of at least one symbol');
  return {
    venue: VENUE(`${key}.venue`, venue),
    exchange,
    symbols,
    timeframe: matching(/^[1-9]\d*[mhd]$/, 'must be a length of bars such as 1h')(`${key}.timeframe`, timeframe),
    ...(url === undefined ? {} : { url: readApiUrl(`${key}.url`, url) }),
  };
}

function readActions(key: string, value: unknown): readonly ActionApiConfig[] {
  return byVenue('action APIs', ACTION_API, readActionApi)(key, value);
}

function readActionApi(key: string, { venue, url, contractStep }: Section): ActionApiConfig {
  if (contractStep !== undefined && !(typeof contractStep === 'number' && contractStep > 0)) {
    throw new ConfigError(`${key}.contractStep`, `must be a number above 0, not ${JSON.stringify(contractStep)}`);
  }
  return {
    venue: VENUE(`${key}.venue`, venue),
    url: readApiUrl(`${key}.url`, url),
    ...(contractStep === undefined ? {} : { contractStep }),
  };
}

function parsed(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(key, 'must be JSON where it comes as text');
  }
}
