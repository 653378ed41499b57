import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { GraphDeadlineError, GraphUnavailableError } from './engine-errors.ts'
import { fromFailure } from './protocol.ts'
import type { CallKind, Calls, FromProcess, ProcessSettings, ToProcess } from './protocol.ts'

const program = fileURLToPath(new URL('process/main.ts', import.meta.url))
/** A process from which nothing was heard for so long after a call's deadline hangs, and is ended. */
const graceMs = 5_000
/** One that answers others, but not this call, hangs when so long has passed. */
const longestCallMs = 60_000
const maxBackOffMs = 2_000
/** A process that lived so long has recovered: the next crash is a first one. */
const recoveredAfterMs = 2_000
const closeWithinMs = 15_000

export type EngineProcessOptions = {
  readonly settings: ProcessSettings
  readonly onWarning: (tenantId: string, message: string) => void
  readonly onCrash: (crash: Crash) => void
}

/** How the process went down, and the tenants whose calls were in flight. */
export type Crash = {
  readonly reason: string
  readonly tenantIds: readonly string[]
  /** It fell or hung by itself; nobody ended it from outside. */
  readonly isOwnFault: boolean
}

type Pending = {
  readonly tenantId: string
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
  readonly deadline: NodeJS.Timeout
}

/** A process that is started at once, restarted when it ends, and asked over a channel. */
export class EngineProcess {
  readonly #options: EngineProcessOptions
  readonly #pending = new Map<number, Pending>()
  #child: ChildProcess | undefined
  #ready = Promise.withResolvers<void>()
  #isReady = false
  #isClosing = false
  #hangs = false
  #closed = Promise.withResolvers<void>()
  #lastId = 0
  #restarts = 0
  #crashesInARow = 0
  #startedAt = 0
  #heardAt = 0
  #restart: NodeJS.Timeout | undefined

  constructor(options: EngineProcessOptions) {
    this.#options = options
    this.#start()
  }

  get isUp(): boolean {
    return this.#isReady
  }

  get restarts(): number {
    return this.#restarts
  }

  /** For tests and for whoever must end it: the id of the running process. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /**
   * Asks and waits. A call made while the process restarts waits for it as long as its own deadline allows; one that was
   * in flight when the process ended fails, since nobody knows how far it came.
   */
  async call<K extends CallKind>(
    call: K,
    tenantId: string,
    argument: Calls[K]['argument'],
    deadlineMs: number,
  ): Promise<Calls[K]['result']> {
    const startedAt = performance.now()
    await this.#whenReady(deadlineMs)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const id = ++this.#lastId
    const left = Math.max(1, deadlineMs - (performance.now() - startedAt))
    const deadline = setTimeout(() => this.#miss(id), left)
    this.#pending.set(id, { tenantId, resolve, reject, deadline })
    this.#send({ kind: 'call', id, call, tenantId, argument, deadlineMs: left })
    // The other end answers by the same table of types.
    return (await promise) as Calls[K]['result']
  }

  /** Lets the process close its files and waits for it to end. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosing) return this.#closed.promise
    this.#isClosing = true
    clearTimeout(this.#restart)
    this.#ready.promise.catch(() => {})
    if (!this.#isReady) this.#ready.reject(new GraphUnavailableError('the engine is closed'))
    if (this.#child === undefined) return this.#closed.resolve()
    const kill = setTimeout(() => this.#child?.kill('SIGKILL'), closeWithinMs)
    this.#send({ kind: 'close' })
    await this.#closed.promise
    clearTimeout(kill)
  }

  #start(): void {
    this.#startedAt = performance.now()
    const child = fork(program, {
      execArgv: ['--expose-gc'],
      env: { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '1048576' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child = child
    child.on('message', (message) => this.#receive(message as FromProcess))
    child.on('error', () => {})
    child.once('exit', (code, signal) => this.#end(signal ?? `exit code ${code}`))
    this.#send({ kind: 'start', settings: this.#options.settings })
  }

  #send(message: ToProcess): void {
    if (this.#child?.connected === true) this.#child.send(message, () => {})
  }

  #receive(message: FromProcess): void {
    this.#heardAt = performance.now()
    switch (message.kind) {
      case 'ready':
        this.#isReady = true
        return this.#ready.resolve()
      case 'result':
        return this.#settle(message.id)?.resolve(message.result)
      case 'failure':
        return this.#settle(message.id)?.reject(fromFailure(message.failure))
      case 'warning':
        return this.#options.onWarning(message.tenantId, message.message)
      case 'closed':
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    clearTimeout(pending?.deadline)
    return pending
  }

  /** The caller is told at its deadline; the process has a little longer before it counts as hanging. */
  #miss(id: number): void {
    const pending = this.#pending.get(id)
    if (pending === undefined) return
    pending.reject(new GraphDeadlineError('the graph did not answer in time'))
    const child = this.#child
    const missedAt = performance.now()
    const endIfItHangs = () => {
      const now = performance.now()
      // Where much is asked at once, answers are late; that is no reason to ask all of it again.
      if (now - this.#heardAt < graceMs && now - missedAt < longestCallMs) {
        this.#pending.set(id, { ...late, deadline: setTimeout(endIfItHangs, graceMs) })
        return
      }
      this.#hangs = true
      child?.kill('SIGKILL')
    }
    const late = { ...pending, resolve: () => {}, reject: () => {}, deadline: setTimeout(endIfItHangs, graceMs) }
    this.#pending.set(id, late)
  }

  async #whenReady(deadlineMs: number): Promise<void> {
    if (this.#isClosing) throw new GraphUnavailableError('the engine is closed')
    if (this.#isReady) return
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new GraphUnavailableError('the engine is restarting')), deadlineMs)
    try {
      await Promise.race([this.#ready.promise, late.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  #end(reason: string): void {
    const inFlight = [...this.#pending.values()]
    this.#pending.clear()
    for (const { deadline, reject } of inFlight) {
      clearTimeout(deadline)
      reject(new GraphUnavailableError(`the engine's process ended: ${reason}`))
    }
    this.#child = undefined
    if (this.#isReady) this.#ready = Promise.withResolvers()
    this.#isReady = false
    if (this.#isClosing) return this.#closed.resolve()
    if (performance.now() - this.#startedAt > recoveredAfterMs) this.#crashesInARow = 0
    const backOffMs = this.#crashesInARow === 0 ? 0 : Math.min(maxBackOffMs, 50 * 2 ** this.#crashesInARow)
    this.#crashesInARow++
    this.#restarts++
    this.#restart = setTimeout(() => this.#start(), backOffMs)
    const isOwnFault = this.#hangs || !['SIGKILL', 'SIGTERM', 'SIGINT'].includes(reason)
    this.#hangs = false
    this.#options.onCrash({ reason, isOwnFault, tenantIds: [...new Set(inFlight.map(({ tenantId }) => tenantId))] })
  }
}
