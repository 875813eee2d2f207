/** What an incident concerns if it is not one market: the whole venue. */
export const WHOLE_VENUE = '*';

/**
 * What an incident's `symbol` says of a market: its symbol. A venue may name a market `*`, which would stand for all of it: a symbol
 * of asterisks alone has one more. No two markets have the same scope, none that of the whole venue, and what has been stored stays.
 */
export const scopeOfMarket = (symbol: string): string => (/^\*+$/.test(symbol) ? `*${symbol}` : symbol);

/** The market that an incident's `symbol` names; null if it concerns the whole venue. */
export function marketOfScope(scope: string): string | null {
  if (scope === WHOLE_VENUE) return null;
  return /^\*+$/.test(scope) ? scope.slice(1) : scope;
}
