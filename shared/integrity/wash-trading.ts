import type { TradeStatistics } from '../snapshot/types.ts';
import { finding, type IntegrityFinding } from './finding.ts';
import { oddFirstDigits } from './first-digits.ts';
import { missingRoundSizes } from './round-sizes.ts';
import { oddTail } from './tail-exponent.ts';
import type { IntegrityTerms } from './terms.ts';

/**
 * Signs that volume is made up, after Cong, Li, Tang and Yang (2023, Crypto Wash Trading, Management Science). Each alone has honest
 * causes, so is a note; several together are doubtful. Held against leaked records of an exchange, digits and rounding told wash
 * trades well and tails badly (Aloosh and Li 2024, Direct Evidence of Bitcoin Wash Trading, Management Science).
 */
export function washTradingSigns(statistics: TradeStatistics, terms: IntegrityTerms): IntegrityFinding[] {
  const tail = oddTail(statistics, terms);
  const others = [...oddFirstDigits(statistics.firstDigits, terms), ...missingRoundSizes(statistics, terms)];
  const signs = others.length + (terms.trades.tail.counts ? tail.length : 0);
  const notes = [...others, ...tail];
  if (signs < terms.trades.signsToDoubt) return notes;
  const message = `${signs} signs of wash trading at once: the volume may be made up`;
  return [...notes, finding('wash-trading', 'doubtful', message, { signs })];
}
