import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import type { Rooms } from './rooms.ts'
import type { WriteWatch } from './write-watch.ts'

/** The metrics of live editing. */
export function createMeters(metrics: Metrics) {
  const commit = metrics.histogram({
    name: 'graphmemory_document_commit_seconds',
    help: 'Time of a group commit of document entries',
  })
  const entries = metrics.counter({
    name: 'graphmemory_document_entries_total',
    help: 'Document entries committed or tried',
  })
  const open = metrics.gauge({ name: 'graphmemory_documents_open', help: 'Documents in memory' })
  const subscribers = metrics.gauge({
    name: 'graphmemory_document_subscribers',
    help: 'Open streams of document events',
  })
  const behind = metrics.gauge({
    name: 'graphmemory_document_subscribers_behind',
    help: 'Streams whose reader is too slow',
  })
  const readOnly = metrics.gauge({
    name: 'graphmemory_document_read_only',
    help: 'Whether editors were told that nothing can be stored',
  })
  const sockets = metrics.gauge({
    name: 'graphmemory_websocket_connections',
    help: 'Open WebSocket connections',
    labels: ['endpoint'],
  })
  return {
    committed(count: number, seconds: number) {
      commit.observe(seconds)
      entries.inc(count)
    },
    /** Reads the gauges of what is there whenever metrics are collected. */
    observe({
      rooms,
      socket,
      writes,
    }: {
      readonly rooms: Rooms
      readonly socket: { readonly size: number }
      readonly writes: WriteWatch
    }) {
      Object.assign(open, {
        collect() {
          const all = rooms.all()
          open.set(all.length)
          subscribers.set(all.reduce((sum, { audience }) => sum + audience.size, 0))
          behind.set(all.reduce((sum, { audience }) => sum + audience.behind, 0))
          readOnly.set(writes.isUnable ? 1 : 0)
          sockets.set({ endpoint: 'collaboration' }, socket.size)
        },
      })
    },
  }
}
