import { readFileSync } from 'node:fs';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { differencesFrom, PolicyFault } from '../../../shared/policy/overlay.ts';
import { timeFigure } from '../../../shared/presentation/figures.ts';
import {
  type PolicyVersion,
  policyFrom,
  readPolicyInForce,
  readStoredPolicy,
  turnKillSwitch,
  writePolicy,
} from '../../../shared/store/policies.ts';
import { readCursor } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { byWhom, type Command, required, UsageError, type Values, wholeNumber } from './command.ts';
import { STATE_OPTIONS, stateAt } from './tables-at.ts';

const USAGE = `Usage: npm run -s cli -- policy show --venue V --state TABLE [OPTIONS]
       npm run -s cli -- policy set FILE --venue V --state TABLE [OPTIONS]
       npm run -s cli -- policy kill --venue V --state TABLE [OPTIONS]
       npm run -s cli -- policy release --venue V --state TABLE [OPTIONS]

The policy that a venue is watched and acted on by. Each change is a version of
its own, in force at once; all are kept, as plans and incidents refer to them.
The table's name is an output of the data stack; while \`npm start\` serves, it
prints it with the endpoint.

  show      the policy in force: its version, and where it differs from the
            default
    --version N      another version; 1 is the default
    --json           print the policy and nothing else
  set       puts FILE in force: JSON with all that differs from the default,
            such as {"response": {"approval": {"officers": ["U024BE7LH"]}}}
  kill      turns the kill switch on: nothing more is sent to the venue, while
            alerts and plans go on
  release   turns it off again

  --by NAME        who changes it, for the record; your name on this machine
                   where it is absent
  --endpoint URL   of DynamoDB, where it is not AWS's`;

export const command: Command = {
  name: 'policy',
  usage: USAGE,
  options: {
    venue: { type: 'string' },
    ...STATE_OPTIONS,
    version: { type: 'string' },
    by: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: [1, 2],
  takes: 'show, set FILE, kill or release',
  async run({ values, positionals: [action = '', file] }) {
    const perform = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!perform)
      throw new UsageError(`policy takes ${command.takes}, not ${JSON.stringify(action)}\n\n${command.usage}`);
    if ((file !== undefined) !== (action === 'set'))
      throw new UsageError(`policy ${action} takes ${action === 'set' ? 'one FILE' : 'no FILE'}\n\n${command.usage}`);
    return perform(stateAt(values), required(values, 'venue'), values, file ?? '');
  },
};

/** @returns the exit status */
type Action = (tables: Tables, venue: string, values: Values, file: string) => Promise<number>;

const ACTIONS: Readonly<Record<string, Action>> = {
  show,
  set,
  kill: (tables, venue, values) => turn(tables, venue, values, true),
  release: (tables, venue, values) => turn(tables, venue, values, false),
};

async function show(tables: Tables, venue: string, values: Values): Promise<number> {
  const version = wholeNumber(values, 'version', 1, Number.MAX_SAFE_INTEGER);
  const stored = await (version === undefined
    ? readPolicyInForce(tables, venue)
    : readStoredPolicy(tables, venue, version));
  if (!stored && version !== undefined && version !== DEFAULT_POLICY.version) {
    console.error(`There is no policy ${version} of ${venue}`);
    return 1;
  }
  console.log(values.json ? JSON.stringify(stored ? policyFrom(stored) : DEFAULT_POLICY) : described(venue, stored));
  return 0;
}

function described(venue: string, stored: PolicyVersion | undefined): string {
  if (!stored) return `Policy ${DEFAULT_POLICY.version} of ${venue}: the default`;
  const { version, by, at } = stored;
  const differences = differencesFrom(DEFAULT_POLICY, policyFrom(stored));
  return [
    `Policy ${version} of ${venue}, by ${by} at ${timeFigure(at)}`,
    ...differences.map(({ path, value }) => `${path}: ${JSON.stringify(value)}`),
    ...(differences.length === 0 ? ['the same as the default'] : []),
  ].join('\n');
}

async function set(tables: Tables, venue: string, values: Values, file: string): Promise<number> {
  const by = byWhom(values);
  const overlay = overlayIn(file);
  const inForce = await readPolicyInForce(tables, venue);
  if (killSwitchIn(inForce?.overlay) === true && killSwitchIn(overlay) === undefined)
    throw new UsageError(
      `the kill switch of ${venue} is on, by policy ${inForce?.version}: ${file} has to say what it is to be, as /response/killSwitch`,
    );
  const version = await written(file, () =>
    writePolicy(tables, venue, overlay, { by, before: inForce?.version ?? DEFAULT_POLICY.version }),
  );
  if (version === undefined) {
    console.error(`Nothing was written: another policy of ${venue} has been put in force meanwhile`);
    return 1;
  }
  console.log(`Policy ${version} of ${venue} is in force`);
  await warnOfStranger(tables, venue);
  return 0;
}

async function turn(tables: Tables, venue: string, values: Values, on: boolean): Promise<number> {
  const { version, turned } = await turnKillSwitch(tables, venue, on, byWhom(values));
  const standing = `the kill switch is ${on ? 'on' : 'off'}`;
  console.log(
    turned
      ? `Policy ${version} of ${venue} is in force: ${standing}`
      : `Policy ${version} of ${venue} stays in force: ${standing} already`,
  );
  await warnOfStranger(tables, venue);
  return 0;
}

/** A name that was mistyped must not pass for a venue that has been stopped. */
async function warnOfStranger(tables: Tables, venue: string): Promise<void> {
  if (!(await readCursor(tables, venue))) console.error(`No snapshot of ${venue} is known: is that its name?`);
}

/** @throws UsageError where it is no JSON */
function overlayIn(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
}

/** What an overlay says of the kill switch; undefined where it says nothing, or is no overlay at all. */
const killSwitchIn = (overlay: unknown): unknown =>
  (overlay as { response?: { killSwitch?: unknown } } | null | undefined)?.response?.killSwitch;

/** @throws UsageError where the file's content is refused */
async function written<T>(file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof PolicyFault) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}
