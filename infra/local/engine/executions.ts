import { AwsFault } from './aws-endpoint.ts';
import type { Json, JsonObject } from './json.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface Execution {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly machine: string;
  readonly name: string;
  readonly input: string;
  readonly status: ExecutionStatus;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly stoppedAt?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Step Functions' limit of an input or a result, in bytes. */
export const DATA_LIMIT = 256 * 1024;

/** What StartExecution asks for. @throws AwsFault as the service answers */
export function readStart(request: JsonObject, otherName: string): { machineArn: string; name: string; input: string } {
  const { stateMachineArn, name = otherName, input = '{}' } = request;
  if (typeof stateMachineArn !== 'string') throw new AwsFault('InvalidArn', 'Invalid Arn');
  if (typeof name !== 'string' || !/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name)) {
    throw new AwsFault('InvalidName', `Invalid Name: '${String(name)}'`);
  }
  if (typeof input !== 'string' || Buffer.byteLength(input) > DATA_LIMIT || !isJson(input)) {
    throw new AwsFault('InvalidExecutionInput', 'Invalid State Machine Execution Input');
  }
  return { machineArn: stateMachineArn, name, input };
}

/** What DescribeExecution answers. */
export function describe(execution: Execution): JsonObject {
  const { startedAt, stoppedAt, machine: _, ...same } = execution;
  const times = { startDate: startedAt / 1_000, ...(stoppedAt === undefined ? {} : { stopDate: stoppedAt / 1_000 }) };
  return { ...same, ...times, redriveCount: 0 };
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text) as Json;
    return true;
  } catch {
    return false;
  }
}
