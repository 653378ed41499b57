import { Kind, visit, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { createCompiler, isOperation } from '@graphmemory/service/compile-operation.ts'
import { nextFrame, sharedPayload } from '@graphmemory/service/next-frame.ts'
import { LastEventFrames } from './last-event-frames.ts'
import type { Operation } from './read-operation.ts'
import type { RoomEvent } from './room-event.ts'

/** What an event is for an operation. */
type Execute = (event: RoomEvent) => ExecutionResult

/** Those subscribers who are sent the same bytes for the same event: same operation, same variables in its selection. */
export class EventClass {
  readonly #frames: LastEventFrames<Buffer>

  constructor(execute: Execute) {
    this.#frames = new LastEventFrames((event) => sharedPayload(JSON.stringify(execute(event))), nextFrame)
  }

  /** The frame with the `next` message of this event. */
  frame(event: RoomEvent, operationId: string): Buffer {
    return this.#frames.frame(event, operationId)
  }
}

const maxClasses = 1_000

/** The classes of a server, found by what makes them equal. */
export class EventClasses {
  readonly #compile: ReturnType<typeof createCompiler>
  readonly #classes = new Map<string, EventClass>()

  constructor(schema: GraphQLSchema) {
    this.#compile = createCompiler(schema)
  }

  of(operation: Operation): EventClass {
    const key = JSON.stringify([operation.query, operation.operationName, selectionVariables(operation)])
    let found = this.#classes.get(key)
    if (found === undefined) {
      if (this.#classes.size >= maxClasses) this.#classes.clear()
      found = new EventClass(this.#executor(operation))
      this.#classes.set(key, found)
    }
    return found
  }

  #executor({ query, operationName, variables }: Operation): Execute {
    const compiled = this.#compile(query, operationName)
    return (event) => {
      if (!isOperation(compiled)) return compiled
      // What subscribers see of an event does not depend on who they are: no context, hence no resolver that could ask.
      const result = compiled.query({ documentEvents: event }, undefined, variables)
      if ('then' in result) throw new Error('a field of an event waits for something')
      return result
    }
  }
}

/** The variables that can change what is selected: all but those that only stand in the root field's arguments. */
function selectionVariables({ document, variables }: Operation): Record<string, unknown> {
  const used = new Set<string>()
  visit(document, {
    VariableDefinition: () => false,
    Argument: (_node, _key, _parent, _path, ancestors) => {
      const fields = ancestors.filter(
        (ancestor) => !Array.isArray(ancestor) && 'kind' in ancestor && ancestor.kind === Kind.FIELD,
      )
      const isDirective = ancestors.some(
        (ancestor) => !Array.isArray(ancestor) && 'kind' in ancestor && ancestor.kind === Kind.DIRECTIVE,
      )
      return fields.length === 1 && !isDirective ? false : undefined
    },
    Variable: ({ name }) => void used.add(name.value),
  })
  return Object.fromEntries([...used].toSorted().map((name) => [name, variables[name]]))
}
