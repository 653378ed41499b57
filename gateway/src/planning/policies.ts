import {
  getNamedType,
  isAbstractType,
  Kind,
  parse,
  print,
  visit,
  type ConstDirectiveNode,
  type ConstValueNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
} from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { actions, can, resources } from '@graphmemory/identity/permissions.ts'

/** What a field or type demands of who asks, by `@authenticated`, `@requiresScopes` and `@policy`. */
export type Requirement = {
  /** Any of these lists, each whole. */
  readonly scopes: readonly (readonly string[])[] | undefined
  /** Nothing here evaluates policies by name: only parts of GraphMemory pass. */
  readonly hasPolicy: boolean
}

/** The requirements of a graph, by schema coordinate: `Type` or `Type.field`. */
export type Policies = ReadonlyMap<string, Requirement>

const names = new Set(['authenticated', 'requiresScopes', 'policy'])

/** Reads the requirements out of a supergraph. */
export function readPolicies(supergraphSdl: string): Policies {
  const policies = new Map<string, Requirement>()
  const add = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    const found = directives.filter(({ name }) => names.has(name.value))
    if (found.length === 0) return
    const scopes = found.find(({ name }) => name.value === 'requiresScopes')?.arguments?.[0]?.value
    policies.set(coordinate, {
      scopes: scopes && listsIn(scopes),
      hasPolicy: found.some(({ name }) => name.value === 'policy'),
    })
  }
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind === Kind.SCALAR_TYPE_DEFINITION || definition.kind === Kind.ENUM_TYPE_DEFINITION) {
      add(definition.name.value, definition.directives)
    }
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    add(definition.name.value, definition.directives)
    for (const field of definition.fields ?? []) add(`${definition.name.value}.${field.name.value}`, field.directives)
  }
  return policies
}

const listsIn = (value: ConstValueNode): string[][] =>
  value.kind === Kind.LIST
    ? value.values.map((group) =>
        group.kind === Kind.LIST ? group.values.map((scope) => (scope.kind === Kind.STRING ? scope.value : '')) : [],
      )
    : []

/** All that a field demands: of itself, of its type and of the type it stands on, whichever that may turn out to be. */
export function requirementsOf(
  schema: GraphQLSchema,
  policies: Policies,
  parent: GraphQLCompositeType,
  fieldName: string,
): readonly Requirement[] {
  const types = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent]
  const coordinates = types.flatMap((type) => {
    const field = 'getFields' in type ? type.getFields()[fieldName] : undefined
    return [type.name, `${type.name}.${fieldName}`, ...(field === undefined ? [] : [getNamedType(field.type).name])]
  })
  return [...new Set(coordinates.flatMap((coordinate) => policies.get(coordinate) ?? []))]
}

/** Whether a caller meets a requirement. A scope is a permission, as `resource:action`. */
export function isMet({ scopes, hasPolicy }: Requirement, identity: Identity): boolean {
  if (identity.kind === 'service') return true
  if (identity.kind === 'anonymous' || hasPolicy) return false
  return scopes === undefined || scopes.some((group) => group.every((scope) => holds(identity, scope)))
}

function holds(identity: Identity, scope: string): boolean {
  const [resourceName, actionName] = scope.split(':')
  const resource = resources.find((name) => name === resourceName)
  const action = actions.find((name) => name === actionName)
  return resource !== undefined && action !== undefined && can(identity, action, resource)
}

/**
 * The supergraph as Apollo's gateway loads it: without the definitions, uses and links of the three directives, and with
 * `@context` as a link that it may overlook.
 */
export function withoutPolicies(supergraphSdl: string): string {
  return print(
    visit(parse(supergraphSdl, { noLocation: true }), {
      Directive: (directive) => {
        if (names.has(directive.name.value) || links(directive.arguments, /(authenticated|requiresScopes|policy)/))
          return null
        // Apollo's gateway knows `@context` and refuses it all the same, as something that is there for security.
        if (!links(directive.arguments, /context/)) return undefined
        return { ...directive, arguments: directive.arguments?.filter(({ name }) => name.value !== 'for') }
      },
      DirectiveDefinition: ({ name }) => (names.has(name.value) ? null : undefined),
    }),
  )
}

const links = (args: readonly unknown[] | undefined, feature: RegExp): boolean =>
  new RegExp(`https://specs\\.apollo\\.dev/${feature.source}/`).test(JSON.stringify(args ?? []))
