import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    setupFiles: ['packages/testing/src/wait-patiently.ts'],
    include: [
      'gateway/src/**/*.test.ts',
      'subgraphs/*/{src,migrations}/**/*.test.ts',
      'packages/*/src/**/*.test.ts',
      'schema/*.test.ts',
      'tests/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', 'tests/bench/**'],
    pool: 'forks',
    maxWorkers: '100%',
    // Far beyond what any test needs: a busy machine is no failure, and one that hangs still ends.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Node runs the .ts files itself: through Vite's runner two copies of `graphql` would load.
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
})
