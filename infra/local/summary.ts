import { SEVERITIES } from '../../shared/policy/types.ts';
import { amountFigure, durationFigure, timeFigure } from '../../shared/presentation/figures.ts';
import { REGIMES } from '../../shared/volatility/types.ts';
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
  const { deadLetters, executions, alarms } = failures;
  if (deadLetters + executions + alarms.length > 0) {
    sections.push(
      `NOT WELL: ${deadLetters} dead letters, ${executions} failed executions${alarms.length > 0 ? `, alarms: ${alarms.join(', ')}` : ''}`,
    );
  }
  return sections.join('\n\n');
}
