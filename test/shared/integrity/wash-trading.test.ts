import { describe, expect, test } from '@jest/globals';
import { openRandom } from '../../../infra/local/scenario/random.ts';
import { DEFAULT_INTEGRITY_TERMS as TERMS } from '../../../shared/integrity/terms.ts';
import { washTradingSigns } from '../../../shared/integrity/wash-trading.ts';
import type { TradeStatistics } from '../../../shared/snapshot/types.ts';
import { found } from './healthy-market.ts';

/** What an exchange would count in one pass over sizes, in steps of one contract. */
function statisticsOf(sizes: readonly number[]): TradeStatistics {
  const firstDigits = new Array<number>(9).fill(0);
  let round = 0;
  let near = 0;
  for (const size of sizes) {
    const digit = Number(String(size)[0]) - 1;
    firstDigits[digit] = (firstDigits[digit] as number) + 1;
    if (size % 10 === 0) round++;
    else if (size >= 9 && (size % 10 === 1 || size % 10 === 9)) near++;
  }
  const largestSizes = sizes.toSorted((a, b) => b - a).slice(0, 200);
  return { count: sizes.length, firstDigits, roundSizes: { round, near }, largestSizes };
}

const random = openRandom(11);
const TRADES = 20_000;
/** People: sizes over several orders of magnitude, two of five of them rounded to one digit. */
const people = Array.from({ length: TRADES }, () => {
  const size = Math.max(1, Math.round(500 * Math.exp(1.9 * random.normal())));
  if (random.uniform() < 0.6 || size < 10) return size;
  const unit = 10 ** Math.floor(Math.log10(size));
  return Math.max(unit, Math.round(size / unit) * unit);
});
/** A program that makes up volume: any size within bounds, each as likely. */
const program = Array.from({ length: TRADES }, () => 100 + Math.floor(random.uniform() * 900));

const { count, firstDigits, roundSizes, largestSizes } = statisticsOf(program);

describe('signs of wash trading', () => {
  test('are none in heavy-tailed sizes that cluster at round numbers', () => {
    expect(washTradingSigns(statisticsOf(people), TERMS)).toEqual([]);
  });

  test('are all three in sizes drawn evenly, and doubtful together', () => {
    expect(found(washTradingSigns(statisticsOf(program), TERMS))).toEqual([
      'trade-first-digits: note',
      'trade-round-sizes: note',
      'trade-tail: note',
      'wash-trading: doubtful',
    ]);
  });

  test.each<[string, TradeStatistics]>([
    ['first digits', { count, firstDigits }],
    ['round sizes', { count, roundSizes }],
    ['tail', { count, largestSizes }],
  ] as [string, TradeStatistics][])('are a note and no more where there is one alone: %s', (_, statistics) => {
    const signs = washTradingSigns(statistics, TERMS);
    expect(signs.map(({ level }) => level)).toEqual(['note']);
  });

  test('are doubtful where there are two', () => {
    const two = washTradingSigns({ count, firstDigits, roundSizes } as TradeStatistics, TERMS);
    expect(two.at(-1)).toEqual({
      check: 'wash-trading',
      level: 'doubtful',
      message: '2 signs of wash trading at once: the volume may be made up',
      values: { signs: 2 },
    });
  });

  test('count without the tail where the terms do not trust it', () => {
    const untrusted = { ...TERMS, trades: { ...TERMS.trades, tail: { ...TERMS.trades.tail, counts: false } } };
    const statistics = { count, firstDigits, largestSizes } as TradeStatistics;
    expect(found(washTradingSigns(statistics, TERMS))).toContain('wash-trading: doubtful');
    expect(found(washTradingSigns(statistics, untrusted))).toEqual(['trade-first-digits: note', 'trade-tail: note']);
  });

  test('are none where nothing is told', () => {
    expect(washTradingSigns({}, TERMS)).toEqual([]);
  });
});
