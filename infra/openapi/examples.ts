import type { PUSH_PROBLEMS } from '../../shared/runtime/problem.ts';

const TAKEN = Date.UTC(2026, 0, 5, 12);

const header = {
  snapshotId: 'demo-2026-01-05T12:00Z',
  sequence: 4711,
  timestamp: TAKEN,
  insuranceFund: { currency: 'USDT', balance: '1250000' },
};

const markets = [
  {
    symbol: 'BTC/USDT:USDT',
    markPrice: '91250.5',
    indexPrice: '91248.1',
    lastPrice: '91251.0',
    contractSize: 0.001,
    linear: true,
    openInterestAmount: 1500,
    fundingRate: '0.0001',
    orderBook: { bids: [['91250.0', 820]], asks: [['91251.0', 640]] },
    candle: {
      timestamp: TAKEN - 3_600_000,
      open: '91010.0',
      high: '91400.0',
      low: '90880.5',
      close: '91250.5',
      baseVolume: '512.4',
    },
    leverageTiers: [{ tier: 1, minNotional: 0, maxNotional: 50000, maintenanceMarginRate: 0.004, maxLeverage: 125 }],
  },
];

const accounts = [
  { accountId: 'a-1', collateral: [{ currency: 'USDT', amount: '12000' }] },
  { accountId: 'a-2', collateral: [] },
];

const positions = [
  { accountId: 'a-1', symbol: 'BTC/USDT:USDT', side: 'long', contracts: 1500, entryPrice: '90100', leverage: 12 },
  {
    accountId: 'a-2',
    symbol: 'BTC/USDT:USDT',
    side: 'short',
    contracts: 1500,
    entryPrice: '90100',
    marginMode: 'isolated',
    margin: '9800',
  },
];

const ndjson = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

const lines = [
  ...accounts.map((account) => ({ kind: 'account', ...account })),
  ...positions.map((position) => ({ kind: 'position', ...position })),
];

/** Bodies as a venue sends them, small and whole: what the document shows is what the parser takes. */
export const EXAMPLES = {
  snapshot: { ...header, markets, accounts, positions },
  announcement: { ...header, parts: 2, markets },
  part: { accounts, positions },
  snapshotLines: ndjson([
    { kind: 'header', ...header },
    ...markets.map((market) => ({ kind: 'market', ...market })),
    ...lines,
  ]),
  partLines: ndjson(lines),
} as const;

const { snapshotId, sequence } = header;

/** Answers to a push that was taken. */
export const RECEIPTS = {
  complete: {
    status: 'accepted',
    snapshotId,
    complete: true,
    sequence,
    missing: [],
    late: false,
    detail: 'The snapshot is complete.',
  },
  waiting: {
    status: 'accepted',
    snapshotId,
    complete: false,
    missing: [2],
    detail: 'Waiting for 1 of 2 parts.',
  },
  duplicate: {
    status: 'duplicate',
    snapshotId,
    complete: true,
    sequence,
    missing: [],
    late: false,
    detail: 'The snapshot was here already.',
  },
  late: {
    status: 'accepted',
    snapshotId,
    complete: true,
    sequence,
    missing: [],
    late: true,
    behind: { sequence: 4712, snapshotId: 'demo-2026-01-05T12:01Z', receivedAt: TAKEN + 61_000 },
    detail:
      'The sequence 4711 is behind 4712 (snapshot "demo-2026-01-05T12:01Z", received 2026-01-05 12:01 UTC): stored and marked late, it moves nothing. If that one is wrong, have Breakwater\'s operator reset the venue (venue reset).',
  },
} as const;

/** What the detail of each refusal says. */
export const REFUSALS: Readonly<Record<keyof typeof PUSH_PROBLEMS, string>> = {
  'snapshot-invalid': 'The body has 2 faults. Nothing of it was stored.',
  'body-unreadable': 'The gzip stream ends before its end: the body was truncated.',
  'part-unknown': 'demo-2026-01-05T12:00Z announced the parts 1 to 2: there is no part 3.',
  'query-unsupported': 'The path takes no query: a query is not signed. Send the path alone.',
  'signature-missing': 'The Breakwater-Signature header is missing.',
  'signature-malformed': 'The Breakwater-Signature header needs one t=<Unix seconds>.',
  'signature-stale': 'The signature is 412 s old; at most 300 s are accepted. Sign each try anew.',
  'signature-future': "The signature's time is 900 s ahead of ours; at most 300 s are accepted. Check the clock.",
  'signature-mismatch':
    'No v1 signature fits: it must be the hex HMAC-SHA256 of "t.METHOD.path.body" with the venue key, over the percent-decoded path and the bytes as sent. A venue that is not known gets this answer, too.',
  'route-unknown':
    'There is no GET on this path: POST /v1/venues/{venue}/snapshots takes a snapshot, PUT …/snapshots/{snapshotId}/parts/{n} a part of one.',
  'snapshot-conflict':
    'The snapshot "demo-2026-01-05T12:00Z" is here already, with another body. Use a new snapshotId.',
  'sequence-conflict': 'The sequence 4711 belongs to the snapshot "demo-4711": it must rise with each snapshot.',
  'parts-conflict':
    'Part 3 is here already, and demo-2026-01-05T12:00Z announces the parts 1 to 2. Nothing of this push was stored: announce all of the parts, or use a new snapshotId.',
  'sequence-jump':
    'The sequence 1767614400000 is too far ahead of 4710, the newest (snapshot "demo-2026-01-05T11:59Z"). At most 121004710 is accepted now, and more as time passes. If it is right, have Breakwater\'s operator reset the venue to the sequence before it. Nothing of it was stored, and its snapshotId is free.',
  'time-jump':
    'The time 1767528000000 (2026-01-04 12:00 UTC) lies 86340000 ms behind 1767614340000 (2026-01-05 11:59 UTC), that of the newest snapshot ("demo-2026-01-05T11:59Z"). At least 1767614040000 is accepted, 300000 ms behind it. If it is right, have Breakwater\'s operator reset the venue. Nothing of it was stored, and its snapshotId is free.',
  'body-too-large': 'The body has 5242880 bytes; at most 4194304 are taken. Compress it with gzip, or announce parts.',
  'media-unsupported': 'The content type "text/csv" is not supported: application/json or application/x-ndjson.',
  internal: 'The fault is on our side and has been logged. Pushing the same body again is safe.',
  unavailable: 'Nothing was lost: push the same body again, with the same snapshotId.',
};

/** Faults as a refused body lists them. */
export const FAULTS = [
  { path: '/positions/0/contracts', message: 'must not be negative' },
  { path: '/positions/1/symbol', message: 'names the market "ETH/USDT:USDT", which is not in this snapshot' },
] as const;

/** What a refused jump lists, and what would have been accepted. */
export const JUMPS = {
  'sequence-jump': {
    errors: [{ path: '/sequence', message: 'is 1767614400000; at most 121004710 is accepted' }],
    allowed: { most: 121_004_710 },
  },
  'time-jump': {
    errors: [{ path: '/timestamp', message: 'is 1767528000000; at least 1767614040000 is accepted' }],
    allowed: { least: 1_767_614_040_000 },
  },
} as const;
