import { randomUUID } from 'node:crypto';
import type { Resource } from './cloudformation.ts';
import type { OnEvent } from './events.ts';
import { TemplateFault } from './faults.ts';

export interface DeadLetter {
  /** Name of the queue. */
  readonly queue: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageId: string;
  /** By the engine's clock, Unix milliseconds. */
  readonly sentAt: number;
}

/** The queues of the assembly, held in memory: nothing in it reads from them but an operator, or a command of the CLI. */
export interface Queues {
  /** Name of the queue that has this ARN. @throws TemplateFault where none has */
  nameOf(arn: string, place: string): string;
  send(queue: string, body: string, attributes?: Readonly<Record<string, string>>): void;
  messages(): readonly DeadLetter[];
  /** @returns whether there was such a message */
  remove(messageId: string): boolean;
  depth(queue: string): number;
  has(queue: string): boolean;
}

export function openQueues(
  resources: readonly Resource[],
  onEvent: OnEvent,
  now: () => number = () => Date.now(),
): Queues {
  const names = new Map(resources.map(({ identity }) => [identity.attributes.Arn, identity.name]));
  const messages: DeadLetter[] = [];
  return {
    nameOf(arn, place) {
      const name = names.get(arn);
      if (name === undefined) throw new TemplateFault(place, `${arn} is not a queue of this assembly`);
      return name;
    },
    send(queue, body, attributes = {}) {
      messages.push({ queue, body, attributes, messageId: randomUUID(), sentAt: now() });
      onEvent({ type: 'dead-letter', queue, body });
    },
    messages: () => [...messages],
    remove(messageId) {
      const place = messages.findIndex((message) => message.messageId === messageId);
      if (place >= 0) messages.splice(place, 1);
      return place >= 0;
    },
    depth: (queue) => messages.filter((message) => message.queue === queue).length,
    has: (queue) => [...names.values()].includes(queue),
  };
}
