import { type Force, runCascade } from '../../shared/liquidation/cascade.ts';
import { eventCurve } from '../../shared/liquidation/event-curve.ts';
import type { ImpactTerms } from '../../shared/liquidation/impact.ts';
import { maintenanceTiers } from '../../shared/liquidation/maintenance-tiers.ts';
import { liquidationDistance } from './liquidation-distance.ts';

/**
 * A market of noise traders and leveraged value funds, after Thurner, Farmer and Geanakoplos, "Leverage causes fat tails and
 * clustered volatility", Quantitative Finance 12 (2012) 695-707, with the product's mechanics where they clear a market:
 *
 * - Noise traders move the log price by a Gaussian step, and pull it back towards the fundamental value, which is 1.
 * - A fund holds `eagerness` times its wealth for each unit of mispricing, while the asset is cheap, and at most `leverageCap` times
 *   its wealth. It goes there by a part of the way a step, patiently: only who is forced to trade moves the price.
 * - A fall that takes a fund to its maintenance margin (half of 1 / leverageCap, as exchanges have it) closes its whole position.
 *   Where that is comes from MarginGap, and where the fall ends, all margin calls together, from runCascade.
 * - Profit beyond the endowment is paid out; a fund that has lost nine tenths is replaced after a while, as in the paper.
 *
 * With a cap of 1 nobody borrows, and nobody can be liquidated: returns are the noise traders' own.
 */
export interface MarketDesign {
  readonly leverageCap: number;
  readonly seed: number;
  readonly steps: number;
  /** Y of the impact of forced sales; 0 for a market that takes any amount. */
  readonly impactCoefficient?: number;
}

export interface MarketHistory {
  /** Log return of each step. */
  readonly returns: Float64Array;
  /** How many positions cascades have closed. */
  readonly liquidations: number;
}

interface Fund {
  units: number;
  cash: number;
  readonly eagerness: number;
  /** Step at which a new fund takes the place of one that failed. */
  returnsAt: number;
}

const ENDOWMENT = 1;
/** A day's volume: a tenth of what all funds own. */
const DAILY_VOLUME = 1;
/** Volatility of a step, which is a day. */
const NOISE = 0.03;
const PULL = 0.02;
const ADJUSTMENT = 0.3;
const REPLACED_AFTER = 100;
/** From cautious to eager, so that they do not all stand at the same place. */
const EAGERNESS = [25, 37.5, 50, 62.5, 75, 87.5, 100, 112.5, 125, 150];
const NO_BOOK = { distance: new Float64Array(), cumulative: new Float64Array() };

export function simulate({ leverageCap, seed, steps, impactCoefficient = 1 }: MarketDesign): MarketHistory {
  const impact: ImpactTerms = {
    depth: NO_BOOK,
    coefficient: impactCoefficient,
    dailyVolatility: NOISE,
    dailyVolume: DAILY_VOLUME,
  };
  const random = mulberry32(seed);
  const maintenance = maintenanceTiers(undefined, 0.5 / leverageCap);
  const funds = EAGERNESS.map((eagerness): Fund => ({ units: 0, cash: ENDOWMENT, eagerness, returnsAt: 0 }));
  const returns = new Float64Array(steps);
  let price = 1;
  let liquidations = 0;

  const fall = (shock: number): void => {
    const exposed = funds
      .filter(({ units }) => units > 0)
      .map((fund) => {
        const notional = fund.units * price;
        return { fund, distance: liquidationDistance(maintenance, notional, notional + fund.cash, 'down') };
      })
      .filter(({ distance }) => !Number.isNaN(distance));
    const sales = exposed.map(({ fund, distance }) => [distance, fund.units * price] as const);
    const { move } = runCascade(forcedSales(sales, impact), shock);
    price *= 1 - move;
    for (const { fund, distance } of exposed) {
      if (distance > move) continue;
      liquidations++;
      fund.cash += fund.units * price;
      fund.units = 0;
    }
  };

  const trade = (step: number): void => {
    const cheap = Math.max(0, -Math.log(price));
    for (const fund of funds) {
      const wealth = Math.max(0, fund.cash + fund.units * price);
      const open = step >= fund.returnsAt;
      const target = open ? (Math.min(fund.eagerness * cheap, leverageCap) * wealth) / price : 0;
      const bought = ADJUSTMENT * (target - fund.units);
      fund.units += bought;
      fund.cash -= bought * price;
    }
  };

  const settle = (step: number): void => {
    for (const fund of funds) {
      const wealth = fund.cash + fund.units * price;
      if (fund.returnsAt > step) continue;
      if (fund.returnsAt === step && step > 0) {
        fund.units = 0;
        fund.cash = ENDOWMENT;
      } else if (wealth < 0.1 * ENDOWMENT) fund.returnsAt = step + REPLACED_AFTER;
      else if (wealth > ENDOWMENT) fund.cash -= wealth - ENDOWMENT;
    }
  };

  for (let step = 0; step < steps; step++) {
    const before = price;
    const noise = -PULL * Math.log(price) + NOISE * gaussian(random);
    if (noise < 0) fall(-Math.expm1(noise));
    else price *= Math.exp(noise);
    trade(step);
    settle(step);
    returns[step] = Math.log(price / before);
  }
  return { returns, liquidations };
}

/** Forced sales at distances; what they lose is not asked. */
function forcedSales(events: readonly (readonly [distance: number, amount: number])[], impact: ImpactTerms): Force {
  const at = Float64Array.from(events, ([distance]) => distance);
  const amount = Float64Array.from(events, ([, held]) => held);
  return {
    direction: 'down',
    closing: eventCurve(at, [amount, amount]),
    impact,
  };
}

/** Tommy Ettinger's mulberry32: uniform in [0, 1), 32 bits of state. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box and Muller. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
