import { openExchangeServer } from '../../../infra/local/exchange/server.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { readDueResponses } from '../../../shared/store/due-responses.ts';
import { readNewestIncident } from '../../../shared/store/incidents.ts';
import { readPolicyInForce, writePolicy } from '../../../shared/store/policies.ts';
import { readUnsettled } from '../../../shared/store/unsettled.ts';
import { sendAcknowledgement } from '../../../shared/venue/acknowledgement-client.ts';
import { type PushOptions, type PushOutcome, pushSnapshot } from '../../../shared/venue/client.ts';
import { requestSigned } from '../../../shared/venue/signed-request.ts';
import { accountNamed, BTC, openSmall, PRICE, step } from '../../infra/local/exchange/small-exchange.ts';
import type { Fault } from './calls.ts';
import { VENUE, type World } from './world.ts';

const HOUR_MS = 3_600_000;
const STEP_MS = 30_000;
const VOLUME = 1_000_000;
const CALM_CASH = 100_000;
const CONTRACTS = 60_000;
/** Two longs at sixty times, of which the makers hold the other side: far more than the market carries. */
const CROWD = Array.from({ length: 2 }, (_, i) => ({
  id: `long-${i}`,
  cash: CALM_CASH,
  holdings: [{ side: 1 as const, contracts: CONTRACTS }],
}));

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What was played, as those outside saw it. */
export interface Played {
  /** Snapshots that were answered 2xx, by sequence. */
  readonly accepted: readonly number[];
  /** Whether the exchange has seen an action. */
  took(actionId: string): boolean;
  /** Contracts that the exchange has closed for us, by order. */
  filled(): ReadonlyMap<string, number>;
  /** Whether all is well again, or there is no hope of it. */
  readonly done: () => boolean;
  /** Nobody pushes or approves any more. */
  stop(): void;
}

/** What differs between the stories that are played. */
export interface Story {
  readonly name: string;
  /** How the traders' money stands after a step of half a minute, in USDT each; what is not named stays. */
  readonly cash: Readonly<Record<number, number>>;
  /**
   * Traders pay in again what they drew out once the exchange has carried an action out: not before the first of these steps, and at the
   * last in any case.
   */
  readonly paidInAgain?: { readonly first: number; readonly last: number };
  /** Steps after which a snapshot is pushed. */
  pushes(step: number): boolean;
  /** Whether the book comes in parts, the first of them before it is announced. */
  readonly inParts: boolean;
  /** Step from which on an officer approves what is asked. */
  readonly approvesFrom: number;
  /** Step before which it does not end. */
  readonly least: number;
  /** What goes wrong in any case, so that what mends it is seen at work. */
  readonly troubles: readonly Fault[];
  /** Whether the machine gives a step up within seconds, so that a trouble of half a minute is one that it does not outlast. */
  readonly impatient: boolean;
}

const SCARCE = 1_000;
const NEARLY_NONE = 420;
const MINUTES = 2;

/** Everything is carried through. */
export const CARRIED_THROUGH: Story = {
  name: 'carried through',
  cash: { 0: SCARCE },
  paidInAgain: { first: 2, last: 20 },
  pushes: (step) => step % MINUTES === 0,
  inParts: false,
  approvesFrom: 0,
  least: 6,
  troubles: [],
  impatient: false,
};

/** Nobody answers until a newer plan has taken the place of the first; a response fails and is resumed; then the venue falls silent. */
export const RESUMED: Story = {
  name: 'resumed',
  cash: { 0: SCARCE, 3: NEARLY_NONE, 7: CALM_CASH },
  pushes: (step) => step % (step > 14 ? 2 * MINUTES : MINUTES) === 0 && !(step > 16 && step < 24),
  inParts: true,
  approvesFrom: 6,
  least: 24,
  troubles: [
    {
      call: 'verify-response · DynamoDB · GetItem · State · policy/in-force',
      nth: 1,
      kind: 'fails for a minute',
      forMs: 30_000,
    },
  ],
  impatient: true,
};

/** Twice a fault comes that no repetition mends: while officers are asked, and when what they approved is to be sent. */
export const GIVEN_UP: Story = {
  name: 'given up',
  cash: { 0: SCARCE, 3: NEARLY_NONE, 7: CALM_CASH },
  pushes: (step) => step % MINUTES === 0,
  inParts: false,
  approvesFrom: 4,
  least: 10,
  troubles: [
    {
      call: 'ask-approval · DynamoDB · GetItem · State · approval/message',
      nth: 1,
      kind: 'unknown error',
      errorName: 'PlanUnknown',
    },
    {
      call: 'dispatch-actions · DynamoDB · GetItem · State · approval/approval',
      nth: 1,
      kind: 'unknown error',
      errorName: 'PlanUnapproved',
    },
  ],
  impatient: false,
};

/** The fault comes once it is decided that a plan is carried out, and before anything of it is sent. */
export const CUT_OFF: Story = {
  name: 'cut off',
  cash: { 0: SCARCE, 5: CALM_CASH },
  pushes: (step) => step % MINUTES === 0,
  inParts: false,
  approvesFrom: 0,
  least: 8,
  troubles: [
    {
      call: 'dispatch-actions · DynamoDB · PutItem · State · plan-task',
      nth: 1,
      kind: 'unknown error',
      errorName: 'PlanUnapproved',
    },
  ],
  impatient: false,
};

export const STORIES = [CARRIED_THROUGH, RESUMED, GIVEN_UP, CUT_OFF] as const;

/** Steps after which a story that has not come to its end is given up. */
const MOST_STEPS = 60;

/**
 * An exchange whose traders draw out their money: a calm book, then one far above what the market carries; an officer who approves what is
 * asked; an exchange that does what it is told and tells of it; and snapshots for as long as the play is watched. Whoever is not
 * answered, or with a 5xx or 429, comes again, as the documentation asks.
 */
export async function playStory(world: World, story: Story): Promise<Played> {
  const { engine, slack, actionApi, key, tables, log } = world;
  const exchange = openSmall(CROWD, { fund: 100_000, referenceOpenInterest: 1_000_000 });
  const before = (await readPolicyInForce(tables, VENUE))?.version ?? 1;
  // A book of so few accounts is concentrated whatever happens.
  const rules = DEFAULT_POLICY.rules.filter(({ group }) => group !== 'concentration');
  const response = { everyMs: 0, approval: { needed: 1, officers: ['U-ANNA', 'U-BEN'] } };
  await writePolicy(tables, VENUE, { response, rules }, { by: 'faults', before });

  const accepted: number[] = [];
  const seen = new Set<string>();
  const server = await openExchangeServer({
    exchange,
    keys: [key],
    server: actionApi,
    now: Date.now,
    async acknowledge(message) {
      seen.add(message.actionId);
      const target = { url: engine.apiUrl, keys: [key], tries: 1 };
      await untilTaken(async () => {
        const { status } = await sendAcknowledgement(target, { ...message, venue: VENUE });
        return status !== 'refused';
      });
    },
  });
  let at = 0;
  let cash = CALM_CASH;
  let opened = 0;
  let over = false;
  let done = false;

  async function work(): Promise<void> {
    const now = Date.now();
    // The calm book is of the hour before: how a market moves is known from its second bar on.
    const bar = now - (now % HOUR_MS) - (at < 0 ? HOUR_MS : 0);
    if (bar > opened) exchange.openBar(bar);
    opened = bar;
    // An index that never moves is taken for dead.
    step(exchange, PRICE * (1 + 1e-4 * ((at >> 1) & 1)), { now, baseVolume: VOLUME });
    await server.stepped();
  }
  async function push(): Promise<void> {
    const snapshot = exchange.snapshot();
    const target = { url: engine.apiUrl, venue: VENUE, keys: [key], tries: 1 };
    const taken = await untilTaken(async () => {
      const { status, httpStatus, answer } = await (story.inParts
        ? pushInParts(target, snapshot)
        : pushSnapshot(target, snapshot));
      if (status === 'rejected' && httpStatus < 500 && httpStatus !== 429)
        log.push(`story: the snapshot ${snapshot.sequence} was refused: ${JSON.stringify(answer)}`);
      return status !== 'rejected';
    });
    if (taken) accepted.push(snapshot.sequence);
    else log.push(`story: the snapshot ${snapshot.sequence} was never taken`);
  }
  function pay(next: number | undefined): void {
    if (next === undefined) return;
    for (const { id } of CROWD) {
      (accountNamed(exchange, id) as { cash: number }).cash += next - cash;
      (exchange.state.treasury as { paidIn: number }).paidIn += next - cash;
    }
    cash = next;
  }
  function isPaidInAgain(): boolean {
    const { first, last } = story.paidInAgain ?? { first: Number.POSITIVE_INFINITY, last: Number.POSITIVE_INFINITY };
    return at >= last || (at >= first && seen.size > 0);
  }
  /** What was opened has been resolved, and nothing is still to be assessed or responded to. */
  async function isWell(): Promise<boolean> {
    const due = await readDueResponses(tables, VENUE);
    if (due.some(({ closed }) => closed === null)) return false;
    if ((await readUnsettled(tables, VENUE, 1)).unsettled.length > 0) return false;
    const keys = [
      { symbol: BTC, group: 'leverage' },
      { symbol: '*', group: 'feed' },
    ];
    const newest = await Promise.all(keys.map((key) => readNewestIncident(tables, { venue: VENUE, ...key })));
    return newest.every((incident) => incident === undefined || incident.status === 'resolved');
  }
  async function exchangeLife(): Promise<void> {
    for (at = -3; at < 0; at++) {
      await pause(STEP_MS);
      await work();
    }
    at = -1;
    await push();
    for (at = 0; !over; at++) {
      pay(story.cash[at] ?? (isPaidInAgain() ? CALM_CASH : undefined));
      await pause(STEP_MS);
      await work();
      if (story.pushes(at)) await push();
      done ||= at > MOST_STEPS || (at >= story.least && (await isWell()));
    }
  }
  async function officerLife(): Promise<void> {
    while (!over) {
      await pause(5_000);
      if (at < story.approvesFrom) continue;
      for (const { channel, ts, blocks } of slack.messages()) {
        if (!JSON.stringify(blocks).includes('approval-approve')) continue;
        await slack.press({ channel, ts, actionId: 'approval-approve', user: 'U-ANNA' }).catch(() => undefined);
      }
    }
  }
  const fail = (error: Error) => {
    log.push(`story: ${error.stack}`);
    done = true;
  };
  exchangeLife().catch(fail);
  officerLife().catch(fail);
  return {
    accepted,
    took: (actionId) => seen.has(actionId),
    filled: () =>
      new Map(
        [...seen].flatMap((actionId) =>
          (exchange.ordersOf(actionId) ?? []).map(
            ({ orderId, filledContracts }) => [orderId, filledContracts] as const,
          ),
        ),
      ),
    done: () => done,
    stop() {
      over = true;
    },
  };
}

/** Comes again every few seconds until it is taken. @returns whether it was within some minutes */
async function untilTaken(send: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 60; tries++) {
    if (await send().catch(() => false)) return true;
    await pause(5_000);
  }
  return false;
}

/** The first part comes before the announcement, as over two connections it may. */
async function pushInParts(target: PushOptions, snapshot: Readonly<Record<string, unknown>>): Promise<PushOutcome> {
  const { accounts, positions, ...header } = snapshot as unknown as { accounts: object[]; positions: object[] };
  const half = Math.ceil(positions.length / 2);
  const path = `/v1/venues/${VENUE}/snapshots`;
  const send = async (method: string, at: string, body: object): Promise<PushOutcome> => {
    const headers = { 'content-type': 'application/json' };
    const answered = await requestSigned(target, {
      method,
      path: at,
      body: Buffer.from(JSON.stringify(body)),
      headers,
    });
    return {
      ...answered,
      status: answered.httpStatus === 202 ? 'accepted' : answered.httpStatus === 200 ? 'duplicate' : 'rejected',
    };
  };
  const part = (n: number, body: object) => send('PUT', `${path}/${String(snapshot.snapshotId)}/parts/${n}`, body);
  const requests = [
    () => part(1, { accounts, positions: positions.slice(0, half) }),
    () => send('POST', path, { ...header, accounts: [], positions: [], parts: 2 }),
    () => part(2, { accounts: [], positions: positions.slice(half) }),
  ];
  let outcome: PushOutcome | undefined;
  for (const request of requests) {
    outcome = await request();
    if (outcome.status === 'rejected') break;
  }
  return outcome as PushOutcome;
}
