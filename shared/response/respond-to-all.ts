import { createHash } from 'node:crypto';
import type { Event } from '../incident/decide.ts';
import { type Alarm, SEVERITIES } from '../policy/types.ts';
import { errorFields, log } from '../runtime/log.ts';
import { readNewestIncidents } from '../store/incidents.ts';
import { readMovesProgress, writeMovesProgress } from '../store/moves-progress.ts';
import { mapBounded, type Tables } from '../store/tables.ts';
import { type Responder, respondTo } from './open-response.ts';

/** How the moves of an assessment were delivered. */
export interface Delivery {
  /** Of the venue's item of moves; progress is noted only if it is known. */
  readonly turn: number | undefined;
  /** Milliseconds until the function is ended. */
  remainingMs(): number;
  readonly pace?: Pace;
}

/** In which portions the work is done. */
export interface Pace {
  /** Incidents that are read together. */
  readonly batch: number;
  /** Batches after which progress is noted; if there are fewer in all, nothing is. */
  readonly notedEvery: number;
}

/** A hundred are read with one request. */
const PACE: Pace = { batch: 100, notedEvery: 5 };

/** There was no time for all of it. What is done is noted, and the next delivery goes on from there. */
export class CutOff extends Error {
  override name = 'CutOff';
}

/** Kept free for what is under way when the time is up: the slowest start takes 20 s of pauses and a last call. */
const RESERVE_MS = 30_000;
/** Batches in work at once, and incidents of each: below the 50 connections that the SDK opens to one service. */
const BATCHES_AT_ONCE = 3;
const INCIDENTS_AT_ONCE = 16;
/** Failures that progress lists: the item stays far below DynamoDB's 400 KB. */
const FAILURES_LISTED = 2_000;
/** Errors that are listed; the others are counted. */
const ERRORS_TOLD = 20;

/** The events of one incident, in their order. */
type Chain = readonly [Event, ...Event[]];

/**
 * Takes events to their incidents and starts the responses, the most severe first. One that fails keeps no other from being
 * taken. Safe to repeat from any point; of many events the progress is noted, so that a repetition does only what is left.
 *
 * @param alertFrom  severity from which on an incident is open
 * @throws AggregateError of what failed, after all were tried; CutOff if the time did not suffice
 */
export async function respondToAll(
  tables: Tables,
  responder: Responder,
  events: readonly Event[],
  alertFrom: Alarm,
  { venue, sequence }: { readonly venue: string; readonly sequence: number },
  { turn, remainingMs, pace = PACE }: Delivery = { turn: undefined, remainingMs: () => Number.POSITIVE_INFINITY },
): Promise<void> {
  const chains = chainsOf(events);
  const noting = chains.length >= pace.notedEvery * pace.batch ? turn : undefined;
  const progress = await openProgress(tables, { venue, sequence }, chains, noting);
  const batches = inBatches(progress.todo, pace.batch);
  const errors: unknown[] = [];
  let failed = 0;
  const isOver = () => remainingMs() < RESERVE_MS;

  async function takeChain(chain: Chain, read: Parameters<typeof respondTo>[4]): Promise<boolean> {
    try {
      for (const [i, event] of chain.entries())
        await respondTo(tables, responder, event, alertFrom, i === 0 ? read : undefined);
      return true;
    } catch (error) {
      failed += 1;
      if (errors.length < ERRORS_TOLD) errors.push(error);
      return false;
    }
  }

  async function takeBatch(batch: readonly number[]): Promise<void> {
    if (isOver()) return;
    const wanted = batch.map((index) => chains[index] as Chain);
    const newest = await readNewestIncidents(
      tables,
      wanted.map(([event]) => event),
    ).catch((error: unknown) => {
      // Each then reads its own, and fails alone if it has to.
      log('warn', 'incidents could not be read together', { venue, sequence, ...errorFields(error) });
      return undefined;
    });
    await mapBounded(wanted, INCIDENTS_AT_ONCE, async (chain, i) => {
      if (isOver()) return;
      const index = batch[i] as number;
      if (await takeChain(chain, newest && { newest: newest[i] })) progress.left.delete(index);
      progress.tried.add(index);
    });
  }

  let finished = 0;
  await mapBounded(batches, BATCHES_AT_ONCE, async (batch) => {
    await takeBatch(batch);
    finished += 1;
    if (finished % pace.notedEvery === 0) await progress.note();
  });
  if (progress.left.size === 0) return;
  await progress.note();
  const left = `${progress.left.size} of the ${chains.length} incidents that ${sequence} of ${venue} moved`;
  const first = errors[0] === undefined ? '' : `; ${failed} failed, the first with ${errors[0]}`;
  if (progress.left.size > failed) throw new CutOff(`There was no time for ${left}: the next delivery goes on${first}`);
  throw new AggregateError(errors, `Could not respond to ${left}${first}`);
}

/** By incident, the most severe first; otherwise in the order of the events. */
function chainsOf(events: readonly Event[]): Chain[] {
  const chains = new Map<string, [Event, ...Event[]]>();
  for (const event of events) {
    const key = keyOf(event);
    const chain = chains.get(key);
    if (chain) chain.push(event);
    else chains.set(key, [event]);
  }
  const worst = (chain: Chain) => Math.max(...chain.map(({ severity }) => SEVERITIES.indexOf(severity)));
  return [...chains.values()].sort((a, b) => worst(b) - worst(a));
}

const keyOf = ({ symbol, group }: Event): string => JSON.stringify([symbol, group]);

const inBatches = (indexes: readonly number[], size: number): number[][] =>
  Array.from({ length: Math.ceil(indexes.length / size) }, (_, i) => indexes.slice(i * size, (i + 1) * size));

interface Progress {
  /** Indexes of the chains that are to be taken, rising. */
  readonly todo: readonly number[];
  /** Those of them that have not succeeded. */
  readonly left: Set<number>;
  readonly tried: Set<number>;
  /** Writes down how far it came. */
  note(): Promise<void>;
}

/** @param turn undefined if none is to be noted */
async function openProgress(
  tables: Tables,
  { venue, sequence }: { readonly venue: string; readonly sequence: number },
  chains: readonly Chain[],
  turn: number | undefined,
): Promise<Progress> {
  const plan = planOf(chains);
  const before = turn === undefined ? undefined : await readMovesProgress(tables, venue, { turn, plan });
  const first = before?.done ?? 0;
  const todo = [...(before?.failed ?? []), ...Array.from({ length: chains.length - first }, (_, i) => first + i)];
  const left = new Set(todo);
  const tried = new Set<number>();
  return {
    todo,
    left,
    tried,
    async note() {
      if (turn === undefined) return;
      const untried = todo.find((index) => index >= first && !tried.has(index)) ?? chains.length;
      const failed = [...left].filter((index) => index < untried).sort((a, b) => a - b);
      const done = failed[FAILURES_LISTED] ?? untried;
      const listed = failed.slice(0, FAILURES_LISTED);
      try {
        await writeMovesProgress(tables, venue, { sequence, turn, plan, done, failed: listed });
      } catch (error) {
        // Without it the next delivery does more of it again, to the same effect.
        log('warn', 'the progress of moves could not be noted', { venue, sequence, ...errorFields(error) });
      }
    },
  };
}

const planOf = (chains: readonly Chain[]): string =>
  createHash('sha256')
    .update(JSON.stringify(chains.map(([event]) => keyOf(event))))
    .digest('hex')
    .slice(0, 32);
