import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { testGraph } from '../testing/test-graph.ts'
import { ourExecutor, referenceExecutor, stockExecutor } from './executors.ts'
import { shopCases } from './shop-cases.ts'
import { shopSubgraphs } from './shop-subgraphs.ts'
import { roots } from './shop-world.ts'

const graph = testGraph(shopSubgraphs)
const ours = ourExecutor(graph)
const reference = referenceExecutor(graph, roots)
const stock = await stockExecutor(graph)

for (const [topic, cases] of Object.entries(shopCases)) {
  describe(`over ${topic}`, () => {
    for (const { title, query, variables, stockIsWrong } of cases) {
      test(`${title} is answered as by one server`, async () => {
        const expected = await reference(query, variables)
        expect(expected.errors).toBeUndefined()
        expect(await ours(query, variables)).toEqual(expected)
        const theirs = await stock(query, variables).catch((error: unknown) => ({ thrown: String(error) }))
        expect(isDeepStrictEqual(theirs, expected), `stock answered ${JSON.stringify(theirs)}`).toBe(
          stockIsWrong !== true,
        )
      })
    }
  })
}
