import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { overlayPolicy } from '../policy/overlay.ts';
import type { Policy } from '../policy/types.ts';
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

/** A version of a venue's policy, whether in force or not; undefined where there is none. */
export async function readPolicyVersion(tables: Tables, venue: string, version: number): Promise<Policy | undefined> {
  if (version === DEFAULT_POLICY.version) return DEFAULT_POLICY;
  const stored = await versionAt(tables, venue, versionKey(version));
  return stored && policyFrom(stored);
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
 * @throws PolicyFault where it does not fit
 */
export async function writePolicy(
  tables: Tables,
  venue: string,
  overlay: unknown,
  { by, before }: { readonly by: string; readonly before: number },
): Promise<number | undefined> {
  const next: PolicyVersion = { version: before + 1, overlay, by, at: tables.now() };
  policyFrom(next);
  const stored = { ...next, overlay: JSON.stringify(overlay), type: 'policy' };
  const pk = policyKey(venue);
  const written = await transact(tables, [
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
        { pk, sk: versionKey(next.version), ...stored },
        { expression: 'attribute_not_exists(pk)' },
      ),
    },
  ]);
  return written ? next.version : undefined;
}
