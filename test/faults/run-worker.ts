import { startDynamoDbLocal } from '../../infra/local/dynamodb.ts';
import { openBybit } from '../shared/market-data/venues/bybit.ts';
import { quoted } from '../shared/market-data/venues/quoted.ts';
import type { Fault } from './world/calls.ts';
import { playWith, type Run } from './world/play.ts';
import { STORIES, type Story } from './world/story.ts';
import { startVirtualTime } from './world/virtual-time.ts';
import { START } from './world/world.ts';

/** What the parent asks for, and what it is answered; the first answer says that the worker is ready. */
export interface Asked {
  readonly assemblyDir: string;
  /** Index in STORIES. */
  readonly story: number;
  readonly faults: readonly Fault[];
}
export type Answered = { readonly ready: true } | { readonly run: Run } | { readonly error: string };

/** Plays one run after the other, in a process of its own because the time is its own. */
const database = await startDynamoDbLocal();
const market = quoted(97_000, Date.UTC(2025, 5, 1, 12, 30));
const exchange = await openBybit(market, market);
const time = startVirtualTime(START);

process.on('message', ({ assemblyDir, story, faults }: Asked) => {
  playWith({ time, assemblyDir, database, exchange }, STORIES[story] as Story, faults).then(
    (run) => answer({ run }),
    (error: Error) => answer({ error: error.stack ?? error.message }),
  );
});
process.on('disconnect', () => process.exit());
answer({ ready: true });

function answer(message: Answered): void {
  process.send?.(message);
}
