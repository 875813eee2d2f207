import { existsSync, readFileSync } from 'node:fs';
import { test } from '@jest/globals';
import type { Assessment } from '../../shared/assessment/types.ts';
import { assessBook, bookFrom } from '../environment/assessed.ts';

const DATA = new URL('../../../shared/data/', import.meta.url);

/** A test on files of ../shared/data: skipped, and named so, if they are absent. */
export function onData(name: string, run: () => void | Promise<void>): void {
  if (existsSync(DATA)) test(name, run);
  else test.skip(`${name} (../shared/data is absent)`, run);
}

export const fileOf = (path: string): URL => new URL(path, DATA);
export const textOf = (path: string): string => readFileSync(fileOf(path), 'utf8');

/** What a file of ../shared/data comes to. */
export const assessFile = (path: string): Assessment => assessBook(bookFrom(JSON.parse(textOf(path))));

/** Accounts that are due for liquidation, by market. */
export const dueIn = ({ markets }: Assessment): Record<string, string[]> =>
  Object.fromEntries(
    markets.flatMap(({ symbol, liquidation }) =>
      liquidation.underwater.length > 0 ? [[symbol, liquidation.underwater.map(({ accountId }) => accountId)]] : [],
    ),
  );
