import { finding, type IntegrityFinding } from '../integrity/finding.ts';
import { haircutOf } from '../leverage/haircuts.ts';
import { pricingMarkets } from '../leverage/valuation.ts';
import { type MarketActivity, tailQuantile } from '../liquidation/risk-ground.ts';
import type { RiskModel } from '../policy/types.ts';
import { currenciesOf } from '../snapshot/contract-kind.ts';
import type { Book, Market, SnapshotHeader } from '../snapshot/types.ts';
import { horizonVolatility } from '../volatility/horizon.ts';
import type { VolatilityReading } from '../volatility/types.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What a market's volatility and trading say of the price of closing positions in it. */
export function activityOf(
  market: Market,
  header: SnapshotHeader,
  reading: VolatilityReading,
  { horizonMs, assumed }: RiskModel,
): MarketActivity {
  const volume = dailyVolume(market, header, reading);
  return {
    sigma: horizonVolatility(reading, horizonMs, assumed.dailyVolatility),
    dailyVolatility: horizonVolatility(reading, DAY_MS, assumed.dailyVolatility),
    ...(volume === undefined ? {} : { dailyBaseVolume: volume }),
  };
}

/** The bar's volume, by how much of the bar has passed. */
function dailyVolume({ candle }: Market, { timestamp }: SnapshotHeader, { intervalMs }: VolatilityReading) {
  if (candle?.baseVolume === undefined) return undefined;
  const passed = Math.max(timestamp - candle.timestamp, MINUTE_MS);
  return (candle.baseVolume * DAY_MS) / Math.min(passed, intervalMs ?? Number.POSITIVE_INFINITY);
}

/** The haircut on each currency that accounts hold, from the market that prices it. */
export function haircutsFor(
  { accounts, markets }: Book,
  activity: readonly MarketActivity[],
  model: RiskModel,
): (currency: string) => number {
  const { currencies, collateralCurrency, collateralAmount } = accounts;
  const held = new Float64Array(currencies.length);
  for (let i = 0; i < collateralAmount.length; i++) {
    const c = collateralCurrency[i] as number;
    held[c] = (held[c] as number) + Math.max(0, collateralAmount[i] as number);
  }
  const pricing = pricingMarkets(markets);
  const tail = tailQuantile(model);
  const haircuts = new Map(
    currencies.map((currency, c) => {
      const m = pricing.get(currency);
      const priced = m === undefined ? undefined : (activity[m] as MarketActivity);
      const amount = held[c] as number;
      const risk = priced && {
        sigma: priced.sigma,
        dailyVolatility: priced.dailyVolatility,
        dailyVolume: priced.dailyBaseVolume || amount || 1,
        held: amount,
      };
      return [currency, haircutOf(currency, risk, model.haircuts, tail, model.impactCoefficient)];
    }),
  );
  return (currency) => haircuts.get(currency) ?? 0;
}

/** What had to be taken from the policy because the venue does not tell. */
export function assumptions(market: Market, reading: VolatilityReading, { assumed }: RiskModel): IntegrityFinding[] {
  const taken: string[] = [];
  if (!market.leverageTiers?.length) {
    taken.push(`no leverage tiers: a maintenance margin rate of ${assumed.maintenanceMarginRate} is assumed`);
  }
  if (reading.intervalMs === null) {
    taken.push(`no volatility known yet: ${assumed.dailyVolatility} a day is assumed`);
  }
  if (currenciesOf(market.symbol) === undefined) {
    taken.push('the symbol does not name its currencies: its quote counts one for one');
  }
  return taken.map((message) => finding('assumed', 'note', message));
}
