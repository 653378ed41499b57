import type { Operation } from './operations.ts'

export type ActorKind = 'USER' | 'API_KEY' | 'SERVICE'
export type Person = { readonly id: string }

/** A part of the document's text, in UTF-16 code units. */
export type TextRange = { readonly from: number; readonly to: number }

/** A remark; its text is empty once it is taken back. */
export type Comment = {
  readonly id: string
  readonly authorKind: ActorKind
  readonly author: Person | null
  readonly body: string
  readonly mentions: readonly Person[]
  readonly isDeleted: boolean
  readonly createdAt: string
  readonly editedAt: string | null
}

/** Remarks on one place, as encoded Yjs relative positions, or on the whole document. `comments` are the first 100. */
export type CommentThread = {
  readonly id: string
  readonly anchor: { readonly epoch: number; readonly start: string; readonly end: string } | null
  readonly quote: string | null
  readonly range: TextRange | null
  readonly status: 'OPEN' | 'RESOLVED'
  readonly commentCount: number
  readonly comments: { readonly nodes: readonly Comment[]; readonly pageInfo: PageEnd }
  readonly createdAt: string
}

/** One change that a suggestion proposes; `range` is what it would replace now, null where it no longer applies. */
export type SuggestionHunk = {
  readonly index: number
  readonly at: number
  readonly removed: string
  readonly inserted: string
  readonly status: 'PENDING' | 'ACCEPTED' | 'REJECTED'
  readonly range: TextRange | null
}

export type Suggestion = {
  readonly id: string
  readonly authorKind: ActorKind
  readonly author: Person | null
  readonly note: string | null
  readonly status: 'OPEN' | 'ACCEPTED' | 'PARTLY_ACCEPTED' | 'REJECTED'
  readonly hunks: readonly SuggestionHunk[]
  readonly createdAt: string
}

/** A kept state of the document; without a name, it was kept by itself. */
export type DocumentVersion = {
  readonly id: string
  readonly seq: number
  readonly name: string | null
  readonly authorKind: ActorKind | null
  readonly author: Person | null
  readonly createdAt: string
}

/** A piece of the text, in its order: as it was, put in, or taken out. */
export type TextPiece = { readonly kind: string; readonly text: string }

/** The text at one entry of the document's log: what a suggestion may build on. */
export type DocumentText = { readonly epoch: number; readonly seq: number; readonly text: string }

/** Something that happened around the document. */
export type DocumentActivity = {
  readonly seq: number
  readonly kind: string
  readonly actorKind: ActorKind
  readonly actor: Person | null
  readonly createdAt: string
  readonly thread: { readonly id: string } | null
  readonly comment: { readonly id: string } | null
  readonly suggestion: { readonly id: string } | null
  readonly version: { readonly id: string } | null
}

type PageEnd = { readonly hasNextPage: boolean; readonly endCursor: string | null }

/** A part of a list, the newest first; go on `after` its end cursor. */
export type Page<Node> = { readonly nodes: readonly Node[]; readonly pageInfo: PageEnd }

const page = 'pageInfo{hasNextPage endCursor}'
const comment = 'id authorKind author{id} body mentions{id} isDeleted createdAt editedAt'
const thread = `id anchor{epoch start end} quote range{from to} status commentCount createdAt comments(first:100){nodes{${comment}} ${page}}`
const suggestion =
  'id authorKind author{id} note status createdAt hunks{index at removed inserted status range{from to}}'
const version = 'id seq name authorKind author{id} createdAt'

/** A mutation `name(input: …)`, and what is selected of its answer. */
type Change<Answer> = Operation<{ readonly a: Answer }>
const change = (name: string, selection: string): { readonly text: string } => ({
  text: `mutation($i:${name.charAt(0).toUpperCase()}${name.slice(1)}Input!){a:${name}(input:$i){${selection}}}`,
})
/** A list of the document, by its filter's type. */
type List<Node> = Operation<{ readonly d: { readonly l: Page<Node> } }>
const list = (field: string, filter: string, selection: string): { readonly text: string } => ({
  text: `query($d:ID!,$f:${filter},$n:Int,$a:String){d:document(id:$d){l:${field}(filter:$f,first:$n,after:$a){nodes{${selection}} ${page}}}}`,
})

export const createThread: Change<{ readonly thread: CommentThread }> = change(
  'createCommentThread',
  `thread{${thread}}`,
)
export const addComment: Change<{ readonly comment: Comment }> = change('addComment', `comment{${comment}}`)
export const editComment: Change<{ readonly comment: Comment }> = change('editComment', `comment{${comment}}`)
export const deleteComment: Change<unknown> = change('deleteComment', 'commentId')
export const resolveThread: Change<{ readonly thread: CommentThread }> = change(
  'resolveCommentThread',
  `thread{${thread}}`,
)
export const reopenThread: Change<{ readonly thread: CommentThread }> = change(
  'reopenCommentThread',
  `thread{${thread}}`,
)
export const suggestEdit: Change<{ readonly suggestion: Suggestion }> = change(
  'suggestEdit',
  `suggestion{${suggestion}}`,
)
export const acceptSuggestion: Change<{
  readonly suggestion: Suggestion
  readonly conflicts: readonly { readonly index: number }[]
}> = change('acceptSuggestion', `suggestion{${suggestion}} conflicts{index}`)
export const rejectSuggestion: Change<{ readonly suggestion: Suggestion }> = change(
  'rejectSuggestion',
  `suggestion{${suggestion}}`,
)
export const createVersion: Change<{ readonly version: DocumentVersion }> = change(
  'createDocumentVersion',
  `version{${version}}`,
)
export const deleteVersion: Change<unknown> = change('deleteDocumentVersion', 'versionId')
export const restoreVersion: Change<{ readonly content: DocumentText }> = change(
  'restoreDocumentVersion',
  'content{epoch seq text}',
)

export const listThreads: List<CommentThread> = list('commentThreads', 'CommentThreadFilter', thread)
export const listSuggestions: List<Suggestion> = list('suggestions', 'SuggestionFilter', suggestion)
export const listVersions: List<DocumentVersion> = list('versions', 'DocumentVersionFilter', version)

export const readText: Operation<{ readonly d: { readonly t: DocumentText } }> = {
  text: 'query($d:ID!){d:document(id:$d){t:textAt{epoch seq text}}}',
}
export const changesSince: Operation<{ readonly d: { readonly c: readonly TextPiece[] } }> = {
  text: 'query($d:ID!,$v:ID!){d:document(id:$d){c:changesFrom(versionId:$v){kind text}}}',
}
export const documentActivity: Operation<{ readonly h: DocumentActivity }> = {
  text: 'subscription($d:ID!,$a:Int){h:documentActivity(documentId:$d,after:$a){seq kind actorKind actor{id} createdAt thread{id} comment{id} suggestion{id} version{id}}}',
}
