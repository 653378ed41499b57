import { EditorState } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import { joinDocument } from './join-document.ts'

await joinDocument(({ doc, awareness, parent }) => {
  const text = doc.getText('content')
  const extensions = [keymap.of(yUndoManagerKeymap), yCollab(text, awareness)]
  return new EditorView({ parent, state: EditorState.create({ doc: text.toJSON(), extensions }) })
})
