/** The queue again, the slow and obvious way: objects and one comparison of everything. */
export interface PlainQueued {
  readonly market: number;
  readonly side: 1 | -1;
  readonly contracts: number;
  readonly score: number;
  readonly leverage: number;
  readonly unrealizedPnl: number;
  readonly balance: number;
  readonly account: number;
  readonly isolated: 0 | 1;
}

/** Every queue, its first first; market by market, longs before shorts. */
export function plainQueues(positions: readonly PlainQueued[], markets: number): PlainQueued[][] {
  return Array.from({ length: markets }, (_, market) =>
    ([1, -1] as const).map((side) =>
      positions
        .filter((position) => position.market === market && position.side === side)
        .sort(
          (a, b) =>
            b.score - a.score ||
            b.leverage - a.leverage ||
            b.unrealizedPnl - a.unrealizedPnl ||
            a.balance - b.balance ||
            b.account - a.account ||
            a.isolated - b.isolated,
        ),
    ),
  ).flat();
}

/** Share of the queue's contracts up to and including each position's, to the next fifth. */
export function plainPercentiles(queue: readonly PlainQueued[]): number[] {
  const total = queue.reduce((sum, { contracts }) => sum + contracts, 0);
  let upTo = 0;
  return queue.map(({ contracts }) => {
    upTo += contracts;
    return total === 0 ? 0.2 : Math.max(1, Math.ceil((5 * upTo) / total)) / 5;
  });
}
