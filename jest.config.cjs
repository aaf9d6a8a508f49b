/** One runner for every tier; the servers start once (test/support/start-servers.ts) and are shared. */
const swc = (syntax) => [
  '@swc/jest',
  { jsc: { parser: { syntax }, target: 'es2022' }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
]

module.exports = {
  testEnvironment: 'node',
  testTimeout: 30_000,
  maxWorkers: 2,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Killing every process at every step takes its time: `npm run test:crash`.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.CRASH_TESTS ? [] : ['end-to-end/crash-points'])],
  transform: { '^.+\\.ts$': swc('typescript'), '^.+\\.m?js$': swc('ecmascript') },
  transformIgnorePatterns: ['/node_modules/(?!(jose|manifold-3d)/)'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/test/support/start-servers.ts',
  globalTeardown: '<rootDir>/test/support/stop-servers.ts',
}
