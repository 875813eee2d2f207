import type { Calibration } from '../volatility/calibration.ts';
import {
  absent,
  type Condition,
  conditionalPut,
  expiryAfter,
  getItem,
  getItems,
  type Item,
  putItem,
  RETENTION_DAYS,
  type Tables,
  transact,
} from './tables.ts';

const calibrationKey = (venue: string, symbol: string): string => `calibration#${venue}#${symbol}`;
const versionKey = (version: number): string => `version#${String(version).padStart(8, '0')}`;

/** What is in force, by symbol; markets that have not been calibrated are left out. */
export async function readCalibrations(
  tables: Tables,
  venue: string,
  symbols: readonly string[],
): Promise<Map<string, Calibration>> {
  const keys = symbols.map((symbol) => calibrationKey(venue, symbol));
  const items = await getItems<Item & { calibration: string }>(tables, tables.state, keys, 'current');
  const found = items.flatMap((item) => (item ? [JSON.parse(item.calibration) as Calibration] : []));
  return new Map(found.map((calibration) => [calibration.symbol, calibration]));
}

export async function readCalibration(
  tables: Tables,
  venue: string,
  symbol: string,
  version?: number,
): Promise<Calibration | undefined> {
  const sk = version === undefined ? 'current' : versionKey(version);
  const item = await getItem<Item & { calibration: string }>(tables, tables.state, calibrationKey(venue, symbol), sk);
  return item && (JSON.parse(item.calibration) as Calibration);
}

/**
 * Puts a calibration in force, once, in place of the version before it; that one stays readable by its number.
 *
 * @returns false where another version has come in force since
 */
export async function writeCalibration(tables: Tables, venue: string, calibration: Calibration): Promise<boolean> {
  const { symbol, version } = calibration;
  const pk = calibrationKey(venue, symbol);
  const item = { pk, type: 'calibration', version, calibration: JSON.stringify(calibration) };
  const follows: Condition =
    version === 1
      ? { expression: 'attribute_not_exists(pk)' }
      : { expression: '#version = :before', names: { '#version': 'version' }, values: { ':before': version - 1 } };
  const kept = { ...item, sk: versionKey(version), expiresAt: expiryAfter(tables, RETENTION_DAYS.record) };
  return transact(tables, [
    { Put: conditionalPut(tables.state, { ...item, sk: 'current' }, follows) },
    { Put: conditionalPut(tables.state, kept, absent(tables)) },
  ]);
}

/** When a market was last looked at, whether or not anything changed; Unix milliseconds, 0 where never. */
export async function readCalibrationTry(tables: Tables, venue: string, symbol: string): Promise<number> {
  const item = await getItem<Item & { triedAt: number }>(tables, tables.state, calibrationKey(venue, symbol), 'try');
  return item?.triedAt ?? 0;
}

/** Notes that a market has been looked at; never back in time. */
export const noteCalibrationTry = (tables: Tables, venue: string, symbol: string, at: number): Promise<unknown> =>
  putItem(
    tables,
    tables.state,
    { pk: calibrationKey(venue, symbol), sk: 'try', type: 'calibration-try', triedAt: at },
    { expression: 'attribute_not_exists(pk) OR triedAt < :at', values: { ':at': at } },
  );
