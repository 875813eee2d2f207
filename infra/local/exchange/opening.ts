import type { Bar } from '../scenario/prices.ts';
import { openRandom } from '../scenario/random.ts';
import { MARKETS, openCrowd, type Trader } from '../scenario/traders.ts';
import type { Account } from './account.ts';
import type { ExchangeOpening } from './exchange.ts';
import type { ExchangeTerms } from './terms.ts';

/** Reference open interest as a multiple of what the traders bring: about what they hold at the height of their courage. */
const REFERENCE_LEVERAGE = 16;
/** Share of it that each market has. */
const SPLIT = 0.5;
/** The insurance fund when the exchange opens, as a share of the reference open interest of all markets: that of large venues. */
const FUND_SHARE = 0.03;

export interface CrowdedOpening {
  readonly opening: Omit<ExchangeOpening, 'name'>;
  /** Who they are: makers too. */
  readonly traders: readonly Trader[];
  /** Contracts of each market. */
  readonly reference: readonly [number, number];
}

/** An exchange at the open of a storm's first bar, with the crowd in it. */
export function openingOf(
  seed: number,
  accounts: number,
  first: Bar,
  { fundShare = FUND_SHARE, terms }: { readonly fundShare?: number; readonly terms?: Partial<ExchangeTerms> },
): CrowdedOpening {
  const traders = openCrowd(openRandom(seed), accounts, first);
  const brought = traders.reduce((sum, { maker, stake }) => sum + (maker ? 0 : stake), 0);
  const referenceOf = (price: number, contractSize: number): number =>
    Math.round((brought * REFERENCE_LEVERAGE * SPLIT) / (price * contractSize));
  const prices = [first.btc.open, first.eth.open] as const;
  const reference = [
    referenceOf(prices[0], MARKETS[0].contractSize),
    referenceOf(prices[1], MARKETS[1].contractSize),
  ] as const;
  return {
    traders,
    reference,
    opening: {
      markets: MARKETS.map(({ symbol, contractSize }, m) => ({
        symbol,
        contractSize,
        price: prices[m] as number,
        referenceOpenInterest: reference[m] as number,
      })),
      accounts: traders.map(accountOf),
      fund: Math.round(brought * REFERENCE_LEVERAGE * fundShare),
      ...(terms ? { terms } : {}),
    },
  };
}

const accountOf = ({ id, maker, cash, bitcoin, habit, holdings }: Trader): Account => ({
  id,
  maker,
  cash,
  bitcoin,
  leverage: Math.max(1, Math.round(habit)),
  positions: holdings.map(({ market, side, contracts, entryPrice, isolated, margin }) => ({
    market,
    side,
    contracts,
    entryPrice,
    isolated,
    margin,
  })),
});
