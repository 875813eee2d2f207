import { advanceFund, type FundReading, type FundState } from '../liquidation/fund-history.ts';
import type { Stress } from '../liquidation/insurance.ts';
import type { SnapshotHeader } from '../snapshot/types.ts';
import type { Assessment } from './types.ts';

/** The history of a venue's funds is moved once by a snapshot and never back. */
export function stepFunds(
  before: FundState | undefined,
  { insuranceFund, insuranceFunds, sequence, timestamp }: SnapshotHeader,
  late: boolean,
): { readonly readings: readonly FundReading[]; readonly state?: FundState } {
  const moves = !late && !(before && before.sequence >= sequence);
  if (insuranceFund) {
    const { state, reading } = advanceFund(before, insuranceFund, sequence, timestamp);
    return { readings: [reading], ...(moves ? { state } : {}) };
  }
  if (!insuranceFunds || insuranceFunds.length === 0) return { readings: [] };
  const stepped = insuranceFunds.map((fund) => advanceFund(before?.pools?.[fund.name], fund, sequence, timestamp));
  const pools = Object.fromEntries(
    stepped.map(({ state: { currency, peaks } }, f) => [insuranceFunds[f]?.name as string, { currency, peaks }]),
  );
  return {
    readings: stepped.map(({ reading }) => reading),
    ...(moves ? { state: { sequence, currency: '', peaks: [], pools } } : {}),
  };
}

/** What stands of a venue's funds in its assessment. */
export function fundsAssessed(
  { insuranceFunds }: SnapshotHeader,
  readings: readonly FundReading[],
  stress: readonly Stress[],
): Pick<Assessment, 'fund' | 'funds'> {
  const both = readings.map((reading, f) => ({ ...reading, ...(stress[f] as Stress) }));
  if (!insuranceFunds) return { fund: both[0] ?? null };
  return {
    fund: null,
    funds: both.map((fund, f) => {
      const { name, symbols } = insuranceFunds[f] as NonNullable<typeof insuranceFunds>[number];
      return { name, ...(symbols ? { symbols } : {}), ...fund };
    }),
  };
}
