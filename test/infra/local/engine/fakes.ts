import { randomUUID } from 'node:crypto';
import type { StackTemplate } from '../../../../infra/local/engine/assembly.ts';
import type { Resource } from '../../../../infra/local/engine/cloudformation.ts';
import { resolveAssembly } from '../../../../infra/local/engine/cloudformation.ts';
import type { JsonObject } from '../../../../infra/local/engine/json.ts';
import type { Outcome } from '../../../../infra/local/engine/lambda-protocol.ts';
import type { Lambdas } from '../../../../infra/local/engine/lambdas.ts';

/** A stack of a template written out in a test. */
export function stackOf(template: JsonObject, name = 'S'): StackTemplate {
  return { name, account: '111122223333', region: 'eu-west-1', template, assets: new Map() };
}

/** The resources of one stack, resolved. */
export function resourcesOf(Resources: JsonObject): readonly Resource[] {
  return resolveAssembly([stackOf({ Resources })], 'http://api').resources;
}

/** Functions by name, run in the test's own process; what they throw is reported as Lambda reports it. */
export function lambdasOf(functions: Readonly<Record<string, (event: never) => unknown>>): Lambdas & {
  readonly events: { readonly name: string; readonly payload: string }[];
} {
  const events: { name: string; payload: string }[] = [];
  const nameOf = (nameOrArn: string) => nameOrArn.split(':').at(-1) as string;
  return {
    events,
    nameOf,
    has: (nameOrArn) => nameOf(nameOrArn) in functions,
    async invoke(name, payload): Promise<Outcome> {
      const requestId = randomUUID();
      try {
        return { ok: true, payload: JSON.stringify(await functions[name]?.(JSON.parse(payload) as never)), requestId };
      } catch (error) {
        const { name: errorType, message: errorMessage } = error as Error;
        return { ok: false, error: { errorType, errorMessage, trace: [] }, requestId };
      }
    },
    invokeAsync: (name, payload) => void events.push({ name, payload }),
    metrics: () => ({}),
    disturb: () => {},
    stop: async () => {},
  };
}
