import type { Block } from '../../../shared/slack/blocks.ts';
import { type Refusal, refusalOf } from './refusals.ts';

export interface StoredMessage {
  readonly channel: string;
  readonly channelName: string;
  readonly ts: string;
  readonly threadTs?: string;
  /** A reply that is shown in the channel as well. */
  readonly broadcast: boolean;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Wall clock, Unix milliseconds, with fractions. */
  readonly postedAt: number;
  readonly updatedAt?: number;
  /** How many times it has been written: 1 for a message that was never edited. */
  readonly versions: number;
}

export type Outcome = { readonly ok: true; readonly message: StoredMessage } | ({ readonly ok: false } & Refusal);

/** Names a message. */
type MessageId = Pick<StoredMessage, 'channel' | 'ts'>;

/** What people and administrators do to a workspace behind the back of an app. */
export interface Housekeeping {
  /** Deletes a message. One with replies leaves its place behind, and its thread goes on there; any other takes its thread along. */
  remove(message: MessageId): void;
  /** Lets a message be edited no more, as a workspace's setting of how long messages may be. */
  freeze(message: MessageId): void;
  /** @param channel by its name or id */
  archive(channel: string): void;
}

export interface Workspace extends Housekeeping {
  post(request: Readonly<Record<string, unknown>>): Outcome;
  update(request: Readonly<Record<string, unknown>>): Outcome;
  messages(): readonly StoredMessage[];
  counts(): { readonly posts: number; readonly updates: number; readonly files: number };
  onMessage(listener: (message: StoredMessage) => void): () => void;
}

const keyOf = ({ channel, ts }: MessageId): string => `${channel} ${ts}`;

/** A workspace's channels and messages, in memory; ids and times are given out as Slack gives them. */
export function openWorkspace(channelNames: readonly string[], now: () => number): Workspace {
  const channels = new Map(
    channelNames.map((name, i) => [`C${String(i + 1).padStart(9, '0')}`, name.replace(/^#/, '')]),
  );
  const stored = new Map<string, StoredMessage>();
  const removed = new Set<string>();
  const frozen = new Set<string>();
  const archived = new Set<string>();
  const listeners = new Set<(message: StoredMessage) => void>();
  let posts = 0;
  let updates = 0;
  let lastTs = 0;

  const keep = (message: StoredMessage): Outcome => {
    stored.set(keyOf(message), message);
    for (const listener of listeners) listener(message);
    return { ok: true, message };
  };
  const hasThread = (root: MessageId): boolean =>
    stored.has(keyOf(root)) &&
    (!removed.has(keyOf(root)) ||
      [...stored.values()].some(({ channel, threadTs }) => channel === root.channel && threadTs === root.ts));
  const named = (channel: unknown): string | undefined =>
    [...channels].find(([id, name]) => channel === id || channel === name || channel === `#${name}`)?.[0];

  return {
    post({ channel, text, blocks, thread_ts: threadTs, reply_broadcast: broadcast }) {
      const id = named(channel);
      if (id === undefined) return { ok: false, error: 'channel_not_found' };
      if (archived.has(id)) return { ok: false, error: 'is_archived' };
      const refusal = refusalOf(text, blocks);
      if (refusal) return { ok: false, ...refusal };
      if (threadTs !== undefined && !hasThread({ channel: id, ts: String(threadTs) }))
        return { ok: false, error: 'thread_not_found' };
      posts++;
      // Microseconds, and never the same twice: a message's ts is its id.
      lastTs = Math.max(lastTs + 1, Math.floor(now() * 1_000));
      return keep({
        channel: id,
        channelName: channels.get(id) as string,
        ts: `${Math.floor(lastTs / 1e6)}.${String(lastTs % 1e6).padStart(6, '0')}`,
        ...(threadTs === undefined ? {} : { threadTs: String(threadTs) }),
        broadcast: threadTs !== undefined && broadcast === true,
        text: String(text ?? ''),
        blocks: (blocks ?? []) as readonly Block[],
        postedAt: now(),
        versions: 1,
      });
    },
    update({ channel, ts, text, blocks }) {
      // Unlike a post, an update knows channels by their id only.
      if (!channels.has(String(channel))) return { ok: false, error: 'channel_not_found' };
      if (archived.has(String(channel))) return { ok: false, error: 'is_inactive' };
      const key = `${channel} ${ts}`;
      const before = stored.get(key);
      if (!before || removed.has(key)) return { ok: false, error: 'message_not_found' };
      if (frozen.has(key)) return { ok: false, error: 'edit_window_closed' };
      const refusal = refusalOf(text, blocks);
      if (refusal) return { ok: false, ...refusal };
      updates++;
      return keep({
        ...before,
        text: String(text ?? ''),
        blocks: (blocks ?? []) as readonly Block[],
        updatedAt: now(),
        versions: before.versions + 1,
      });
    },
    remove: (message) => void removed.add(keyOf(message)),
    freeze: (message) => void frozen.add(keyOf(message)),
    archive: (channel) => void archived.add(named(channel) ?? channel),
    messages: () => [...stored.entries()].filter(([key]) => !removed.has(key)).map(([, message]) => message),
    counts: () => ({ posts, updates, files: 0 }),
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
