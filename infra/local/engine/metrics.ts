import type { Clock } from './clock.ts';

/** A metric as CloudWatch names it; of dimensions it has one, whose value is the owner. */
export interface MetricName {
  readonly namespace: string;
  readonly metric: string;
  readonly owner: string;
}

export const STATISTICS = ['Sum', 'Maximum', 'Minimum', 'Average', 'SampleCount'] as const;
export type Statistic = (typeof STATISTICS)[number];

/** What the services on this machine have published, by the minute, for a day. */
export interface Metrics {
  /** Publishes a data point. @param at Unix milliseconds; now, unless given */
  publish(name: MetricName, value: number, at?: number): void;
  /** A statistic over [from, to); undefined if no data point is in it. */
  read(name: MetricName, statistic: Statistic, from: number, to: number): number | undefined;
}

interface Minute {
  sum: number;
  most: number;
  least: number;
  samples: number;
}

const MINUTE_MS = 60_000;
const KEPT_MINUTES = 1_440;

export function openMetrics({ now }: Pick<Clock, 'now'>): Metrics {
  const series = new Map<string, Map<number, Minute>>();
  return {
    publish(name, value, at = now()) {
      const key = keyOf(name);
      const minutes = series.get(key) ?? new Map<number, Minute>();
      series.set(key, minutes);
      const minute = Math.floor(at / MINUTE_MS);
      const before = minutes.get(minute);
      if (before === undefined) {
        minutes.set(minute, { sum: value, most: value, least: value, samples: 1 });
        for (const old of minutes.keys()) if (old < minute - KEPT_MINUTES) minutes.delete(old);
      } else {
        before.sum += value;
        before.most = Math.max(before.most, value);
        before.least = Math.min(before.least, value);
        before.samples += 1;
      }
    },
    read(name, statistic, from, to) {
      const within = [...(series.get(keyOf(name)) ?? [])]
        .filter(([minute]) => minute * MINUTE_MS >= from && minute * MINUTE_MS < to)
        .map(([, values]) => values);
      return within.length === 0 ? undefined : STATISTIC[statistic](within);
    },
  };
}

const keyOf = ({ namespace, metric, owner }: MetricName): string => `${namespace} ${metric} ${owner}`;

const total = (minutes: readonly Minute[], of: 'sum' | 'samples'): number =>
  minutes.reduce((sum, minute) => sum + minute[of], 0);

const STATISTIC: Readonly<Record<Statistic, (minutes: readonly Minute[]) => number>> = {
  Sum: (minutes) => total(minutes, 'sum'),
  SampleCount: (minutes) => total(minutes, 'samples'),
  Average: (minutes) => total(minutes, 'sum') / total(minutes, 'samples'),
  Maximum: (minutes) => Math.max(...minutes.map(({ most }) => most)),
  Minimum: (minutes) => Math.min(...minutes.map(({ least }) => least)),
};
