/** What a venue's insurance fund was, for as long as its peak is looked for: one small item, moved once by each snapshot. */
export interface FundState extends FundHistory {
  /** Sequence of the snapshot that moved it last. */
  readonly sequence: number;
  /** Of each of the venue's funds by name, if it runs several; `currency` and `peaks` say nothing then. */
  readonly pools?: Readonly<Record<string, FundHistory>>;
}

export interface FundHistory {
  readonly currency: string;
  /** Largest balance of each stretch of five minutes, oldest first, in the fund's currency. */
  readonly peaks: readonly (readonly [from: number, balance: number])[];
}

export interface FundReading {
  readonly currency: string;
  /** In the fund's currency. */
  readonly balance: number;
  /** Largest balance of the last 8 hours, this one included. */
  readonly peak: number;
  /** (peak - balance) / peak: 0 at the peak, 1 where all is gone, more where the fund owes. */
  readonly drawdown: number;
}

const WINDOW_MS = 8 * 3_600_000;
const STRETCH_MS = 300_000;

/**
 * Takes the fund's history one snapshot further: what it was at its best in the last 8 hours (the window in which Bybit and others
 * measure a fund's drawdown), to five minutes.
 *
 * @param before undefined where nothing is known; a history in another currency is dropped
 */
export function advanceFund(
  before: FundHistory | undefined,
  fund: { readonly currency: string; readonly balance: number },
  sequence: number,
  timestamp: number,
): { readonly state: FundState; readonly reading: FundReading } {
  const { currency, balance } = fund;
  const from = timestamp - (timestamp % STRETCH_MS);
  const known = before && before.currency === currency ? before.peaks : [];
  const recent = known.filter(([start]) => start + STRETCH_MS > timestamp - WINDOW_MS && start <= from);
  const last = recent.at(-1);
  const peaks =
    last && last[0] === from
      ? [...recent.slice(0, -1), [from, Math.max(last[1], balance)] as const]
      : [...recent, [from, balance] as const];
  const peak = peaks.reduce((most, [, held]) => Math.max(most, held), balance);
  return {
    state: { sequence, currency, peaks },
    reading: { currency, balance, peak, drawdown: peak > 0 ? (peak - balance) / peak : balance < 0 ? 1 : 0 },
  };
}
