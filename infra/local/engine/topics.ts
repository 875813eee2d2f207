import type { Resource } from './cloudformation.ts';
import type { OnEvent } from './events.ts';
import { TemplateFault } from './faults.ts';
import { allows, text } from './read-properties.ts';

/** What a subscriber of a topic was sent: on this machine it is kept, and leaves it by no mail and no request. */
export interface Notification {
  readonly protocol: string;
  readonly endpoint: string;
  readonly subject: string;
  readonly message: string;
  /** By the engine's clock, Unix milliseconds. */
  readonly at: number;
}

export interface Topics {
  /** Sends to all subscribers of a topic; nothing if it has none, or is not of this assembly. */
  publish(topicArn: string, subject: string, message: string): void;
  notifications(): readonly Notification[];
}

/** The topics of the template, with its subscriptions as if each had been confirmed. @throws NotOnOneMachine, TemplateFault */
export function openTopics(
  topics: readonly Resource[],
  subscriptions: readonly Resource[],
  now: () => number,
  onEvent: OnEvent,
): Topics {
  const sent: Notification[] = [];
  const subscribers = subscriptions.map(({ place, properties }) => {
    allows(place, 'Protocol', properties.Protocol, ['email', 'https']);
    const topicArn = text(place, properties, 'TopicArn');
    if (!topics.some(({ identity }) => identity.ref === topicArn))
      throw new TemplateFault(place, `${topicArn} is not a topic of this assembly`);
    return { topicArn, protocol: String(properties.Protocol), endpoint: text(place, properties, 'Endpoint') };
  });
  return {
    publish(topicArn, subject, message) {
      for (const { protocol, endpoint } of subscribers.filter((one) => one.topicArn === topicArn)) {
        sent.push({ protocol, endpoint, subject, message, at: now() });
        onEvent({ type: 'notification', protocol, endpoint, subject });
      }
    },
    notifications: () => [...sent],
  };
}
