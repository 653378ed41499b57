import Quill from 'quill'
import QuillCursors from 'quill-cursors'
import { QuillBinding } from 'y-quill'
import { joinDocument } from './join-document.ts'

Quill.register('modules/cursors', QuillCursors)
await joinDocument(({ doc, awareness, parent }) => {
  const quill = new Quill(parent, { modules: { cursors: true, history: { userOnly: true } } })
  return new QuillBinding(doc.getText('content'), quill, awareness)
})
