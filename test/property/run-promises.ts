import { parseArgs } from 'node:util';
import { compareBooks } from './facts.ts';

const { values } = parseArgs({
  options: {
    books: { type: 'string', default: '200' },
    positions: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
});
const { books, positions, due, plans, reductions, deleveraged } = compareBooks(
  Number(values.books),
  Number(values.positions),
  Number(values.seed),
);
console.log(
  `${books} books: ${positions} positions agree with the slow model, ${due} of them due; ${plans} plans with ${reductions} reductions (${deleveraged} by deleveraging) keep every promise`,
);
