import { ConfigError } from './readers.ts';

/** Of an HTTP API. Source: API Gateway's quotas. */
const ROUTES = 300;
/** Routes beside those of the venues: unknown venues, acknowledgements, presses. */
export const SHARED_ROUTES = 3;
/** Of a function's variables, names and values together. Source: Lambda's quotas. */
export const ENVIRONMENT_BYTES = 4_096;
/** What a function's other variables may take: names and ARNs of tables, secrets and the state machine. */
const OTHER_VARIABLES_BYTES = 1_000;
const LIST_BYTES = ENVIRONMENT_BYTES - OTHER_VARIABLES_BYTES;

interface Sized {
  readonly venues: readonly string[];
  readonly polls: readonly object[];
  readonly actions: readonly { readonly venue: string }[];
}

/**
 * Refuses what could be synthesised and not deployed: more venues than an API has routes, or lists that do not fit into the
 * environment of the functions that are given them.
 *
 * @throws ConfigError
 */
export function checkQuotas({ venues, polls, actions }: Sized): void {
  const most = ROUTES - SHARED_ROUTES;
  if (venues.length > most) {
    throw new ConfigError(
      'venues',
      `are ${venues.length}; an HTTP API has ${ROUTES} routes, enough for ${most} venues`,
    );
  }
  fits('venues', venues);
  fits('polls', polls);
  // Beside where they take actions, dispatch-actions is given the names of these venues.
  fits('actions', [actions, actions.map(({ venue }) => venue)]);
}

function fits(key: string, list: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(list));
  if (bytes <= LIST_BYTES) return;
  throw new ConfigError(
    key,
    `take ${bytes} bytes; a function's environment holds ${ENVIRONMENT_BYTES}, which leaves ${LIST_BYTES} for them`,
  );
}
