import type { CarriedBook } from '../leverage/carried-book.ts';
import type { RiskModel } from '../policy/types.ts';
import type { Book } from '../snapshot/types.ts';
import { type Cascade, criticalShock, runCascade } from './cascade.ts';
import { collapseProbability } from './collapse.ts';
import { depthOf } from './depth.ts';
import type { Forces } from './forces.ts';
import { type Stress, stressFund } from './insurance.ts';
import { type Ladder, ladderOf, openSteps, stepOf } from './ladder.ts';
import { marketLosses } from './losses.ts';
import { type Capacity, type MarketActivity, openRisk } from './risk-ground.ts';
import { NO_LEG, type Stakes } from './stakes.ts';
import { type UnderwaterStakes, underwaterOf } from './underwater.ts';

/** What a shock would do, fund included. */
export interface ShockOutcome extends Cascade {
  /** What the market's accounts lack where the price ends: nobody is closed at a better one. */
  readonly loss: number;
  /** What of the loss the fund cannot carry; null where the venue tells of no fund. */
  readonly shortfall: number | null;
}

export interface MarketRisk {
  readonly liquidation: Ladder & UnderwaterStakes;
  readonly cascade: {
    /** Smallest shock each way that runs away, a share of the mark; null where none of up to 50 % does. */
    readonly criticalShock: { readonly down: number | null; readonly up: number | null };
    readonly down: readonly ShockOutcome[];
    readonly up: readonly ShockOutcome[];
  };
  readonly capacity: Capacity;
  /** Probability of reaching a critical shock within the liquidation horizon. */
  readonly collapseProbability: number;
}

export interface BookRisk {
  readonly markets: readonly MarketRisk[];
  /** Of each fund. */
  readonly stress: readonly Stress[];
}

/** A fund as far as risk is concerned. */
export interface FundCover {
  /** In the valuation's unit. */
  readonly balance: number;
  /** 1 for each market that it stands for; all if absent. */
  readonly only?: Uint8Array;
}

/** Shocks whose cascades are told. */
const SHOCKS = [0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5] as const;

/**
 * What would happen to a book in a shock: liquidation ladder, cascades, leverage capacity and collapse probability of each market,
 * and the insurance fund tried against common shocks. Every figure is finite, or null where there is none.
 *
 * @param activity of each market, in the book's order
 * @param funds of the venue; none if it tells of none
 */
export function measureRisk(
  book: Book,
  carried: CarriedBook,
  activity: readonly MarketActivity[],
  funds: readonly FundCover[],
  model: RiskModel,
): BookRisk {
  const { stakes, forces, capacities, sides } = openRisk(book, carried, activity, model);
  const steps = ladderSteps(book, carried.values.notional, stakes);
  const outcomes = outcomesOf(book, stakes, forces, funds);
  const markets = book.markets.map((market, m): MarketRisk => {
    const { down, up } = forces[m] as Forces;
    const critical = {
      down: criticalShock(down, model.runawayMove),
      up: criticalShock(up, model.runawayMove),
    };
    const { sigma } = activity[m] as MarketActivity;
    return {
      liquidation: {
        ...ladderOf(
          steps[m] as ReturnType<typeof openSteps>,
          market.markPrice,
          depthOf(market, 'bids', carried.quote[m] as number),
          depthOf(market, 'asks', carried.quote[m] as number),
        ),
        ...underwaterOf(book, stakes, stakes.due[m] as readonly number[], carried.values.notional),
      },
      cascade: { criticalShock: critical, ...(outcomes[m] as Pick<MarketRisk['cascade'], 'down' | 'up'>) },
      capacity: capacities[m] as Capacity,
      collapseProbability: collapseProbability(critical, sigma, model.degreesOfFreedom),
    };
  });
  const weights = book.markets.map((_, m) => (sides.long[m] as number) + (sides.short[m] as number));
  return {
    markets,
    stress: funds.map(({ balance, only }) => {
      const sigma = weightedMean(
        activity.map(({ sigma }) => sigma),
        only ? weights.map((own, m) => (only[m] ? own : 0)) : weights,
      );
      const { degreesOfFreedom, confidence } = model;
      return stressFund(book, carried, stakes, forces, balance, { sigma, degreesOfFreedom, confidence }, only);
    }),
  };
}

/** What shocks would do in each market: falls first, then rises. */
function outcomesOf(
  book: Book,
  stakes: Stakes,
  forces: readonly Forces[],
  funds: readonly FundCover[],
): Pick<MarketRisk['cascade'], 'down' | 'up'>[] {
  const cascades = forces.map(({ down, up }) => [
    ...SHOCKS.map((shock) => runCascade(down, shock)),
    ...SHOCKS.map((shock) => runCascade(up, shock)),
  ]);
  const losses = marketLosses(
    book,
    stakes,
    cascades.map((own) => own.map(({ move }, i) => (i < SHOCKS.length ? -Math.min(1, move) : move))),
    2 * SHOCKS.length,
  );
  return cascades.map((own, m) => {
    const fundBalance = funds.find(({ only }) => !only || only[m])?.balance ?? null;
    const outcomes = own.map((cascade, i): ShockOutcome => {
      const loss = losses[m]?.[i] as number;
      return {
        ...cascade,
        loss,
        shortfall: fundBalance === null ? null : Math.max(0, loss - Math.max(0, fundBalance)),
      };
    });
    return { down: outcomes.slice(0, SHOCKS.length), up: outcomes.slice(SHOCKS.length) };
  });
}

const weightedMean = (values: readonly number[], weights: readonly number[]): number => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? values.reduce((sum, value, i) => sum + value * (weights[i] as number), 0) / total : 0;
};

/** The notional of each market that each step of its price liquidates. */
export function ladderSteps(
  { positions, markets }: Book,
  notional: Float64Array,
  { length, leg, hedge, fall, rise }: Stakes,
): ReturnType<typeof openSteps>[] {
  const steps = markets.map(openSteps);
  for (let i = 0; i < length; i++) {
    const { long, short } = steps[positions.market[leg[i] as number] as number] as ReturnType<typeof openSteps>;
    const down = fall[i] as number;
    const up = rise[i] as number;
    for (let row = leg[i] as number; ; row = hedge[i] as number) {
      const held = notional[row] as number;
      if ((positions.side[row] as number) > 0) {
        if (!Number.isNaN(down)) {
          const step = stepOf(down);
          long[step] = (long[step] as number) + held;
        }
      } else if (!Number.isNaN(up)) {
        const step = stepOf(up);
        short[step] = (short[step] as number) + held;
      }
      if (row === hedge[i] || hedge[i] === NO_LEG) break;
    }
  }
  return steps;
}
