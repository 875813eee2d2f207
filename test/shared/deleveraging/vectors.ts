import { existsSync, readFileSync } from 'node:fs';
import { test } from '@jest/globals';

/** Published worked examples. */
const FILE = new URL('../../../../shared/data/goldens/deleveraging/vectors.json', import.meta.url);
const present = existsSync(FILE);

export interface Vectors {
  readonly bitmexQueue: {
    readonly accounts: readonly { readonly accountId: string; readonly contracts: number; readonly score: number }[];
    readonly rankPercentile: Readonly<Record<string, number>>;
    readonly closes: readonly { readonly accountId: string; readonly contracts: number }[];
  };
  readonly insuranceFundTriggers: {
    readonly cases: readonly {
      readonly maxBalance8h?: number;
      readonly loss?: number;
      readonly balance?: number;
      readonly fires: boolean;
      readonly absorbedByAdl?: number;
    }[];
  };
  readonly autodeleveragingPaper: {
    readonly pnl: readonly number[];
    readonly deficit: number;
    readonly budget: number;
    readonly queue: { readonly order: readonly number[]; readonly haircut: readonly number[] };
    readonly proRata: { readonly h: number; readonly haircut: readonly number[] };
  };
  readonly disposal: {
    readonly fraction: number;
    readonly fullSize: number;
    readonly maxShareOfDepth: number;
    readonly depth: number;
    readonly position: number;
    readonly steps: readonly number[];
  };
}

export const vectors = (): Vectors => JSON.parse(readFileSync(FILE, 'utf8')) as Vectors;
export const named = (name: string): string => (present ? name : `${name} (the vectors are absent)`);
export const withVectors = present ? test : test.skip;
