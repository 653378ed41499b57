import { createServer } from 'node:net'
import { ExitError } from '@graphmemory/service/run-main.ts'

/** Throws `ExitError` where nothing can listen on a port; asked before the work of a start, not after it. */
export function assertPortIsFree(host: string, port: number): Promise<void> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, host, port)))
    server.listen(port, host, () => server.close(() => resolve()))
  })
}

/** The sentence for a port that cannot be listened on. */
export function portError(error: NodeJS.ErrnoException, host: string, port: number): ExitError {
  const why =
    error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${error.code ?? error.message})`
  return new ExitError(`Port ${port} on ${host} ${why}; set PORT to a free one.`, { cause: error })
}
