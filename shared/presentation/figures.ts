/** Numbers and times as a person reads them; everything that is shown to people formats here. */

const grouped = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** 12.3×; whole from 100 up. */
export const leverageFigure = (value: number): string => `${grouped(value, Math.abs(value) < 100 ? 1 : 0)}×`;

/** 0.0512 as 5.1 %. */
export const percentFigure = (fraction: number): string =>
  `${grouped(fraction * 100, Math.abs(fraction) < 0.1 ? 1 : 0)} %`;

/** Two or three digits that matter: 0.0123, 1.23, 123. */
export const plainFigure = (value: number): string =>
  value === 0
    ? '0'
    : Math.abs(value) >= 100
      ? grouped(value, 0)
      : value.toLocaleString('en-US', { maximumSignificantDigits: 3 });

/** 1,234 as 1,234; from a million up 1.2M, 3.4B, 5.6T. */
export function amountFigure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  for (const [unit, letter] of [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
  ] as const) {
    if (size >= unit) return `${grouped(value / unit, 1)}${letter}`;
  }
  return grouped(value, size < 10 ? 2 : 0);
}

/** 45 s, 3 min, 5 h 20 min, 2 d 4 h: the two largest units. */
export function durationFigure(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const both = (large: number, unit: string, small: number, smallUnit: string) =>
    small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
  return hours < 24 ? both(hours, 'h', minutes % 60, 'min') : both(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** 2020-03-12 10:00 UTC. */
export const timeFigure = (timestamp: number): string =>
  `${new Date(timestamp).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
