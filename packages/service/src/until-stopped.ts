/** Resolves at the first SIGINT or SIGTERM. A second one ends the process at once, for those who do not want to wait. */
export function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const stop = () => {
    for (const signal of signals) process.off(signal, stop).once(signal, () => process.exit(1))
    resolve()
  }
  for (const signal of signals) process.once(signal, stop)
  return promise
}
