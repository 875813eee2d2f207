import { shuffled } from '../../../infra/local/engine/stream-lanes.ts';
import { type Call, FAULTS, type Fault, nameOf } from './calls.ts';
import { STORIES } from './story.ts';

/** A fault in a story. */
export interface Case {
  readonly story: number;
  readonly fault: Fault;
}

export const nameOfCase = ({ story, fault: { call, nth, kind } }: Case): string =>
  `${kind}: ${call} #${nth} (${STORIES[story]?.name})`;

/**
 * Every call of a clean run with every kind of fault: of calls that look alike the first and the second, as those after them
 * are made in the same states. What is known from another story is left to that.
 *
 * @param known names of calls
 */
export function casesOf(made: readonly Call[], story: number, known: ReadonlySet<string>): Case[] {
  const counts = new Map<string, number>();
  for (const call of made) counts.set(nameOf(call), (counts.get(nameOf(call)) ?? 0) + 1);
  const own = [...counts].filter(([call]) => !known.has(call));
  return own.flatMap(([call, count]) =>
    [...new Set([1, Math.min(2, count)])].flatMap((nth) =>
      FAULTS.map((kind) => ({ story, fault: { call, nth, kind } })),
    ),
  );
}

/** Faults of one function that share a run. */
const MOST_OF_A_FUNCTION = 6;

/** Function that a fault happens to. */
const functionOf = ({ fault: { call } }: Case): string => call.split(' · ')[0] as string;

/**
 * Cases that may share a run: of one story, and only a few a function, as each use up its tries. What fails together is run again one by
 * one.
 */
export function groupsOf(cases: readonly Case[], size: number, random: () => number): Case[][] {
  const left = shuffled(cases, random);
  const groups: Case[][] = [];
  while (left.length > 0) {
    const group: Case[] = [];
    const used = new Map<string, number>();
    for (let i = 0; i < left.length && group.length < size; ) {
      const one = left[i] as Case;
      if ((used.get(functionOf(one)) ?? 0) >= MOST_OF_A_FUNCTION || (group[0] && group[0].story !== one.story)) {
        i++;
        continue;
      }
      used.set(functionOf(one), (used.get(functionOf(one)) ?? 0) + 1);
      group.push(one);
      left.splice(i, 1);
    }
    groups.push(group);
  }
  return groups;
}
