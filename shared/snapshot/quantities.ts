import type { VALUE_COLUMNS } from './columns.ts';

/** A kind of amount, and the range in which a value of it is plausible. What lies outside is a slip of units, not a market. */
export interface Quantity {
  /** Zero, of either sign, is no fault unless a value must be positive. */
  readonly sign: 'positive' | 'nonNegative' | 'any';
  /** Least magnitude of a value that is not 0; 0 if any magnitude will do. */
  readonly least: number;
  /** Largest magnitude. */
  readonly most: number;
  /** What a value outside the range is told: the range, and why there is one. */
  readonly message: string;
}

const range = (least: number, most: number): string => `from ${short(least)} to ${short(most)}`;
/** 1e-12 and 1e12, as people write them. */
const short = (bound: number): string => bound.toExponential().replace('+', '');

const PRICES = { least: 1e-12, most: 1e12 } as const;
const AMOUNTS = { least: 1e-18, most: 1e21 } as const;
const LEVERAGES = { least: 1e-6, most: 1e6 } as const;
const SLIP = (what: string): string => `${what} outside is a slip of units`;
const AMOUNT_RANGE = `at least ${short(AMOUNTS.least)} and at most ${short(AMOUNTS.most)}`;

/** Tokens trade below 1e-9 dollars, and bitcoin above 1e9 rupiah: both ends leave three decades. */
const price: Quantity = {
  sign: 'positive',
  ...PRICES,
  message: `must be a price ${range(PRICES.least, PRICES.most)}: ${SLIP('a price')}`,
};
const priceOrZero: Quantity = {
  sign: 'nonNegative',
  ...PRICES,
  message: `must be 0, or a price ${range(PRICES.least, PRICES.most)}: ${SLIP('a price')}`,
};
const contractSize: Quantity = {
  sign: 'positive',
  ...PRICES,
  message: `must be a contract size ${range(PRICES.least, PRICES.most)}: ${SLIP('a size')}`,
};
/** Prices of a bar may be anything up to a price's bound: a bar that cannot be is reported and passed over, the book counts. */
const barPrice: Quantity = {
  sign: 'any',
  least: 0,
  most: PRICES.most,
  message: `must be from -${short(PRICES.most)} to ${short(PRICES.most)}: ${SLIP('a price')}`,
};
/** The smallest step of a token is 1e-18; the largest supplies, and the world's money in rupiah, stay below 1e19. */
const amount: Quantity = {
  sign: 'nonNegative',
  ...AMOUNTS,
  message: `must be 0, or an amount of ${AMOUNT_RANGE}: ${SLIP('an amount')}`,
};
const positiveAmount: Quantity = {
  sign: 'positive',
  ...AMOUNTS,
  message: `must be an amount of ${AMOUNT_RANGE}: ${SLIP('an amount')}`,
};
/** What a venue computes: rounding leaves residues far below the smallest step, and no book is refused for one. */
const RESIDUES = { least: 1e-30, most: AMOUNTS.most } as const;
const signedAmount: Quantity = {
  sign: 'any',
  ...RESIDUES,
  message: `must be 0, or an amount whose magnitude is ${range(RESIDUES.least, RESIDUES.most)}: ${SLIP('an amount')}`,
};
const requirement: Quantity = {
  sign: 'nonNegative',
  ...RESIDUES,
  message: `must be 0, or an amount ${range(RESIDUES.least, RESIDUES.most)}: ${SLIP('an amount')}`,
};
/** A small position of a rich account is liquidated far from any price at which there is trading. */
const FAR_PRICES = { least: 1e-40, most: 1e40 } as const;
const liquidationPrice: Quantity = {
  sign: 'any',
  ...FAR_PRICES,
  message: `must be 0 or negative (never), or a price ${range(FAR_PRICES.least, FAR_PRICES.most)}`,
};
const leverage: Quantity = {
  sign: 'positive',
  ...LEVERAGES,
  message: `must be a leverage ${range(LEVERAGES.least, LEVERAGES.most)}: ${SLIP('a leverage')}`,
};
const fundingRate: Quantity = {
  sign: 'any',
  least: 0,
  most: 100,
  message: 'must be a fraction from -100 to 100: what lies outside is no rate of funding',
};
/** That a rate is below 1 is looked at beside the order of the tiers. */
const maintenanceMarginRate: Quantity = {
  sign: 'nonNegative',
  least: 0,
  most: 1,
  message: 'must be below 1: a fraction of notional is expected, not a percentage',
};

/** Strictly between 0 and 1: a whole book names no share. */
const sampleShare: Quantity = {
  sign: 'positive',
  least: 1e-9,
  most: 1 - 1e-9,
  message: 'must be above 0 and below 1: the share of open interest that the book holds',
};
const ratio: Quantity = {
  sign: 'nonNegative',
  least: 0,
  most: 1,
  message: 'must be from 0 to 1: the share of its worth that counts as margin',
};

/** Which quantity each amount of a record is. */
export const QUANTITIES = {
  header: { sampleShare },
  fund: { balance: signedAmount },
  asset: { price },
  collateralRatio: { upTo: positiveAmount, ratio },
  account: { equity: signedAmount },
  collateral: { amount: signedAmount },
  market: {
    markPrice: price,
    indexPrice: price,
    lastPrice: price,
    contractSize,
    openInterestAmount: amount,
    fundingRate,
  },
  level: { price, amount },
  candle: { open: barPrice, high: barPrice, low: barPrice, close: barPrice, baseVolume: amount },
  tier: { minNotional: amount, maxNotional: positiveAmount, maintenanceMarginRate, maxLeverage: leverage },
  trades: { size: positiveAmount },
  bucket: { buyVolume: amount, sellVolume: amount },
  position: {
    contracts: amount,
    entryPrice: price,
    leverage,
    collateral: signedAmount,
    maintenanceMargin: requirement,
    unrealizedPnl: signedAmount,
    liquidationPrice,
  } satisfies Readonly<Record<(typeof VALUE_COLUMNS)[number], Quantity>>,
  /** Isolated margin without unrealised PnL: held in the column of `collateral`. */
  margin: { margin: signedAmount },
  /** What a venue tells of an order. */
  fill: { filledContracts: amount, averagePrice: priceOrZero },
} as const;

// A keyword that does not fit the value's type is ignored by JSON Schema: `minimum` speaks of numbers, `pattern` of strings.
const DIGITS = '[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?';
/** How each sign is written: a zero may have either. */
const PATTERNS = {
  any: `^-?${DIGITS}$`,
  nonNegative: `^(?!-[0-9.]*[1-9])-?${DIGITS}$`,
  positive: `^(?=[0-9.]*[1-9])${DIGITS}$`,
} as const;
const WRITTEN = {
  any: new RegExp(PATTERNS.any),
  nonNegative: new RegExp(PATTERNS.nonNegative),
  positive: new RegExp(PATTERNS.positive),
} as const;

/** The keywords of JSON Schema that hold a number, or a string with one in it, to a quantity; of a string it holds only the form. */
export function quantityKeywords({ sign, least, most }: Quantity) {
  const pattern = PATTERNS[sign];
  if (sign === 'positive' || least === 0) {
    return { pattern, minimum: sign === 'positive' ? least : sign === 'any' ? -most : 0, maximum: most };
  }
  const negative = sign === 'any' ? [{ minimum: -most, maximum: -least }] : [];
  return { pattern, anyOf: [{ const: 0 }, { minimum: least, maximum: most }, ...negative] };
}

/** Whether a number is a plausible value. */
export function isPlausible({ sign, least, most }: Quantity, value: number): boolean {
  const size = Math.abs(value);
  if (size === 0) return sign !== 'positive';
  return size >= least && size <= most && (sign === 'any' || value > 0);
}

/**
 * What is wrong with a value, a number or a string that holds one: the same bounds for both.
 *
 * @returns undefined if nothing is
 */
export function quantityFault(quantity: Quantity, value: unknown): string | undefined {
  const { sign, message } = quantity;
  if (typeof value === 'string') {
    if (!WRITTEN[sign].test(value)) {
      if (sign === 'any') return 'must be a decimal number';
      return `must be a decimal number ${sign === 'positive' ? 'greater than 0' : 'that is not negative'}`;
    }
  } else if (typeof value !== 'number') return 'must be a decimal number, or a string that holds one';
  const number = Number(value);
  if (isPlausible(quantity, number)) return undefined;
  if (sign === 'positive' && number <= 0) return 'must be greater than 0';
  return sign === 'nonNegative' && number < 0 ? 'must not be negative' : message;
}
