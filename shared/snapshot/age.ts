/**
 * By which times the age of a book is told. wall: by the book's own timestamp. replay: by its receipt, for a stack on which days of the
 * past are played: there every book's own time is long over.
 */
export const CLOCKS = ['wall', 'replay'] as const;
export type Clock = (typeof CLOCKS)[number];

/** @throws Error if there is no clock of that name */
export function clockNamed(name: string): Clock {
  const clock = CLOCKS.find((own) => own === name);
  if (!clock) throw new Error(`A clock is ${CLOCKS.join(' or ')}, not ${JSON.stringify(name)}`);
  return clock;
}

/**
 * How old a book is, in milliseconds; negative if its time lies ahead.
 *
 * @param timestamp  the snapshot's own, Unix milliseconds
 * @param receivedAt when all of it had come, Unix milliseconds
 * @param now        Unix milliseconds
 */
export const bookAge = (
  clock: Clock,
  { timestamp, receivedAt }: { readonly timestamp: number; readonly receivedAt: number },
  now: number,
): number => now - (clock === 'replay' ? receivedAt : timestamp);
