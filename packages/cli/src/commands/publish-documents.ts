import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { concatAST, Kind, parse, print, separateOperations, validate, type DocumentNode } from 'graphql'
import { z } from 'zod'
import { readDocuments, sha256, writeDocuments } from '@graphmemory/gateway/edge/document-file.ts'
import { createGraphState } from '@graphmemory/gateway/planning/graph-state.ts'
import { readSupergraph } from '@graphmemory/schema/compose.ts'
import type { Env } from '@graphmemory/service/read-config.ts'
import { ExitError } from '@graphmemory/service/run-main.ts'
import { documentsFile } from '../data-folder.ts'

/** What tools write: texts by their hashes (GraphQL Code Generator, Relay), or Apollo's manifest. */
const manifestShape = z.union([
  z
    .object({ operations: z.array(z.object({ body: z.string() })) })
    .transform(({ operations }) => operations.map(({ body }) => body)),
  z.record(z.string(), z.string()).transform((texts) => Object.values(texts)),
])

/**
 * Adds operations to those that a gateway answers by their hash, and prints the hashes. Of GraphQL files each operation is
 * published with the fragments it uses, from whichever file; of a manifest each text as it is. Publishes nothing and throws
 * `ExitError` when one of them does not fit the schema.
 */
export async function publishDocuments(paths: readonly string[], env: Env): Promise<void> {
  const sources = (await Promise.all(paths.map(filesBelow))).flat()
  const texts = [...(await operationsOf(sources.filter(isGraphql))), ...(await textsOf(sources.filter(isManifest)))]
  if (texts.length === 0) throw new ExitError(`No operations in ${paths.join(', ')} (.graphql, .gql or .json).`)
  await check(texts)
  const file = documentsFile(env)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const published = await readDocuments(file)
  const before = published.size
  for (const text of texts) published.set(sha256(text), text)
  await writeDocuments(file, published)
  for (const text of texts) process.stdout.write(`${sha256(text)}  ${nameOf(parse(text))}\n`)
  process.stdout.write(`${published.size - before} new, ${published.size} published in ${file}.\n`)
}

const isGraphql = (file: string) => /\.(graphql|gql)$/.test(file)
const isManifest = (file: string) => file.endsWith('.json')

async function filesBelow(path: string): Promise<string[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw new ExitError(`${path} cannot be read.`, { cause: error })
  })
  if (!found.isDirectory()) return [path]
  const below = await readdir(path, { recursive: true })
  return below.map((name) => join(path, name)).filter(isGraphql)
}

async function operationsOf(files: readonly string[]): Promise<string[]> {
  const documents = await Promise.all(files.map(async (file) => parsed(await readFile(file, 'utf8'), file)))
  const all = concatAST(documents)
  const names = new Set<string>()
  for (const definition of all.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
      throw new ExitError('A file to publish holds operations and fragments alone.')
    const name = definition.name?.value
    if (name === undefined) throw new ExitError('An operation to publish needs a name.')
    const key = `${definition.kind} ${name}`
    if (names.has(key)) throw new ExitError(`The name ${name} is used twice.`)
    names.add(key)
  }
  return Object.values(separateOperations(all)).map((document) => print(document))
}

async function textsOf(files: readonly string[]): Promise<string[]> {
  const all = await Promise.all(
    files.map(async (file) => {
      try {
        return manifestShape.parse(JSON.parse(await readFile(file, 'utf8')))
      } catch (error) {
        throw new ExitError(`${file} is no manifest of operations.`, { cause: error })
      }
    }),
  )
  return all.flat()
}

async function check(texts: readonly string[]): Promise<void> {
  const { schema } = createGraphState(await readSupergraph())
  const problems = texts.flatMap((text) => {
    const document = parsed(text, 'an operation')
    return validate(schema, document).map(({ message }) => `${nameOf(document)}: ${message}`)
  })
  if (problems.length > 0) throw new ExitError(`Nothing was published:\n${problems.join('\n')}`)
}

function parsed(text: string, from: string): DocumentNode {
  try {
    return parse(text)
  } catch (error) {
    throw new ExitError(`${from}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

function nameOf({ definitions }: DocumentNode): string {
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  return operation?.name?.value ?? 'an operation without a name'
}
