import { Kind, visit, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { createCompiler, isOperation } from '@graphmemory/service/compile-operation.ts'
import { nextFrame, sharedPayload } from '@graphmemory/service/next-frame.ts'
import type { Operation } from './read-operation.ts'
import type { RoomEvent } from './room-event.ts'

/** What an event is for an operation. */
type Execute = (event: RoomEvent) => ExecutionResult

/** Those subscribers who are sent the same bytes for the same event: same operation, same variables in its selection. */
export class EventClass {
  readonly #execute: Execute
  #event: RoomEvent | null = null
  #shared: Buffer = Buffer.alloc(0)
  readonly #frames = new Map<string, Buffer>()

  constructor(execute: Execute) {
    this.#execute = execute
  }

  /** The frame with the `next` message of this event. The event is executed and written once, whoever asks how often. */
  frame(event: RoomEvent, operationId: string): Buffer {
    if (event !== this.#event) {
      this.#event = event
      this.#shared = sharedPayload(JSON.stringify(this.#execute(event)))
      this.#frames.clear()
    }
    let frame = this.#frames.get(operationId)
    if (frame === undefined) {
      frame = nextFrame(operationId, this.#shared)
      // Few ids are short and shared by many; those that are unique are not worth keeping.
      if (operationId.length <= 8) this.#frames.set(operationId, frame)
    }
    return frame
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
