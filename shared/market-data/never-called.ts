/**
 * Stands in, in the bundle of poll-market-data, for packages that ccxt imports and public market data never need: web sockets
 * (whose CommonJS cannot be loaded from an ES module bundle besides) and the curves that sign private calls. What is called
 * after all fails with its reason. Only bundles take it for them (see bundling.ts): tests use the packages.
 */
function neverCalled(): never {
  throw new Error('Only public market data are fetched here: web sockets and signatures are left out of the bundle');
}

/** Of `ws`. */
export { neverCalled as createWebSocketStream, neverCalled as default };

/** Of `@noble/curves`: objects whose every method fails. */
const curve = new Proxy({}, { get: () => neverCalled });

/** Of `@scure/starknet`. */
export {
  curve as ed25519,
  curve as p256,
  curve as secp256k1,
  neverCalled as ethSigToPrivate,
  neverCalled as getStarkKey,
  neverCalled as keccak,
  neverCalled as pedersen,
  neverCalled as poseidonHashMany,
  neverCalled as sign,
};
