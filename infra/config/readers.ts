/** The configuration has a key that nothing reads, or a value that cannot be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly key: string;

  constructor(key: string, fault: string) {
    super(`configuration breakwater.${key} ${fault}`);
    this.key = key;
  }
}

/** Reads the value of a key. @throws ConfigError naming the key at fault */
export type Reader<T> = (key: string, value: unknown) => T;
export type Section = Readonly<Record<string, unknown>>;

export function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function matching(pattern: RegExp, rule: string): Reader<string> {
  return (key, value) => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw new ConfigError(key, `${rule}, not ${JSON.stringify(value)}`);
  };
}

/** A whole number; the command line gives it as text. */
export function integer(least: number, most: number): Reader<number> {
  return (key, value) => {
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (Number.isInteger(number) && (number as number) >= least && (number as number) <= most) return number as number;
    throw new ConfigError(key, `must be a whole number from ${least} to ${most}, not ${JSON.stringify(value)}`);
  };
}

/** @throws ConfigError naming the first field that is not among those known */
export function knowsOnly(key: string, section: Section, known: readonly string[]): void {
  const unknown = Object.keys(section).find((field) => !known.includes(field));
  if (unknown !== undefined) throw new ConfigError(`${key}.${unknown}`, `is not known; known are ${known.join(', ')}`);
}
