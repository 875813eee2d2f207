import type { RegimeTerms } from '../../../shared/volatility/regime-terms.ts';
import type { Regime } from '../../../shared/volatility/types.ts';

export const TERMS: RegimeTerms = {
  lambda: 0.8,
  tiers: {
    elevated: { enter: 1.75, leave: 1.4 },
    stressed: { enter: 3, leave: 2 },
    extreme: { enter: 5, leave: 2.5 },
  },
  dwellBars: 6,
  filter: null,
};

interface PlainReading {
  readonly fast: number;
  readonly slow: number;
  readonly ratio: number;
  readonly regime: Regime;
}

const TIERS: readonly (readonly [Regime, enter: number, leave: number])[] = [
  ['calm', 0, 0],
  ['elevated', 1.75, 1.4],
  ['stressed', 3, 2],
  ['extreme', 5, 2.5],
];

/** Readings of up to 720 hourly bars, each worked out from the whole history before it. */
export function plainReadings(variances: readonly number[]): PlainReading[] {
  const fasts = variances.map((_, i) =>
    Math.sqrt(
      variances.slice(0, i + 1).reduce((mean, variance, at) => (at === 0 ? variance : 0.8 * mean + 0.2 * variance), 0),
    ),
  );
  const readings: PlainReading[] = [];
  for (const [i, fast] of fasts.entries()) {
    const past = fasts.slice(0, i).sort((a, b) => a - b);
    const slow =
      i === 0 ? fast : ((past[Math.floor((i - 1) / 2)] as number) + (past[Math.ceil((i - 1) / 2)] as number)) / 2;
    const ratio = i < 24 ? 1 : fast / slow;
    readings.push({ fast, slow, ratio, regime: TIERS[tierOf(readings, ratio)]?.[0] as Regime });
  }
  return readings;
}

function tierOf(before: readonly PlainReading[], ratio: number): number {
  if (before.length < 24) return 0;
  const last = TIERS.findIndex(([regime]) => regime === before.at(-1)?.regime);
  let tier = 0;
  for (const [i, [, enter]] of TIERS.entries()) if (ratio > enter) tier = i;
  if (tier > last) return tier;
  const lasted = before.length - 1 - before.findLastIndex(({ regime }) => regime !== before.at(-1)?.regime);
  if (lasted < 6 || ratio >= (TIERS[last]?.[2] as number)) return last;
  for (let lower = last - 1; lower > 0; lower--) if (ratio >= (TIERS[lower]?.[2] as number)) return lower;
  return 0;
}
