import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { Memory } from '../entities.ts'
import { memoryTypes } from '../graph-types.ts'
import type { GraphWriting } from '../write-graph.ts'
import type { PropertiesProblem } from './create-validators.ts'
import { memoryTypeEntity } from './memory-type.ts'

type Typed = Pick<Memory, 'type' | 'properties'>

const builtIn = new Set<string>(memoryTypes)

/**
 * What is wrong with each memory by the definition of its type, in their order; null where nothing is. The log is locked,
 * so that no definition goes or changes before the memories are written.
 */
export async function checkMemories(
  { validators }: Pick<Context, 'validators'>,
  { em }: GraphWriting,
  memories: readonly Typed[],
): Promise<(PropertiesProblem | null)[]> {
  const names = [...new Set(memories.map(({ type }) => type))].filter((name) => !builtIn.has(name))
  const definitions =
    names.length === 0 ? [] : await em.find(memoryTypeEntity, { name: { $in: names } }, { disableIdentityMap: true })
  const byName = new Map(definitions.map((definition) => [definition.name, definition]))
  return memories.map(({ type, properties }) => {
    if (builtIn.has(type)) return null
    const definition = byName.get(type)
    if (definition === undefined)
      return { field: 'type', message: `one of ${memoryTypes.join(', ')}, or a type that is defined` }
    return definition.schema == null ? null : validators.check(definition.schema, properties)
  })
}

/** Throws `BAD_USER_INPUT` where a memory's type is not defined, or its properties are not as the type demands. */
export async function demandType(context: Context, writing: GraphWriting, memory: Typed): Promise<void> {
  const [problem] = await checkMemories(context, writing, [memory])
  if (problem != null) throw badInput(problem.field, `${problem.field}: ${problem.message}`)
}

/** Throws `CONFLICT` where a memory that comes back has a type whose definition has gone. */
export async function demandDefined({ em }: GraphWriting, { type }: Typed): Promise<void> {
  if (builtIn.has(type) || (await em.count(memoryTypeEntity, { name: type })) > 0) return
  throw new ClientError('CONFLICT', `Its type ${type} is not defined any more`, { field: 'type' })
}
