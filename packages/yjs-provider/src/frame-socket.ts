import { documentsProtocol } from '@graphmemory/document-frames/protocol.ts'

/** The part of the WebSocket class that is used. */
export type WebSocketClass = new (url: string, protocols?: string | string[]) => WebSocket

/**
 * A WebSocket class whose sockets ask for binary frames beside the protocol of their user, who does not see them: they go
 * to `receive`. A server that does not have them answers with the other protocol.
 */
export function frameSocket(base: WebSocketClass, receive: (bytes: Uint8Array) => void): WebSocketClass {
  return class FrameSocket extends base {
    constructor(url: string, protocols: string | string[] = []) {
      super(url, [documentsProtocol, protocols].flat())
      this.binaryType = 'arraybuffer'
      let onText: WebSocket['onmessage'] = null
      Object.defineProperty(this, 'onmessage', {
        get: () => onText,
        set(listener) {
          onText = listener
        },
      })
      this.addEventListener('message', (event) => {
        const content: unknown = event.data
        if (content instanceof ArrayBuffer) receive(new Uint8Array(content))
        else onText?.call(this, event)
      })
    }
  }
}

/** Whether a socket that is open has frames. */
export const hasFrames = ({ protocol }: Pick<WebSocket, 'protocol'>): boolean => protocol === documentsProtocol
