import { userInfo } from 'node:os';
import type { ParseArgsOptionsConfig } from 'node:util';

export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** One command of the CLI. */
export interface Command {
  readonly name: string;
  /** What `--help` prints, its first line being the call. */
  readonly usage: string;
  readonly options: ParseArgsOptionsConfig;
  /** How many files or words it takes beside its options; several where that depends on the first of them. */
  readonly positionals: number | readonly number[];
  /** What these are, for a person; files unless told. */
  readonly takes?: string;
  /**
   * @returns the exit status
   * @throws UsageError for a call that cannot be right
   */
  run(call: { readonly values: Values; readonly positionals: readonly string[] }): Promise<number>;
}

/** The call is wrong: told in one line, with status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The value of an option that takes a whole number in a range. @throws UsageError */
export function wholeNumber(values: Values, name: string, from: number, to: number): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text === '' || !Number.isInteger(number) || number < from || number > to) {
    throw new UsageError(`--${name} takes a whole number from ${from} to ${to}, not ${JSON.stringify(text)}`);
  }
  return number;
}

/** The value of an option that takes an ISO 8601 date or time, as Unix milliseconds; UTC where no zone is given. @throws UsageError */
export function instant(values: Values, name: string): number | undefined {
  const text = values[name];
  if (typeof text !== 'string') return undefined;
  const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const time = Date.parse(zoned);
  if (Number.isNaN(time)) throw new UsageError(`--${name} takes an ISO date or time, not ${JSON.stringify(text)}`);
  return time;
}

/** The value of an option that must be given. @throws UsageError */
export function required(values: Values, name: string): string {
  const text = values[name];
  if (typeof text !== 'string' || text === '') throw new UsageError(`--${name} is required`);
  return text;
}

/** Who calls, for the record. @throws UsageError where nobody is named, and the machine knows no name either */
export function byWhom(values: Values): string {
  if (values.by !== undefined) return required(values, 'by');
  try {
    return userInfo().username;
  } catch {
    throw new UsageError('--by is required where the machine has no name for you');
  }
}
