import { type Account, closeContracts, type Position, tradeNet } from './account.ts';
import type { SimulatedMarket } from './market.ts';
import type { Walk } from './order-book.ts';
import type { ExchangeState } from './state.ts';

/**
 * Every trade has another side: the makers take it between them, in equal parts to the contract. Parts of a contract are not
 * traded, so that longs equal shorts to the last one.
 *
 * @param signed contracts that the makers buy, negative where they sell
 */
export function tradeWithMakers(
  { makers, markets }: ExchangeState,
  market: number,
  signed: number,
  price: number,
): void {
  const { contractSize } = markets[market] as SimulatedMarket;
  let given = 0;
  makers.forEach((maker, i) => {
    const upTo = Math.trunc((signed * (i + 1)) / makers.length);
    if (upTo !== given) tradeNet(maker, market, upTo - given, price, contractSize);
    given = upTo;
  });
}

/**
 * Closes contracts of a position through the book.
 *
 * @param rest who gets what a closed isolated position leaves
 * @param allowed see MakersBook.take
 */
export function closeThroughBook(
  state: ExchangeState,
  account: Account,
  position: Position,
  contracts: number,
  rest: 'account' | 'fund',
  allowed?: (price: number, open: number) => number,
): Walk {
  const market = state.markets[position.market] as SimulatedMarket;
  const walk = market.take(position.side === 1 ? 'bids' : 'asks', Math.min(contracts, position.contracts), allowed);
  if (walk.contracts === 0) return walk;
  const price = walk.value / walk.contracts;
  const left = closeContracts(account, position, walk.contracts, price, market.contractSize);
  tradeWithMakers(state, position.market, position.side * walk.contracts, price);
  if (rest === 'fund' && left > 0) state.treasury.fund += left;
  else giveBack(state, account, left);
  return walk;
}

/** What a closed isolated position leaves goes to the account; what it owes is not the account's to pay. */
export function giveBack(state: ExchangeState, account: Account, left: number): void {
  if (left >= 0) account.cash += left;
  else payLoss(state, account, -left);
}

/** The exchange's own fee: never more than is there to take. */
export function takeFee({ treasury }: ExchangeState, account: Account, position: Position, fee: number): void {
  const isolated = position.isolated && position.contracts > 0;
  const taken = Math.max(0, Math.min(fee, isolated ? position.margin : account.cash));
  if (isolated) position.margin -= taken;
  else account.cash -= taken;
  treasury.fees += taken;
}

/** The fund pays what an account lacks. Where it is empty, the exchange stands for it: its balance goes below 0. */
export function payLoss({ treasury, tally }: ExchangeState, account: Account, lacking: number): void {
  treasury.fund -= lacking;
  tally.fundLoss += lacking;
  tally.bankrupt.add(account.id);
}

/** An account that holds nothing on its cross collateral and owes: its BTC is sold, and what it still lacks the fund pays. */
export function settle(state: ExchangeState, account: Account): void {
  if (account.cash >= 0 || account.positions.some(({ isolated }) => !isolated)) return;
  sellBitcoin(state, account);
  if (account.cash >= 0) return;
  payLoss(state, account, -account.cash);
  account.cash = 0;
}

/** BTC collateral is sold on the spot market, at the index: from there its proceeds come in. */
export function sellBitcoin({ markets, treasury }: ExchangeState, account: Account): void {
  const proceeds = account.bitcoin * (markets[0] as SimulatedMarket).index;
  account.bitcoin = 0;
  account.cash += proceeds;
  treasury.paidIn += proceeds;
}
