import { amountFigure, timeFigure } from '../../../shared/presentation/figures.ts';
import type { StormFigures } from '../exchange/storm.ts';
import type { Records } from '../outcome.ts';
import type { Progress } from './player.ts';

/** Of the columns; with two spaces between them a row has at most 80 characters. */
const WIDTHS = [7, 11, 6, 9, 8, 10, 7, 7];
const HEAD = ['played', 'UTC', 'BTC', 'severity', 'regime', 'liquidated', 'without', 'Slack'];

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0))
    .join('  ')
    .trimEnd();

/**
 * A play as it goes on: a line for each phase, and below it one that is rewritten on a terminal; elsewhere one at each message and every 25
 * snapshots.
 *
 * @param unaided how the storm stood at its opening and at each snapshot without Breakwater
 */
export function openProgress(
  records: Pick<Records, 'assessmentOf'>,
  unaided: readonly StormFigures[],
  output: { readonly isTTY?: boolean; write(text: string): unknown } = process.stdout,
) {
  const terminal = output.isTTY === true;
  const write = (text: string) => output.write(text);
  write(`${row(HEAD)}\n`);
  let phase: string | undefined;
  /** A line that stands there without an end: the next one goes over it, or below it. */
  let open = false;
  const end = () => {
    if (open) write('\n');
    open = false;
  };
  return {
    async show({ scene: { snapshot, point }, played, length, latencyMs }: Progress): Promise<void> {
      if (point.phase !== phase) {
        end();
        write(`— ${point.phase}\n`);
      } else if (!terminal && played % 25 !== 0 && played !== length && latencyMs === undefined) return;
      ({ phase } = point);
      const [btc] = (await records.assessmentOf(snapshot.sequence))?.markets ?? [];
      const line = row([
        `${played}/${length}`,
        timeFigure(snapshot.timestamp).slice('2025-'.length, -' UTC'.length),
        point.markPrice.toFixed(0),
        btc?.severity ?? '',
        btc?.volatility.regime ?? '',
        amountFigure(point.liquidatedNotional),
        amountFigure(unaided[played]?.liquidatedNotional ?? Number.NaN),
        latencyMs === undefined ? '' : `${Math.round(latencyMs)} ms`,
      ]);
      write(terminal ? `\r\u001b[K${line}` : `${line}\n`);
      open = terminal;
    },
    /** Something else is going to be printed. */
    end,
  };
}
