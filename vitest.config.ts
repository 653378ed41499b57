import { existsSync } from 'node:fs'

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'gateway/src/**/*.test.ts',
      'subgraphs/*/{src,migrations}/**/*.test.ts',
      'packages/*/src/**/*.test.ts',
      'schema/*.test.ts',
      'tests/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', 'tests/bench/**'],
    globalSetup: existsSync('packages/testing/src/global-setup.ts') ? ['packages/testing/src/global-setup.ts'] : [],
    pool: 'forks',
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Node runs the .ts files itself: through Vite's runner two copies of `graphql` would load.
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
})
