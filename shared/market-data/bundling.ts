import { fileURLToPath } from 'node:url';

const NEVER_CALLED = fileURLToPath(new URL('never-called.ts', import.meta.url));

/**
 * What a bundle with ccxt's exchanges needs, in the words of CDK's NodejsFunction: without it esbuild stops at packages that are
 * not installed, and what it then bundles (1.9 MB) does not load.
 */
export const CCXT_BUNDLING = {
  /** Loaded dynamically where at all, and never for public calls: HTTP clients, and the formats of other exchanges. */
  externalModules: [
    'undici',
    'protobufjs',
    'fflate',
    '*/mexc/compiled.cjs',
    '*/dydx-v4-client/registry.js',
    '*/tx/v1beta1/tx.js',
    '*/signing/v1beta1/signing.js',
  ],
  esbuildArgs: {
    '--alias': [
      'ws',
      '@scure/starknet',
      '@noble/curves/secp256k1.js',
      '@noble/curves/nist.js',
      '@noble/curves/ed25519.js',
    ].map((name) => `${name}=${NEVER_CALLED}`),
  },
};
