import { openOrderRoom } from '../numeric/order.ts';
import { type Key, orderByKeys } from './order-by-keys.ts';

/** Positions that queue for deleveraging, as columns of equal length. All numbers are finite. */
export interface QueueColumns {
  /** Below the number of markets. */
  readonly market: Uint32Array;
  /** +1 long, -1 short. */
  readonly side: Int8Array;
  readonly contracts: Float64Array;
  /** The highest goes first. */
  readonly score: Float64Array;
  /** Effective leverage. */
  readonly leverage: Float64Array;
  readonly unrealizedPnl: Float64Array;
  /** Of the account for cross, the margin for isolated. Asked for only where all of the above are equal. */
  readonly balanceOf: (row: number) => number;
  /** A higher number is a newer account. */
  readonly account: Uint32Array;
  /** 1 isolated, 0 cross. */
  readonly isolated: Uint8Array;
}

export interface QueueRank {
  /** Of each position, its place in the queue of its market and side: 0 is deleveraged first. */
  readonly place: Uint32Array;
  /** Fifth of the queue's contracts that the last of the position's contracts is in: 1 is deleveraged first, 5 last. */
  readonly fifth: Uint8Array;
}

const FIFTHS = 5;
/** Sums of decimal contracts end a hair beside the fifths that they come to. */
const HAIR = 1e-9;

/** What BitMEX tells a trader of the place in the queue: 0.2, 0.4, … 1, the lowest deleveraged first. */
export const rankPercentile = (fifth: number): number => fifth / FIFTHS;

/**
 * Ranks the longs and the shorts of each market apart, by falling score. Ties go to the higher effective leverage, then the higher
 * unrealised PnL, then the smaller balance, then the newer account (Ethereal's documented order), and of one account to its cross
 * position: with one position an account, market, side and margin mode the order is total, whatever the order of the rows.
 */
export function rankQueue(columns: QueueColumns, markets: number): QueueRank {
  const queues = rowsByQueue(columns, markets);
  const room = openQueueRoom(queues.reduce((most, { length }) => Math.max(most, length), 0));
  const rank: QueueRank = {
    place: new Uint32Array(columns.score.length),
    fifth: new Uint8Array(columns.score.length),
  };
  for (const own of queues) rankOne(own, columns, room, rank);
  return rank;
}

/** The rows of each queue: market by market, longs before shorts. */
function rowsByQueue({ market, side }: QueueColumns, markets: number): Uint32Array[] {
  const queues = 2 * markets;
  const starts = new Uint32Array(queues + 1);
  for (let i = 0; i < market.length; i++) {
    const after = 2 * (market[i] as number) + ((side[i] as number) >>> 31) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let q = 0; q < queues; q++) starts[q + 1] = (starts[q + 1] as number) + (starts[q] as number);
  const rows = new Uint32Array(market.length);
  const next = starts.slice();
  for (let i = 0; i < market.length; i++) {
    const queue = 2 * (market[i] as number) + ((side[i] as number) >>> 31);
    const at = next[queue] as number;
    next[queue] = at + 1;
    rows[at] = i;
  }
  return Array.from({ length: queues }, (_, q) => rows.subarray(starts[q], starts[q + 1]));
}

/** Columns for one queue at a time, so that all of it stays within the cache. */
const openQueueRoom = (longest: number) => ({
  order: openOrderRoom(longest),
  falling: new Float64Array(longest),
  /** Of each of the queue's rows. */
  places: new Uint32Array(longest),
  /** Contracts and fifth at each place. */
  size: new Float64Array(longest),
  fifths: new Uint8Array(longest),
});

/** Ranks the rows of one queue. */
function rankOne(
  own: Uint32Array,
  { contracts, score, leverage, unrealizedPnl, balanceOf, account, isolated }: QueueColumns,
  { order: room, falling, places, size, fifths }: ReturnType<typeof openQueueRoom>,
  { place, fifth }: QueueRank,
): void {
  for (let i = 0; i < own.length; i++) falling[i] = -(score[own[i] as number] as number);
  const rowOf = (i: number): number => own[i] as number;
  const ties: readonly Key[] = [
    (i) => -(leverage[rowOf(i)] as number),
    (i) => -(unrealizedPnl[rowOf(i)] as number),
    (i) => balanceOf(rowOf(i)),
    (i) => -(account[rowOf(i)] as number),
    (i) => isolated[rowOf(i)] as number,
  ];
  const order = orderByKeys(falling.subarray(0, own.length), ties, room);
  for (let i = 0; i < order.length; i++) places[order[i] as number] = i;
  for (let i = 0; i < own.length; i++) {
    const row = own[i] as number;
    place[row] = places[i] as number;
    size[places[i] as number] = contracts[row] as number;
  }
  markFifths(size.subarray(0, own.length), fifths);
  for (let i = 0; i < own.length; i++) fifth[own[i] as number] = fifths[places[i] as number] as number;
}

/** Writes the fifth of each place of a queue. @param contracts at each place */
function markFifths(contracts: Float64Array, fifths: Uint8Array): void {
  let total = 0;
  for (let i = 0; i < contracts.length; i++) total += contracts[i] as number;
  let fifth = 1;
  let end = endOf(fifth, total);
  let upTo = 0;
  for (let i = 0; i < contracts.length; i++) {
    upTo += contracts[i] as number;
    while (upTo > end) end = endOf(++fifth, total);
    fifths[i] = fifth;
  }
}

/** The contracts that a fifth goes up to; the last has no end, which rounding might miss. */
const endOf = (fifth: number, total: number): number =>
  fifth < FIFTHS ? ((fifth + HAIR) * total) / FIFTHS : Number.POSITIVE_INFINITY;
