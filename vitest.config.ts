import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Those that start whole products, and kill them, take longest: they begin first, so that at the end no worker is idle. */
class ProductsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const startsProducts = ({ moduleId }: TestSpecification) => moduleId.startsWith(`${this.ctx.config.root}/tests/`)
    // oxlint-disable-next-line unicorn/no-array-sort -- a sequencer's, not an array's
    const sorted = await super.sort(files)
    return [...sorted.filter(startsProducts), ...sorted.filter((file) => !startsProducts(file))]
  }
}

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
    sequence: { sequencer: ProductsFirst },
    pool: 'forks',
    // A worker runs one file after the other: loading the product anew for each took a third of a run.
    isolate: false,
    maxWorkers: '100%',
    // Far beyond what any test needs: a busy machine is no failure, and one that hangs still ends.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Node runs the .ts files itself: through Vite's runner two copies of `graphql` would load.
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
})
