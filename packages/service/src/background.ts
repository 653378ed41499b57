import type { Log } from '@graphmemory/telemetry/create-log.ts'

export type Background = AsyncDisposable & {
  /** Does the work soon, again where it is being done now. */
  wake(): void
}

/** Does something at intervals, and when it is woken; never twice at once. Disposing waits for what runs. */
export function startBackground(name: string, everyMs: number, work: () => Promise<void>, log: Log): Background {
  let running: Promise<void> | undefined
  let again = false
  let ended = false

  const run = async () => {
    do {
      again = false
      await work().catch((error: unknown) => log.error({ err: error, work: name }, 'background work failed'))
    } while (again && !ended)
    running = undefined
  }
  const wake = () => {
    if (ended) return
    if (running === undefined) running = run()
    else again = true
  }
  const timer = setInterval(wake, everyMs)
  return {
    wake,
    async [Symbol.asyncDispose]() {
      ended = true
      clearInterval(timer)
      await running
    },
  }
}
