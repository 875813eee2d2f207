/** Native ESM: middy and the AWS SDK are consumed as they are deployed. */
export default {
  testSequencer: '<rootDir>/test/environment/longest-first.mjs',
  testEnvironment: '<rootDir>/test/environment/plain-context.mjs',
  // Most suites wait for something as much as they compute: the core that Jest would leave free is of use.
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  globalSetup: '<rootDir>/test/environment/setup.ts',
  globalTeardown: '<rootDir>/test/environment/teardown.ts',
  reporters: ['default', '<rootDir>/test/environment/closing-line.mjs'],
  // Ends what hangs. How busy the machine is must not decide: nothing that works takes as long.
  testTimeout: 180_000,
};
