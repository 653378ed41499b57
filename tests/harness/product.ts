import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { startGm } from './gm.ts'
import { until } from './until.ts'

const readyWithinMs = 90_000

export type ProductOptions = {
  readonly folder: string
  readonly port?: number
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** The product as a user runs it: a process of its own, told everything by its environment. */
export class Product {
  readonly url: string
  readonly child: ChildProcess
  readonly ended: Promise<number | NodeJS.Signals>
  #output = ''

  private constructor(url: string, child: ChildProcess) {
    this.url = url
    this.child = child
    this.ended = once(child, 'close').then(([code, signal]) => code ?? signal)
    child.stdout?.on('data', (chunk) => (this.#output += chunk))
    child.stderr?.on('data', (chunk) => (this.#output += chunk))
  }

  /** Starts it without waiting until it is ready: for starts that must fail. */
  static async spawn({ folder, port, args = [], env = {} }: ProductOptions): Promise<Product> {
    const listenOn = port ?? (await freePort())
    const child = startGm(['start', ...args], { GM_DATA: folder, PORT: String(listenOn), ...env })
    return new Product(`http://127.0.0.1:${listenOn}`, child)
  }

  static async start(options: ProductOptions): Promise<Product> {
    const product = await Product.spawn(options)
    await product.ready()
    return product
  }

  get output(): string {
    return this.#output
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`the product did not start:\n${this.#output}`)
    return this.child.pid
  }

  async ready(): Promise<void> {
    const isReady = () =>
      fetch(`${this.url}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      )
    await until('the product is ready', async () => this.child.exitCode !== null || (await isReady()), readyWithinMs)
    if (this.child.exitCode !== null) throw new Error(`the product ended with ${this.child.exitCode}:\n${this.#output}`)
  }

  /** Sends a signal and gives back the exit code, or the signal it died of. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | NodeJS.Signals> {
    this.child.kill(signal)
    return this.ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL')
  }
}

/** A folder of its own for one product, removed at the end. */
export function dataFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'gm-data-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
