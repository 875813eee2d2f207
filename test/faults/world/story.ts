import { openExchangeServer } from '../../../infra/local/exchange/server.ts';
import { readNewestIncident } from '../../../shared/store/incidents.ts';
import { readPolicyInForce, writePolicy } from '../../../shared/store/policies.ts';
import { sendAcknowledgement } from '../../../shared/venue/acknowledgement-client.ts';
import { pushSnapshot } from '../../../shared/venue/client.ts';
import { accountNamed, BTC, heldBy, openSmall, PRICE, step } from '../../infra/local/exchange/small-exchange.ts';
import { VENUE, type World } from './world.ts';

const HOUR_MS = 3_600_000;
const STEP_MS = 30_000;
const VOLUME = 1_000_000;
const CALM_CASH = 100_000;
const CASH = 1_000;
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
  /** Contracts that accounts hold less than at the beginning. */
  closed(): ReadonlyMap<string, number>;
  readonly done: () => boolean;
  close(): Promise<void>;
}

/**
 * An exchange whose traders draw out their money in front of a plan: a calm book, then one far above what the market carries; an officer
 * who approves what is asked; an exchange that does what it is told and tells of it; and snapshots until all is well again. Whoever is
 * not answered, or with a 5xx or 429, comes again, as the documentation asks.
 */
export async function playStory(world: World): Promise<Played> {
  const { engine, slack, actionApi, key, tables } = world;
  const exchange = openSmall(CROWD, { fund: 100_000, referenceOpenInterest: 1_000_000 });
  const before = (await readPolicyInForce(tables, VENUE))?.version ?? 1;
  const response = { everyMs: 0, approval: { needed: 1, officers: ['U-ANNA', 'U-BEN'] } };
  await writePolicy(tables, VENUE, { response }, { by: 'faults', before });

  const accepted: number[] = [];
  const seen = new Set<string>();
  const server = await openExchangeServer({
    exchange,
    keys: [key],
    server: actionApi,
    now: Date.now,
    async acknowledge(message) {
      seen.add(message.actionId);
      for (let tries = 0; tries < 40; tries++) {
        const { status } = await sendAcknowledgement(
          { url: engine.apiUrl, keys: [key], tries: 1 },
          { ...message, venue: VENUE },
        ).catch(() => ({ status: 'refused' }));
        if (status !== 'refused') return;
        await pause(5_000);
      }
    },
  });
  let calm = true;
  let opened = 0;
  let over = false;
  let played = false;

  async function work(): Promise<void> {
    const now = Date.now();
    const bar = now - (now % HOUR_MS) - (calm ? HOUR_MS : 0);
    if (bar > opened) exchange.openBar(bar);
    opened = bar;
    step(exchange, PRICE, { now, baseVolume: VOLUME });
    await server.stepped();
  }
  async function push(): Promise<void> {
    const snapshot = exchange.snapshot();
    for (let tries = 0; tries < 60; tries++) {
      const outcome = await pushSnapshot({ url: engine.apiUrl, venue: VENUE, keys: [key], tries: 1 }, snapshot).catch(
        () => undefined,
      );
      if (outcome && outcome.status !== 'rejected') return void accepted.push(snapshot.sequence);
      if (outcome && outcome.httpStatus < 500 && outcome.httpStatus !== 429)
        throw new Error(`The snapshot ${snapshot.sequence} was refused: ${JSON.stringify(outcome.answer)}`);
      await pause(5_000);
    }
    throw new Error(`The snapshot ${snapshot.sequence} was not taken`);
  }
  const payIn = (cash: number) => {
    for (const { id } of CROWD) {
      (accountNamed(exchange, id) as { cash: number }).cash += cash;
      (exchange.state.treasury as { paidIn: number }).paidIn += cash;
    }
  };
  /** What was opened has been resolved. */
  const isWell = async () => {
    const incident = await readNewestIncident(tables, { venue: VENUE, symbol: BTC, group: 'leverage' });
    return incident?.status === 'resolved';
  };
  async function exchangeLife(): Promise<void> {
    for (let i = 0; i < 3; i++) {
      await pause(STEP_MS);
      await work();
    }
    await push();
    payIn(CASH - CALM_CASH);
    calm = false;
    for (let i = 0; i < 20 && !over; i++) {
      await pause(STEP_MS);
      await work();
      if (i % 2 === 0) await push();
      // After the plan has been carried out, traders pay in again what they drew out.
      if (i === 4) payIn(CALM_CASH - CASH);
      if (i > 4 && (await isWell())) return;
    }
  }
  async function officerLife(): Promise<void> {
    while (!over) {
      await pause(5_000);
      for (const { channel, ts, blocks } of slack.messages()) {
        if (!JSON.stringify(blocks).includes('approval-approve')) continue;
        await slack.press({ channel, ts, actionId: 'approval-approve', user: 'U-ANNA' }).catch(() => undefined);
      }
    }
  }
  const lives = [exchangeLife(), officerLife()];
  void Promise.all([lives[0]]).then(
    () => {
      played = true;
    },
    (error: Error) => {
      (world.log as string[]).push(`story: ${error.message}`);
      played = true;
    },
  );
  return {
    accepted,
    took: (actionId) => seen.has(actionId),
    closed: () => new Map(CROWD.map(({ id }) => [id, CONTRACTS - heldBy(exchange, id)])),
    done: () => played,
    async close() {
      over = true;
    },
  };
}
