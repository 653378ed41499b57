import { editor, KeyCode, KeyMod } from 'monaco-editor/esm/vs/editor/editor.api.js'
import { MonacoBinding } from 'y-monaco'
import { UndoManager } from 'yjs'
import { joinDocument } from './join-document.ts'

await joinDocument(({ doc, awareness, parent }) => {
  const shown = editor.create(parent, { value: '', language: 'plaintext', dimension: { width: 600, height: 300 } })
  const model = shown.getModel()
  if (model === null) throw new Error('no model')
  const text = doc.getText('content')
  const binding = new MonacoBinding(text, model, new Set([shown]), awareness)
  // Monaco's own undo would take back what others have typed, too.
  const undo = new UndoManager(text, { trackedOrigins: new Set([binding]) })
  shown.addCommand(KeyMod.CtrlCmd | KeyCode.KeyZ, () => undo.undo())
})
