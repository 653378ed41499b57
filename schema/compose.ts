import { readFile, writeFile } from 'node:fs/promises'
import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'

/** The subgraphs of GraphMemory, in the order in which the supergraph lists them. */
export const subgraphNames = ['tenant-auth', 'memory-graph', 'collaboration', 'audit'] as const

const fileOf = (name: string) => new URL(`./${name}.graphql`, import.meta.url)

/** Reads a subgraph's SDL. */
export const readSdl = (name: string): Promise<string> => readFile(fileOf(name), 'utf8')

/** Reads the composed schema that the gateway plans with. */
export const readSupergraph = (): Promise<string> => readFile(fileOf('supergraph'), 'utf8')

/**
 * Composes subgraphs' SDL into a supergraph. Throws with every composition error, and with every hint: a hint is two
 * subgraphs that do not quite agree.
 */
export function compose(subgraphs: readonly { readonly name: string; readonly sdl: string }[]): string {
  const result = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `http://${name}` })),
  )
  const problems = [
    ...(result.errors ?? []).map(({ message }) => message),
    ...(result.hints ?? []).map((hint) => `${hint.definition.code}: ${hint.message}`),
  ]
  if (problems.length > 0 || result.supergraphSdl === undefined) throw new Error(problems.join('\n'))
  return `${result.supergraphSdl.trimEnd()}\n`
}

/** `node compose.ts` writes the supergraph; with `--check` it only says, by its exit code, whether the file is current. */
async function main(): Promise<void> {
  const composed = compose(await Promise.all(subgraphNames.map(async (name) => ({ name, sdl: await readSdl(name) }))))
  if (!process.argv.includes('--check')) return writeFile(fileOf('supergraph'), composed)
  if ((await readSupergraph().catch(() => '')) !== composed) {
    throw new Error('supergraph.graphql is not what the SDL files compose to: run `npm run fix`')
  }
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
