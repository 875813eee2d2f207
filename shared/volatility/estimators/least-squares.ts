/** Coefficients that bring the sum of squared residuals to its least, and that sum; or that the columns do not tell them apart. */
export type LeastSquares =
  | { readonly solved: true; readonly coefficients: Float64Array; readonly residualSquares: number }
  | { readonly solved: false };

/** A column of which less is left beside the others, as a share of its length, adds nothing but rounding errors. */
const DEPENDENT = 1e-12;

/**
 * Ordinary least squares by Householder's QR: as many digits as the columns allow, where normal equations keep half of them.
 *
 * Source: Golub, Van Loan, Matrix Computations, 4th ed., algorithms 5.2.1 and 5.3.2.
 *
 * @param columns regressors, a constant one included where it is wanted; each as long as `target`
 */
export function leastSquares(columns: readonly Float64Array[], target: Float64Array): LeastSquares {
  if (target.length < columns.length) return { solved: false };
  const work = columns.map((column) => column.slice());
  const right = target.slice();
  const diagonal = new Float64Array(columns.length);
  for (const [j, column] of work.entries()) {
    const below = lengthFrom(column, j);
    // Written so that NaN is dependent too.
    if (!(below > DEPENDENT * lengthFrom(columns[j] as Float64Array, 0))) return { solved: false };
    diagonal[j] = (column[j] as number) > 0 ? -below : below;
    // What is left of the column becomes the mirror's normal.
    column[j] = (column[j] as number) - (diagonal[j] as number);
    for (const other of [...work.slice(j + 1), right]) mirror(other, column, j);
  }
  let residualSquares = 0;
  for (let i = columns.length; i < right.length; i++) residualSquares += (right[i] as number) ** 2;
  return { solved: true, coefficients: solveUpper(work, diagonal, right), residualSquares };
}

function lengthFrom(column: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < column.length; i++) sum += (column[i] as number) ** 2;
  return Math.sqrt(sum);
}

/** Reflects a column in the plane to which `normal` stands upright, from one row on. */
function mirror(column: Float64Array, normal: Float64Array, from: number): void {
  let along = 0;
  let square = 0;
  for (let i = from; i < column.length; i++) {
    along += (column[i] as number) * (normal[i] as number);
    square += (normal[i] as number) ** 2;
  }
  const twice = (2 * along) / square;
  for (let i = from; i < column.length; i++) column[i] = (column[i] as number) - twice * (normal[i] as number);
}

/** Solves R·b = right, R's diagonal apart and the rest of it above the mirrors' normals. */
function solveUpper(columns: readonly Float64Array[], diagonal: Float64Array, right: Float64Array): Float64Array {
  const coefficients = right.slice(0, columns.length);
  for (let j = columns.length - 1; j >= 0; j--) {
    const solved = (coefficients[j] as number) / (diagonal[j] as number);
    coefficients[j] = solved;
    const column = columns[j] as Float64Array;
    for (let i = 0; i < j; i++) coefficients[i] = (coefficients[i] as number) - solved * (column[i] as number);
  }
  return coefficients;
}
