import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A stretch of network between a client and a server, which can be cut. */
export class Wire implements AsyncDisposable {
  readonly port: number
  readonly #server: ReturnType<typeof createServer>
  readonly #open = new Set<Socket>()
  #isDown = false

  private constructor(server: ReturnType<typeof createServer>, port: number) {
    this.#server = server
    this.port = port
  }

  static async to(targetPort: number): Promise<Wire> {
    const server = createServer({ noDelay: true })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const wire = new Wire(server, (server.address() as AddressInfo).port)
    server.on('connection', (client) => wire.#join(client, targetPort))
    return wire
  }

  /** Ends every connection without a word. */
  cut(): void {
    for (const socket of this.#open) socket.resetAndDestroy()
  }

  /** Cuts it, and keeps it so until `repair`. */
  down(): void {
    this.#isDown = true
    this.cut()
  }

  /** Passes nothing on, either way, and ends nothing: what a connection looks like whose peer has silently gone. */
  stall(): void {
    for (const socket of this.#open) socket.pause()
  }

  repair(): void {
    this.#isDown = false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(client: Socket, targetPort: number): void {
    if (this.#isDown) return void client.resetAndDestroy()
    const server = connect({ port: targetPort, host: '127.0.0.1', noDelay: true })
    const end = () => {
      for (const socket of [client, server]) {
        this.#open.delete(socket)
        socket.destroy()
      }
    }
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#open.add(from)
      from.on('data', (bytes) => to.write(bytes))
      from.on('error', end)
      from.on('close', end)
    }
  }
}
