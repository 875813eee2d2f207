import type { Call, Fault } from './calls.ts';
import { type Judgement, judge } from './judge.ts';
import { playStory, type Story } from './story.ts';
import { openWorld, START, type WorldOptions } from './world.ts';

/** Sweeps run every minute: two of them, and what they set going. */
const TWO_SWEEPS_MS = 150_000;
const LONGEST_STORY_MS = 70 * 60_000;
/** What was pushed last is worked off. */
const LAST_PUSH_MS = 20_000;

export interface Run extends Judgement {
  readonly made: readonly Call[];
  /** Planned faults whose call was never made: nothing was tried of them. */
  readonly unreached: readonly Fault[];
  readonly log: readonly string[];
}

/** Plays a story with these faults in it, waits for two sweeps after all of them are over, and judges what stands. */
export async function playWith(options: WorldOptions, story: Story, faults: readonly Fault[] = []): Promise<Run> {
  const world = await openWorld({ ...options, faults: [...story.troubles, ...faults] });
  try {
    const { time, switchboard } = world;
    const played = await playStory(world, story);
    await time.until(played.done, START + LONGEST_STORY_MS);
    await time.until(() => false, Math.max(Date.now(), switchboard.overAt) + TWO_SWEEPS_MS);
    played.stop();
    await time.until(() => false, Date.now() + LAST_PUSH_MS);
    const judgement = await judge(world, played);
    const unreached = faults.filter((fault) => !switchboard.happened.has(fault));
    return { ...judgement, made: switchboard.made, unreached, log: [...world.log] };
  } finally {
    await world.close();
  }
}
