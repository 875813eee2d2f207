import type { IntegrityFinding } from './finding.ts';

export type Integrity = 'sound' | 'doubtful' | 'failed';

/** As numbers that rules can be written on. */
export const INTEGRITY_LEVELS: Readonly<Record<Integrity, number>> = { sound: 0, doubtful: 1, failed: 2 };

/** What the findings come to: the worst of them, notes aside. Only what has failed must never be acted on. */
export function integrityOf(findings: readonly IntegrityFinding[]): Integrity {
  if (findings.some(({ level }) => level === 'failed')) return 'failed';
  return findings.some(({ level }) => level === 'doubtful') ? 'doubtful' : 'sound';
}
