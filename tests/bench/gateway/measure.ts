import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'

/** A process of the bench: the first line that it printed, and how to end it. */
export type Target = { readonly pid: number; readonly line: string; tell(line: string): void; stop(): void }

export async function startProcess(file: string, args: readonly string[]): Promise<Target> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()))
    child.once('exit', (code) => reject(new Error(`${file} ${args.join(' ')} ended with ${code}`)))
  })
  if (child.pid === undefined) throw new Error(`${file} did not start`)
  return { pid: child.pid, line, tell: (text) => void child.stdin.write(`${text}\n`), stop: () => child.kill() }
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

type Operation = { readonly query: string; readonly variables: object; readonly connections: number }

/** Sends exactly so many requests over so many connections, each as soon as the last is answered. */
export async function load(target: Target, { query, variables, connections }: Operation, count: number) {
  const url = new URL(target.line)
  const token = url.hash.slice(1)
  const pool = new Pool(url.origin, { connections })
  const body = JSON.stringify({ query, variables })
  const headers = { 'content-type': 'application/json', ...(token !== '' && { authorization: `Bearer ${token}` }) }
  const latencies: number[] = []
  let sample: unknown
  let sent = 0
  const from = performance.now()
  const client = async () => {
    while (sent++ < count) {
      const began = performance.now()
      const answer = await pool.request({ method: 'POST', path: url.pathname, headers, body })
      const text = await answer.body.text()
      latencies.push(performance.now() - began)
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${text}`)
      if (sample === undefined && text.startsWith('{')) sample = (JSON.parse(text) as { readonly data: unknown }).data
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  const seconds = (performance.now() - from) / 1_000
  await pool.close()
  return { sample, seconds, latencies }
}
