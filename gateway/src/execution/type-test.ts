import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql'

/** Whether objects of a type (by name) also are of the condition's type. Unknown types are not. */
export function isOfType(schema: GraphQLSchema, typename: string, condition: string): boolean {
  if (typename === condition) return true
  const type = schema.getType(typename)
  const wanted = schema.getType(condition)
  if (!isAbstractType(wanted) || !(isObjectType(type) || isInterfaceType(type))) return false
  return schema.isSubType(wanted, type)
}

/** The same test for one condition, remembered by type name. */
export function typeTest(schema: GraphQLSchema, condition: string): (typename: string) => boolean {
  const known = new Map<string, boolean>([[condition, true]])
  return (typename) => {
    let is = known.get(typename)
    if (is === undefined) known.set(typename, (is = isOfType(schema, typename, condition)))
    return is
  }
}
