import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecordScanner } from '../../../shared/snapshot/record-scanner.ts';

test('what is scanned is not looked at twice: a plain book is taken by its bytes alone', () => {
  const scanner = new RecordScanner(true);
  const line =
    '{"kind":"position","accountId":"é","symbol":"S","side":"short","contracts":1.25,"entryPrice":"3","x":null}\n';
  const bytes = Buffer.from(line);
  expect(scanner.position(bytes, 0, bytes.length)).toBe(bytes.length);
  expect([...scanner.values.slice(0, 2)]).toEqual([1.25, 3]);
  expect(bytes.toString('utf8', scanner.accountFrom, scanner.accountTo)).toBe('é');
  expect(scanner.side).toBe(-1);
});

test('a decimal is the double that JSON.parse makes of it, to the last bit', () => {
  const scanner = new RecordScanner(false);
  const digits = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 21n }), fc.integer({ min: 0, max: 18 }))
    .map(([whole, decimals]) => {
      const text = whole.toString().padStart(decimals + 1, '0');
      return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
    });
  fc.assert(
    fc.property(digits, fc.boolean(), (text, negative) => {
      const written = negative ? `-${text}` : text;
      const bytes = Buffer.from(`{"accountId":"a","collateral":[{"currency":"C","amount":${written}}]}`);
      expect(scanner.account(bytes, 0, bytes.length)).toBe(bytes.length);
      expect(scanner.amounts[0]).toBe(JSON.parse(written));
    }),
    { numRuns: 2_000 },
  );
});
