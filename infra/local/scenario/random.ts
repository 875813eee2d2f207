/** Seeded randomness: the same seed gives the same scenario. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Pareto with minimum 1: the smaller alpha, the heavier the tail. */
  pareto(alpha: number): number;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded through splitmix32; normals by Marsaglia's polar method. */
export function openRandom(seed: number): Random {
  let mixed = seed | 0;
  const split = () => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let z = mixed ^ (mixed >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, counter] = [split(), split(), split(), 1];
  const uniform = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) uniform();
  return {
    uniform,
    normal() {
      for (;;) {
        const x = 2 * uniform() - 1;
        const y = 2 * uniform() - 1;
        const s = x * x + y * y;
        if (s > 0 && s < 1) return x * Math.sqrt((-2 * Math.log(s)) / s);
      }
    },
    pareto: (alpha) => (1 - uniform()) ** (-1 / alpha),
  };
}
