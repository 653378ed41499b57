import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A process of a measurement. */
export type MeasuredProcess = Disposable & {
  readonly pid: number
  /** The first line that it printed. */
  readonly line: string
  tell(line: string): void
  /** Tells it a line, and gives back the next that it prints. */
  ask(line: string): Promise<string>
  stop(): void
}

/** Starts a script, and waits for its first line. */
export async function startProcess(file: URL, args: readonly string[]): Promise<MeasuredProcess> {
  const child = spawn(process.execPath, [fileURLToPath(file), ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error(`${file.href} has ended`)
    return value
  }
  const line = await next()
  if (child.pid === undefined) throw new Error(`${file.href} did not start`)
  const tell = (text: string) => void child.stdin.write(`${text}\n`)
  return {
    pid: child.pid,
    line,
    tell,
    ask(text) {
      tell(text)
      return next()
    },
    stop: () => child.kill(),
    [Symbol.dispose]: () => child.kill(),
  }
}

/** CPU time of all threads of a process so far (Linux). */
export function cpuMicroseconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const spent = threads.map((id) => Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]))
  return spent.reduce((sum, ns) => sum + ns, 0) / 1_000
}

export function residentMegabytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1_024)
}
