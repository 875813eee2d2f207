import type { Bar, Mood } from '../scenario/prices.ts';
import { openRandom, type Random } from '../scenario/random.ts';
import { MARKETS, type Trader } from '../scenario/traders.ts';
import { type Account, closeContracts, crossEquity, openContracts } from './account.ts';
import type { SimulatedExchange } from './exchange.ts';
import type { SimulatedMarket } from './market.ts';
import { type ExchangeState, highestLeverage } from './state.ts';
import { giveBack, sellBitcoin, tradeWithMakers } from './trading.ts';

/** Share of traders who look at their positions in a bar, while the book is deep; in a thin one fewer get an order through. */
const ATTENTION = 0.25;
const MAX_LEVERAGE = 75;
/**
 * How much of the mood's appetite goes into leverage: with all of it a crowded book is gone after the first hour of a crash, and what
 * happens then depends on nothing any more.
 */
const COURAGE = 0.5;
/** Multiple of their stake that traders leave on the venue. */
const KEPT = 3;
/** Makers' treasuries pay in until what they hold is at most this multiple of their equity. */
const MAKER_LEVERAGE = 2;
/** Bars that the place of who was closed out stays empty. */
const VACANT_BARS = 12;
/** Bars that whoever an action has reduced leaves the positions as they are: under a cap nobody may go back to what was above it. */
const CAPPED_BARS = 48;
/** With less than this, in USDT, nobody trades. */
const LEAST = 50;

/** A trader's habits, and the account that follows them: when one is lost, somebody new sits down. */
interface Seat {
  readonly trader: Trader;
  account: Account;
  sitting: number;
  /** Bar from which the seat trades again. */
  backAt: number;
}

/** What a trader may do in a bar: as many draws whatever has become of the trader. */
interface Draws {
  readonly attention: number;
  readonly leverage: number;
  readonly side: number;
  readonly split: number;
  readonly hedge: number;
}

/**
 * What the crowd does of its own will: in each bar a part of the traders close what they have and open what the mood suggests, with the
 * makers, at the mark. That moves no price: the path from outside is the price as ordinary trading makes it.
 */
export class CrowdOrders {
  readonly #exchange: SimulatedExchange;
  readonly #random: Random;
  readonly #seats: readonly Seat[];
  #bar = 0;

  constructor(exchange: SimulatedExchange, traders: readonly Trader[], seed: number) {
    this.#exchange = exchange;
    this.#random = openRandom(seed);
    this.#seats = traders
      .filter(({ maker }) => !maker)
      .map((trader) => ({
        trader,
        account: exchange.state.byId.get(trader.id) as Account,
        sitting: 1,
        backAt: 0,
      }));
    for (const maker of exchange.state.makers) topUp(exchange.state, maker);
  }

  /** To be asked once a bar, at its open. */
  trade({ mood, btc }: Bar): void {
    const { state } = this.#exchange;
    const busy = this.#exchange.busyAccounts();
    const bought = state.markets.map(() => 0);
    for (const seat of this.#seats) {
      const draws = drawsFrom(this.#random);
      if (busy.has(seat.account.id)) seat.backAt = this.#bar + CAPPED_BARS;
      else if (isLost(seat.account, state)) this.#makeRoom(seat);
      else if (this.#bar >= seat.backAt && draws.attention < ATTENTION * mood.depth)
        reconsider(state, seat, mood, draws, btc.timestamp, bought);
    }
    bought.forEach((contracts, m) => {
      tradeWithMakers(state, m, -contracts, (state.markets[m] as SimulatedMarket).mark);
      (state.markets[m] as SimulatedMarket).volume += Math.abs(contracts);
    });
    for (const maker of state.makers) topUp(state, maker);
    this.#bar++;
  }

  /** The lost account is closed; after a while somebody new comes with the same stake. */
  #makeRoom(seat: Seat): void {
    const { state } = this.#exchange;
    if (state.byId.has(seat.account.id)) {
      state.byId.delete(seat.account.id);
      state.accounts = state.accounts.filter((account) => account !== seat.account);
      state.treasury.paidIn -= seat.account.cash;
      seat.backAt = this.#bar + VACANT_BARS;
      return;
    }
    if (this.#bar < seat.backAt) return;
    const { trader } = seat;
    seat.sitting++;
    seat.account = {
      id: `${trader.id}-${seat.sitting}`,
      maker: false,
      cash: trader.stake,
      bitcoin: 0,
      leverage: seat.account.leverage,
      positions: [],
    };
    state.accounts = [...state.accounts, seat.account];
    state.byId.set(seat.account.id, seat.account);
    state.treasury.paidIn += trader.stake;
  }
}

const drawsFrom = (random: Random): Draws => ({
  attention: random.uniform(),
  leverage: random.uniform(),
  side: random.uniform(),
  split: random.uniform(),
  hedge: random.uniform(),
});

const isLost = (account: Account, { markets }: ExchangeState): boolean =>
  account.positions.length === 0 && crossEquity(account, markets) < LEAST;

/** A trader closes what there is and opens what the mood suggests and the exchange allows. @param bought contracts of each market, added to */
function reconsider(
  state: ExchangeState,
  { trader, account }: Seat,
  mood: Mood,
  draws: Draws,
  now: number,
  bought: number[],
): void {
  const { markets, treasury } = state;
  if (markets.some(({ halted }) => halted)) return;
  for (const position of account.positions) {
    const { mark, contractSize } = markets[position.market] as SimulatedMarket;
    const { contracts, market, side } = position;
    giveBack(state, account, closeContracts(account, position, contracts, mark, contractSize));
    bought[market] = (bought[market] as number) - side * contracts;
  }
  if (account.cash < 0) sellBitcoin(state, account);
  const bitcoin = account.bitcoin * (markets[0] as SimulatedMarket).index;
  const kept = Math.min(account.cash, Math.max(0, KEPT * trader.stake - bitcoin));
  treasury.paidIn -= account.cash - kept;
  account.cash = kept;
  const wealth = account.cash + bitcoin;
  if (wealth <= LEAST) return;
  const leverage = Math.min(MAX_LEVERAGE, trader.habit * mood.appetite ** COURAGE * (0.8 + 0.4 * draws.leverage));
  account.leverage = Math.max(1, Math.round(leverage));
  const side = draws.side < mood.longShare ? 1 : -1;
  markets.forEach(({ symbol, mark, contractSize }, market) => {
    const allowed = Math.min(leverage, highestLeverage(state, symbol, side, now));
    const split = market === 0 ? draws.split : 1 - draws.split;
    const isolated = trader.isolates && market === MARKETS.length - 1;
    // Isolated margin comes out of the cash that is there.
    const share = split * (isolated ? 0.8 * (account.cash / wealth) : 0.9);
    const contracts = Math.floor((wealth * share * allowed) / (mark * contractSize));
    if (contracts === 0) return;
    // A few hold both sides of a market.
    const hedge = !isolated && draws.hedge < 0.05 ? Math.floor(contracts / 2) : 0;
    const margin = isolated ? (contracts * contractSize * mark) / allowed : 0;
    openContracts(account, { market, side, isolated }, contracts, mark, margin);
    if (hedge > 0) openContracts(account, { market, side: -side as 1 | -1, isolated }, hedge, mark);
    bought[market] = (bought[market] as number) + side * (contracts - hedge);
  });
}

function topUp({ markets, treasury }: ExchangeState, maker: Account): void {
  const notional = maker.positions.reduce(
    (sum, { market, contracts }) => sum + (markets[market] as SimulatedMarket).notionalOf(contracts),
    0,
  );
  const lacking = notional / MAKER_LEVERAGE - crossEquity(maker, markets);
  if (lacking <= 0) return;
  maker.cash += lacking;
  treasury.paidIn += lacking;
}
