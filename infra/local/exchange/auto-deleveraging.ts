import { rankQueue } from '../../../shared/deleveraging/queue.ts';
import { bitmexScore, entryValueOf } from '../../../shared/deleveraging/scores.ts';
import { effectiveLeverage } from '../../../shared/leverage/effective-leverage.ts';
import { type Account, closeContracts, crossEquity, type Position, unrealizedPnl } from './account.ts';
import type { SimulatedMarket } from './market.ts';
import type { ExchangeState } from './state.ts';
import { giveBack } from './trading.ts';

interface Place {
  readonly account: Account;
  readonly position: Position;
}

/**
 * The exchange's own auto-deleveraging: the position is closed at its bankruptcy price against those on the other side, by BitMEX's
 * score, without touching the book.
 *
 * @returns contracts that were closed: fewer than asked for only where nobody else holds the other side
 */
export function deleverage(
  state: ExchangeState,
  loser: Account,
  position: Position,
  contracts: number,
  price: number,
): number {
  let open = contracts;
  for (const place of queueAgainst(state, loser, position)) {
    if (open === 0) break;
    const closed = Math.min(open, place.position.contracts);
    closeAgainst(state, { account: loser, position }, place, closed, price);
    open -= closed;
  }
  return contracts - open;
}

/** Closes a position against one of the other side, at a price that both get. */
export function closeAgainst(state: ExchangeState, one: Place, other: Place, contracts: number, price: number): void {
  const { contractSize } = state.markets[one.position.market] as SimulatedMarket;
  for (const { account, position } of [one, other]) {
    giveBack(state, account, closeContracts(account, position, contracts, price, contractSize));
  }
  state.tally.adlNotional += contracts * contractSize * price;
}

/** Everybody on the other side of the market, who goes first at the front. */
function queueAgainst({ accounts, markets }: ExchangeState, loser: Account, { market, side }: Position): Place[] {
  const { mark } = markets[market] as SimulatedMarket;
  const places: Place[] = [];
  const score: number[] = [];
  const leverage: number[] = [];
  const pnl: number[] = [];
  const who: number[] = [];
  accounts.forEach((account, a) => {
    if (account === loser) return;
    for (const position of account.positions) {
      if (position.market !== market || position.side === side) continue;
      const gain = unrealizedPnl(position, markets[market] as SimulatedMarket);
      const notional = (markets[market] as SimulatedMarket).notionalOf(position.contracts);
      const carried = position.isolated
        ? effectiveLeverage(notional, position.margin + gain)
        : effectiveLeverage(crossNotional(account, markets), crossEquity(account, markets));
      places.push({ account, position });
      score.push(bitmexScore(gain, entryValueOf(notional, position.entryPrice, mark, true), carried));
      leverage.push(carried);
      pnl.push(gain);
      who.push(a);
    }
  });
  const { place } = rankQueue(
    {
      market: new Uint32Array(places.length),
      side: new Int8Array(places.length).fill(1),
      contracts: Float64Array.from(places, ({ position }) => position.contracts),
      score: Float64Array.from(score),
      leverage: Float64Array.from(leverage),
      unrealizedPnl: Float64Array.from(pnl),
      balanceOf: (row) => {
        const { account, position } = places[row] as Place;
        return position.isolated ? position.margin : account.cash;
      },
      account: Uint32Array.from(who),
      isolated: Uint8Array.from(places, ({ position }) => (position.isolated ? 1 : 0)),
    },
    1,
  );
  const queue = new Array<Place>(places.length);
  place.forEach((at, row) => {
    queue[at] = places[row] as Place;
  });
  return queue;
}

const crossNotional = ({ positions }: Account, markets: readonly SimulatedMarket[]): number =>
  positions.reduce(
    (sum, { isolated, market, contracts }) =>
      isolated ? sum : sum + (markets[market] as SimulatedMarket).notionalOf(contracts),
    0,
  );
