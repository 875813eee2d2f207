import { ConfigError, integer, isSection, knowsOnly, type Reader, type Section } from './readers.ts';

/** A token bucket of API Gateway's: holds `burst` requests, refilled at `ratePerSecond`. */
export interface RateLimit {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** What each route of the API admits; no two routes share a bucket, and each venue has a route of its own. */
export interface ThrottleConfig {
  /** Of each configured venue. */
  readonly venue: RateLimit;
  /** Of all venues together that are not configured. */
  readonly unknown: RateLimit;
  /** Of button presses, which Slack sends. */
  readonly presses: RateLimit;
  /** Of the acknowledgements of all venues together: they have one route. */
  readonly acknowledgements: RateLimit;
}

/** How many instances of a function may run at once, by function; the others share what the account has left. */
export type ConcurrencyConfig = Readonly<Record<string, number | undefined>>;

/** Of an AWS account in a region, over all its APIs: requests a second, and at once. */
export const ACCOUNT_RATE_PER_SECOND = 10_000;
export const ACCOUNT_BURST = 5_000;

export const DEFAULT_THROTTLE: ThrottleConfig = {
  venue: { ratePerSecond: 40, burst: 80 },
  unknown: { ratePerSecond: 1, burst: 5 },
  presses: { ratePerSecond: 20, burst: 40 },
  acknowledgements: { ratePerSecond: 100, burst: 200 },
};

const CLASSES = ['venue', 'unknown', 'presses', 'acknowledgements'] as const satisfies (keyof ThrottleConfig)[];
const FIELDS = ['ratePerSecond', 'burst'] as const satisfies (keyof RateLimit)[];

/** The functions whose concurrency can be reserved: the folders of `functions/`. */
export const FUNCTION_NAMES = [
  'acknowledge-action',
  'ask-approval',
  'assess-snapshot',
  'calibrate-regimes',
  'close-response',
  'dispatch-actions',
  'notify-officers',
  'open-response',
  'plan-response',
  'poll-market-data',
  'publish-digest',
  'receive-interaction',
  'receive-snapshot',
  'resume-responses',
  'verify-response',
  'watch-feeds',
] as const;

/** A limit for each class of caller; a class that is not given has its default. */
export const readThrottle: Reader<ThrottleConfig> = (key, value) => {
  if (!isSection(value)) throw new ConfigError(key, `must be an object of ${CLASSES.join(', ')}`);
  const flat = FIELDS.find((field) => Object.hasOwn(value, field));
  if (flat !== undefined) {
    throw new ConfigError(
      `${key}.${flat}`,
      `is set by class of caller: use ${key}.venue.${flat} (classes: ${CLASSES.join(', ')})`,
    );
  }
  knowsOnly(key, value, CLASSES);
  const limit = (name: keyof ThrottleConfig) => readRateLimit(`${key}.${name}`, value[name] ?? DEFAULT_THROTTLE[name]);
  return {
    venue: limit('venue'),
    unknown: limit('unknown'),
    presses: limit('presses'),
    acknowledgements: limit('acknowledgements'),
  };
};

function readRateLimit(key: string, value: unknown): RateLimit {
  if (!isSection(value)) throw new ConfigError(key, `must be an object of ${FIELDS.join(' and ')}`);
  knowsOnly(key, value, FIELDS);
  return {
    ratePerSecond: integer(1, ACCOUNT_RATE_PER_SECOND)(`${key}.ratePerSecond`, value.ratePerSecond),
    burst: integer(1, ACCOUNT_BURST)(`${key}.burst`, value.burst),
  };
}

/** Reserved concurrency by function. Zero is refused: it would stop the function. */
export const readConcurrency: Reader<ConcurrencyConfig> = (key, value) => {
  if (!isSection(value)) throw new ConfigError(key, 'must be an object of functions, each with a number');
  knowsOnly(key, value, FUNCTION_NAMES);
  return Object.fromEntries(
    Object.entries(value).map(([name, reserved]) => [name, integer(1, 10_000)(`${key}.${name}`, reserved)]),
  );
};

/**
 * A section with one of its values replaced from the command line: `throttle.venue.burst`, `concurrency.receive-snapshot`.
 *
 * @param path of the value within the section
 * @param base what stands in a class of the section that the file does not give
 */
export function overridden(section: unknown, path: readonly string[], value: unknown, base: Section): Section {
  const [field = '', ...deeper] = path;
  const given = isSection(section) ? section : {};
  const inner = Object.hasOwn(base, field) ? base[field] : {};
  return {
    ...given,
    [field]:
      deeper.length === 0 ? value : overridden(given[field] ?? inner, deeper, value, isSection(inner) ? inner : {}),
  };
}
