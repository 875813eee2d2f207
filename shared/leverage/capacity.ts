/**
 * Leverage that the market can carry at today's volatility: L* = 1 / (mmr + z·σ + c).
 *
 * A position of that leverage has just lost what is above its maintenance margin, cost of closing included, when the price has
 * moved against it by z·σ.
 *
 * @param sigma volatility of the log return over the liquidation horizon (a fraction, not annualised)
 * @param maintenanceRate maintenance margin rate (a fraction)
 * @param tail quantile of the standardised return at the policy's confidence
 * @param cost slippage and fee of closing, as a fraction of notional
 * @returns notional over equity; at most 1 / maintenanceRate
 * @throws RangeError when an argument is negative or not finite, or all are 0
 */
export function leverageCapacity(sigma: number, maintenanceRate: number, tail: number, cost: number): number {
  for (const [name, value] of Object.entries({ sigma, maintenanceRate, tail, cost })) {
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`No leverage capacity with ${name} ${value}`);
  }
  const lost = maintenanceRate + tail * sigma + cost;
  if (!(lost > 0)) throw new RangeError('No leverage capacity where nothing can be lost');
  return 1 / lost;
}

/**
 * Notional that each market holds above its capacity: Σ n·(1 - L* / ℓ)⁺, what would have to be closed for every position to be
 * at L*.
 *
 * @param market index of each position's market
 * @param notional of each position
 * @param leverage effective leverage of each position
 * @param capacity L* of each market
 */
export function excessNotional(
  market: Uint32Array,
  notional: Float64Array,
  leverage: Float64Array,
  capacity: Float64Array,
): Float64Array {
  const excess = new Float64Array(capacity.length);
  for (let i = 0; i < notional.length; i++) {
    const held = leverage[i] as number;
    const m = market[i] as number;
    const carried = capacity[m] as number;
    if (held > carried) excess[m] = (excess[m] as number) + (notional[i] as number) * (1 - carried / held);
  }
  return excess;
}
