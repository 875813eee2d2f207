import { sendAcknowledgement } from '../../../shared/venue/acknowledgement-client.ts';
import type { LoopbackServer } from '../engine/loopback-server.ts';
import { openExchangeServer } from './server.ts';
import type { Storm } from './storm.ts';

export interface PlayedVenueOptions {
  readonly venue: string;
  readonly storm: Storm;
  /** Where the action API listens. */
  readonly server: LoopbackServer;
  /** Of Breakwater's API, without a slash at the end. */
  readonly apiUrl: string;
  /** What actions and acknowledgements are signed with. */
  readonly key: string;
}

/** A storm's exchange as a venue that takes actions. */
export interface PlayedVenue {
  /** Tells Breakwater what has become of its actions since it was last told. @returns whether there was anything to tell */
  told(): Promise<boolean>;
}

/** Opens the action API of a storm's exchange; what it acknowledges goes to Breakwater, once a snapshot rather than at each step. */
export async function openPlayedVenue({ venue, storm, server, apiUrl, key }: PlayedVenueOptions): Promise<PlayedVenue> {
  let messages = 0;
  let heard = 0;
  const actions = await openExchangeServer({
    exchange: storm.exchange,
    keys: [key],
    server,
    exchangeNow: storm.now,
    async acknowledge(message) {
      messages++;
      const { status, httpStatus, answer } = await sendAcknowledgement(
        { url: apiUrl, keys: [key] },
        { ...message, venue },
      );
      if (status === 'refused')
        throw new Error(
          `The acknowledgement ${message.acknowledgementId} was refused with HTTP ${httpStatus}: ${JSON.stringify(answer)}`,
        );
    },
  });
  return {
    async told() {
      await actions.stepped();
      const any = messages > heard;
      heard = messages;
      return any;
    },
  };
}
