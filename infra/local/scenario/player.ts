import { pushSnapshot } from '../../../shared/venue/client.ts';
import type { Storm, StormScene } from '../exchange/storm.ts';
import type { SlackStandIn } from '../slack/server.ts';

export interface Stage {
  /** The public API, without a slash at the end. */
  readonly url: string;
  readonly venue: string;
  readonly keys: readonly string[];
  readonly slack: Pick<SlackStandIn, 'onMessage'>;
  /** Resolves when everything that was set going has come to rest. */
  settled(): Promise<void>;
  /** Lets the exchange tell what it has done, and the officers answer what they are asked. @returns whether any of them had to */
  acted(): Promise<boolean>;
}

export interface Played {
  readonly snapshots: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** From the push to each Slack message or update that it caused, in milliseconds, in order. */
  readonly latencies: readonly number[];
}

export interface Progress {
  readonly scene: StormScene;
  readonly played: number;
  readonly length: number;
  /** Of the last push, where it caused any message. */
  readonly latencyMs?: number;
}

const wallClock = (): number => performance.timeOrigin + performance.now();

/**
 * Plays a storm through the public API, one snapshot at a time: the exchange goes on and the next one is pushed when what the last one set
 * going has come to rest, with what the exchange and the officers did about it, so that the same storm always leaves the same state.
 *
 * @param ended asked after each snapshot: true ends the play early
 */
export async function play(
  storm: Pick<Storm, 'length' | 'scenes'>,
  stage: Stage,
  onProgress: (progress: Progress) => void | Promise<void>,
  ended: () => boolean,
): Promise<Played> {
  const { url, venue, keys, slack } = stage;
  const counts = { accepted: 0, duplicate: 0, rejected: 0 };
  const latencies: number[] = [];
  let played = 0;
  for (const scene of storm.scenes()) {
    // What the exchange has worked since the last snapshot is known before the next one is.
    await carriedOn(stage);
    const arrivals: number[] = [];
    const unsubscribe = slack.onMessage(({ postedAt, updatedAt }) => void arrivals.push(updatedAt ?? postedAt));
    const pushedAt = wallClock();
    const outcome = await pushSnapshot({ url, venue, keys }, scene.snapshot);
    counts[outcome.status]++;
    await stage.settled();
    // What follows on an officer's press is as late as the officer.
    unsubscribe();
    latencies.push(...arrivals.map((arrived) => arrived - pushedAt));
    await onProgress({
      scene,
      played: ++played,
      length: storm.length,
      ...(arrivals[0] === undefined ? {} : { latencyMs: arrivals[0] - pushedAt }),
    });
    await carriedOn(stage);
    // Before the exchange goes on, so that it is no further than what was pushed.
    if (ended()) break;
  }
  return {
    snapshots: played,
    accepted: counts.accepted,
    duplicates: counts.duplicate,
    rejected: counts.rejected,
    latencies,
  };
}

async function carriedOn({ acted, settled }: Stage): Promise<void> {
  while (await acted()) await settled();
}
