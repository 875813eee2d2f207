import { amountFigure } from '../presentation/figures.ts';
import { finding, type IntegrityFinding, shareFigure } from './finding.ts';
import type { IntegrityTerms } from './terms.ts';

/** Contracts that the book's positions in a market come to, side by side. */
export interface HeldContracts {
  readonly longContracts: number;
  readonly shortContracts: number;
}

/** Every contract has a long and a short, and the venue's own count of them must be that of its book. */
export function openInterestFindings(
  reported: number | undefined,
  { longContracts, shortContracts }: HeldContracts,
  { openInterest }: IntegrityTerms,
): IntegrityFinding[] {
  if (!isCount(longContracts) || !isCount(shortContracts)) {
    const message = `the book holds ${longContracts} contracts long and ${shortContracts} short: neither can be negative or unknown`;
    return [finding('open-interest-unmatched', 'doubtful', message, { longContracts, shortContracts })];
  }
  const held = Math.max(longContracts, shortContracts);
  const findings: IntegrityFinding[] = [];
  const unmatched = held > 0 ? Math.abs(longContracts - shortContracts) / held : 0;
  if (unmatched > openInterest.unmatched) {
    const message = `the book holds ${amountFigure(longContracts)} contracts long and ${amountFigure(shortContracts)} short: ${shareFigure(unmatched)} have no other side`;
    findings.push(
      finding('open-interest-unmatched', 'doubtful', message, { longContracts, shortContracts, share: unmatched }),
    );
  }
  if (reported === undefined || (reported === 0 && held === 0)) return findings;
  const share = Math.abs(reported - held) / held;
  // Not at most the threshold: also where nothing is held, or what is reported is no number.
  if (!(share <= openInterest.offReported)) {
    const apart = Number.isFinite(share) ? `: ${shareFigure(share)} apart` : '';
    const message = `open interest is reported as ${amountFigure(reported)} contracts, the book holds ${amountFigure(held)}${apart}`;
    findings.push(finding('open-interest-reported', 'doubtful', message, { reported, held, share }));
  }
  return findings;
}

const isCount = (contracts: number): boolean => contracts >= 0 && Number.isFinite(contracts);
