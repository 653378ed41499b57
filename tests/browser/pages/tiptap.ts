import { Editor, Extension } from '@tiptap/core'
import Collaboration from '@tiptap/extension-collaboration'
import Document from '@tiptap/extension-document'
import Paragraph from '@tiptap/extension-paragraph'
import Text from '@tiptap/extension-text'
import { yCursorPlugin } from '@tiptap/y-tiptap'
import { joinDocument } from './join-document.ts'

await joinDocument(({ doc, awareness, parent }) => {
  const cursors = Extension.create({ name: 'cursors', addProseMirrorPlugins: () => [yCursorPlugin(awareness)] })
  const extensions = [Document, Paragraph, Text, Collaboration.configure({ document: doc }), cursors]
  return new Editor({ element: parent, extensions })
})
