/** A pivot that small beside its diagonal is rounding: the equations depend on one another. */
const DEPENDENT = 1e-11;

/**
 * Cholesky's factor L of a symmetric positive definite matrix, A = L·L', row by row; undefined where the matrix is not clearly so.
 *
 * Source: Golub, Van Loan, Matrix Computations, 4th ed., section 4.2.
 */
export function factorise(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let left = matrix[i * size + j] as number;
      for (let l = 0; l < j; l++) left -= (factor[i * size + l] as number) * (factor[j * size + l] as number);
      if (j < i) factor[i * size + j] = left / (factor[j * size + j] as number);
      else if (left > DEPENDENT * (matrix[i * size + i] as number)) factor[i * size + i] = Math.sqrt(left);
      else return undefined;
    }
  return factor;
}

/** Solves L·L'·x = right. */
export function solveFactored(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let l = 0; l < i; l++) x[i] = (x[i] as number) - (factor[i * size + l] as number) * (x[l] as number);
    x[i] = (x[i] as number) / (factor[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let l = i + 1; l < size; l++) x[i] = (x[i] as number) - (factor[l * size + i] as number) * (x[l] as number);
    x[i] = (x[i] as number) / (factor[i * size + i] as number);
  }
  return x;
}

/**
 * Solves matrix·x = right by elimination, each time with the largest pivot left; undefined where the matrix is singular.
 *
 * Source: Golub, Van Loan, Matrix Computations, 4th ed., algorithm 3.4.1.
 */
export function solveSquare(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const size = right.length;
  const rows = Array.from(right, (value, i) => Float64Array.of(...matrix.subarray(i * size, (i + 1) * size), value));
  for (let c = 0; c < size; c++) {
    const below = rows.slice(c).map((row) => Math.abs(row[c] as number));
    const largest = Math.max(...below);
    if (!(largest > 0)) return undefined;
    const from = c + below.indexOf(largest);
    const pivot = rows[from] as (typeof rows)[number];
    rows[from] = rows[c] as (typeof rows)[number];
    rows[c] = pivot;
    for (const [i, row] of rows.entries()) {
      if (i === c) continue;
      const share = (row[c] as number) / (pivot[c] as number);
      for (let at = c; at <= size; at++) row[at] = (row[at] as number) - share * (pivot[at] as number);
    }
  }
  return Float64Array.from(rows, (row, i) => (row[size] as number) / (row[i] as number));
}
