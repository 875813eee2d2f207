import { createInterface } from 'node:readline';
import { PLAY_OFFICERS } from '../exchange/play-policy.ts';
import type { SlackStandIn, StoredMessage } from '../slack/server.ts';

/** Who decides what Breakwater asks for: somebody who presses at once, or the person who watches. */
export const DECIDERS = ['auto', 'you'] as const;
export type Decider = (typeof DECIDERS)[number];

export interface Officers {
  /** Answers what Breakwater asks for by now. @returns whether there was anything to answer */
  answer(): Promise<boolean>;
}

const APPROVE = 'approval-approve';

const asks = ({ blocks }: StoredMessage): boolean =>
  blocks.some((block) => block.type === 'actions' && block.elements.some(({ action_id }) => action_id === APPROVE));

/** Officers who approve whatever is asked: one after the other, as long as one more is needed. */
export function approvingOfficers(slack: Pick<SlackStandIn, 'messages' | 'press'>): Officers {
  const presses = new Map<string, number>();
  return {
    async answer() {
      let any = false;
      for (const { channel, ts } of slack.messages().filter(asks)) {
        const number = presses.get(ts) ?? 0;
        const user = PLAY_OFFICERS[number];
        if (user === undefined) continue;
        presses.set(ts, number + 1);
        any = true;
        const { status, answers } = await slack.press({ channel, ts, actionId: APPROVE, user });
        if (status !== 200)
          console.error(`\nThe press by ${user} was answered ${status ?? 'too late'}: ${answers.join(' ')}`);
      }
      return any;
    },
  };
}

export interface WatchedOptions {
  readonly slack: Pick<SlackStandIn, 'messages' | 'onMessage' | 'pageUrl'>;
  /** How long an approval is open, in milliseconds: after it nobody is waited for. */
  readonly expiresAfterMs: number;
  /** A line on it lets the play go on unanswered. Absent where nobody sits at a terminal. */
  readonly input?: NodeJS.ReadableStream | undefined;
  readonly signal: AbortSignal;
  say(text: string): void;
}

/** The person who watches, at the page: waited for until everything is answered, has expired, or is left unanswered by an Enter. */
export function watchingOfficer({ slack, expiresAfterMs, input, signal, say }: WatchedOptions): Officers {
  const left = new Set<string>();
  const asking = () => slack.messages().filter((message) => asks(message) && !left.has(message.ts));
  return {
    async answer() {
      if (asking().length === 0) return false;
      say(`Approval is asked for: press Approve or Decline at ${slack.pageUrl}`);
      say(`The play waits for it${input ? '; Enter lets it go on unanswered' : ''}.`);
      const lines = input && createInterface({ input });
      await new Promise<void>((resolve) => {
        const waited = setTimeout(goOn, expiresAfterMs);
        const unsubscribe = slack.onMessage(() => {
          if (asking().length === 0) goOn();
        });
        lines?.once('line', goOn);
        signal.addEventListener('abort', goOn);
        if (signal.aborted) goOn();
        function goOn(): void {
          clearTimeout(waited);
          unsubscribe();
          signal.removeEventListener('abort', goOn);
          resolve();
        }
      });
      lines?.close();
      for (const { ts } of asking()) left.add(ts);
      return true;
    },
  };
}
