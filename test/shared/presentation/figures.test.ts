import { expect, test } from '@jest/globals';
import {
  amountFigure,
  durationFigure,
  leverageFigure,
  percentFigure,
  plainFigure,
  timeFigure,
} from '../../../shared/presentation/figures.ts';

test.each([
  [leverageFigure(12.345), '12.3×'],
  [leverageFigure(1_000), '1,000×'],
  [percentFigure(0.0512), '5.1 %'],
  [percentFigure(0.631), '63 %'],
  [plainFigure(0), '0'],
  [plainFigure(0.012345), '0.0123'],
  [plainFigure(1_234.5), '1,235'],
  [amountFigure(9.5), '9.50'],
  [amountFigure(123_456), '123,456'],
  [amountFigure(1_250_000), '1.3M'],
  [amountFigure(0), '0'],
  [amountFigure(-3.44e9), '-3.4B'],
  [durationFigure(-5), '0 s'],
  [durationFigure(45_400), '45 s'],
  [durationFigure(61_000), '1 min'],
  [durationFigure(2 * 3_600_000), '2 h'],
  [durationFigure(5 * 3_600_000 + 20 * 60_000), '5 h 20 min'],
  [durationFigure(52 * 3_600_000), '2 d 4 h'],
  [timeFigure(Date.UTC(2020, 2, 12, 10, 30)), '2020-03-12 10:30 UTC'],
])('reads %s', (written, expected) => {
  expect(written).toBe(expected);
});
