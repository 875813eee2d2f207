import { setTimeout as sleep } from 'node:timers/promises';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { decideIncident, type Event, type IncidentDecision } from '../incident/decide.ts';
import type { Incident } from '../incident/types.ts';
import type { Alarm } from '../policy/types.ts';
import { patientClient } from '../runtime/aws-client.ts';
import { AGAIN, untilUncontended } from '../store/contention.ts';
import { readNewestIncident, writeTransition } from '../store/incidents.ts';
import type { Tables } from '../store/tables.ts';

/** Starts executions of the `respond` state machine. */
export interface Responder {
  /** Once in effect for each incident and version, however often it is called. */
  start(incident: Incident): Promise<void>;
}

/** What the `respond` machine is given: where to find the incident, never a copy of it that could be out of date. */
export interface ResponseInput {
  readonly venue: string;
  readonly symbol: string;
  readonly group: string;
  readonly incidentId: string;
  readonly version: number;
}

/** How long a start that is throttled is tried again, in milliseconds. */
const PATIENCE_MS = 20_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;
const THROTTLED = /Throttl|TooManyRequests|RequestLimit/;

/**
 * @param client  tries a few times itself; what it then still reports as throttled is tried again after a pause that all
 *                starts share, since they draw on one bucket of the account (1,300 and 300 a second in large regions, 800 and
 *                150 in others)
 */
export function openResponder(
  machineArn: string,
  // Throttling comes back soon, so that all starts pause together.
  client: Pick<SFNClient, 'send'> = new SFNClient(patientClient({ retryMs: 2_000 })),
  { now, pause }: { now(): number; pause(milliseconds: number): Promise<unknown> } = {
    now: () => Date.now(),
    pause: (milliseconds) => sleep(milliseconds),
  },
): Responder {
  let notBefore = 0;
  let pauseMs = FIRST_PAUSE_MS;
  return {
    async start({ venue, symbol, group, incidentId, version }) {
      const input: ResponseInput = { venue, symbol, group, incidentId, version };
      const begun = now();
      for (;;) {
        const waitMs = notBefore - now();
        if (waitMs > 0) await pause(waitMs);
        try {
          await client.send(
            // The name makes it idempotent: a Standard workflow runs once under one name.
            new StartExecutionCommand({
              stateMachineArn: machineArn,
              name: `${incidentId}-${version}`,
              input: JSON.stringify(input),
            }),
          );
          pauseMs = FIRST_PAUSE_MS;
          return;
        } catch (error) {
          if (error instanceof ExecutionAlreadyExists) return;
          const at = now();
          if (!THROTTLED.test((error as Error).name) || at - begun > PATIENCE_MS) throw error;
          // The first to be turned away closes the gate for all that come meanwhile.
          if (notBefore <= at) {
            notBefore = at + pauseMs;
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
          }
        }
      }
    },
  };
}

/**
 * Takes one event to its incident and starts the response to what changed. Safe to repeat from any point: the transition is
 * written once, and a repeated event starts the same execution again, which has no effect.
 *
 * @param read  the key's newest incident if it has just been read; a write that it is not true for any more reads it anew
 */
export function respondTo(
  tables: Tables,
  responder: Responder,
  event: Event,
  alertFrom: Alarm,
  read?: { readonly newest: Incident | undefined },
): Promise<IncidentDecision> {
  let known = read;
  return untilUncontended(
    async () => {
      const last = known ? known.newest : await readNewestIncident(tables, event);
      known = undefined;
      const decision = decideIncident(last, event, alertFrom);
      if (!decision.change) {
        // Written by an earlier try, which may have ended before it could start the response.
        if (decision.reason === 'applied' && last) await responder.start(last);
        return decision;
      }
      if (!(await writeTransition(tables, last, decision.transition, decision.incident))) return AGAIN;
      await responder.start(decision.incident);
      return decision;
    },
    () =>
      new IncidentContended(
        `The incident of ${event.venue} ${event.symbol} ${event.group} was moved by others each time that an event was taken to it`,
      ),
  );
}

/** Others moved an incident again and again meanwhile; nothing was written, and trying again is safe. */
export class IncidentContended extends Error {
  override name = 'IncidentContended';
}
