import type { ResponseTerms } from '../policy/types.ts';

/** Why a plan is proposed and not carried out. */
export type OnlyProposed = 'no action API' | 'kill switch' | 'no officers';

/**
 * Whether a plan may be carried out at all.
 *
 * @param takesActions whether the venue does
 * @returns undefined where it may, by whoever the policy asks
 */
export function whyOnlyProposed(
  { killSwitch, approval }: Pick<ResponseTerms, 'killSwitch' | 'approval'>,
  takesActions: boolean,
): OnlyProposed | undefined {
  if (!takesActions) return 'no action API';
  if (killSwitch) return 'kill switch';
  return approval.officers.length < approval.needed ? 'no officers' : undefined;
}
