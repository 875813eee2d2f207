import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { overlayPolicy } from '../../../shared/policy/overlay.ts';
import { amountFigure, percentFigure, plainFigure } from '../../../shared/presentation/figures.ts';
import { Guard } from '../exchange/guard.ts';
import { STORM_OVERLAY } from '../exchange/play-policy.ts';
import { bookOf, figuresOf, figuresUnaided, openStorm, type StormFigures } from '../exchange/storm.ts';
import { table } from '../table.ts';
import { type Command, wholeNumber } from './command.ts';

/** What the storms are played by. */
export const STORM_POLICY = overlayPolicy(DEFAULT_POLICY, STORM_OVERLAY);

/** One storm, watched twice. Amounts in USDT. */
interface Pair {
  readonly seed: number;
  readonly without: StormFigures;
  readonly with: StormFigures & { readonly plans: number };
}

export const command: Command = {
  name: 'storm',
  usage: `Usage: npm run -s cli -- storm [--seeds N] [--accounts N] [--json]

Plays the same crash twice on a simulated exchange, with and without Breakwater:
what was liquidated, what the insurance fund lost, and how low the price fell.
Prices from outside, volumes and what traders want are the same in both.

  --seeds N      storms 1 to N; 20 where it is absent
  --accounts N   traders; 200 where it is absent
  --json         print [{seed, without, with}] and nothing else`,
  options: { seeds: { type: 'string' }, accounts: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 0,
  async run({ values }) {
    const seeds = wholeNumber(values, 'seeds', 1, 1_000) ?? 20;
    const accounts = wholeNumber(values, 'accounts', 20, 10_000) ?? 200;
    const pairs = Array.from({ length: seeds }, (_, i) => watchTwice(i + 1, accounts));
    console.log(values.json ? JSON.stringify(pairs) : stormTables(pairs));
    return 0;
  },
};

function watchTwice(seed: number, accounts: number): Pair {
  const guard = new Guard(STORM_POLICY);
  const aided = openStorm({ seed, accounts });
  for (const { exchange, snapshot, point } of aided.scenes()) {
    for (const action of guard.decide(bookOf(snapshot), exchange.busyAccounts().size > 0))
      exchange.take(action, point.timestamp);
  }
  return {
    seed,
    without: figuresUnaided({ seed, accounts }).at(-1) as StormFigures,
    with: { ...figuresOf(aided.exchange), plans: guard.plans },
  };
}

function stormTables(pairs: readonly Pair[]): string {
  const better = (of: (pair: Pair) => boolean): string => `${pairs.filter(of).length} of ${pairs.length}`;
  const mean = (of: (pair: Pair) => number): number => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  return [
    table([
      ['storm', 'liquidated', 'with', 'fund loss', 'with', 'lowest', 'with', 'winners cut', 'with', 'reduced', 'plans'],
      ...pairs.map(({ seed, without, with: helped }) => [
        String(seed),
        amountFigure(without.liquidatedNotional),
        amountFigure(helped.liquidatedNotional),
        amountFigure(without.fundLoss),
        amountFigure(helped.fundLoss),
        plainFigure(without.lowestPrice),
        plainFigure(helped.lowestPrice),
        amountFigure(without.adlNotional),
        amountFigure(helped.adlNotional),
        amountFigure(helped.reducedNotional),
        String(helped.plans),
      ]),
    ]),
    [
      `With Breakwater less is liquidated in ${better((pair) => pair.with.liquidatedNotional < pair.without.liquidatedNotional)} storms, the fund loses less in ${better((pair) => pair.with.fundLoss < pair.without.fundLoss)},`,
      `and the lowest price is higher in ${better((pair) => pair.with.lowestPrice > pair.without.lowestPrice)}.`,
      `On average ${percentFigure(1 - mean((pair) => pair.with.liquidatedNotional) / mean((pair) => pair.without.liquidatedNotional))} less is liquidated, the fund loses ${percentFigure(1 - mean((pair) => pair.with.fundLoss) / mean((pair) => pair.without.fundLoss))} less, and the price falls ${percentFigure(mean((pair) => pair.with.lowestPrice / pair.without.lowestPrice - 1))} less low.`,
    ].join('\n'),
  ].join('\n\n');
}
