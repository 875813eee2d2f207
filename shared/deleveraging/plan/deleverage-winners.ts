import { isInverse } from '../../snapshot/contract-kind.ts';
import { MARGIN, type Market } from '../../snapshot/types.ts';
import { type AdlPolicy, drawFrom, type Winners } from '../adl-policy.ts';
import { orderByKeys } from '../order-by-keys.ts';
import { binanceScores, bitmexScore, entryValueOf } from '../scores.ts';
import { bankruptRows, type MeasuredBook, sumOf } from './standing.ts';

/** A bankrupt position that is closed against winners, at the price at which nothing is lost to anybody else. */
export interface Deleveraging {
  readonly row: number;
  readonly contracts: number;
  /** Bankruptcy price. */
  readonly price: number;
  /** What the winners lose in sum and the bankrupt account is relieved of, in the valuation's unit. */
  readonly relief: number;
  readonly counterparts: readonly Counterpart[];
}

export interface Counterpart {
  readonly row: number;
  readonly contracts: number;
  /** Of the profit at the mark, in the valuation's unit. */
  readonly haircut: number;
}

export interface DeleveragingOutcome {
  readonly deleveragings: readonly Deleveraging[];
  /** What was asked for, and what all the winners could give at most. */
  readonly asked: number;
  readonly available: number;
  readonly relieved: number;
}

/**
 * Auto-deleveraging: what bankrupt accounts lack and the fund must not be asked for is taken from the profits of winners on the other
 * side of their markets.
 *
 * A bankrupt position is closed against winners at its bankruptcy price (the account's whole lack spread over its losing exposure),
 * contract for contract. Nobody gives more contracts than held, or than the smaller of profit and equity pays for: a hedged account keeps
 * what its other positions need. What is taken in sum is the smaller of what is asked for and what there is.
 *
 * @param asked by fund, in the valuation's unit: of winners in the markets that it stands for
 * @param fundOf place of the fund of each market in `asked`
 */
export function deleverageWinners(
  measured: MeasuredBook,
  asked: readonly number[],
  fundOf: Int32Array,
  policy: AdlPolicy,
): DeleveragingOutcome {
  const { book, carried } = measured;
  const { positions, markets } = book;
  const { notional, unrealizedPnl } = carried.values;
  const contractsLeft = positions.contracts.slice();
  const profitLeft = unrealizedPnl.map((pnl, i) => (carried.bust[i] === 1 ? 0 : Math.max(0, pnl)));
  const equityLeft = openEquityLeft(measured);
  const bankrupt = bankruptRows(measured);
  const sides = openSides(measured);
  const left = asked.slice();
  let available = 0;
  const deleveragings: Deleveraging[] = [];
  for (const { row, lack } of bankrupt) {
    const held = contractsLeft[row] as number;
    const m = positions.market[row] as number;
    const own = notional[row] as number;
    // Of a contract, in the valuation's unit.
    const gap = lack / held;
    const rows = sides(m, -(positions.side[row] as number));
    const limits = Float64Array.from(rows, (winner) =>
      Math.min(contractsLeft[winner] as number, Math.min(profitLeft[winner] as number, equityLeft.of(winner)) / gap),
    );
    const most = Math.min(
      held,
      limits.reduce((sum, limit) => sum + limit, 0),
    );
    available += most * gap;
    const fund = fundOf[m] as number;
    const amount = Math.min(most, (left[fund] as number) / gap);
    if (!(amount > 0)) continue;
    const drawn = drawFrom(policy, amount, winnersOf(measured, m, rows, limits));
    const counterparts = Array.from(rows, (winner, i): Counterpart => {
      const contracts = drawn[i] as number;
      const most = Math.min(profitLeft[winner] as number, equityLeft.of(winner));
      return { row: winner, contracts, haircut: Math.min(contracts * gap, most) };
    }).filter(({ contracts }) => contracts > 0);
    const taken = counterparts.reduce((sum, { contracts }) => sum + contracts, 0);
    for (const { row: winner, contracts, haircut } of counterparts) {
      profitLeft[winner] = (profitLeft[winner] as number) - haircut;
      equityLeft.take(winner, haircut);
      contractsLeft[winner] = Math.max(0, (contractsLeft[winner] as number) - contracts);
    }
    contractsLeft[row] = Math.max(0, held - taken);
    const relief = taken * gap;
    left[fund] = Math.max(0, (left[fund] as number) - relief);
    const { markPrice } = markets[m] as Market;
    const price = markPrice * (1 + ((positions.side[row] as number) * lack) / own);
    deleveragings.push({ row, contracts: taken, price: Math.max(0, price), relief, counterparts });
  }
  return { deleveragings, asked: sumOf(asked), available, relieved: sumOf(asked) - sumOf(left) };
}

/** What is left of the venue's equity that carries each winner: the account's for cross, which all of its positions share. */
function openEquityLeft({ book: { positions }, carried: { crossEquity, values } }: MeasuredBook) {
  const cross = crossEquity.slice();
  const isolated = new Map<number, number>();
  const of = (row: number): number => {
    if (positions.isolated[row] === MARGIN.cross) return Math.max(0, cross[positions.account[row] as number] as number);
    const own = (values.margin[row] as number) + (values.unrealizedPnl[row] as number);
    return Math.max(0, isolated.get(row) ?? own);
  };
  const take = (row: number, amount: number): void => {
    if (positions.isolated[row] === MARGIN.cross) {
      const who = positions.account[row] as number;
      cross[who] = (cross[who] as number) - amount;
    } else isolated.set(row, of(row) - amount);
  };
  return { of, take };
}

/** Solvent positions in profit, by market and side. */
function openSides({ book, carried }: MeasuredBook): (market: number, side: number) => Uint32Array {
  const { positions, markets } = book;
  const rows = Array.from({ length: 2 * markets.length }, (): number[] => []);
  for (let i = 0; i < positions.length; i++) {
    if (carried.bust[i] === 1 || carried.unknown?.[i] || !((carried.values.unrealizedPnl[i] as number) > 0)) continue;
    if (!((positions.contracts[i] as number) > 0)) continue;
    rows[2 * (positions.market[i] as number) + ((positions.side[i] as number) > 0 ? 0 : 1)]?.push(i);
  }
  const columns = rows.map((own) => Uint32Array.from(own));
  return (market, side) => columns[2 * market + (side > 0 ? 0 : 1)] as Uint32Array;
}

/** The columns that policies look at. */
function winnersOf({ book, carried }: MeasuredBook, m: number, rows: Uint32Array, limit: Float64Array): Winners {
  const { positions, markets } = book;
  const market = markets[m] as Market;
  const { markPrice } = market;
  const { values, venueLeverage: leverage, crossEquity, collateral } = carried;
  const { notional, unrealizedPnl, margin } = values;
  const of = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] as number);
  const equity = Float64Array.from(rows, (row) =>
    positions.isolated[row]
      ? (margin[row] as number) + (unrealizedPnl[row] as number)
      : (crossEquity[positions.account[row] as number] as number),
  );
  const wallet = Float64Array.from(rows, (row) =>
    positions.isolated[row] ? (margin[row] as number) : (collateral[positions.account[row] as number] as number),
  );
  const rate = book.markets[m]?.leverageTiers?.[0]?.maintenanceMarginRate ?? 0;
  const bitmex = Float64Array.from(rows, (row) =>
    bitmexScore(
      unrealizedPnl[row] as number,
      entryValueOf(notional[row] as number, positions.entryPrice[row] as number, markPrice, !isInverse(market)),
      leverage[row] as number,
    ),
  );
  const binance = binanceScores(
    of(unrealizedPnl),
    wallet,
    Float64Array.from(rows, (row) => (notional[row] as number) * rate),
  );
  const ties = [
    (i: number) => -(leverage[rows[i] as number] as number),
    (i: number) => -(unrealizedPnl[rows[i] as number] as number),
    (i: number) => wallet[i] as number,
    (i: number) => -(positions.account[rows[i] as number] as number),
    (i: number) => positions.isolated[rows[i] as number] as number,
  ];
  const places = (scores: Float64Array): Uint32Array => {
    const place = new Uint32Array(rows.length);
    const order = orderByKeys(
      scores.map((score) => -score),
      ties,
    );
    order.forEach((i, at) => {
      place[i] = at;
    });
    return place;
  };
  const inContracts = (worth: Float64Array) =>
    worth.map((own, i) => {
      const row = rows[i] as number;
      return (own * (positions.contracts[row] as number)) / (notional[row] as number);
    });
  return {
    limit,
    bitmexPlace: places(bitmex),
    binancePlace: places(binance),
    profit: of(unrealizedPnl),
    equity: inContracts(equity),
    // All that the equity carries, were it all in this market.
    carried: inContracts(equity.map((own, i) => own * (leverage[rows[i] as number] as number))),
  };
}
