import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { decideIncident, type Event, type IncidentDecision } from '../incident/decide.ts';
import type { Incident } from '../incident/types.ts';
import type { Alarm } from '../policy/types.ts';
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

export function openResponder(
  machineArn: string,
  client: Pick<SFNClient, 'send'> = new SFNClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
  }),
): Responder {
  return {
    async start({ venue, symbol, group, incidentId, version }) {
      const input: ResponseInput = { venue, symbol, group, incidentId, version };
      try {
        await client.send(
          // The name makes it idempotent: a Standard workflow runs once under one name.
          new StartExecutionCommand({
            stateMachineArn: machineArn,
            name: `${incidentId}-${version}`,
            input: JSON.stringify(input),
          }),
        );
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}

/**
 * Takes one event to its incident and starts the response to what changed. Safe to repeat from any point: the transition is
 * written once, and a repeated event starts the same execution again, which has no effect.
 */
export async function respondTo(
  tables: Tables,
  responder: Responder,
  event: Event,
  alertFrom: Alarm,
): Promise<IncidentDecision> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const last = await readNewestIncident(tables, event);
    const decision = decideIncident(last, event, alertFrom);
    if (!decision.change) {
      // Written by an earlier try, which may have ended before it could start the response.
      if (decision.reason === 'applied' && last) await responder.start(last);
      return decision;
    }
    if (await writeTransition(tables, last, decision.transition, decision.incident)) {
      await responder.start(decision.incident);
      return decision;
    }
  }
  throw new Error(
    `The incident of ${event.venue} ${event.symbol} ${event.group} changed ten times while an event was being taken to it`,
  );
}
