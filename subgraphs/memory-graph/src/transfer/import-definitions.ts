import { isDeepStrictEqual } from 'node:util'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { can } from '@graphmemory/identity/permissions.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { givenFields } from '../given-fields.ts'
import { insertMemoryType } from '../memory-types/define-memory-type.ts'
import { memoryTypeEntity } from '../memory-types/memory-type.ts'
import { readSchema } from '../memory-types/read-schema.ts'
import { saveMemoryType } from '../memory-types/update-memory-type.ts'
import { readRelationTypes } from '../relation-types.ts'
import { saveRelationType } from '../set-relation-type.ts'
import { insertSpace } from '../spaces/create-space.ts'
import { findSpaces } from '../spaces/space.ts'
import { saveSpace } from '../spaces/update-space.ts'
import { mayChangeSpace, notItsMaker } from '../spaces/write-space.ts'
import type { Importing } from './import-batch.ts'
import type { ImportedDefinition, ImportedMemoryType, ImportedRelationType, ImportedSpace } from './import-line.ts'

type Outcome = 'created' | 'updated' | 'unchanged'

/**
 * Imports what memories and relations refer to, one after another: there are a few hundred at most. Types are for those who
 * may manage memories, as elsewhere; each change of one has its audit record.
 */
export async function importDefinitions(importing: Importing, lines: readonly ImportedDefinition[]): Promise<void> {
  const { counts, errors } = importing
  for (const definition of lines) {
    try {
      counts[await importDefinition(importing, definition)] += 1
    } catch (error) {
      // Thrown before anything of the line was written.
      if (!(error instanceof ClientError)) throw error
      const { field } = error.extensions
      errors.push({
        line: definition.line,
        field: typeof field === 'string' ? field : null,
        message: error.message,
      })
    }
  }
}

function importDefinition(importing: Importing, definition: ImportedDefinition): Promise<Outcome> {
  switch (definition.kind) {
    case 'memoryType':
      return importMemoryType(importing, definition)
    case 'relationType':
      return importRelationType(importing, definition)
    case 'space':
      return importSpace(importing, definition)
  }
}

async function importMemoryType(importing: Importing, line: ImportedMemoryType): Promise<Outcome> {
  const { context, writing } = importing
  const { name, description, schema: given } = line
  const schema = given == null ? given : readSchema(context.validators, given)
  const fields = givenFields({ description, schema })
  const current = await writing.em.findOne(memoryTypeEntity, { name }, { disableIdentityMap: true })
  if (current === null) {
    demandManager(importing)
    const type = await insertMemoryType(writing, { name, description: description ?? '', schema: schema ?? null })
    await record(importing, 'memory_type.define', { type: 'memory_type', id: type.name })
    return 'created'
  }
  if (isSame(fields, current)) return 'unchanged'
  demandManager(importing)
  await saveMemoryType(writing, current, fields)
  await record(importing, 'memory_type.update', { type: 'memory_type', id: name })
  return 'updated'
}

async function importRelationType(
  importing: Importing,
  { name, isSingleValued }: ImportedRelationType,
): Promise<Outcome> {
  const current = (await readRelationTypes(importing.writing.em)).find((each) => each.name === name)
  if (current !== undefined && (isSingleValued ?? current.isSingleValued) === current.isSingleValued) return 'unchanged'
  demandManager(importing)
  await saveRelationType(importing.writing, { name, isSingleValued: isSingleValued ?? false })
  await record(importing, 'relation_type.set', { type: 'relation_type', id: name })
  return current === undefined ? 'created' : 'updated'
}

/** A space comes without its shares, which are of people: it is its importer's. */
async function importSpace(importing: Importing, line: ImportedSpace): Promise<Outcome> {
  const { context, writing } = importing
  const { externalId, name, description, visibility } = line
  const spaces = await findSpaces(writing.em, null)
  const current = spaces.find((space) => space.externalId === externalId) ?? spaces.find(({ id }) => id === externalId)
  if (current === undefined) {
    const id = newId('spc')
    await insertSpace(writing, { id, externalId, name, description: description ?? '', visibility })
    await record(importing, 'space.create', { type: 'space', id })
    return 'created'
  }
  const fields = givenFields({ name, description, visibility })
  if (isSame(fields, current)) return 'unchanged'
  if (!mayChangeSpace(context, writing, current)) throw new ClientError('FORBIDDEN', notItsMaker)
  await saveSpace(writing, { ...current, ...fields })
  await record(importing, 'space.update', { type: 'space', id: current.id })
  importing.changesAccess()
  return 'updated'
}

function demandManager({ context }: Importing): void {
  if (!can(context.viewer, 'manage', 'memory'))
    throw new ClientError('FORBIDDEN', 'Only who may manage memories says what types there are')
}

const record = (
  { context, writing }: Importing,
  action: string,
  resource: { readonly type: 'memory_type' | 'relation_type' | 'space'; readonly id: string },
) => recordAudit(writing.em, context.viewer, { type: 'data_modification', action, resource })

const isSame = (fields: object, current: object): boolean => {
  const values = new Map<string, unknown>(Object.entries(current))
  return Object.entries(fields).every(([name, value]) => isDeepStrictEqual(values.get(name) ?? null, value))
}
