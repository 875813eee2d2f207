import { randomUUID } from 'node:crypto';
import { type Clock, WALL_CLOCK, waitUntil } from './clock.ts';
import type { Resource } from './cloudformation.ts';
import { readScheduleExpression } from './cron.ts';
import type { OnEvent } from './events.ts';
import { TemplateFault } from './faults.ts';
import type { Lambdas } from './lambdas.ts';
import type { Queues } from './queues.ts';
import { allows, knowsOnly, number, object, text } from './read-properties.ts';
import type { StateMachines } from './state-machines.ts';

export interface ScheduleOptions {
  readonly lambdas: Lambdas;
  readonly machines: StateMachines;
  readonly queues: Queues;
  readonly onEvent: OnEvent;
  readonly clock?: Clock;
}

export interface Schedules {
  /** Disables schedules whose name contains a text, or enables them again, as an operator would. @throws Error if there are none */
  setEnabled(name: string, enabled: boolean): void;
  stop(): void;
}

interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly next: (after: number) => number | undefined;
  readonly target: string;
  readonly input: string;
  readonly retries: number;
  readonly maximumAgeMs: number;
  readonly deadLetterQueue: string | undefined;
  enabled: boolean;
}

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

/**
 * Runs the template's schedules, a rate's first time one period from now. A function is invoked as an event: its own
 * failures are its own retries' and dead-letter queue's; the schedule's are for a target that cannot be reached.
 *
 * @throws NotOnOneMachine, TemplateFault
 */
export function runSchedules(resources: readonly Resource[], options: ScheduleOptions): Schedules {
  const stopping = new AbortController();
  const schedules = resources.flatMap((resource) => readSchedule(resource, options));
  const report = (name: string) => (error: unknown) => {
    if (!stopping.signal.aborted) options.onEvent({ type: 'fault', where: name, message: String(error) });
  };
  for (const schedule of schedules) void keep(schedule, options, stopping.signal, report(schedule.name));
  return {
    setEnabled(name, enabled) {
      const meant = schedules.filter((schedule) => schedule.name.includes(name));
      if (meant.length === 0) throw new Error(`no schedule ${name}`);
      for (const schedule of meant) schedule.enabled = enabled;
    },
    stop: () => stopping.abort(),
  };
}

function readSchedule({ place, properties, identity }: Resource, options: ScheduleOptions): Schedule[] {
  const window = object(place, properties, 'FlexibleTimeWindow');
  knowsOnly(`${place}.FlexibleTimeWindow`, window, ['Mode']);
  allows(place, 'FlexibleTimeWindow.Mode', window.Mode, ['OFF']);
  allows(place, 'ScheduleExpressionTimezone', properties.ScheduleExpressionTimezone, ['UTC', 'Etc/UTC']);
  allows(place, 'State', properties.State, ['ENABLED', 'DISABLED']);
  const target = object(place, properties, 'Target');
  knowsOnly(`${place}.Target`, target, ['Arn', 'DeadLetterConfig', 'Input', 'RetryPolicy'], ['RoleArn']);
  const retry = object(`${place}.Target`, target, 'RetryPolicy');
  knowsOnly(`${place}.Target.RetryPolicy`, retry, ['MaximumEventAgeInSeconds', 'MaximumRetryAttempts']);
  const deadLetters = object(`${place}.Target`, target, 'DeadLetterConfig');
  const arn = text(`${place}.Target`, target, 'Arn');
  if (!options.lambdas.has(arn) && !options.machines.has(arn)) {
    throw new TemplateFault(place, `${arn} is neither a function nor a state machine of this assembly`);
  }
  const schedule: Schedule = {
    name: identity.name,
    arn: identity.attributes.Arn as string,
    next: readScheduleExpression(place, text(place, properties, 'ScheduleExpression')),
    target: arn,
    input: target.Input === undefined ? '{}' : text(`${place}.Target`, target, 'Input'),
    retries: number(place, retry, 'MaximumRetryAttempts', 185),
    maximumAgeMs: number(place, retry, 'MaximumEventAgeInSeconds', 86_400) * 1_000,
    deadLetterQueue:
      deadLetters.Arn === undefined ? undefined : options.queues.nameOf(text(place, deadLetters, 'Arn'), place),
    enabled: true,
  };
  return properties.State === 'DISABLED' ? [] : [schedule];
}

async function keep(
  schedule: Schedule,
  options: ScheduleOptions,
  signal: AbortSignal,
  report: (error: unknown) => void,
): Promise<void> {
  const clock = options.clock ?? WALL_CLOCK;
  try {
    for (let due = schedule.next(clock.now()); due !== undefined; due = schedule.next(due)) {
      await waitUntil(due, clock, signal);
      if (signal.aborted) return;
      if (!schedule.enabled) continue;
      fire(schedule, due, options, signal).catch(report);
    }
  } catch (error) {
    report(error);
  }
}

async function fire(schedule: Schedule, due: number, options: ScheduleOptions, signal: AbortSignal): Promise<void> {
  const { now, pause: wait } = options.clock ?? WALL_CLOCK;
  const executionId = randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    const input = fillIn(schedule, due, executionId, attempt);
    try {
      if (options.lambdas.has(schedule.target)) {
        options.lambdas.invokeAsync(options.lambdas.nameOf(schedule.target, schedule.name), input);
      } else {
        options.machines.startExecution({ stateMachineArn: schedule.target, name: executionId, input });
      }
      return;
    } catch (error) {
      const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
      const tooOld = now() + backoff - due > schedule.maximumAgeMs;
      if (attempt > schedule.retries || tooOld) {
        if (schedule.deadLetterQueue === undefined) throw error;
        options.queues.send(schedule.deadLetterQueue, input, {
          ERROR_CODE: (error as { code?: string }).code ?? 'InternalFailure',
          ERROR_MESSAGE: (error as Error).message,
          SCHEDULE_ARN: schedule.arn,
          TARGET_ARN: schedule.target,
        });
        return;
      }
      await wait(backoff, signal);
    }
  }
}

/** Scheduler's own keywords in the input. */
function fillIn({ input, arn }: Schedule, due: number, executionId: string, attempt: number): string {
  return input
    .replaceAll('<aws.scheduler.scheduled-time>', new Date(due).toISOString().replace(/\.\d+Z$/, 'Z'))
    .replaceAll('<aws.scheduler.schedule-arn>', arn)
    .replaceAll('<aws.scheduler.execution-id>', executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(attempt));
}
