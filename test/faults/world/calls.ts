import type { Owner } from './virtual-time.ts';

/** One execution environment of a function. What happens to it after its death has no effect. */
export interface Instance extends Owner {
  readonly functionName: string;
  dead: boolean;
  /** Ends it in the middle of what it does. */
  kill(): void;
}

export type Service = 'DynamoDB' | 'Step Functions' | 'Secrets Manager' | 'Slack' | 'Venue' | 'Market data';

/** A call of a function to the outside. */
export interface Call {
  readonly functionName: string;
  readonly service: Service;
  /** As the template grants it: `PutItem`, `StartExecution`, `chat.update`, `POST /actions`. */
  readonly operation: string;
  /** Tables that it is about, by logical name; one name for any other endpoint. */
  readonly targets: readonly string[];
  /** What it reads or writes there, without the names and numbers of this run. */
  readonly items: string;
}

export const FAULTS = [
  'fails before',
  'unknown error',
  'fails after',
  'happens twice',
  'crash before',
  'crash after',
  'fails for a minute',
  'crashes for a minute',
] as const;
export type FaultKind = (typeof FAULTS)[number];

/** A call that goes wrong: the nth of those that look alike, from 1; for a minute, it and all that look like it. */
export interface Fault {
  readonly call: string;
  readonly nth: number;
  readonly kind: FaultKind;
  /** Instead of a minute. */
  readonly forMs?: number;
  /** Of an unknown error, instead of one that nobody has heard of. */
  readonly errorName?: string;
}

export const MINUTE_MS = 60_000;

/** Calls with the same name look alike. */
export const nameOf = ({ functionName, service, operation, targets, items }: Call): string =>
  [functionName, service, operation, targets.join('+'), items].filter((part) => part !== '').join(' · ');

/** What becomes of a call: it happens, so many times, and then its caller gets the last answer, gets an error, or dies. */
export interface Verdict {
  readonly happens: 0 | 1 | 2;
  readonly caller: 'answer' | 'error' | 'unknown error' | 'crash';
  /** Of an unknown error. */
  readonly errorName?: string;
}

const CLEAR: Verdict = { happens: 1, caller: 'answer' };

export const VERDICTS: Readonly<Record<FaultKind, Verdict>> = {
  'fails before': { happens: 0, caller: 'error' },
  'unknown error': { happens: 0, caller: 'unknown error' },
  'fails after': { happens: 1, caller: 'error' },
  'happens twice': { happens: 2, caller: 'answer' },
  'crash before': { happens: 0, caller: 'crash' },
  'crash after': { happens: 1, caller: 'crash' },
  'fails for a minute': { happens: 0, caller: 'error' },
  'crashes for a minute': { happens: 0, caller: 'crash' },
};

/** Sees the calls of all functions, and lets those that are planned go wrong. */
export interface Switchboard {
  /** @param group names the tries of one call: what fails goes on failing, or the SDK's own next try would hide it from our code */
  verdictOn(call: Call, group: string | undefined): Verdict;
  /** Every call that was made, in order, without repeated tries. */
  readonly made: readonly Call[];
  /** Faults that have happened, and when the last of them was over. */
  readonly happened: ReadonlySet<Fault>;
  readonly overAt: number;
}

export function openSwitchboard(faults: readonly Fault[], now: () => number): Switchboard {
  const made: Call[] = [];
  const counts = new Map<string, number>();
  const verdicts = new Map<string, Verdict>();
  const happened = new Set<Fault>();
  const down = new Map<string, { readonly until: number; readonly verdict: Verdict }>();
  let overAt = 0;

  function first(call: Call): Verdict {
    made.push(call);
    const name = nameOf(call);
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    const fault = faults.find((one) => one.call === name && one.nth === nth);
    if (!fault) {
      const outage = down.get(name);
      return outage && now() < outage.until ? outage.verdict : CLEAR;
    }
    happened.add(fault);
    const { errorName } = fault;
    const verdict = { ...VERDICTS[fault.kind], ...(errorName ? { errorName } : {}) };
    const until = now() + (fault.kind.endsWith('for a minute') ? (fault.forMs ?? MINUTE_MS) : 0);
    down.set(name, { until, verdict });
    overAt = Math.max(overAt, until);
    return verdict;
  }

  return {
    made,
    happened,
    get overAt() {
      return overAt;
    },
    verdictOn(call, group) {
      const before = group === undefined ? undefined : verdicts.get(group);
      if (before && before.caller !== 'answer') return { ...before, happens: 0 };
      const verdict = first(call);
      if (group !== undefined) verdicts.set(group, verdict);
      return verdict;
    },
  };
}
