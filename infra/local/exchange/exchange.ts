import { type Account, crossEquity } from './account.ts';
import type { Action, Conflict, Fill, OrderState, Taken } from './action.ts';
import { ActionDesk } from './action-desk.ts';
import { liquidateBreaches } from './liquidation-engine.ts';
import { type MarketConditions, type MarketOpening, SimulatedMarket } from './market.ts';
import type { ExchangeState } from './state.ts';
import { DEFAULT_TERMS, type ExchangeTerms } from './terms.ts';
import { settle } from './trading.ts';
import { type WireSnapshot, wireSnapshot } from './wire-snapshot.ts';

export interface ExchangeOpening {
  /** Names its snapshots. */
  readonly name: string;
  readonly markets: readonly MarketOpening[];
  /** With at least one maker; longs equal shorts in every market. They are the exchange's from now on. */
  readonly accounts: readonly Account[];
  /** Balance of the insurance fund, USDT. */
  readonly fund: number;
  readonly terms?: Partial<ExchangeTerms>;
}

/**
 * A derivatives exchange: linear perpetuals with makers' books, an engine that liquidates, an insurance fund, a queue for
 * auto-deleveraging, and a desk that takes actions. It knows no clock and no chance: what comes from outside comes in with each step.
 */
export class SimulatedExchange {
  readonly state: ExchangeState;
  readonly #name: string;
  readonly #desk: ActionDesk;
  #sequence = 0;
  #now = 0;

  /** @throws RangeError where the book does not match, or nobody makes a market */
  constructor({ name, markets, accounts, fund, terms }: ExchangeOpening) {
    const all = { ...DEFAULT_TERMS, ...terms };
    const makers = accounts.filter(({ maker }) => maker);
    if (makers.length === 0) throw new RangeError('An exchange needs at least one maker');
    markets.forEach(({ symbol }, m) => {
      const net = accounts
        .flatMap(({ positions }) => positions)
        .reduce((sum, { market, side, contracts }) => sum + (market === m ? side * contracts : 0), 0);
      if (net !== 0) throw new RangeError(`The longs of ${symbol} exceed its shorts by ${net} contracts`);
    });
    this.#name = name;
    const simulated = markets.map((opening) => new SimulatedMarket(opening, all));
    this.state = {
      terms: all,
      markets: simulated,
      accounts: [...makers, ...accounts.filter(({ maker }) => !maker)],
      makers,
      byId: new Map(accounts.map((account) => [account.id, account])),
      treasury: { fund, fees: 0, paidIn: fund + moneyOf(accounts, simulated) },
      tally: { liquidatedNotional: 0, fundLoss: 0, reducedNotional: 0, adlNotional: 0, bankrupt: new Set() },
      leverageCaps: new Map(),
    };
    this.#desk = new ActionDesk(this.state);
  }

  /** Begins the bar that the following steps belong to. @param timestamp its open, Unix milliseconds */
  openBar(timestamp: number): void {
    for (const market of this.state.markets) market.openBar(timestamp);
  }

  /**
   * One step: prices move, the engine liquidates, actions are worked, and what was forced through the books moves the prices on.
   *
   * @param now at the step's end, Unix milliseconds
   * @param conditions of each market
   */
  step(now: number, conditions: readonly MarketConditions[]): void {
    const { markets, accounts } = this.state;
    this.#now = now;
    markets.forEach((market, m) => {
      market.beginStep(conditions[m] as MarketConditions);
    });
    liquidateBreaches(this.state);
    this.#desk.work();
    for (const market of markets) {
      market.remark();
      market.endStep();
    }
    for (const account of accounts) settle(this.state, account);
  }

  /**
   * Takes an action on: its orders are worked from the next step. The same action again does nothing and gets the same answer;
   * another one with its id is refused.
   *
   * @param now Unix milliseconds
   */
  take(action: Action, now: number): Taken | Conflict {
    return this.#desk.take(action, now);
  }

  /** What the last step filled of each order. */
  fills(): readonly Fill[] {
    return this.#desk.fills();
  }

  /** What became of each order of an action; undefined for one that was never taken. */
  ordersOf(actionId: string): readonly OrderState[] | undefined {
    return this.#desk.ordersOf(actionId);
  }

  /** Accounts with orders still to be worked. */
  busyAccounts(): ReadonlySet<string> {
    return this.#desk.busyAccounts();
  }

  /** Nothing trades in a halted market, and no action on it is taken; prices are still known. @throws RangeError for no such market */
  halt(symbol: string, halted = true): void {
    const market = this.state.markets.find((one) => one.symbol === symbol);
    if (!market) throw new RangeError(`There is no market ${JSON.stringify(symbol)}`);
    market.halted = halted;
  }

  /** The whole book in the wire's form, with a sequence one above the last one's. */
  snapshot(): WireSnapshot {
    this.#sequence++;
    return wireSnapshot(this.state, this.#name, this.#sequence, this.#now);
  }

  /**
   * All money on the exchange: collateral in USDT, margins, what positions have won and lost, the fund and the fees. It is what was
   * paid in: trades only move it.
   */
  money(): number {
    const { accounts, markets, treasury } = this.state;
    return moneyOf(accounts, markets) + treasury.fund + treasury.fees;
  }
}

const moneyOf = (accounts: readonly Account[], markets: readonly SimulatedMarket[]): number =>
  accounts.reduce((sum, account) => {
    const margins = account.positions.reduce(
      (own, { market, side, isolated, contracts, entryPrice, margin }) =>
        own +
        margin +
        (isolated
          ? side *
            contracts *
            (markets[market] as SimulatedMarket).contractSize *
            ((markets[market] as SimulatedMarket).mark - entryPrice)
          : 0),
      0,
    );
    return sum + margins + crossEquity({ ...account, bitcoin: 0 }, markets);
  }, 0);
