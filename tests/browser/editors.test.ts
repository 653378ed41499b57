import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyUpdate, Doc } from 'yjs'
import { DocumentWorld } from '../collaboration/document-world.ts'
import type { Member } from '../harness/people.ts'
import { findChromium, startChromium } from './chromium.ts'
import { EditorPage, type EditorKind } from './editor-page.ts'
import { serveEditors } from './editor-site.ts'

type Editor = EditorKind & { readonly stored: (doc: Doc) => string }
const editors: readonly Editor[] = [
  {
    name: 'codemirror',
    text: '.cm-content',
    cursor: '.cm-ySelectionCaret',
    stored: (doc) => doc.getText('content').toJSON(),
  },
  {
    name: 'tiptap',
    text: '.tiptap',
    cursor: '.ProseMirror-yjs-cursor',
    stored: (doc) =>
      doc
        .getXmlFragment('default')
        .toJSON()
        .replaceAll(/<\/?paragraph>/g, ''),
  },
  {
    name: 'quill',
    text: '.ql-editor',
    cursor: '.ql-cursor-name',
    stored: (doc) => doc.getText('content').toJSON(),
  },
  {
    name: 'monaco',
    text: '.view-lines',
    input: '.inputarea',
    cursor: '.yRemoteSelectionHead',
    hasNamelessCursors: true,
    stored: (doc) => doc.getText('content').toJSON(),
  },
]
const program = findChromium()

describe.skipIf(program === undefined && process.env['REQUIRE_SERVICES'] !== '1')('editors in a browser', () => {
  let world: DocumentWorld
  let browser: Browser
  let site: Awaited<ReturnType<typeof serveEditors>>

  beforeAll(async () => {
    if (program === undefined) throw new Error('there is no Chromium on this machine')
    site = await serveEditors(editors.map(({ name }) => name))
    browser = await startChromium(program)
    world = await DocumentWorld.start()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await site?.[Symbol.asyncDispose]()
    await world?.[Symbol.asyncDispose]()
  })

  const open = (kind: Editor, documentId: string, member: Member, port?: number) =>
    EditorPage.open({ browser, site: site.url, world, kind, member, documentId, ...(port !== undefined && { port }) })
  const storedIn = async (kind: Editor, documentId: string) => {
    const doc = new Doc()
    applyUpdate(doc, (await world.stored(documentId)).update)
    return kind.stored(doc)
  }

  test.each(editors)(
    '$name: each sees what the other types and where he stands, and takes back his own',
    async (kind) => {
      const { documentId } = await world.document('')
      await using ada = await open(kind, documentId, world.owner)
      const grace = await open(kind, documentId, world.editor)
      await ada.type('Hello')
      await grace.untilText('Hello')
      await grace.untilCursors(['Ada'])
      await grace.type(', Ada')
      await ada.untilText('Hello, Ada')
      await ada.untilCursors(['Grace'])

      await ada.press('Control+z')
      await grace.untilText(', Ada')
      await Promise.all([ada.untilSaveState('saved'), grace.untilSaveState('saved')])
      expect(await storedIn(kind, documentId)).toBe(', Ada')
      await grace[Symbol.asyncDispose]()
      await ada.untilCursors([])
    },
  )

  test.each(editors)(
    '$name: what is typed offline outlives a reload of the page and meets what others typed',
    async (kind) => {
      const { documentId } = await world.document('')
      await using wire = await world.wire()
      await using ada = await open(kind, documentId, world.owner, wire.port)
      await using grace = await open(kind, documentId, world.editor)
      await ada.type('one')
      await grace.untilText('one')
      await ada.untilSaveState('saved')

      wire.down()
      await ada.type(' two')
      await ada.untilSaveState('unsaved')
      await grace.press('Control+Home')
      await grace.press('0')
      await ada.reload()
      await ada.untilText('one two')
      await ada.untilSaveState('unsaved')

      wire.repair()
      await Promise.all([ada.untilText('0one two'), grace.untilText('0one two')])
      await ada.untilSaveState('saved')
      expect(await storedIn(kind, documentId)).toBe('0one two')
    },
  )
})
