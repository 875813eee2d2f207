import { actionsFrom } from '../../../shared/action/batch.ts';
import type { NewPositionCap } from '../../../shared/action/types.ts';
import type { MarketStanding, Reduction } from '../../../shared/deleveraging/plan/types.ts';
import type { Incident, Sighting } from '../../../shared/incident/types.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { summaryOf } from '../../../shared/response/plan-summary.ts';
import { LIMITS } from '../../../shared/snapshot/limits.ts';
import type { ExplainedPlan } from '../../../shared/store/plans.ts';
import { NOW } from '../../environment/tables.ts';

/** Names of the most bytes that a name can have: characters outside the basic plane have four. */
export const name = (place: number, length: number): string => `${place}`.padEnd(4, '_') + '𠮷'.repeat(length - 4);
export const VENUE = 'v'.repeat(32);
export const SNAPSHOT_ID = 's'.repeat(128);
export const PLAN_ID = 'p'.repeat(16);
export const INCIDENT_ID = 'i'.repeat(16);
export const SYMBOLS = Array.from({ length: LIMITS.markets }, (_, i) => name(i, 64));
export const SYMBOL = SYMBOLS[0] as string;
/** Of all digits that a double can have. */
export const FIGURE = -1.2345678901234567e-101;
export const TOKEN = 't'.repeat(2_048);
/** What a venue may say as its reason, and what Slack's ids may be. */
export const REASON = '漢'.repeat(500);
export const MESSAGE = { channel: 'C'.repeat(80), ts: '1234567890.123456' };
export const SENTENCES = '漢'.repeat(4_000);

const standing = (symbol: string): MarketStanding => ({
  symbol,
  collapseProbability: FIGURE,
  excessShare: FIGURE,
  criticalShock: { down: FIGURE, up: FIGURE },
  capacity: FIGURE,
  notional: FIGURE,
  leverage: FIGURE,
});
const reduction = (place: number, symbol: string): Reduction => ({
  accountId: name(place, 128),
  symbol,
  side: 'short',
  marginMode: 'isolated',
  contracts: 1.2345678901234568e29,
  rung: 'liquidate',
  price: 1.2345678901234567e-29,
  notional: 1.2345678901234568e29,
  cost: FIGURE,
});
const SIDES = ['long', 'short'] as const;
const CAPS = SYMBOLS.flatMap((symbol) =>
  SIDES.map((side): NewPositionCap => ({ symbol, side, leverage: 1.2345678901234567, until: NOW })),
);

/** A plan for as many markets as a book may have, each side of each capped, closed and short of its targets. */
export const PLAN: ExplainedPlan = {
  targets: DEFAULT_POLICY.deleveraging.targets,
  before: { markets: SYMBOLS.map(standing), deficit: FIGURE, fundShortfall: FIGURE, fundBalance: FIGURE },
  after: { markets: SYMBOLS.map(standing), deficit: FIGURE, fundShortfall: FIGURE, fundBalance: FIGURE },
  reductions: SYMBOLS.map((symbol, i) => reduction(i, symbol)),
  caps: CAPS,
  notional: FIGURE,
  cost: FIGURE,
  fairness: {} as ExplainedPlan['fairness'],
  unmet: SYMBOLS.map((symbol) => ({
    target: 'excessShare',
    symbol,
    value: FIGURE,
    limit: FIGURE,
    why: SENTENCES.slice(0, 200),
  })),
  costs: {
    accounts: LIMITS.markets,
    top: Array.from({ length: 20 }, (_, i) => ({
      accountId: name(i, 128),
      notional: FIGURE,
      cost: FIGURE,
      shareOfEquity: FIGURE,
    })),
    distribution: { p50: FIGURE, p90: FIGURE, p99: FIGURE, most: FIGURE },
  },
  impact: CAPS.map(({ symbol, side }) => ({
    symbol,
    side,
    notional: FIGURE,
    atOnce: FIGURE,
    worked: FIGURE,
    durationMs: 1e15,
    orders: 1e9,
  })),
  venueQueue: CAPS.map(({ symbol, side }) => ({
    symbol,
    side,
    notional: FIGURE,
    accounts: 1e9,
    closedWhole: 1e9,
    largest: { accountId: name(0, 128), notional: FIGURE },
  })),
  frontier: [],
};

export const SUMMARY = summaryOf(PLAN);

export const ACTIONS = actionsFrom(
  [
    ...PLAN.reductions,
    ...SYMBOLS.slice(0, 600).map((symbol, i) => ({ ...reduction(i, symbol), rung: 'cap' as const })),
  ],
  {
    venue: VENUE,
    planId: PLAN_ID,
    snapshotId: SNAPSHOT_ID,
    sequence: Number.MAX_SAFE_INTEGER,
    participation: 1.2345678901234568e-5,
    expiresAt: NOW,
    caps: CAPS,
  },
);

const sighting: Sighting = {
  rule: 'r'.repeat(64),
  metric: 'concentration.short.top10',
  value: FIGURE,
  threshold: FIGURE,
  regime: 'stressed',
  timestamp: NOW,
  snapshotId: SNAPSHOT_ID,
  detail: SENTENCES,
};
export const incident: Incident = {
  venue: VENUE,
  symbol: SYMBOL,
  group: 'g'.repeat(64),
  incidentId: INCIDENT_ID,
  status: 'open',
  severity: 'emergency',
  worst: 'emergency',
  version: 999_999,
  order: Number.MAX_SAFE_INTEGER,
  openedAt: NOW,
  resolvedAt: NOW,
  opened: sighting,
  latest: sighting,
  policyVersion: 99_999_999,
  codeVersion: 'c'.repeat(64),
};
