import type { Assessment, BookMetrics, FundAssessment, MarketAssessment } from '../../shared/assessment/types.ts';
import type { IntegrityFinding } from '../../shared/integrity/finding.ts';
import type { Concentration } from '../../shared/leverage/concentration.ts';
import {
  amountFigure,
  leverageFigure,
  percentFigure,
  plainFigure,
  timeFigure,
} from '../../shared/presentation/figures.ts';
import { table } from './table.ts';

/** Markets that get tables of their own; of more, only the largest do. */
const DETAILED = 5;

const times = (ratio: number | null): string => (ratio === null ? 'no depth' : `${plainFigure(ratio)}×`);

/** An assessment as a person reads it. */
export function assessmentTables(assessment: Assessment): string {
  const { snapshotId, timestamp, book, fund, funds = [], markets, findings, sampleShare } = assessment;
  const sample = sampleShare === undefined ? '' : `, a sample of ${percentFigure(sampleShare)} of open interest`;
  const measured = markets.filter((market) => market.measured);
  const largest = measured.sort((a, b) => b.openInterest - a.openInterest).slice(0, DETAILED);
  const rest = measured.length - largest.length;
  return [
    `${snapshotId}, ${timeFigure(timestamp)}: ${markets.length} markets, ${book.accounts} accounts, ${book.positions} positions${sample}`,
    leverageTable(book, markets, largest),
    ...(fund ? [fundTable(fund, 'all markets')] : []),
    ...funds.map((own) =>
      fundTable(own, own.symbols ? `${own.symbols.length} markets` : 'all other markets', own.name),
    ),
    ...largest.map(marketTables),
    ...(rest > 0 ? [`… and ${rest} smaller markets: --json has them all.`] : []),
    ...markets.filter((market) => !market.measured).map(unmeasuredLines),
    ...(findings.length > 0 ? [['Findings', ...findings.map(findingLine)].join('\n')] : []),
  ].join('\n\n');
}

const leverageTable = (
  book: BookMetrics,
  markets: readonly MarketAssessment[],
  largest: readonly MarketAssessment[],
): string =>
  table([
    ['market', 'open interest', 'leverage', 'p90', 'p99', 'carried', 'above it', 'collapse', 'underwater'],
    ...largest.map((market) => [
      market.symbol,
      ...leverageCells(market),
      leverageFigure(market.capacity.leverage),
      percentFigure(market.capacity.excessShare),
      percentFigure(market.collapseProbability),
      String(market.liquidation.underwaterTotal.stakes),
    ]),
    [
      'venue',
      ...leverageCells(book),
      '',
      '',
      '',
      String(markets.reduce((sum, { liquidation }) => sum + liquidation.underwaterTotal.stakes, 0)),
    ],
  ]);

const leverageCells = ({ openInterest, leverage }: BookMetrics): string[] => [
  amountFigure(openInterest),
  leverageFigure(leverage.weighted),
  leverageFigure(leverage.p90),
  leverageFigure(leverage.p99),
];

function fundTable(
  { currency, balance, drawdown, expectedShortfall, coverage, stress }: FundAssessment,
  markets: string,
  name?: string,
): string {
  const told = stress.filter(({ shock }) => [-0.3, -0.2, -0.1, -0.05, 0.05, 0.1, 0.2, 0.3].includes(shock));
  return [
    `Insurance fund${name === undefined ? '' : ` ${name}`}: ${amountFigure(balance)} ${currency}, ${percentFigure(drawdown)} below its peak; ${
      coverage === null
        ? 'no loss expected even in the worst hours'
        : `covers ${plainFigure(coverage)}× the ${amountFigure(expectedShortfall)} expected of the worst hours`
    }`,
    table([
      [markets, ...told.map(({ shock }) => `${shock > 0 ? '+' : ''}${percentFigure(shock)}`)],
      ['losses', ...told.map(({ loss }) => amountFigure(loss))],
      ['not covered', ...told.map(({ shortfall }) => amountFigure(shortfall))],
    ]),
  ].join('\n');
}

/** A market of which there is nothing to show but why. */
const unmeasuredLines = ({ symbol, positions, accounts, findings }: MarketAssessment): string =>
  [`${symbol}: not measured (${positions} positions of ${accounts} accounts)`, ...findings.map(findingLine)].join('\n');

function marketTables({ symbol, concentration, liquidation, cascade, capacity, findings }: MarketAssessment): string {
  const { criticalShock } = cascade;
  const rungs = liquidation.ladder.filter(({ distance }) =>
    [0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5].includes(distance),
  );
  const row = (name: string, { hhi, effectiveAccounts, gini, top1, top10, top100 }: Concentration) => [
    name,
    plainFigure(hhi),
    plainFigure(effectiveAccounts),
    plainFigure(gini),
    percentFigure(top1),
    percentFigure(top10),
    percentFigure(top100),
  ];
  return [
    `${symbol}: carries ${leverageFigure(capacity.leverage)}; ${cascadeWords(criticalShock)}`,
    table([
      ['held by account', 'HHI', 'effective', 'Gini', 'top 1', 'top 10', 'top 100'],
      row('both sides', concentration),
      row('longs', concentration.long),
      row('shorts', concentration.short),
      row('leverage-weighted', concentration.leverageWeighted),
      ...(concentration.byOwner
        ? [
            row('by owner', concentration.byOwner),
            row('longs by owner', concentration.byOwner.long),
            row('shorts by owner', concentration.byOwner.short),
          ]
        : []),
    ]),
    table([
      ['liquidated by a move of', 'longs', 'of bids', 'shorts', 'of asks'],
      ...rungs.map(({ distance, long, short, absorption }) => [
        percentFigure(distance),
        amountFigure(long),
        times(absorption.long),
        amountFigure(short),
        times(absorption.short),
      ]),
    ]),
    table([
      ['a shock of', 'ends at', 'amplified', 'liquidates', 'loses'],
      ...[...cascade.down].reverse().map((outcome) => outcomeRow('-', outcome)),
      ...cascade.up.map((outcome) => outcomeRow('+', outcome)),
    ]),
    ...(findings.length > 0 ? [findings.map(findingLine).join('\n')] : []),
  ].join('\n');
}

function cascadeWords({ down, up }: MarketAssessment['cascade']['criticalShock']): string {
  if (down === null && up === null) return 'no self-sustaining cascade within the tested range';
  const ways = [
    ...(down === null ? [] : [`a fall of ${percentFigure(down)}`]),
    ...(up === null ? [] : [`a rise of ${percentFigure(up)}`]),
  ];
  return `a cascade sustains itself from ${ways.join(' or ')}`;
}

const outcomeRow = (
  sign: string,
  { shock, move, amplification, liquidated, loss }: MarketAssessment['cascade']['down'][number],
) => [
  `${sign}${percentFigure(shock)}`,
  `${sign}${percentFigure(move)}`,
  times(amplification),
  amountFigure(liquidated),
  amountFigure(loss),
];

/** Its level first, where it is worse than a note. */
const findingLine = ({ level, message }: IntegrityFinding): string =>
  `- ${level === 'note' ? '' : `${level.toUpperCase()}: `}${message}`;
