import { existsSync, readFileSync } from 'node:fs'
import type { CodegenConfig } from '@graphql-codegen/cli'

const subgraphs = ['tenant-auth', 'audit', 'memory-graph', 'collaboration']

const scalars = {
  DateTime: { input: 'Date', output: 'Date | string' },
  JSON: 'unknown',
  Base64: { input: 'string', output: 'Uint8Array | string' },
  _FieldSet: 'string',
}

/** A subgraph may say in `codegen.mappers.json` which type of its own stands behind a GraphQL type: { "Memory": "./memory.ts#MemoryRow" }. */
function mappersOf(subgraph: string): Record<string, string> {
  const file = `subgraphs/${subgraph}/codegen.mappers.json`
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

function outputOf(subgraph: string): CodegenConfig['generates'][string] {
  return {
    schema: `schema/${subgraph}.graphql`,
    plugins: ['typescript', 'typescript-resolvers'],
    config: {
      federation: true,
      enumsAsTypes: true,
      strictScalars: true,
      useTypeImports: true,
      importExtension: '.ts',
      scalars,
      mappers: mappersOf(subgraph),
      ...(existsSync(`subgraphs/${subgraph}/src/context.ts`) && { contextType: './context.ts#Context' }),
    },
  }
}

const config: CodegenConfig = {
  generates: Object.fromEntries(
    subgraphs
      .filter((name) => existsSync(`schema/${name}.graphql`))
      .map((name) => [`subgraphs/${name}/src/schema.generated.ts`, outputOf(name)]),
  ),
}

export default config
