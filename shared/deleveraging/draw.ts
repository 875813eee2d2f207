/**
 * Ways to draw an amount from many that each can give so much and no more. What is drawn in sum is the smaller of the amount and
 * all that there is, to the last bit of rounding: never more than was asked for.
 */

/** From the first in the order until the amount is there. */
export function drawInOrder(amount: number, limits: Float64Array, order: ArrayLike<number>): Float64Array {
  const drawn = new Float64Array(limits.length);
  let left = amount;
  for (let i = 0; i < order.length && left > 0; i++) {
    const who = order[i] as number;
    const own = Math.min(left, limits[who] as number);
    drawn[who] = own;
    left -= own;
  }
  return drawn;
}

/** In proportion to weights; what is beyond somebody's limit falls to the others, in the same proportion. */
export function drawInProportion(amount: number, limits: Float64Array, weights: Float64Array): Float64Array {
  // x = min(limit, λ·weight): those with the smallest limit for their weight are full first.
  return drawToLevel(amount, limits, (who) => {
    const weight = weights[who] as number;
    return weight > 0 ? { from: 0, slope: weight } : undefined;
  });
}

/** Equity so small that levels of leverage could no more be told apart. */
const AS_GOOD_AS_NONE = 1e9;

/**
 * From those who hold most for what they have, until none of them holds more for it than any other that was drawn on: the largest
 * leverage that is left is the smallest that can be.
 *
 * Source: Campbell, Hey, Moallemi, Nutz (2026), Risk-Based Auto-Deleveraging: the policy that minimises the expected loss of the
 * exchange equalises leverage from the top ("leverage draining").
 *
 * @param held what each holds, in the unit of the amount
 * @param equity what carries it; who has none is drawn on first
 */
export function drawByLeverage(
  amount: number,
  limits: Float64Array,
  held: Float64Array,
  equity: Float64Array,
): Float64Array {
  const leverage = held.map((own, who) => own / Math.max(0, equity[who] as number));
  const carries = (who: number): boolean => (leverage[who] as number) < AS_GOOD_AS_NONE;
  const bust = Array.from(limits, (_, who) => who).filter((who) => !carries(who));
  const first = drawInOrder(amount, limits, bust);
  const left = amount - first.reduce((sum, own) => sum + own, 0);
  if (!(left > 0)) return first;
  // With y for the leverage that is taken off the top, top - y is left: x = held - (top - y)·equity.
  const top = leverage.reduce((most, own, who) => (carries(who) ? Math.max(most, own) : most), 0);
  const rest = drawToLevel(left, limits, (who) => {
    const own = leverage[who] as number;
    return carries(who) ? { from: top - own, slope: equity[who] as number } : undefined;
  });
  return first.map((own, who) => own + (rest[who] as number));
}

/** What one gives as a common level rises: nothing up to `from`, then `slope` for each unit, up to the limit. */
interface Ramp {
  readonly from: number;
  readonly slope: number;
}

/** Raises a common level until the amount is drawn: exact, from kink to kink. Who has no ramp gives nothing. */
function drawToLevel(amount: number, limits: Float64Array, rampOf: (who: number) => Ramp | undefined): Float64Array {
  const drawn = new Float64Array(limits.length);
  const ramps = new Map<number, Ramp>();
  /** Levels at which a ramp begins or ends. */
  const kinks: { level: number; who: number; begins: boolean }[] = [];
  for (let who = 0; who < limits.length; who++) {
    const ramp = (limits[who] as number) > 0 ? rampOf(who) : undefined;
    if (!ramp) continue;
    ramps.set(who, ramp);
    kinks.push({ level: ramp.from, who, begins: true });
    kinks.push({ level: ramp.from + (limits[who] as number) / ramp.slope, who, begins: false });
  }
  kinks.sort((a, b) => a.level - b.level || a.who - b.who || Number(b.begins) - Number(a.begins));
  let level = kinks[0]?.level ?? 0;
  let slope = 0;
  let sum = 0;
  for (const kink of kinks) {
    const reached = sum + slope * (kink.level - level);
    if (reached >= amount && slope > 0) break;
    sum = reached;
    level = kink.level;
    const own = (ramps.get(kink.who) as Ramp).slope;
    slope = kink.begins ? slope + own : Math.max(0, slope - own);
  }
  // Summed anew over those who give at this level: what the running sums have lost by taking large slopes off again is not carried on.
  let given = 0;
  let rising = 0;
  for (const [who, ramp] of ramps) {
    const limit = limits[who] as number;
    const own = Math.max(0, ramp.slope * (level - ramp.from));
    const full = ramp.from + limit / ramp.slope <= level;
    given += full ? limit : own;
    if (!full && ramp.from <= level) rising += ramp.slope;
  }
  const reach = rising > 0 && given < amount ? level + (amount - given) / rising : level;
  let left = amount;
  for (const [who, ramp] of ramps) {
    const own = Math.min(limits[who] as number, Math.max(0, ramp.slope * (reach - ramp.from)), left);
    drawn[who] = own;
    left -= own;
  }
  // What no level is fine enough to tell apart is given by those who begin to give first.
  for (let k = 0; left > 0 && k < kinks.length; k++) {
    const { who } = kinks[k] as (typeof kinks)[number];
    const before = drawn[who] as number;
    drawn[who] = Math.min(limits[who] as number, before + left);
    left -= (drawn[who] as number) - before;
  }
  return drawn;
}
