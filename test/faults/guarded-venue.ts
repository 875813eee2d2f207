import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { acknowledge } from '../../functions/acknowledge-action/acknowledge.ts';
import { assessSnapshot } from '../../functions/assess-snapshot/assess-snapshot.ts';
import { openResponses } from '../../functions/open-response/open-response.ts';
import { openPresser } from '../../functions/receive-interaction/presser.ts';
import { receiveInteraction } from '../../functions/receive-interaction/receive-interaction.ts';
import { receiveSnapshot } from '../../functions/receive-snapshot/receive.ts';
import { openActivity } from '../../infra/local/engine/activity.ts';
import { AwsFault } from '../../infra/local/engine/aws-endpoint.ts';
import { openLoopbackServer } from '../../infra/local/engine/loopback-server.ts';
import { openStateMachines } from '../../infra/local/engine/state-machines.ts';
import type { SimulatedExchange } from '../../infra/local/exchange/exchange.ts';
import { openExchangeServer } from '../../infra/local/exchange/server.ts';
import { type SlackStandIn, startSlackStandIn } from '../../infra/local/slack/server.ts';
import type { Acknowledgement } from '../../shared/action/types.ts';
import type { ExecutionStanding, Executions } from '../../shared/response/executions.ts';
import { executionNameOf, inputOf, type ResponseInput } from '../../shared/response/open-response.ts';
import type { RespondState } from '../../shared/response/respond-state.ts';
import { resumeResponses } from '../../shared/response/resume-responses.ts';
import { showApproval } from '../../shared/response/show-approval.ts';
import { tellFailure } from '../../shared/response/tell-failure.ts';
import type { Officers } from '../../shared/response/thread.ts';
import type { WaitingTask } from '../../shared/response/waiting-task.ts';
import { wakeVerifications } from '../../shared/response/wake-verifications.ts';
import { openSlack } from '../../shared/slack/web-client.ts';
import type { Clock } from '../../shared/snapshot/age.ts';
import { readAssessmentRecord } from '../../shared/store/assessments.ts';
import type { DueResponse } from '../../shared/store/due-responses.ts';
import { readPolicy, readPolicyInForce, writePolicy } from '../../shared/store/policies.ts';
import { type CompleteSnapshot, readSnapshot } from '../../shared/store/snapshots.ts';
import type { Tables } from '../../shared/store/tables.ts';
import { bytes } from '../environment/books.ts';
import { makeTables } from '../environment/tables.ts';
import { lambdasOf, resourcesOf } from '../infra/local/engine/fakes.ts';
import { accountNamed, openSmall, PRICE, step, type Trader } from '../infra/local/exchange/small-exchange.ts';
import { deployedDefinition } from './deployed-definition.ts';
import { respondSteps } from './respond-steps.ts';
import { openVenueLine, type Weather } from './venue-line.ts';

const VENUE = 'demo';
const SLACK_TOKEN = 'xoxb-test';
const SIGNING_SECRET = 'signing';
const KEY = 'venue-key';
const HOUR_MS = 3_600_000;
/** Of the exchange, and the contracts that others trade in one. */
const STEP_MS = 30_000;
const VOLUME = 1_000_000;
const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:m';

/** How often the venue acknowledges what it has done. */
export type Word = 'once' | 'twice' | 'never';

/** What each of the crowd has paid in before it draws out all but a sixtieth of what it holds. */
const CALM_CASH = 100_000;
const CASH = 1_000;
/** Twenty longs at sixty times, of which the makers hold the other side: far more than the market carries. */
const CROWD = Array.from({ length: 20 }, (_, i) => ({
  id: `long-${String(i).padStart(2, '0')}`,
  cash: CALM_CASH,
  holdings: [{ side: 1 as const, contracts: 60_000 }],
}));

const DEFINITION = deployedDefinition();

/**
 * A simulated exchange that Breakwater watches and acts on: the state machine as it is deployed, its steps on DynamoDB Local, Slack's
 * stand-in and the exchange's own action API. Only AWS is not there, and time goes on when the test says so.
 */
export interface GuardedVenue {
  readonly exchange: SimulatedExchange;
  readonly tables: Tables;
  readonly stand: SlackStandIn;
  /** Unix milliseconds. */
  clock: number;
  /** By which the steps tell the age of a book. */
  bookClock: Clock;
  /** Of the requests to the venue, one after the other; clear after the last. */
  weather: Weather[];
  word: Word;
  /** Seconds that the machine's steps wait, in place of the policy's. */
  patience: {
    approvalSeconds?: number;
    dispatchSeconds?: number;
    silenceSeconds?: number;
    verificationSeconds?: number;
  };
  /** Stands in for the tables of the next steps: ones that die, for instance. */
  through: (tables: Tables) => Tables;
  /** What a step fails with instead of being done; undefined if it is done. */
  broken: (step: string) => Error | undefined;
  /** Whether Step Functions takes starts. */
  starting: boolean;
  /** By which Slack is called. */
  slackFetch: typeof fetch;
  /** Happens before the next request reaches the venue. */
  meanwhile: (() => Promise<unknown>) | undefined;
  readonly told: readonly Acknowledgement[];
  requests(): number;
  /** Puts a policy in force with these terms of the response, the others as they are by default here. */
  policy(response: object): Promise<void>;
  /** The exchange's book is pushed and assessed, and what follows comes to rest; without a response where nobody looks at severities. */
  push(options?: { readonly responding?: boolean }): Promise<void>;
  /** The exchange works at its actions for so many steps, tells of them, and what follows comes to rest. */
  work(steps?: number, price?: number): Promise<void>;
  acknowledge(acknowledgement: Acknowledgement): Promise<unknown>;
  /** Carries the plan out that the officers are asked about, as if the machine had been told so. */
  dispatch(): Promise<void>;
  /** The sweep that comes every minute, so many at once, and what follows comes to rest. */
  sweep(atOnce?: number): Promise<void>;
  /** Tells what waits for an assessment of the venue that there is one. */
  wake(): Promise<void>;
  /** Signs of life that tasks have been given. */
  beats(): number;
  /** Presses a button of the newest message that has one. @returns what the presser is told */
  press(user: string, action?: 'approve' | 'decline'): Promise<readonly string[]>;
  /** Until nothing is under way any more. */
  settled(): Promise<void>;
  /** Texts of all messages, oldest first; those in threads too. */
  texts(): string[];
  /** The newest message that asks for an approval, with its blocks as text. */
  asking(): string;
  executions(): readonly { status: string; error?: string | undefined; states: readonly string[] }[];
  /** Worth of all positions of the crowd, in USDT at a price of 100. */
  held(): number;
  close(): Promise<void>;
}

/**
 * @param response what differs in the policy's response terms
 * @param others   who is there besides the crowd
 * @param behind   how far the exchange's own time is behind ours, in milliseconds: its days are those of the past
 */
export async function openGuardedVenue(
  response: object = {},
  { others = [], behind = 0 }: { readonly others?: readonly Trader[]; readonly behind?: number } = {},
): Promise<GuardedVenue> {
  const exchange = openSmall([...CROWD, ...others], { fund: 100_000, referenceOpenInterest: 10_000_000 });
  let clock = Date.now();
  const tables = await makeTables(() => clock);
  const stand = await startSlackStandIn({
    token: SLACK_TOKEN,
    channels: ['#risk'],
    burst: 10_000,
    now: () => clock,
  });
  const told: Acknowledgement[] = [];
  let beats = 0;
  const entered: { name: string; state: string }[] = [];
  const presses = await openLoopbackServer();
  const line = await openVenueLine(() => venue);

  const activity = openActivity();
  const slack = () =>
    openSlack({
      ...{ token: SLACK_TOKEN, apiUrl: stand.apiUrl, timeoutMs: 1_000, patienceMs: 0 },
      fetch: (...request) => venue.slackFetch(...request),
    });
  const officers = (on: Tables): Officers => ({ tables: on, slack: slack(), channel: '#risk' });
  const connectionsOn = (on: Tables) => ({
    ...{ ...officers(on), channel: '#risk', codeVersion: 'test', clock: venue.bookClock },
    policyInForce: () => readPolicy(on, VENUE),
  });
  const { functions, dispatch } = respondSteps({
    enter(name, state) {
      // A try takes its time: what one that died holds runs out.
      clock += 1_000;
      entered.push({ name: executionNameOf(state), state: name });
      return venue.broken(name);
    },
    tables: () => venue.through(tables),
    connectionsOn,
    task: () => task,
    desk: () => ({ url: line.url, key: KEY, contractStep: 1 }),
    patience: () => venue.patience,
  });
  const machines = openStateMachines(
    resourcesOf({
      M: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { StateMachineName: 'm', DefinitionString: DEFINITION },
      },
    }),
    lambdasOf(functions),
    activity,
    () => {},
  );
  const task: WaitingTask = {
    succeed: async (taskToken, output) =>
      stillWaiting(() => machines.tokens.success({ taskToken, output: JSON.stringify(output) })),
    async heartbeat(taskToken) {
      beats += 1;
      return stillWaiting(() => machines.tokens.heartbeat({ taskToken }));
    },
  };
  const responder = {
    async start(given: ResponseInput) {
      if (!venue.starting) throw new Error('Step Functions cannot be reached');
      const input = inputOf(given, given.attempt ?? 1);
      stillWaiting(() =>
        machines.startExecution({
          ...{ stateMachineArn: MACHINE, name: executionNameOf(input), input: JSON.stringify(input) },
        }),
      );
    },
  };
  const executions: Executions = {
    async standingOf(input) {
      const executionArn = `${MACHINE.replace(':stateMachine:', ':execution:')}:${executionNameOf(input)}`;
      try {
        return machines.describeExecution({ executionArn }).status as ExecutionStanding;
      } catch {
        return 'ABSENT';
      }
    },
  };

  const server = await openExchangeServer({
    exchange,
    keys: [KEY],
    now: () => venue.clock,
    acknowledge: async (message) => {
      const own = { ...message, venue: VENUE };
      told.push(own);
      for (let times = { once: 1, twice: 2, never: 0 }[venue.word]; times > 0; times--) {
        // A venue that is not answered comes again.
        await venue.acknowledge(own).catch(() => venue.acknowledge(own));
      }
    },
  });
  line.forwardTo(server.url);
  presses.handle((request, response) => void takePress(request, response));
  stand.sendInteractionsTo({ url: presses.url, signingSecret: SIGNING_SECRET });

  async function takePress(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const headers = request.headers as Record<string, string>;
    const reply = await receiveInteraction(
      {
        tables: venue.through(tables),
        task,
        signingSecrets: async () => [SIGNING_SECRET],
        presserOf: ({ responseUrl }) => openPresser(responseUrl, stand.apiUrl),
        showOtherwise: (approvalId) => showApproval(officers(venue.through(tables)), approvalId),
      },
      { headers, body },
    );
    response.writeHead(reply.status).end();
  }

  let opened = 0;
  let calm = true;
  const venue: GuardedVenue = {
    exchange,
    tables,
    stand,
    get clock() {
      return clock;
    },
    set clock(next) {
      clock = next;
    },
    bookClock: 'wall',
    weather: [],
    word: 'once',
    patience: {},
    through: (on) => on,
    broken: () => undefined,
    starting: true,
    slackFetch: (...request) => fetch(...request),
    meanwhile: undefined,
    told,
    requests: line.requests,
    async policy(change) {
      const terms = {
        everyMs: 0,
        approval: { needed: 1, officers: ['U-ANNA', 'U-BEN'] },
        // One action a plan, unless a test is about the caps.
        dispatch: { capForMs: 0 },
        ...change,
      };
      const before = (await readPolicyInForce(tables, VENUE))?.version ?? 1;
      await writePolicy(tables, VENUE, { response: terms }, { by: 'test', before });
    },
    async push({ responding = true } = {}) {
      const snapshot = exchange.snapshot();
      await receiveSnapshot(tables, { venue: VENUE, body: bytes(snapshot), format: 'json' });
      const stored = (await readSnapshot(tables, VENUE, snapshot.sequence)) as CompleteSnapshot;
      const policy = await readPolicy(tables, VENUE);
      await assessSnapshot(tables, policy, 'test', stored);
      await wakeVerifications(tables, task, VENUE);
      const record = await readAssessmentRecord(tables, VENUE, snapshot.sequence);
      if (record?.moved && responding) await openResponses(tables, responder, policy, record);
      await venue.settled();
    },
    async work(steps = 12, price = PRICE) {
      for (let i = 0; i < steps; i++) {
        venue.clock += STEP_MS;
        const now = venue.clock - behind;
        const bar = now - (now % HOUR_MS) - (calm ? HOUR_MS : 0);
        if (bar > opened) exchange.openBar(bar);
        opened = bar;
        step(exchange, price, { now, baseVolume: VOLUME });
        await server.stepped();
      }
      await venue.settled();
    },
    dispatch() {
      const planId = /Plan ([0-9a-f]{16}) /.exec(venue.asking())?.[1] ?? '';
      const state = { venue: VENUE, plan: { planned: true, planId } } as RespondState;
      return dispatch({ state, taskToken: 'none' }, tables);
    },
    async wake() {
      await wakeVerifications(tables, task, VENUE);
      await venue.settled();
    },
    beats: () => beats,
    async sweep(atOnce = 1) {
      venue.clock += 61_000;
      const tell = (due: DueResponse) => tellFailure(connectionsOn(tables), due);
      await Promise.all(
        Array.from({ length: atOnce }, () => resumeResponses({ tables, executions, responder, tell }, VENUE)),
      );
      await venue.settled();
    },
    acknowledge: (acknowledgement) => acknowledge(venue.through(tables), task, acknowledgement),
    async press(user, action = 'approve') {
      const message = stand
        .messages()
        .filter(({ blocks }) => JSON.stringify(blocks).includes('approval-approve'))
        .at(-1);
      if (!message) throw new Error('No message asks for an approval');
      const { channel, ts } = message;
      const { answers } = await stand.press({ channel, ts, actionId: `approval-${action}`, user });
      await venue.settled();
      return answers;
    },
    settled: () => activity.quiet(),
    texts: () => stand.messages().map(({ text }) => text),
    asking() {
      const message = stand
        .messages()
        .filter(({ blocks }) => /Plan [0-9a-f]{16} · .* · approval /.test(JSON.stringify(blocks)))
        .at(-1);
      return message ? `${message.text}\n${JSON.stringify(message.blocks)}` : '';
    },
    executions: () =>
      machines.executions().map(({ name, status, error, cause }) => ({
        cause,
        status,
        error,
        states: entered.filter((one) => one.name === name).map(({ state }) => state),
      })),
    held: () =>
      exchange.state.accounts
        .filter(({ id }) => id.startsWith('long-'))
        .flatMap(({ positions }) => positions)
        .reduce((sum, { contracts }) => sum + contracts, 0),
    async close() {
      machines.stop();
      for (const one of [server, line, presses]) await one.close();
      await stand.close();
      tables.client.destroy();
    },
  };
  await venue.policy(response);
  // First a calm book, in the bar before: a market's volatility is known from its second bar on, and on what is assumed nothing is done.
  await venue.work(3);
  await venue.push({ responding: false });
  for (const { id } of CROWD) {
    (accountNamed(exchange, id) as { cash: number }).cash -= CALM_CASH - CASH;
    (exchange.state.treasury as { paidIn: number }).paidIn -= CALM_CASH - CASH;
  }
  calm = false;
  await venue.work(3);
  return venue;
}

function stillWaiting(tell: () => unknown): boolean {
  try {
    tell();
    return true;
  } catch (error) {
    if (error instanceof AwsFault) return false;
    throw error;
  }
}
