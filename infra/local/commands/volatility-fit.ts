import { readFileSync } from 'node:fs';
import { fallsMore, timeOf } from '../../../shared/market-data/candle-file.ts';
import { plainFigure } from '../../../shared/presentation/figures.ts';
import { expectedDurations } from '../../../shared/volatility/markov/durations.ts';
import { fitMarkov } from '../../../shared/volatility/markov/fit.ts';
import type { FitResult, FitTerms, MeanTerms, VarianceTerms } from '../../../shared/volatility/markov/types.ts';
import { table } from '../table.ts';
import { required, UsageError, type Values, wholeNumber } from './command.ts';

const MEANS: readonly MeanTerms[] = ['switching', 'constant', 'zero'];
const VARIANCES: readonly VarianceTerms[] = ['switching', 'constant'];

/** Fits a Markov-switching model to a column of a CSV file and prints it. @throws UsageError for what no fit can be made of */
export function printFit(file: string, values: Values): void {
  const column = required(values, 'column');
  const series = readColumn(file, column);
  const terms: FitTerms = {
    states: wholeNumber(values, 'states', 2, 8) ?? missingStates(),
    mean: oneOf(values, 'mean', MEANS) ?? 'switching',
    variance: oneOf(values, 'variance', VARIANCES) ?? 'switching',
  };
  if (terms.mean !== 'switching' && terms.variance !== 'switching')
    throw new UsageError('with neither --mean nor --variance switching the states would be the same');
  const fit = fitMarkov(values.returns ? logReturns(series, file, column) : series, terms);
  console.log(values.json ? JSON.stringify(asPrinted(fit)) : fitTables(fit));
}

const missingStates = (): never => {
  throw new UsageError('--states is required');
};

/** What `--json` promises; more stands beside it. */
function asPrinted(fit: FitResult): object {
  if (!fit.converged) {
    const { reason, detail, starts } = fit;
    return { converged: false, reason, detail, starts };
  }
  const { model, ...rest } = fit;
  return { ...rest, ...model, expectedDurations: expectedDurations(model.transition) };
}

/** The numbers of a column that is named in the file's first line, oldest first if the first column tells times. */
function readColumn(file: string, name: string): Float64Array {
  const [header = '', ...lines] = readFileSync(file, 'utf8').split(/\r?\n/);
  const names = header.split(',').map((cell) => cell.trim());
  const at = names.indexOf(name);
  if (at < 0) throw new UsageError(`${file} has no column ${JSON.stringify(name)}; it has ${names.join(', ')}`);
  const numbers: number[] = [];
  const times: number[] = [];
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    const cell = line.split(',')[at]?.trim() ?? '';
    const number = Number(cell);
    if (cell === '' || !Number.isFinite(number))
      throw new UsageError(`${file}:${i + 2}: the ${name} is ${JSON.stringify(cell)}, which is no number`);
    numbers.push(number);
    times.push(timeOf(line.split(',')[0]?.trim() ?? ''));
  });
  if (at > 0 && fallsMore(times)) numbers.reverse();
  return Float64Array.from(numbers);
}

function logReturns(prices: Float64Array, file: string, column: string): Float64Array {
  const at = prices.findIndex((price) => !(price > 0));
  if (at >= 0) throw new UsageError(`${file}:${at + 2}: a ${column} of ${prices[at]} has no return`);
  return Float64Array.from(prices.subarray(1), (price, i) => Math.log(price / (prices[i] as number)));
}

function oneOf<T extends string>(values: Values, name: string, known: readonly T[]): T | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const found = known.find((one) => one === text);
  if (found) return found;
  throw new UsageError(`--${name} is one of ${known.join(', ')}, not ${JSON.stringify(text)}`);
}

function fitTables(fit: FitResult): string {
  if (!fit.converged) return `Not converged: ${fit.reason} (${fit.detail})`;
  const { model, logLikelihood, observations, parameters, aic, bic, iterations, starts } = fit;
  const durations = expectedDurations(model.transition);
  return [
    `${observations} values, ${parameters} parameters: log-likelihood ${logLikelihood.toFixed(4)}, AIC ${aic.toFixed(2)}, BIC ${bic.toFixed(2)}`,
    `converged after ${iterations} steps; ${starts.length} starts`,
    table([
      ['state', 'mean', 'deviation', 'stays for', ...model.states.map((_, j) => `from ${j}`)],
      ...model.states.map(({ mean, variance }, i) => [
        String(i),
        plainFigure(mean),
        plainFigure(Math.sqrt(variance)),
        plainFigure(durations[i] as number),
        ...(model.transition[i] ?? []).map((probability) => probability.toFixed(4)),
      ]),
    ]),
  ].join('\n\n');
}
