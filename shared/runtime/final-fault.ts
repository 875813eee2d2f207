/**
 * Names of the faults that a retry cannot fix. The `respond` machine matches errors by name: these end a response at once, and it is
 * not resumed; everything else is retried.
 */
export const FINAL_FAULTS = [
  'BlobMissing',
  'IncidentUnknown',
  'PlanConflict',
  'PlanUnapproved',
  'PlanUnknown',
] as const;

export type FinalFaultName = (typeof FINAL_FAULTS)[number];

/** Base of the faults that every retry of a step meets again: a broken rule, or something that is not there. */
export abstract class FinalFault extends Error {
  abstract override readonly name: FinalFaultName;
}

export const isFinal = (errorName: string): errorName is FinalFaultName =>
  (FINAL_FAULTS as readonly string[]).includes(errorName);

/** The plan has not been approved, whatever the machine was told. */
export class PlanUnapproved extends FinalFault {
  override readonly name = 'PlanUnapproved';
}

/** The table knows no such plan. */
export class PlanUnknown extends FinalFault {
  override readonly name = 'PlanUnknown';
}

/** The table knows no such incident. */
export class IncidentUnknown extends FinalFault {
  override readonly name = 'IncidentUnknown';
}
