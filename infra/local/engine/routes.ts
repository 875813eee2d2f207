import { NotOnOneMachine } from './faults.ts';

export interface Route {
  /** For instance `POST /v1/venues/{venue}/snapshots`, or `$default`. */
  readonly key: string;
  readonly functionName: string;
  readonly timeoutMs: number;
}

export interface Match {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly route: Route;
  readonly method: string;
  readonly segments: readonly string[];
}

/**
 * Finds a request's route as an HTTP API does: a path of fixed words before one with parameters, a method before ANY,
 * a greedy path after those, `$default` last.
 *
 * @throws NotOnOneMachine for a route key of another form
 */
export function openRoutes(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const fallback = routes.find(({ key }) => key === '$default');
  const patterns = routes
    .filter((route) => route !== fallback)
    .map((route): Pattern => {
      const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(route.key) ?? [];
      if (method === undefined || path === undefined) {
        throw new NotOnOneMachine(route.key, 'the engine does not know this form of route key');
      }
      return { route, method, segments: path.split('/').slice(1) };
    })
    .sort((a, b) => rank(a).localeCompare(rank(b)));
  return (method, path) => {
    const parts = path.split('/').slice(1);
    for (const pattern of patterns) {
      if (pattern.method !== 'ANY' && pattern.method !== method) continue;
      const pathParameters = matchSegments(pattern.segments, parts);
      if (pathParameters !== undefined) return { route: pattern.route, pathParameters };
    }
    return fallback === undefined ? undefined : { route: fallback, pathParameters: {} };
  };
}

/** Sorts the more particular first. */
function rank({ method, segments }: Pattern): string {
  const kinds = segments.map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0'));
  return `${kinds.includes('2') ? 1 : 0}${kinds.join('')}${method === 'ANY' ? 1 : 0}`;
}

function matchSegments(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(segment)?.[1];
    if (greedy !== undefined) {
      const rest = parts.slice(index).join('/');
      return rest === '' ? undefined : { ...found, [greedy]: rest };
    }
    const part = parts[index];
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (part === undefined || (name === undefined ? part !== segment : part === '')) return undefined;
    if (name !== undefined) found[name] = part;
  }
  return parts.length === segments.length ? found : undefined;
}
