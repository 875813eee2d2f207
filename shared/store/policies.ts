import { refuseFaults } from '../policy/check-policy.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { overlayPolicy, PolicyFault } from '../policy/overlay.ts';
import type { Policy } from '../policy/types.ts';
import { AGAIN, untilUncontended } from './contention.ts';
import { conditionalPut, getItem, type Item, type Tables, transact } from './tables.ts';

/** What a venue's policy differs from the default in: all of it, not what is new since the version before. */
export interface PolicyVersion {
  readonly version: number;
  /** As it was given. */
  readonly overlay: unknown;
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** As text: of any form, and read as it was written. */
type Stored = Item & Omit<PolicyVersion, 'overlay'> & { readonly overlay: string };

/** An item of DynamoDB holds 400 KB, and each call of a function reads one. */
const MOST_BYTES = 100_000;

const policyKey = (venue: string): string => `policy#${venue}`;
const IN_FORCE = 'in-force';
const versionKey = (version: number): string => `version#${String(version).padStart(8, '0')}`;

const versionAt = async (tables: Tables, venue: string, sk: string): Promise<PolicyVersion | undefined> => {
  const item = await getItem<Stored>(tables, tables.state, policyKey(venue), sk);
  return item && { version: item.version, overlay: JSON.parse(item.overlay), by: item.by, at: item.at };
};

/** The version of a venue's policy that is in force; undefined while it is the default. */
export const readPolicyInForce = (tables: Tables, venue: string): Promise<PolicyVersion | undefined> =>
  versionAt(tables, venue, IN_FORCE);

/** The policy that is in force at a venue, in one consistent read: what is written is in force for whoever reads next. */
export async function readPolicy(tables: Tables, venue: string): Promise<Policy> {
  const stored = await readPolicyInForce(tables, venue);
  return stored ? policyFrom(stored) : DEFAULT_POLICY;
}

/** A version as it was stored, whether in force or not; undefined where there is none, as of the default. */
export const readStoredPolicy = (tables: Tables, venue: string, version: number): Promise<PolicyVersion | undefined> =>
  versionAt(tables, venue, versionKey(version));

/** A version of a venue's policy, whether in force or not; undefined where there is none. */
export async function readPolicyVersion(tables: Tables, venue: string, version: number): Promise<Policy | undefined> {
  if (version === DEFAULT_POLICY.version) return DEFAULT_POLICY;
  const stored = await readStoredPolicy(tables, venue, version);
  return stored && policyFrom(stored);
}

/** The version of a venue's policy that something was decided by. @throws Error where there is none: versions are kept for ever */
export async function policyOfDecision(tables: Tables, venue: string, version: number): Promise<Policy> {
  const policy = await readPolicyVersion(tables, venue, version);
  if (!policy) throw new Error(`${venue} has no policy ${version}, although something was decided by it`);
  return policy;
}

/** @throws PolicyFault where the overlay does not fit the policy */
export const policyFrom = ({ version, overlay }: Pick<PolicyVersion, 'version' | 'overlay'>): Policy => ({
  ...overlayPolicy(DEFAULT_POLICY, overlay),
  version,
});

/**
 * Puts a venue's next policy in force, and keeps it for ever, as decisions refer to it.
 *
 * @param before the version that it was written on
 * @returns its version; undefined where another has been put in force since, and then nothing was written
 * @throws PolicyFault where it does not fit, would be unsafe or makes no sense; then nothing was written
 */
export async function writePolicy(
  tables: Tables,
  venue: string,
  overlay: unknown,
  { by, before }: { readonly by: string; readonly before: number },
): Promise<number | undefined> {
  const next: PolicyVersion = { version: before + 1, overlay, by, at: tables.now() };
  refuseFaults(policyFrom(next));
  const text = JSON.stringify(overlay);
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new PolicyFault(`an overlay must be of at most ${MOST_BYTES} bytes, not ${Buffer.byteLength(text)}`);
  return (await putInForce(tables, venue, next, text)) ? next.version : undefined;
}

/** Others put policies of a venue in force again and again meanwhile; nothing was written, and trying again is safe. */
export class PolicyContended extends Error {
  override name = 'PolicyContended';
}

/**
 * Turns the kill switch of a venue on or off by a new version, all else left as it is. Nothing else is looked at: what code of today
 * would refuse must not keep anybody from stopping it.
 *
 * @returns the version that is now in force, and whether it is a new one: not where the switch stood so already
 * @throws PolicyContended
 */
export const turnKillSwitch = (
  tables: Tables,
  venue: string,
  on: boolean,
  by: string,
): Promise<{ readonly version: number; readonly turned: boolean }> =>
  untilUncontended(
    async () => {
      const { version = DEFAULT_POLICY.version, overlay = {} } = (await readPolicyInForce(tables, venue)) ?? {};
      const { response = {}, ...rest } = overlay as { readonly response?: { readonly killSwitch?: boolean } };
      if ((response.killSwitch ?? DEFAULT_POLICY.response.killSwitch) === on) return { version, turned: false };
      const turned = { ...rest, response: { ...response, killSwitch: on } };
      const next: PolicyVersion = { version: version + 1, overlay: turned, by, at: tables.now() };
      const written = await putInForce(tables, venue, next, JSON.stringify(turned));
      return written ? { version: next.version, turned: true } : AGAIN;
    },
    () => new PolicyContended(`The policy of ${venue} changed each time that its kill switch was to be turned`),
  );

/** @returns false where the version before it is not in force any more */
function putInForce(
  tables: Tables,
  venue: string,
  { version, by, at }: PolicyVersion,
  overlay: string,
): Promise<boolean> {
  const stored = { type: 'policy', version, overlay, by, at };
  const pk = policyKey(venue);
  const before = version - 1;
  return transact(tables, [
    {
      Put: conditionalPut(
        tables.state,
        { pk, sk: IN_FORCE, ...stored },
        before === DEFAULT_POLICY.version
          ? { expression: 'attribute_not_exists(pk)' }
          : { expression: 'version = :before', values: { ':before': before } },
      ),
    },
    {
      Put: conditionalPut(
        tables.state,
        { pk, sk: versionKey(version), ...stored },
        { expression: 'attribute_not_exists(pk)' },
      ),
    },
  ]);
}
