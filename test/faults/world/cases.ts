import { type Call, FAULTS, type Fault, nameOf } from './calls.ts';

/**
 * Every call of a clean run with every kind of fault: of calls that look alike the first, the second and the last, as those between are
 * made in the same state.
 */
export function casesOf(made: readonly Call[]): Fault[] {
  const counts = new Map<string, number>();
  for (const call of made) counts.set(nameOf(call), (counts.get(nameOf(call)) ?? 0) + 1);
  return [...counts].flatMap(([call, count]) =>
    [...new Set([1, Math.min(2, count), count])].flatMap((nth) => FAULTS.map((kind) => ({ call, nth, kind }))),
  );
}

/** Function that a fault happens to. */
const functionOf = ({ call }: Fault): string => call.split(' · ')[0] as string;

/**
 * Cases that may share a run: at most one a function, so that no fault meets a function that another one is hitting already. What fails
 * together is run again one by one.
 */
export function groupsOf(cases: readonly Fault[], size: number, random: () => number): Fault[][] {
  const left = shuffled(cases, random);
  const groups: Fault[][] = [];
  while (left.length > 0) {
    const group: Fault[] = [];
    const used = new Set<string>();
    for (let i = 0; i < left.length && group.length < size; ) {
      const one = left[i] as Fault;
      if (used.has(functionOf(one))) {
        i++;
        continue;
      }
      used.add(functionOf(one));
      group.push(one);
      left.splice(i, 1);
    }
    groups.push(group);
  }
  return groups;
}

export function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const order = [...values];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}
