import { cpus } from 'node:os'

/** Tells the share of the time of the machine's processors that was used since it was asked last. */
export function createBusyShare(): () => number {
  let before = times()
  return () => {
    const after = times()
    const all = after.all - before.all
    const idle = after.idle - before.idle
    before = after
    return all > 0 ? 1 - idle / all : 0
  }
}

function times(): { readonly all: number; readonly idle: number } {
  const sums = { all: 0, idle: 0 }
  for (const { times } of cpus()) {
    sums.all += times.user + times.nice + times.sys + times.idle + times.irq
    sums.idle += times.idle
  }
  return sums
}
