/** What a function needs from its environment: names to kinds. */
type Kinds = Readonly<Record<string, 'string' | 'number' | 'json'>>;

type Environment<K extends Kinds> = {
  readonly [N in keyof K]: K[N] extends 'number' ? number : K[N] extends 'json' ? unknown : string;
};

/**
 * Reads a function's environment once, when it starts.
 *
 * @throws Error that names every variable that is missing or not of its kind
 */
export function readEnvironment<const K extends Kinds>(
  kinds: K,
  source: NodeJS.ProcessEnv = process.env,
): Environment<K> {
  const faults: string[] = [];
  const read = (name: string, kind: Kinds[string]): unknown => {
    const value = source[name];
    if (value === undefined || value === '') {
      faults.push(`${name} is missing`);
      return undefined;
    }
    if (kind === 'string') return value;
    if (kind === 'number') {
      const number = Number(value);
      if (!Number.isFinite(number)) faults.push(`${name} is not a number`);
      return number;
    }
    try {
      return JSON.parse(value);
    } catch {
      faults.push(`${name} is not JSON`);
      return undefined;
    }
  };
  const values = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, read(name, kind)]));
  if (faults.length > 0) throw new Error(`The function's environment is not right: ${faults.join('; ')}`);
  return values as Environment<K>;
}
