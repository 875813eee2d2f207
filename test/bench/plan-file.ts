import { parseSnapshotFile } from '../../infra/local/snapshot-file.ts';
import { assess } from '../../shared/assessment/assess.ts';
import { planInputFrom } from '../../shared/assessment/plan-input.ts';
import { planDeleveraging } from '../../shared/deleveraging/plan/plan.ts';
import { DEFAULT_POLICY } from '../../shared/policy/default-policy.ts';
import { overlayPolicy } from '../../shared/policy/overlay.ts';
import type { Book, Market } from '../../shared/snapshot/types.ts';

/** A plan for a book in a market that has become wild and thin: twice the volatility that is assumed, a fiftieth of the depth. */
const [, , file = ''] = process.argv;
const { parsed } = await parseSnapshotFile(file);
if (!parsed.ok || !parsed.fragment.header) throw new Error('The book of the benchmark is not valid');
const thin = ({ orderBook, ...market }: Market): Market => ({
  ...market,
  ...(orderBook ? { orderBook: { bids: orderBook.bids.map(scaled), asks: orderBook.asks.map(scaled) } } : {}),
});
const scaled = ([price, amount]: readonly [number, number]) => [price, amount / 50] as const;
const book: Book = {
  venue: 'bench',
  ...parsed.fragment,
  header: parsed.fragment.header,
  markets: parsed.fragment.markets.map(thin),
};
const policy = overlayPolicy(DEFAULT_POLICY, { model: { assumed: { dailyVolatility: 0.06 } } });
const { assessment } = assess({ book, states: new Map(), policy, codeVersion: 'bench', late: false });
const began = performance.now();
const plan = planDeleveraging(planInputFrom(book, assessment, policy));
console.log(
  JSON.stringify({
    ms: performance.now() - began,
    peakMiB: process.resourceUsage().maxRSS / 1_024,
    reductions: plan.reductions.length,
    unmet: plan.unmet.length,
  }),
);
