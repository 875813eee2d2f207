import { SEVERITIES } from '../../shared/policy/types.ts';
import {
  amountFigure,
  durationFigure,
  percentFigure,
  plainFigure,
  timeFigure,
} from '../../shared/presentation/figures.ts';
import { REGIMES } from '../../shared/volatility/types.ts';
import type { StormFigures } from './exchange/storm.ts';
import type { Report } from './report.ts';
import { table } from './table.ts';

/** A report as a person reads it, within 80 columns. */
export function summaryOf(report: Report): string {
  const { snapshots, assessments, severities, incidents, slack, latencyMs, failures } = report;
  const symbols = [...new Set(severities.map(({ symbol }) => symbol))];
  const milliseconds = (value: number | null) => (value === null ? 'none' : `${Math.round(value)} ms`);
  const count = (test: (row: Report['severities'][number]) => boolean) => String(severities.filter(test).length);
  const sections = [
    table([
      ['snapshots', 'assessed', 'duplicates', 'rejected', 'Slack posts', 'updates', 'p50', 'p99'],
      [
        ...[snapshots.accepted, assessments, snapshots.duplicates, snapshots.rejected, slack.posts, slack.updates].map(
          String,
        ),
        milliseconds(latencyMs.p50),
        milliseconds(latencyMs.p99),
      ],
    ]),
    `Snapshots by severity\n${table([
      ['market', ...SEVERITIES],
      ...symbols.map((symbol) => [
        symbol,
        ...SEVERITIES.map((severity) => count((row) => row.symbol === symbol && row.severity === severity)),
      ]),
    ])}`,
    `Snapshots by regime\n${table([
      ['market', ...REGIMES],
      ...symbols.map((symbol) => [
        symbol,
        ...REGIMES.map((regime) => count((row) => row.symbol === symbol && row.regime === regime)),
      ]),
    ])}`,
    incidents.length === 0
      ? 'No incident.'
      : `Incidents\n${table([
          ['market', 'about', 'worst', 'opened', 'lasted'],
          ...incidents.map(({ symbol, group, severity, openedAt, resolvedAt }) => [
            symbol,
            group,
            severity,
            timeFigure(openedAt),
            resolvedAt === null ? 'still open' : durationFigure(resolvedAt - openedAt),
          ]),
        ])}`,
  ];
  if (report.plans.length > 0) {
    sections.push(
      `Proposed\n${table([
        ['at', 'positions', 'notional', 'targets missed'],
        ...report.plans.map(({ timestamp, reductions, notional, unmet }) => [
          timeFigure(timestamp),
          String(reductions),
          amountFigure(notional),
          String(unmet),
        ]),
      ])}`,
    );
  }
  if (report.actions.length > 0) {
    sections.push(
      `Done about it\n${table([
        ['planned on', 'kind', 'status', 'ordered', 'filled'],
        ...report.actions.map(({ timestamp, kind, status, ordered, filled }) => [
          timeFigure(timestamp),
          kind,
          status,
          amountFigure(ordered),
          amountFigure(filled),
        ]),
      ])}`,
    );
  }
  sections.push(`The same storm twice\n${table(comparison(report.storm))}`);
  const { deadLetters, executions, alarms } = failures;
  if (deadLetters + executions + alarms.length > 0) {
    sections.push(
      `NOT WELL: ${deadLetters} dead letters, ${executions} failed executions${alarms.length > 0 ? `, alarms: ${alarms.join(', ')}` : ''}`,
    );
  }
  return sections.join('\n\n');
}

function comparison({ without, with: aided }: Report['storm']): string[][] {
  const row = (name: string, of: keyof StormFigures, figure: (value: number) => string): string[] => {
    const change = aided[of] / without[of] - 1;
    return [
      name,
      figure(without[of]),
      figure(aided[of]),
      Number.isFinite(change) ? `${change > 0 ? '+' : ''}${percentFigure(change)}` : '',
    ];
  };
  return [
    ['amounts in USDT', 'without Breakwater', 'with Breakwater', 'change'],
    row('liquidated notional', 'liquidatedNotional', amountFigure),
    row('loss of the insurance fund', 'fundLoss', amountFigure),
    row('lowest price of BTC', 'lowestPrice', plainFigure),
    row('closed by plans', 'reducedNotional', amountFigure),
    row('winners auto-deleveraged', 'adlNotional', amountFigure),
    row('bankrupt accounts', 'bankruptAccounts', plainFigure),
  ];
}
