import { maintenanceOf, tierOf } from '../../../shared/liquidation/maintenance-tiers.ts';
import { type Account, closeContracts, crossEquity, type Position, unrealizedPnl } from './account.ts';
import { deleverage } from './auto-deleveraging.ts';
import type { SimulatedMarket } from './market.ts';
import type { ExchangeState } from './state.ts';
import { closeThroughBook, payLoss, sellBitcoin } from './trading.ts';

/** What is liquidated together: all cross positions of an account, or one isolated position. */
interface Stake {
  readonly account: Account;
  readonly isolated: Position | undefined;
}

/**
 * Liquidates whoever is in breach of maintenance margin at the marks, and then whoever that brings into it: what the engine sells
 * moves the book, the book the mark. From round to round a part of the step goes by, in which makers put back what they can; who is
 * still in breach after the last one waits for the next step.
 */
export function liquidateBreaches(state: ExchangeState): void {
  const { liquidationRounds } = state.terms;
  for (let round = 0; round < liquidationRounds; round++) {
    for (const market of state.markets) {
      market.replenish(1 / liquidationRounds);
      market.remark();
    }
    const due = stakesInBreach(state);
    if (due.length === 0) {
      for (const market of state.markets) market.replenish((liquidationRounds - 1 - round) / liquidationRounds);
      return;
    }
    for (const stake of due) liquidate(state, stake);
  }
}

function stakesInBreach({ accounts, markets }: ExchangeState): Stake[] {
  const due: Stake[] = [];
  for (const account of accounts) {
    // Makers hedge elsewhere and are topped up: their treasury answers a margin call.
    if (account.maker || account.positions.length === 0) continue;
    let maintenance = 0;
    for (const position of account.positions) {
      const market = markets[position.market] as SimulatedMarket;
      const own = maintenanceOf(market.tiers, market.notionalOf(position.contracts));
      if (!position.isolated) maintenance += own;
      else if (position.margin + unrealizedPnl(position, market) < own) due.push({ account, isolated: position });
    }
    if (maintenance > 0 && crossEquity(account, markets) < maintenance) due.push({ account, isolated: undefined });
  }
  return due;
}

/**
 * One pass over a stake: both sides of a market are set against each other, then the largest position goes down to the tier below or,
 * in the lowest, entirely. A stake without equity is closed at once. A stake that is still in breach is handled in the next round.
 */
function liquidate(state: ExchangeState, stake: Stake): void {
  const { markets } = state;
  // Whom this round's deleveraging has closed out already.
  if (positionsOf(stake).length === 0) return;
  // What that frees is seen in the next round.
  if (!stake.isolated && offsetHedges(state, stake.account)) return;
  const equity = equityOf(state, stake);
  const bankrupt = equity <= 0;
  const positions = positionsOf(stake)
    .filter(({ market }) => !(markets[market] as SimulatedMarket).halted)
    .sort((a, b) => notionalAt(state, b) - notionalAt(state, a));
  const notional = positionsOf(stake).reduce((sum, position) => sum + notionalAt(state, position), 0);
  for (const position of bankrupt ? positions : positions.slice(0, 1))
    closeStep(state, stake, position, (equity * notionalAt(state, position)) / notional, bankrupt);
  if (positionsOf(stake).length === 0) takeRest(state, stake);
}

/** @param share equity that this position may lose before its holder is bankrupt */
function closeStep(state: ExchangeState, stake: Stake, position: Position, share: number, bankrupt: boolean): void {
  const { terms, treasury, tally } = state;
  const market = state.markets[position.market] as SimulatedMarket;
  const { contracts, side } = position;
  const tier = tierOf(market.tiers, market.notionalOf(contracts));
  const floor = Math.floor((market.tiers.floors[tier] as number) / (market.contractSize * market.mark));
  const asked = bankrupt ? contracts : Math.max(1, contracts - floor);
  const perContract = side * market.contractSize;
  const bankruptcyPrice = Math.max(0.01, market.mark - share / (perContract * contracts));
  // What may be lost beyond the bankruptcy price: all that the fund has.
  let carried = Math.max(0, treasury.fund);
  let exhausted = false;
  const walk = closeThroughBook(state, stake.account, position, asked, 'fund', (price, open) => {
    if (!market.isWithinBand(price)) return 0;
    const loss = perContract * (bankruptcyPrice - price);
    const allowed = loss > 0 ? Math.min(open, Math.floor(carried / loss)) : open;
    carried -= allowed * loss;
    exhausted = allowed < open;
    return allowed;
  });
  tally.liquidatedNotional += walk.value * market.contractSize;
  if (position.contracts > 0 && walk.contracts === asked)
    payLiquidationFee(state, stake, terms.liquidationFee * walk.value * market.contractSize);
  const open = asked - walk.contracts;
  // While the fund could pay for it, what the book does not take waits for the next step.
  const beyondFund = perContract * (bankruptcyPrice - market.mark) * open > carried;
  if (open === 0 || !(exhausted || beyondFund)) return;
  const closed = deleverage(state, stake.account, position, open, bankruptcyPrice);
  tally.liquidatedNotional += closed * market.contractSize * bankruptcyPrice;
}

/** The account's own long is closed against its own short, at the mark: nobody else is asked. @returns whether there was any */
function offsetHedges({ markets, tally }: ExchangeState, account: Account): boolean {
  let any = false;
  for (const long of account.positions.filter(({ side, isolated }) => side === 1 && !isolated)) {
    const short = account.positions.find(
      ({ market, side, isolated }) => market === long.market && side === -1 && !isolated,
    );
    const market = markets[long.market] as SimulatedMarket;
    if (!short || market.halted) continue;
    const contracts = Math.min(long.contracts, short.contracts);
    for (const position of [long, short])
      closeContracts(account, position, contracts, market.mark, market.contractSize);
    tally.liquidatedNotional += 2 * market.notionalOf(contracts);
    any = true;
  }
  return any;
}

/** Nothing is held any more: what is left goes to the fund, what is lacking comes from it. */
function takeRest(state: ExchangeState, { account, isolated }: Stake): void {
  if (isolated) return;
  sellBitcoin(state, account);
  if (account.cash >= 0) state.treasury.fund += account.cash;
  else payLoss(state, account, -account.cash);
  account.cash = 0;
}

function payLiquidationFee({ treasury }: ExchangeState, { account, isolated }: Stake, fee: number): void {
  const taken = Math.max(0, Math.min(fee, isolated ? isolated.margin : account.cash));
  if (isolated) isolated.margin -= taken;
  else account.cash -= taken;
  treasury.fund += taken;
}

const positionsOf = ({ account, isolated }: Stake): Position[] =>
  isolated
    ? account.positions.filter((position) => position === isolated)
    : account.positions.filter((position) => !position.isolated);

const notionalAt = ({ markets }: ExchangeState, { market, contracts }: Position): number =>
  (markets[market] as SimulatedMarket).notionalOf(contracts);

const equityOf = ({ markets }: ExchangeState, { account, isolated }: Stake): number =>
  isolated
    ? isolated.margin + unrealizedPnl(isolated, markets[isolated.market] as SimulatedMarket)
    : crossEquity(account, markets);
