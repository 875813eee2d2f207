import { ruleFaults, shown, type TermFault } from './check-rules.ts';
import { IN_ORDER, type Limit, POLICY_LIMITS } from './limits.ts';
import { PolicyFault, pointer } from './overlay.ts';
import { LEASE_MS, LEAST_SILENCE_MS, LOOK_MS, SEND_MS } from './time-limits.ts';
import type { Policy } from './types.ts';

/** A user's id in Slack. */
const OFFICER = /^[UW][A-Z0-9-]{1,30}$/;

/** Of the faults of a policy, as many are told in one sentence. */
const MOST_TOLD = 5;

/**
 * What of a policy would make the system unsafe, or makes no sense: values out of their range, values that
 * contradict each other, rules that are none.
 *
 * @param policy of a policy's form, as `overlayPolicy` returns it; only what is in lists may be anything
 * @returns one for each place at fault; empty for a policy that can be put in force
 */
export function policyFaults(policy: Policy): readonly TermFault[] {
  const faults = new Map<string, string>();
  const add = ({ path, message }: TermFault) => faults.has(path) || faults.set(path, message);
  for (const fault of limitFaults(policy, POLICY_LIMITS, '')) add(fault);
  // Where one of the two is no value at all, that has been said.
  for (const fault of orderFaults(policy)) if (!faults.has(fault.than)) add(fault);
  for (const fault of timeFaults(policy.response)) add(fault);
  for (const fault of approvalFaults(policy.response.approval)) add(fault);
  for (const fault of groupFaults(policy)) add(fault);
  for (const fault of ruleFaults(policy.rules)) add(fault);
  return [...faults].map(([path, message]) => ({ path, message }));
}

/** @throws PolicyFault naming the first places at fault, where there are any */
export function refuseFaults(policy: Policy): void {
  const faults = policyFaults(policy);
  if (faults.length === 0) return;
  const told = faults.slice(0, MOST_TOLD).map(({ path, message }) => `${path} ${message}`);
  const more = faults.length - told.length;
  throw new PolicyFault(`${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}`);
}

/** Limits of any depth: `Limits` holds them to the policy's form. */
type Tree = { readonly [key: string]: Limit | Tree };

const isLimit = (node: Limit | Tree): node is Limit => typeof node.holds === 'function';

function* limitFaults(section: unknown, limits: object, path: string): Generator<TermFault> {
  const values = section as Readonly<Record<string, unknown>>;
  const { each } = limits as Tree;
  // What is named freely has one limit for all.
  const known = each ? Object.fromEntries(Object.keys(values).map((key) => [key, each])) : (limits as Tree);
  for (const [key, limit] of Object.entries(known)) {
    const at = pointer(path, key);
    if (!isLimit(limit)) yield* limitFaults(values[key], limit, at);
    else if (!limit.holds(values[key]))
      yield { path: at, message: `must be ${limit.words}, not ${shown(values[key])}` };
  }
}

function orderFaults(policy: Policy): readonly (TermFault & { readonly than: string })[] {
  const at = (path: string): number =>
    path
      .split('/')
      .slice(1)
      .reduce<unknown>((section, key) => (section as Record<string, unknown>)[key], policy) as number;
  return IN_ORDER.flatMap(([path, than]) =>
    at(path) <= at(than)
      ? []
      : [{ path, than, message: `must be at most the ${at(than)} of ${than}, not ${at(path)}` }],
  );
}

/** Times that nobody could keep, however well all goes: each would end a response as if the venue, or the market, had failed. */
function* timeFaults({ dispatch, verification }: Policy['response']): Generator<TermFault> {
  if (dispatch.silenceMs < LEAST_SILENCE_MS)
    yield {
      path: '/response/dispatch/silenceMs',
      message: `must be at least ${LEAST_SILENCE_MS}, not ${dispatch.silenceMs}: deciding what is sent may take ${LOOK_MS} ms, and the first action ${LEASE_MS + SEND_MS} ms more, before there is a sign of life`,
    };
  if (verification.withinMs < LOOK_MS)
    yield {
      path: '/response/verification/withinMs',
      message: `must be at least ${LOOK_MS}, not ${verification.withinMs}: one look at a newer snapshot may take as long`,
    };
}

function* approvalFaults({ needed, officers }: Policy['response']['approval']): Generator<TermFault> {
  const path = '/response/approval/officers';
  const ids: readonly unknown[] = officers;
  for (const [i, id] of ids.entries()) {
    const at = pointer(path, i);
    if (typeof id !== 'string' || !OFFICER.test(id))
      yield { path: at, message: `must be a user's id in Slack, such as "U024BE7LH", not ${shown(id)}` };
    else if (ids.indexOf(id) < i) yield { path: at, message: `must be another: ${id} stands there already` };
  }
  // With none at all, plans are proposed and nothing is done: what a policy may want.
  if (ids.length > 0 && needed > ids.length)
    yield {
      path: '/response/approval/needed',
      message: `must be at most the number of officers, ${ids.length}, not ${needed}: nothing could ever be approved`,
    };
}

/** A group that no rule is of, as by a slip of the pen, would never be planned for. */
function* groupFaults({ response, rules }: Policy): Generator<TermFault> {
  const known = new Set((rules as readonly unknown[]).map((rule) => (rule as { group?: unknown } | null)?.group));
  const groups: readonly unknown[] = response.groups;
  for (const [i, group] of groups.entries()) {
    const path = pointer('/response/groups', i);
    if (!known.has(group) || typeof group !== 'string')
      yield { path, message: `must be the group of a rule, not ${shown(group)}` };
    else if (groups.indexOf(group) < i) yield { path, message: `must be another: ${group} stands there already` };
  }
}
