import { expect, test } from '@jest/globals';
import { cli } from '../../environment/cli.ts';

interface Figures {
  readonly liquidatedNotional: number;
  readonly fundLoss: number;
  readonly lowestPrice: number;
}

test('in twenty storms out of twenty less is liquidated, the fund loses less and the price holds higher than without', async () => {
  const { status, out } = await cli('storm', '--seeds', '20', '--json');
  expect(status).toBe(0);
  const pairs: { seed: number; without: Figures; with: Figures }[] = JSON.parse(out);
  expect(pairs).toHaveLength(20);
  for (const { seed, without, with: helped } of pairs) {
    const better = {
      liquidated: helped.liquidatedNotional < without.liquidatedNotional,
      fund: helped.fundLoss < without.fundLoss,
      low: helped.lowestPrice > without.lowestPrice,
    };
    expect({ seed, ...better }).toEqual({ seed, liquidated: true, fund: true, low: true });
  }
}, 600_000);

test('the same storms are the same to the last digit', async () => {
  const [first, second] = await Promise.all([0, 1].map(() => cli('storm', '--seeds', '2', '--accounts', '60')));
  expect(second?.out).toBe(first?.out);
  expect(first?.out).toMatch(/less is liquidated in \d of 2 storms/);
});
