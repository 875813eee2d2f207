import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { marketOfScope, scopeOfMarket, WHOLE_VENUE } from '../../../shared/incident/scope.ts';

const symbols = fc.oneof(
  fc.string(),
  fc.stringMatching(/^\*{0,6}$/),
  fc.constantFrom('BTC/USDT:USDT', '*', '* ', 'a*'),
);

test('every market has a scope of its own, which is not that of the whole venue, and is found again by it', () => {
  fc.assert(
    fc.property(symbols, symbols, (one, other) => {
      expect(scopeOfMarket(one)).not.toBe(WHOLE_VENUE);
      expect(marketOfScope(scopeOfMarket(one))).toBe(one);
      expect(scopeOfMarket(one) === scopeOfMarket(other)).toBe(one === other);
    }),
  );
});

test('what is stored stays what it is: the whole venue is *, and a market with a name its symbol', () => {
  expect(marketOfScope('*')).toBeNull();
  expect(marketOfScope('BTC/USDT:USDT')).toBe('BTC/USDT:USDT');
  expect(scopeOfMarket('BTC/USDT:USDT')).toBe('BTC/USDT:USDT');
  expect(scopeOfMarket('*')).toBe('**');
});
