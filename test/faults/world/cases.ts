import { shuffled } from '../../../infra/local/engine/stream-lanes.ts';
import { type Call, FAULTS, type Fault, type FaultKind, nameOf } from './calls.ts';
import { STORIES } from './story.ts';

/** A fault in a story. */
export interface Case {
  readonly story: number;
  readonly fault: Fault;
}

export const nameOfCase = ({ story, fault: { call, nth, kind } }: Case): string =>
  `${kind}: ${call} #${nth} (${STORIES[story]?.name})`;

/** Whether it happened before the error, or twice, makes no difference to a read. */
const FAULTS_OF_A_READ: readonly FaultKind[] = [
  'fails before',
  'unknown error',
  'crash before',
  'fails for a minute',
  'crashes for a minute',
];
const READS = /^(GetItem|BatchGetItem|Query|GetSecretValue|DescribeExecution)$/;

/**
 * Every call of a clean run with every kind of fault that can make a difference: of calls that look alike the first and the second, as those after them
 * are made in the same states. What is known from another story is left to that.
 *
 * @param known names of calls
 */
export function casesOf(made: readonly Call[], story: number, known: ReadonlySet<string>): Case[] {
  const alike = Map.groupBy(made, nameOf);
  const own = [...alike].filter(([call]) => !known.has(call));
  return own.flatMap(([call, calls]) => {
    const kinds = READS.test(calls[0]?.operation ?? '') ? FAULTS_OF_A_READ : FAULTS;
    return [...new Set([1, Math.min(2, calls.length)])].flatMap((nth) =>
      kinds.map((kind) => ({ story, fault: { call, nth, kind } })),
    );
  });
}

/** Faults of one function that share a run. */
const MOST_OF_A_FUNCTION = 6;

/** Function that a fault happens to. */
const functionOf = ({ fault: { call } }: Case): string => call.split(' · ')[0] as string;

/**
 * Cases that may share a run: of one story, only a few a function, as each use up its tries, and none of the same call, as one would keep
 * the other from happening.
 */
export function groupsOf(cases: readonly Case[], size: number, random: () => number): Case[][] {
  const left = shuffled(cases, random);
  const groups: Case[][] = [];
  while (left.length > 0) {
    const group: Case[] = [];
    const used = new Map<string, number>();
    const calls = new Set<string>();
    for (let i = 0; i < left.length && group.length < size; ) {
      const one = left[i] as Case;
      const full = (used.get(functionOf(one)) ?? 0) >= MOST_OF_A_FUNCTION;
      if (full || calls.has(one.fault.call) || (group[0] && group[0].story !== one.story)) {
        i++;
        continue;
      }
      calls.add(one.fault.call);
      used.set(functionOf(one), (used.get(functionOf(one)) ?? 0) + 1);
      group.push(one);
      left.splice(i, 1);
    }
    groups.push(group);
  }
  return groups;
}
