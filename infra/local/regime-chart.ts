import type { RegimeBar, RegimeHistory } from '../../shared/volatility/regime-history.ts';
import { REGIMES, type Regime } from '../../shared/volatility/types.ts';

const WIDTH = 1_280;
const HEIGHT = 640;
const LEFT = 72;
const RIGHT = 20;
const PRICE = { top: 76, bottom: 420 };
const RATIO = { top: 456, bottom: 590 };

/** Told apart by lightness too, for eyes that do not tell colours apart and for print. */
const COLOURS: Readonly<Record<Regime, string>> = {
  calm: '#ffffff',
  elevated: '#fdf0c4',
  stressed: '#f9b572',
  extreme: '#c8342b',
};

/** A picture of a market's price with its regimes as bands, and of the ratio that carries them. */
export function regimeChart({ bars, episodes }: RegimeHistory, title: string): string {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) throw new RangeError('There is no bar to draw');
  const span = Math.max(1, last.timestamp - first.timestamp);
  const x = (timestamp: number): number => LEFT + ((timestamp - first.timestamp) / span) * (WIDTH - LEFT - RIGHT);
  const prices = scaleOf(bars, ({ close }) => close, PRICE);
  const ratios = scaleOf(bars, ({ ratio }) => Math.max(ratio, 0.1), RATIO);
  const bands = episodes
    .filter(({ regime }) => regime !== 'calm')
    .map(({ regime, from, to }) => {
      const width = Math.max(0.75, x(Math.min(to, last.timestamp)) - x(from));
      return `<rect x="${round(x(from))}" y="${PRICE.top}" width="${round(width)}" height="${
        RATIO.bottom - PRICE.top
      }" fill="${COLOURS[regime]}"><title>${regime} ${iso(from)} to ${iso(to)}</title></rect>`;
    });
  const legend = REGIMES.map(
    (regime, i) =>
      `<rect x="${LEFT + i * 110}" y="30" width="14" height="14" fill="${COLOURS[regime]}" stroke="#555"/><text x="${
        LEFT + 20 + i * 110
      }" y="42">${regime}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="DejaVu Sans, sans-serif" font-size="12" fill="#222">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${LEFT}" y="20" font-size="15" font-weight="bold">${escaped(title)}</text>
${legend.join('\n')}
${bands.join('\n')}
${axis(prices, PRICE, 'price')}
${axis(ratios, RATIO, 'fast / slow volatility')}
${timeTicks(first.timestamp, span, x)}
<path d="${line(bars, x, ({ close }) => prices.y(close))}" fill="none" stroke="#1b4f8f" stroke-width="1"/>
<path d="${line(bars, x, ({ ratio }) => ratios.y(Math.max(ratio, 0.1)))}" fill="none" stroke="#444" stroke-width="1"/>
</svg>
`;
}

interface Scale {
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Logarithmic, as both prices and ratios are lived in percent. */
function scaleOf(
  bars: readonly RegimeBar[],
  of: (bar: RegimeBar) => number,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): Scale {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const bar of bars) {
    low = Math.min(low, of(bar));
    high = Math.max(high, of(bar));
  }
  const height = Math.log(high / low) || 1;
  const steps = [1, 2, 5].flatMap((digit) => Array.from({ length: 24 }, (_, i) => digit * 10 ** (i - 8)));
  return {
    y: (value) => bottom - (Math.log(value / low) / height) * (bottom - top),
    ticks: steps.filter((value) => value >= low && value <= high),
  };
}

const axis = ({ y, ticks }: Scale, { top }: { readonly top: number }, name: string): string =>
  [
    `<text x="${LEFT}" y="${top - 6}" fill="#555">${name}</text>`,
    ...ticks.map(
      (value) =>
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}" stroke="#ccc" stroke-width="0.5"/><text x="${
          LEFT - 6
        }" y="${round(y(value) + 4)}" text-anchor="end">${value.toLocaleString('en-US', { maximumSignificantDigits: 3 })}</text>`,
    ),
  ].join('\n');

const timeTicks = (from: number, span: number, x: (timestamp: number) => number): string =>
  Array.from({ length: 7 }, (_, i) => from + (span * i) / 6)
    .map(
      (at, i) =>
        `<text x="${round(x(at))}" y="${HEIGHT - 26}" text-anchor="${i === 0 ? 'start' : i === 6 ? 'end' : 'middle'}">${iso(at)}</text>`,
    )
    .join('\n');

/** At most the lowest and the highest of what falls on one column of pixels: a picture of years stays small. */
function line(bars: readonly RegimeBar[], x: (timestamp: number) => number, y: (bar: RegimeBar) => number): string {
  const points: string[] = [];
  let column = Number.NaN;
  let low = 0;
  let high = 0;
  const flush = (): void => {
    if (Number.isNaN(column)) return;
    points.push(`${column},${round(high)}`);
    if (low !== high) points.push(`${column},${round(low)}`);
  };
  for (const bar of bars) {
    const at = Math.round(x(bar.timestamp));
    const value = y(bar);
    if (at !== column) {
      flush();
      column = at;
      low = value;
      high = value;
    }
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  flush();
  return `M${points.join('L')}`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
const iso = (timestamp: number): string => new Date(timestamp).toISOString().slice(0, 13).replace('T', ' ');
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
