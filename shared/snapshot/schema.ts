import { LIMITS } from './limits.ts';
import { QUANTITIES, type Quantity, quantityFault, quantityKeywords } from './quantities.ts';
import { TIMES, timeFault } from './times.ts';

/**
 * JSON Schemas (2020-12) of what a venue pushes. The validators that run in the handler are compiled ahead from these very
 * objects (`npm run schemas`), and the OpenAPI document is generated from them. Fields beyond those named are ignored, and null
 * stands for an absent optional field, so that CCXT's unified structures can be sent as they are.
 */

/** How a value that does not fit its schema is worded, by that schema: in one way, whichever keyword it fails. */
const WORDINGS = new Map<object, (value: unknown) => string>();

/** A decimal number, or a string that holds one. */
function amount(quantity: Quantity, description: string, optional = false) {
  const type = optional ? ['number', 'string', 'null'] : ['number', 'string'];
  const schema = { description, type, ...quantityKeywords(quantity) };
  WORDINGS.set(schema, (value) => quantityFault(quantity, value) ?? quantity.message);
  return schema;
}
const optionalAmount = (quantity: Quantity, description: string) => amount(quantity, description, true);

function time(description: string) {
  const schema = { description, type: 'integer', minimum: TIMES.least, maximum: TIMES.most };
  WORDINGS.set(schema, timeFault);
  return schema;
}

/** Identifiers travel in keys and messages, as UTF-8: no control characters, no half of a surrogate pair, bounded length. */
const name = (description: string, length: number) => ({
  description,
  type: 'string',
  pattern: `^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,${length}}$`,
});

export const SNAPSHOT_ID_PATTERN = '^[A-Za-z0-9._:-]{1,128}$';

const { fund, asset, collateralRatio, collateral, level, candle, tier, bucket, trades: ofTrades } = QUANTITIES;
const { header: ofHeader, account: ofAccount, market: ofMarket, position: ofPosition, margin: ofMargin } = QUANTITIES;

/** The same, and null for a value that the venue does not give. */
const orNull = <T extends { readonly type: string }>(schema: T) => ({ ...schema, type: [schema.type, 'null'] });

const ofFund = { currency: name('Currency code.', 32), balance: amount(fund.balance, 'Balance in that currency.') };
const insuranceFund = {
  type: ['object', 'null'],
  description: 'The fund that carries losses past bankruptcy, if the venue runs one.',
  required: ['currency', 'balance'],
  properties: ofFund,
};

const insuranceFunds = {
  type: ['array', 'null'],
  description: 'The funds that carry losses past bankruptcy, if the venue runs several; never beside insuranceFund.',
  maxItems: LIMITS.funds,
  items: {
    type: 'object',
    required: ['name', 'currency', 'balance'],
    properties: {
      name: name('Name of the fund, each once.', 64),
      ...ofFund,
      symbols: {
        description:
          'Markets that the fund stands for, each in one fund; absent for the one that stands for all others.',
        type: ['array', 'null'],
        maxItems: LIMITS.markets,
        items: name('CCXT unified symbol.', 64),
      },
    },
  },
};

const source = {
  type: ['object', 'null'],
  description: 'The exchange whose conventions the fields follow; without it they mean what this document says.',
  required: ['exchange'],
  properties: {
    exchange: name("CCXT's id of the exchange, e.g. binanceusdm.", 64),
    ccxt: orNull(name('Version of CCXT that parsed the messages.', 32)),
  },
};

const assets = {
  type: ['array', 'null'],
  description: "The venue's own price and margin ratio of collateral assets, each currency once.",
  maxItems: LIMITS.assets,
  items: {
    type: 'object',
    required: ['currency'],
    properties: {
      currency: name('Currency code.', 32),
      price: optionalAmount(asset.price, 'Price in dollars, or in the quote currency that the markets share.'),
      collateralRatios: {
        description:
          'Share of the worth that counts as margin, stepped by the amount that an account holds: each ratio holds for the part of the amount up to upTo. Absent: all of it counts.',
        type: ['array', 'null'],
        maxItems: 100,
        items: {
          type: 'object',
          required: ['ratio'],
          properties: {
            upTo: optionalAmount(collateralRatio.upTo, 'Amount in the currency; null or absent in the last step.'),
            ratio: amount(collateralRatio.ratio, 'From 0 to 1.'),
          },
        },
      },
    },
  },
};

const header = {
  type: 'object',
  required: ['snapshotId', 'sequence', 'timestamp'],
  properties: {
    snapshotId: {
      description: 'The idempotency key: the same id with the same body is a duplicate, with another body a conflict.',
      type: 'string',
      pattern: SNAPSHOT_ID_PATTERN,
    },
    sequence: { description: 'Rises per venue.', type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    timestamp: time('When the book was taken, Unix milliseconds.'),
    parts: {
      description: '1 where everything is in this body (the default), else how many parts follow by PUT.',
      type: ['integer', 'null'],
      minimum: 1,
      maximum: LIMITS.parts,
    },
    source,
    sampleShare: optionalAmount(
      ofHeader.sampleShare,
      'Share of open interest that the book holds, if it is a sample. A sample is measured and never acted on.',
    ),
    insuranceFund,
    insuranceFunds,
    assets,
  },
};

const count = (description: string, optional = false) => ({
  description,
  type: optional ? ['integer', 'null'] : 'integer',
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
});

const trades = {
  description:
    'Statistics of the trades of a recent window, a day where possible, by which the truth of reported volume is judged. Each part may be absent, and needs one pass over the trades. Sizes and volumes in contracts.',
  type: ['object', 'null'],
  properties: {
    count: count('Trades in the window.', true),
    firstDigits: {
      description: 'Trades by the first significant digit of their size, for 1 to 9.',
      type: ['array', 'null'],
      minItems: 9,
      maxItems: 9,
      items: count('Trades whose size begins with this digit.'),
    },
    roundSizes: {
      description:
        'Trades at round sizes and beside them, sizes being counted in the smallest step that a size can differ by.',
      type: ['object', 'null'],
      required: ['round', 'near'],
      properties: {
        round: count('Trades of a whole multiple of ten steps.'),
        near: count('Trades of one step more or less than such a multiple, from 9 steps up.'),
      },
    },
    largestSizes: {
      description: 'Sizes of the largest trades of the window, in any order; best at most a tenth of all trades.',
      type: ['array', 'null'],
      maxItems: 200,
      items: amount(ofTrades.size, 'Size in contracts.'),
    },
    buckets: {
      description:
        'Trading cut into buckets of equal volume, by the side that took liquidity; newest complete one last.',
      type: ['array', 'null'],
      maxItems: 200,
      items: {
        type: 'object',
        required: ['buyVolume', 'sellVolume'],
        properties: {
          buyVolume: amount(bucket.buyVolume, 'Volume that buyers took.'),
          sellVolume: amount(bucket.sellVolume, 'Volume that sellers took.'),
        },
      },
    },
  },
};

const bookSide = (description: string) => ({
  description,
  type: 'array',
  maxItems: 5_000,
  items: {
    type: 'array',
    minItems: 2,
    prefixItems: [amount(level.price, 'Price.'), amount(level.amount, 'Amount in contracts.')],
    items: true,
  },
});

const market = {
  type: 'object',
  required: ['symbol', 'markPrice', 'contractSize', 'linear'],
  properties: {
    symbol: name('CCXT unified symbol, e.g. BTC/USDT:USDT.', 64),
    markPrice: amount(ofMarket.markPrice, 'Mark price in quote currency.'),
    indexPrice: optionalAmount(ofMarket.indexPrice, 'Index price.'),
    lastPrice: optionalAmount(ofMarket.lastPrice, 'Price of the last trade.'),
    contractSize: amount(
      ofMarket.contractSize,
      'Base units a contract (linear), quote units a contract (inverse), settlement units a contract and unit of price (quanto).',
    ),
    linear: { description: 'true for linear, false for inverse and quanto contracts.', type: 'boolean' },
    inverse: {
      description:
        'true for inverse contracts; false beside linear false for quanto contracts, which settle in neither base nor quote currency.',
      type: ['boolean', 'null'],
    },
    settle: orNull(name("Settlement currency, if it is not the symbol's.", 32)),
    openInterestAmount: optionalAmount(ofMarket.openInterestAmount, 'Open interest in contracts.'),
    fundingRate: optionalAmount(ofMarket.fundingRate, 'Funding rate of the current interval, a fraction.'),
    orderBook: {
      description: 'Depth, best price first.',
      type: ['object', 'null'],
      required: ['bids', 'asks'],
      properties: { bids: bookSide('Bids, highest first.'), asks: bookSide('Asks, lowest first.') },
    },
    candle: {
      description:
        'The latest bar of the mark or trade price; the same timestamp again replaces the bar while it forms.',
      type: ['object', 'null'],
      required: ['timestamp', 'open', 'high', 'low', 'close'],
      properties: {
        timestamp: time('Open of the bar, Unix milliseconds.'),
        // Prices of a bar may be anything: a bar that cannot be is reported and passed over, the book still counts.
        open: amount(candle.open, 'Open.'),
        high: amount(candle.high, 'High.'),
        low: amount(candle.low, 'Low.'),
        close: amount(candle.close, 'Close.'),
        baseVolume: optionalAmount(candle.baseVolume, 'Volume in base currency.'),
      },
    },
    leverageTiers: {
      description:
        'Maintenance tiers, lowest first, by notional in currency, which is the quote currency if absent: contracts × contractSize × mark for linear, contracts × contractSize for inverse contracts; in settlement currency for quanto contracts. Each rate holds for the part of the notional in its tier, and is below 1 and no lower than the one before.',
      type: ['array', 'null'],
      maxItems: 200,
      items: {
        type: 'object',
        required: ['tier', 'minNotional', 'maintenanceMarginRate', 'maxLeverage'],
        properties: {
          tier: { description: 'Number of the tier.', type: 'integer', minimum: 0 },
          minNotional: amount(tier.minNotional, 'Notional from which the tier holds; of the first one, taken for 0.'),
          maxNotional: optionalAmount(
            tier.maxNotional,
            'Notional up to which the tier holds; null or absent: open-ended.',
          ),
          currency: orNull(name("What the bounds count: the market's quote, base or settlement currency.", 32)),
          maintenanceMarginRate: amount(tier.maintenanceMarginRate, 'A fraction of notional.'),
          maxLeverage: amount(tier.maxLeverage, 'Largest leverage that may be chosen.'),
        },
      },
    },
    trades,
  },
};

const account = {
  type: 'object',
  required: ['accountId', 'collateral'],
  properties: {
    accountId: name("The exchange's pseudonym.", 128),
    owner: orNull(name('Pseudonym of whoever controls the account, if several accounts have one controller.', 128)),
    equity: optionalAmount(
      ofAccount.equity,
      "The venue's own figure of the cross equity, collateral and unrealised PnL; null if the venue does not know it.",
    ),
    collateral: {
      description: 'Cross collateral; an empty list for an account that has none.',
      type: 'array',
      maxItems: 1_000,
      items: {
        type: 'object',
        required: ['currency', 'amount'],
        properties: {
          currency: name('Currency code.', 32),
          amount: amount(collateral.amount, 'Amount; negative where borrowed.'),
        },
      },
    },
  },
};

/** A number that is 0, as a number or as a string. */
const zero = { anyOf: [{ const: 0 }, { type: 'string', pattern: '^-?0+(\\.0+)?([eE][-+]?[0-9]{1,2})?$' }] };

const position = {
  type: 'object',
  description:
    'One position per account, symbol, side and margin mode. A row of 0 contracts counts for nothing, whatever else it holds.',
  required: ['contracts'],
  properties: { contracts: amount(ofPosition.contracts, 'Number of contracts.') },
  if: { properties: { contracts: zero }, required: ['contracts'] },
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema.
  then: {},
  else: {
    required: ['accountId', 'symbol', 'side', 'entryPrice'],
    properties: {
      accountId: name('The account that holds it.', 128),
      symbol: name('The market that it is in.', 64),
      side: { description: 'The side carries the sign; contracts are never negative.', enum: ['long', 'short'] },
      entryPrice: amount(ofPosition.entryPrice, 'Average entry price.'),
      marginMode: { description: 'cross if absent; null if it is not known.', enum: ['cross', 'isolated', null] },
      leverage: optionalAmount(ofPosition.leverage, 'Leverage chosen by the trader.'),
      margin: optionalAmount(
        ofMargin.margin,
        'Isolated margin in settlement currency, unrealised PnL excluded; goes before collateral.',
      ),
      collateral: optionalAmount(
        ofPosition.collateral,
        'Isolated margin in settlement currency, unrealised PnL included. If neither is given, the margin is unknown.',
      ),
      maintenanceMargin: optionalAmount(ofPosition.maintenanceMargin, 'Taken if given, else computed.'),
      unrealizedPnl: optionalAmount(ofPosition.unrealizedPnl, 'In settlement currency; taken if given, else computed.'),
      liquidationPrice: optionalAmount(
        ofPosition.liquidationPrice,
        'Taken if given, else computed; 0 or negative: never.',
      ),
    },
  },
};

export const RECORD_SCHEMAS = { header, market, account, position } as const;
export type RecordKind = keyof typeof RECORD_SCHEMAS;

/**
 * How a value is worded that fails the schema which a keyword stands in.
 *
 * @param keywordPath JSON pointer to the keyword in the record's schema
 * @returns undefined for a schema that has no wording of its own
 */
export function wordingAt(kind: RecordKind, keywordPath: string): ((value: unknown) => string) | undefined {
  const [, ...steps] = keywordPath.split('/').slice(0, -1);
  let at: unknown = RECORD_SCHEMAS[kind];
  for (const step of steps) at = (at as Record<string, unknown> | undefined)?.[step];
  return WORDINGS.get(at as object);
}
