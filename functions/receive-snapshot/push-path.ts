/** What a push is meant for, by its path. */
export interface PushPath {
  readonly venue: string;
  /** Of a part: the snapshot it belongs to and its number, as they stand in the path. */
  readonly part?: { readonly snapshotId: string; readonly n: string };
}

const VENUES = '/v1/venues/';

/**
 * Reads a push's method and path. The routes cannot say it: each venue has one route for all that is below its path.
 *
 * @param path as requested, decoded; a stage or a base path may stand before `/v1/`
 * @returns undefined where this is neither `POST …/snapshots` nor `PUT …/snapshots/{snapshotId}/parts/{n}`
 */
export function readPushPath(method: string, path: string): PushPath | undefined {
  // The first one is the one that was routed by: a later one would name another venue than the one whose limit it counts on.
  const at = path.indexOf(VENUES);
  if (at < 0) return undefined;
  const segments = path.slice(at + VENUES.length).split('/');
  const [venue, snapshots, snapshotId, parts, n] = segments;
  if (!venue || snapshots !== 'snapshots') return undefined;
  if (method === 'POST' && segments.length === 2) return { venue };
  if (method !== 'PUT' || segments.length !== 5 || parts !== 'parts' || !snapshotId || !n) return undefined;
  return { venue, part: { snapshotId, n } };
}
