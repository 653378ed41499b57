import { IndexeddbPersistence } from 'y-indexeddb'
import type { Awareness } from 'y-protocols/awareness'
import { Doc } from 'yjs'
import { GraphMemoryProvider } from '@graphmemory/yjs-provider'

/** What the test tells the page. */
export type Settings = {
  readonly url: string
  readonly documentId: string
  readonly user: { readonly name: string; readonly color: string }
}

type Part = { textContent: string }
type Window = {
  readonly settings: () => Promise<Settings>
  readonly token: (isRefused: boolean) => Promise<string>
  readonly document: { getElementById(id: string): Part }
}
const window = globalThis as typeof globalThis & Window

type Joined = { readonly doc: Doc; readonly awareness: Awareness; readonly parent: Part }

/** Joins the test's document, kept on this device too, opens an editor on it, and shows whether it is saved. */
export async function joinDocument(openEditor: (joined: Joined) => unknown): Promise<void> {
  const { url, documentId, user } = await window.settings()
  const doc = new Doc()
  const persistence = new IndexeddbPersistence(documentId, doc)
  const provider = new GraphMemoryProvider({
    url,
    getToken: ({ isRefused }) => window.token(isRefused),
    documentId,
    doc,
    persistence,
  })
  const { awareness } = provider
  awareness.setLocalStateField('user', user)
  const show = () => {
    const state = provider.unsavedChanges ? 'unsaved' : provider.synced ? 'saved' : 'not synced'
    window.document.getElementById('save-state').textContent = state
  }
  provider.on('saveState', show)
  provider.on('synced', show)
  await persistence.whenSynced
  show()
  openEditor({ doc, awareness, parent: window.document.getElementById('editor') })
}
