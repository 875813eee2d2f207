import { pushSnapshot } from '../../../shared/venue/client.ts';
import type { SlackStandIn } from '../slack/server.ts';
import type { Scenario, Scene } from './scenario.ts';

export interface Stage {
  /** The public API, without a slash at the end. */
  readonly url: string;
  readonly venue: string;
  readonly keys: readonly string[];
  readonly slack: Pick<SlackStandIn, 'onMessage'>;
  /** Resolves when everything that was set going has come to rest. */
  settled(): Promise<void>;
}

export interface Played {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** From the push to each Slack message or update that it caused, in milliseconds, in order. */
  readonly latencies: readonly number[];
}

export interface Progress {
  readonly scene: Scene;
  readonly played: number;
  readonly length: number;
  /** Of the last push, where it caused any message. */
  readonly latencyMs?: number;
}

const wallClock = (): number => performance.timeOrigin + performance.now();

/**
 * Plays a scenario through the public API, one snapshot at a time: the next is pushed when what the last one set going has come
 * to rest, so that the same scenario always leaves the same state.
 *
 * @param ended asked between two snapshots: true ends the play early
 */
export async function play(
  scenario: Scenario,
  stage: Stage,
  onProgress: (progress: Progress) => void | Promise<void>,
  ended: () => boolean,
): Promise<Played> {
  const { url, venue, keys, slack, settled } = stage;
  const counts = { accepted: 0, duplicate: 0, rejected: 0 };
  const latencies: number[] = [];
  let played = 0;
  for (const scene of scenario.scenes()) {
    if (ended()) break;
    const arrivals: number[] = [];
    const unsubscribe = slack.onMessage(({ postedAt, updatedAt }) => void arrivals.push(updatedAt ?? postedAt));
    const pushedAt = wallClock();
    const outcome = await pushSnapshot({ url, venue, keys }, scene.snapshot);
    counts[outcome.status]++;
    await settled();
    unsubscribe();
    latencies.push(...arrivals.map((arrived) => arrived - pushedAt));
    await onProgress({
      scene,
      played: ++played,
      length: scenario.length,
      ...(arrivals[0] === undefined ? {} : { latencyMs: arrivals[0] - pushedAt }),
    });
  }
  return { accepted: counts.accepted, duplicates: counts.duplicate, rejected: counts.rejected, latencies };
}
