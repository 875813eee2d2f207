import type { CarriedBook } from '../../leverage/carried-book.ts';
import { type MaintenanceTiers, maintenanceOf, marketTiers, tierOf } from '../../liquidation/maintenance-tiers.ts';
import { isInverse } from '../../snapshot/contract-kind.ts';
import type { Book, Market } from '../../snapshot/types.ts';
import type { MeasuredBook } from './standing.ts';

/** What is liquidated of a position in maintenance breach. */
export interface Liquidation {
  readonly row: number;
  readonly contracts: number;
  /** Into the insurance fund, in the valuation's unit. */
  readonly fee: number;
}

/**
 * What has to be liquidated of accounts and isolated positions in maintenance breach, tier by tier: the position in the highest tier
 * is brought to the end of the tier below, again and again, until what is left covers what it must; a position in the lowest tier is
 * closed. Who has nothing left is closed whole.
 *
 * Source: Bybit's and Binance's partial liquidation (higher tier: reduce to the value of the next lower tier; lowest tier: take over).
 *
 * @param feeRate of notional, as far as equity goes
 * @param assumedRate maintenance margin rate of markets without tiers
 */
export function liquidateBreaches(
  { book, carried, ground }: MeasuredBook,
  feeRate: number,
  assumedRate: number,
): Liquidation[] {
  const { positions, markets } = book;
  const tiers = markets.map((market) => marketTiers(market, assumedRate));
  const seen = new Set<number>();
  const crossRows = rowsOfBreached(book, ground.stakes.due.flat(), ground.stakes.leg);
  const liquidations: Liquidation[] = [];
  for (const stake of ground.stakes.due.flat()) {
    const row = ground.stakes.leg[stake] as number;
    if (positions.isolated[row]) {
      liquidations.push(...liquidate([row], isolatedEquity(carried, row), book, carried, tiers, feeRate));
      continue;
    }
    const who = positions.account[row] as number;
    // An account is due in each of its markets at once.
    if (seen.has(who)) continue;
    seen.add(who);
    const rows = crossRows.get(who) ?? [];
    liquidations.push(...liquidate(rows, carried.crossEquity[who] as number, book, carried, tiers, feeRate));
  }
  return liquidations;
}

/** The cross positions of each account that is due. */
function rowsOfBreached({ positions }: Book, due: readonly number[], leg: Uint32Array): ReadonlyMap<number, number[]> {
  const rows = new Map<number, number[]>();
  for (const stake of due) {
    const row = leg[stake] as number;
    if (!positions.isolated[row]) rows.set(positions.account[row] as number, []);
  }
  if (rows.size === 0) return rows;
  for (let i = 0; i < positions.length; i++)
    if (!positions.isolated[i] && (positions.contracts[i] as number) > 0)
      rows.get(positions.account[i] as number)?.push(i);
  return rows;
}

const isolatedEquity = ({ values }: CarriedBook, row: number): number =>
  (values.margin[row] as number) + (values.unrealizedPnl[row] as number);

/** One of the positions that share an equity, as it is worked down. */
interface Holding {
  readonly row: number;
  readonly tiers: MaintenanceTiers;
  /** Worth of a unit of the quote currency. */
  readonly worth: number;
  /** Of what the venue says it must cover, over what its tiers say; 1 where the venue says nothing. */
  readonly scale: number;
  /** In quote currency. */
  readonly held: number;
  left: number;
}

function liquidate(
  rows: readonly number[],
  equity: number,
  book: Book,
  carried: CarriedBook,
  tiers: readonly MaintenanceTiers[],
  feeRate: number,
): Liquidation[] {
  const holdings = rows.map((row) => holdingOf(row, book, carried, tiers)).filter(({ held }) => held > 0);
  const required = (): number => holdings.reduce((sum, holding) => sum + maintenance(holding), 0);
  const paid = (): number => feeRate * holdings.reduce((sum, { held, left, worth }) => sum + (held - left) * worth, 0);
  if (!(equity > 0)) for (const holding of holdings) holding.left = 0;
  while (equity - paid() < required()) {
    const next = holdings.filter(({ left }) => left > 0).sort(highestTierFirst)[0];
    if (!next) break;
    const tier = tierOf(next.tiers, next.left);
    next.left = tier === 0 ? 0 : (next.tiers.floors[tier] as number);
  }
  // What is not there cannot be paid.
  const share = paid() > 0 ? Math.min(1, Math.max(0, equity) / paid()) : 0;
  return holdings
    .filter(({ held, left }) => left < held)
    .map(({ row, held, left, worth }) => ({
      row,
      contracts: (book.positions.contracts[row] as number) * (left === 0 ? 1 : 1 - left / held),
      fee: feeRate * (held - left) * worth * share,
    }));
}

function holdingOf(
  row: number,
  { positions, markets }: Book,
  { values, quote }: CarriedBook,
  tiers: readonly MaintenanceTiers[],
): Holding {
  const m = positions.market[row] as number;
  const market = markets[m] as Market;
  const own = tiers[m] as MaintenanceTiers;
  const worth = quote[m] as number;
  const held = worth > 0 ? (values.notional[row] as number) / worth : 0;
  const given = (positions.maintenanceMargin[row] as number) * (isInverse(market) ? market.markPrice : 1);
  const computed = maintenanceOf(own, held);
  return { row, tiers: own, worth, scale: given >= 0 && computed > 0 ? given / computed : 1, held, left: held };
}

const maintenance = ({ tiers, left, worth, scale }: Holding): number => worth * scale * maintenanceOf(tiers, left);

/** Of equals the one that must cover more, then the row that stands first. */
const highestTierFirst = (a: Holding, b: Holding): number =>
  tierOf(b.tiers, b.left) - tierOf(a.tiers, a.left) || maintenance(b) - maintenance(a) || a.row - b.row;
