import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Approval } from '../../../shared/approval/types.ts';
import type { Incident } from '../../../shared/incident/types.ts';
import { readAssessmentRecord } from '../../../shared/store/assessments.ts';
import { readDispatch } from '../../../shared/store/dispatches.ts';
import type { DueResponse } from '../../../shared/store/due-responses.ts';
import { itemFrom } from '../../../shared/store/encoding.ts';
import { readHistory } from '../../../shared/store/incidents.ts';
import { readNotificationLog } from '../../../shared/store/notifications.ts';
import { readPlanProgress } from '../../../shared/store/plan-actions.ts';
import type { PlanRecord } from '../../../shared/store/plans.ts';
import type { Item } from '../../../shared/store/tables.ts';
import type { Played } from './story.ts';
import { VENUE, type World } from './world.ts';

/** What is wrong at the end, each in a sentence. */
export interface Judgement {
  /** An accepted snapshot, a due message or an approved action with neither its effect nor a stated withdrawal. */
  readonly lost: readonly string[];
  /** Two business effects of one cause. */
  readonly doubled: readonly string[];
  /** Undone two sweeps after recovery, without a human. */
  readonly stuck: readonly string[];
  /** Messages that were said again: at least once is the promise. */
  readonly saidAgain: number;
}

interface Stored extends Item {
  readonly type?: string;
  readonly incident?: Incident;
  readonly approval?: Approval;
  readonly due?: DueResponse;
}

/** Judges a world in which everything has had its time. */
export async function judge(world: World, played: Played): Promise<Judgement> {
  const { tables, engine, slack } = world;
  const lost: string[] = [];
  const doubled: string[] = [];
  const stuck: string[] = [];
  const items = await scan(world);
  const of = (type: string) => items.filter((item) => item.type === type);

  for (const sequence of played.accepted)
    if (!(await readAssessmentRecord(tables, VENUE, sequence)))
      lost.push(`snapshot ${sequence} was accepted and not assessed`);

  const texts = slack.messages().map(({ text }) => text);
  const opened = of('incident').map(({ incident }) => incident as Incident);
  for (const incident of opened) {
    const { incidentId, version, symbol, group } = incident;
    const name = `incident ${symbol} ${group}`;
    const log = await readNotificationLog(tables, incident, incidentId);
    if (log.threaded < version) lost.push(`${name}: Slack has heard of version ${log.threaded} of ${version}`);
    const root = slack.messages().find(({ ts }) => ts === log.message?.ts);
    if (!root) lost.push(`${name}: its message is not in Slack`);
    const versions = (await readHistory(tables, incident, incidentId)).map((entry) => entry.incident.version);
    if (new Set(versions).size !== versions.length || versions.length !== version)
      doubled.push(`${name}: its history has the versions ${versions.join(', ')}`);
    if (incident.status === 'open') stuck.push(`${name} is still open`);
  }

  const approved = new Map<string, number>();
  for (const { approval } of of('approval')) {
    const { approvalId, status, planId, decisions } = approval as Approval;
    if (status === 'open') stuck.push(`approval ${approvalId} is still open`);
    if (decisions.filter(({ decision }) => decision === 'approve').length > 1)
      doubled.push(`approval ${approvalId} was counted ${decisions.length} times`);
    if (status !== 'approved') continue;
    const dispatch = await readDispatch(tables, VENUE, planId);
    if (!dispatch) {
      lost.push(`plan ${planId} was approved, and neither carried out nor withdrawn`);
      continue;
    }
    if (!dispatch.dispatched) continue;
    for (const { orders } of dispatch.actions)
      for (const { orderId, contracts } of orders) approved.set(orderId, contracts);
    const progress = await readPlanProgress(tables, VENUE, planId);
    for (const { actionId } of dispatch.actions) {
      const action = progress?.actions.find((one) => one.actionId === actionId);
      if (!action) lost.push(`action ${actionId} was approved and never planned`);
      else if (!action.done) stuck.push(`action ${actionId} is ${action.status}`);
      else if (action.status === 'filled' && !played.took(actionId))
        lost.push(`action ${actionId} counts as filled, and the exchange has never seen it`);
    }
  }
  const plans = of('plan') as unknown as PlanRecord[];
  const byRound = Map.groupBy(plans, ({ incidentId, round, sequence }) => `${incidentId} ${round} ${sequence}`);
  for (const [round, same] of byRound)
    if (same.length > 1) doubled.push(`there are ${same.length} plans of the same book and round: ${round}`);
  for (const [orderId, contracts] of played.filled()) {
    const most = approved.get(orderId);
    if (most === undefined) doubled.push(`the order ${orderId} was carried out, and is of no approved plan`);
    else if (contracts > most)
      doubled.push(`${contracts} contracts of ${orderId} were closed, and ${most} were approved`);
  }

  const executions = engine.executions();
  for (const { name, status } of executions) if (status === 'RUNNING') stuck.push(`execution ${name} is running`);
  const givenUp = new Set(
    of('due-response').flatMap(({ due }) => (due?.closed ? [`${due.input.incidentId} ${due.input.version}`] : [])),
  );
  const responses = Map.groupBy(executions, ({ input }) => {
    const { incidentId, version } = JSON.parse(input) as { incidentId: string; version: number };
    return `${incidentId} ${version}`;
  });
  for (const [response, attempts] of responses) {
    const through = attempts.filter(({ status }) => status === 'SUCCEEDED').length;
    if (through > 1) doubled.push(`the response ${response} was carried through ${through} times`);
    if (through === 0 && !givenUp.has(response)) lost.push(`the response ${response} was never carried through`);
  }
  for (const { pk, sk, due } of of('due-response')) {
    if (due?.closed == null) stuck.push(`a response is still due: ${pk} ${sk}`);
    else if (due.told !== 'given up')
      lost.push(`the officers have not heard that a response was given up: ${pk} ${sk}`);
  }
  if (!texts.some((text) => /digest/i.test(text))) lost.push('the digest was not published');
  if (world.log.some((line) => line.startsWith('story:')))
    stuck.push(...world.log.filter((line) => line.startsWith('story:')));
  return { lost, doubled, stuck, saidAgain: texts.length - new Set(texts).size };
}

async function scan({ tables }: World): Promise<Stored[]> {
  const items: Stored[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await tables.client.send(
      new ScanCommand({ TableName: tables.state, ExclusiveStartKey: start, ConsistentRead: true }),
    );
    items.push(...(page.Items ?? []).map((item) => itemFrom<Stored>(item)));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}
