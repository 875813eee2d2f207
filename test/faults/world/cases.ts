import { shuffled } from '../../../infra/local/engine/stream-lanes.ts';
import { type Call, FAULTS, type Fault, nameOf, VERDICTS } from './calls.ts';
import { STORIES } from './story.ts';

/** A fault in a story. */
export interface Case {
  readonly story: number;
  readonly fault: Fault;
}

export const nameOfCase = ({ story, fault: { call, nth, kind } }: Case): string =>
  `${kind}: ${call} #${nth} (${STORIES[story]?.name})`;

/** Whether a read happened before the error, or twice, makes no difference. */
const FAULTS_OF_A_READ = FAULTS.filter((kind) => VERDICTS[kind].happens === 0);
const READS = /^(GetItem|BatchGetItem|Query|GetSecretValue|DescribeExecution)$/;

/**
 * Every call of a clean run with every kind of fault that can make a difference. Of calls that look alike the first and the second are
 * taken, as those after them are made in the same states. What is known from another story is left to that.
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
  const groups: Case[][] = [];
  for (let left = shuffled(cases, random); left.length > 0; ) {
    const group: Case[] = [];
    const rest: Case[] = [];
    for (const one of left) (group.length < size && fits(one, group) ? group : rest).push(one);
    groups.push(group);
    left = rest;
  }
  return groups;
}

const fits = (one: Case, group: readonly Case[]): boolean =>
  group.every(({ story, fault }) => story === one.story && fault.call !== one.fault.call) &&
  group.filter((other) => functionOf(other) === functionOf(one)).length < MOST_OF_A_FUNCTION;
