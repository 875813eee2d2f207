/**
 * The one rule of what path is signed: the percent-decoded path of the request as sent, a base path or a stage included, host and
 * query left off. It is what API Gateway hands on, whatever the client has escaped on the way.
 */

/** Where a request goes, and the path that is signed for it. */
export interface Target {
  readonly url: URL;
  readonly signedPath: string;
}

/**
 * @param base address of an API, without a slash at the end; it may have a path of its own
 * @param path of the request under it, percent-encoded
 * @throws TypeError for what is no address, or has more than a host and a path, or escapes that are no UTF-8
 */
export function targetAt(base: string, path: string): Target {
  if (!URL.canParse(`${base}${path}`)) throw new TypeError(`${JSON.stringify(base)} is no address of an API`);
  const url = new URL(`${base}${path}`);
  if (url.username || url.password || url.search || url.hash)
    throw new TypeError(`The address of an API has a host and a path and nothing else: ${url.origin}`);
  try {
    return { url, signedPath: decodeURIComponent(url.pathname) };
  } catch {
    throw new TypeError(`The path ${url.pathname} has escapes that are no UTF-8`);
  }
}

/**
 * The paths that a signature may be over: the one rule's, and for clients written after older documents the same path still
 * percent-encoded, and either of them without what stands before its last `/v1/`.
 *
 * @param path as API Gateway delivers it: percent-decoded, base path or stage included
 * @returns one to four
 */
export function acceptedPaths(path: string): readonly string[] {
  const version = path.lastIndexOf('/v1/');
  const bare = version > 0 ? path.slice(version) : path;
  return [...new Set([path, encoded(path), bare, encoded(bare)])];
}

const encoded = (path: string): string => path.toWellFormed().split('/').map(encodeURIComponent).join('/');
