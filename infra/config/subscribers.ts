import { ConfigError, matching, type Reader } from './readers.ts';

interface Subscribed {
  readonly alarmEmail?: string;
  readonly alarmSubscribers: readonly string[];
}

/** All subscribers to alarms, without duplicates. */
export const subscribersOf = ({ alarmEmail, alarmSubscribers }: Subscribed): readonly string[] => [
  ...new Set([...(alarmEmail === undefined ? [] : [alarmEmail]), ...alarmSubscribers]),
];

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const readEmail: Reader<string> = matching(EMAIL, 'must be an e-mail address');

/** From the command line separated by commas. */
export function readSubscribers(key: string, value: unknown): readonly string[] {
  const list: unknown = typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value;
  if (!Array.isArray(list)) throw new ConfigError(key, 'must be a list of e-mail addresses and https endpoints');
  return list.map((one: unknown, i) => {
    const url = typeof one === 'string' && URL.canParse(one) ? new URL(one) : undefined;
    const endpoint = url?.protocol === 'https:' && url.username === '' && url.password === '';
    if (typeof one === 'string' && (endpoint || (url === undefined && EMAIL.test(one)))) return one;
    throw new ConfigError(
      `${key}[${i}]`,
      `must be an e-mail address or an https endpoint without a user, not ${JSON.stringify(one)}`,
    );
  });
}
