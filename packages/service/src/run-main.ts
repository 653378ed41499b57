import { DatabaseNotReadyError } from '@graphmemory/database/assert-prepared.ts'
import { ConfigError } from './read-config.ts'

/** Runs the main function of a process. What it throws ends the process with code 1 and one clear message, no stack. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main()
    process.exitCode = 0
  } catch (error) {
    if (isForPerson(error)) process.stderr.write(`${error.message}\n`)
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = 1
  }
}

const isForPerson = (error: unknown) =>
  error instanceof ConfigError || error instanceof DatabaseNotReadyError || error instanceof ExitError

/** A reason to end that the person at the terminal can do something about: one sentence. */
export class ExitError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ExitError'
  }
}
