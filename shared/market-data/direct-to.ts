import type { Exchange } from '../../node_modules/ccxt/js/src/base/Exchange.js';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Sends all of an exchange's REST calls to another address, each with the path that it has: to a stand-in on this machine, or
 * to a mirror.
 *
 * @param baseUrl  https, or http where the host is this machine
 * @throws Error where it is neither
 */
export function directTo(exchange: Pick<Exchange, 'urls'>, baseUrl: string): void {
  const base = checkedBase(baseUrl);
  exchange.urls = { ...exchange.urls, api: redirected(exchange.urls.api, base) as Exchange['urls'][string] };
}

/** @returns without a slash at its end @throws Error */
export function checkedBase(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const allowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (!url || !allowed || url.username !== '' || url.search !== '' || url.hash !== '')
    throw new Error(`${JSON.stringify(baseUrl)} is not an https address, nor http on this machine`);
  return url.href.replace(/\/$/, '');
}

/** The addresses of an exchange are nested as it likes, and hold templates (`https://api.{hostname}`) that no URL parser takes. */
function redirected(api: unknown, base: string): unknown {
  if (typeof api === 'string') return api.replace(/^[a-z]+:\/\/[^/]+/, () => base);
  if (typeof api !== 'object' || api === null) return api;
  return Object.fromEntries(Object.entries(api).map(([name, inner]) => [name, redirected(inner, base)]));
}
