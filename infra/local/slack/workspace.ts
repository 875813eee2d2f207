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

export interface Workspace {
  post(request: Readonly<Record<string, unknown>>): Outcome;
  update(request: Readonly<Record<string, unknown>>): Outcome;
  messages(): readonly StoredMessage[];
  counts(): { readonly posts: number; readonly updates: number; readonly files: number };
  onMessage(listener: (message: StoredMessage) => void): () => void;
}

/** A workspace's channels and messages, in memory; ids and times are given out as Slack gives them. */
export function openWorkspace(channelNames: readonly string[], now: () => number): Workspace {
  const channels = new Map(
    channelNames.map((name, i) => [`C${String(i + 1).padStart(9, '0')}`, name.replace(/^#/, '')]),
  );
  const stored = new Map<string, StoredMessage>();
  const listeners = new Set<(message: StoredMessage) => void>();
  let posts = 0;
  let updates = 0;
  let lastTs = 0;

  const keep = (message: StoredMessage): Outcome => {
    stored.set(`${message.channel} ${message.ts}`, message);
    for (const listener of listeners) listener(message);
    return { ok: true, message };
  };
  const named = (channel: unknown): string | undefined =>
    [...channels].find(([id, name]) => channel === id || channel === name || channel === `#${name}`)?.[0];

  return {
    post({ channel, text, blocks, thread_ts: threadTs, reply_broadcast: broadcast }) {
      const id = named(channel);
      if (id === undefined) return { ok: false, error: 'channel_not_found' };
      const refusal = refusalOf(text, blocks);
      if (refusal) return { ok: false, ...refusal };
      if (threadTs !== undefined && !stored.has(`${id} ${threadTs}`)) return { ok: false, error: 'thread_not_found' };
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
      const before = stored.get(`${channel} ${ts}`);
      if (!before) return { ok: false, error: 'message_not_found' };
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
    messages: () => [...stored.values()],
    counts: () => ({ posts, updates, files: 0 }),
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
