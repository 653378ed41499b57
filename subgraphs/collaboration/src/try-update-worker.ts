import { parentPort } from 'node:worker_threads'
import { applyUpdate, Doc } from 'yjs'

/** Applies an update to a copy of its document, where it may take as long as it likes. */
parentPort?.on('message', ({ state, update }: { readonly state: Uint8Array; readonly update: Uint8Array }) => {
  const doc = new Doc()
  applyUpdate(doc, state)
  const startedMs = performance.now()
  try {
    applyUpdate(doc, update)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's, which has none
    parentPort?.postMessage({ isGood: true, tookMs: performance.now() - startedMs })
  } catch {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's, which has none
    parentPort?.postMessage({ isGood: false, tookMs: 0 })
  }
})
