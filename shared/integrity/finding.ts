import { plainFigure } from '../presentation/figures.ts';

/** Ordered: what is doubtful is worse than a note. */
export const LEVELS = ['note', 'doubtful', 'failed'] as const;
/**
 * note: worth knowing, the data stand. doubtful: the data may be wrong, or the market is not as usual. failed: the data are wrong;
 * the snapshot still alerts, and must never be acted on.
 */
export type FindingLevel = (typeof LEVELS)[number];

/** One thing that is amiss with a market's data, or a venue's. */
export interface IntegrityFinding {
  /** Names the check, e.g. `mark-index`. */
  readonly check: string;
  readonly level: FindingLevel;
  /** For people, with its numbers. */
  readonly message: string;
  /** The same numbers for machines: finite, each under its name. */
  readonly values: Readonly<Record<string, number>>;
}

/** A finding; values that are no finite number say nothing and are left out, so that it can be stored as JSON. */
export function finding(
  check: string,
  level: FindingLevel,
  message: string,
  values: Readonly<Record<string, number>> = {},
): IntegrityFinding {
  const finite = Object.entries(values).filter(([, value]) => Number.isFinite(value));
  return { check, level, message, values: Object.fromEntries(finite) };
}

/** Whether a number can be a price, or a size: finite and above zero. */
export const isPositive = (value: number | undefined | null): value is number =>
  typeof value === 'number' && value > 0 && Number.isFinite(value);

/** 0.00532 as 0.532 %: three digits, for what stands close to a threshold. */
export const shareFigure = (share: number): string => `${plainFigure(share * 100)} %`;

/** A price with the digits that tell it from its neighbours. */
export const priceFigure = (price: number): string => price.toLocaleString('en-US', { maximumSignificantDigits: 9 });
