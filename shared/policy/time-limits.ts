/**
 * What the code needs to do its part, in milliseconds. A policy whose times are shorter could not be kept, and is refused; the code
 * takes its own times from here.
 */

/** One request to a venue's action API. */
export const SEND_MS = 8_000;
/** The right to send an action: longer than sending it takes. Who died holding it keeps others from it for as long. */
export const LEASE_MS = 30_000;
/**
 * One look at a book, or one decision about it: reading a million positions, and planning on them. The functions that do it end after
 * as long.
 */
export const LOOK_MS = 120_000;

/** A dispatch decides, and then sends: before the first request is answered there is nothing that it could give as a sign of life. */
export const LEAST_SILENCE_MS = LOOK_MS + LEASE_MS + SEND_MS;

/** Looks that one verification takes, at most: they are spread over its time, however often the venue pushes. */
export const MOST_LOOKS = 100;
