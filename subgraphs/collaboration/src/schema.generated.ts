import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { DocumentRow } from './document-row.ts';
import type { DocumentConnection as DocumentConnectionRow } from './free-documents/list-documents.ts';
import type { Session } from './sessions.ts';
import type { RoomEvent, Control } from './room-event.ts';
import type { VersionRow } from './versions/version-rows.ts';
import type { DocumentVersionConnection as DocumentVersionConnectionRow } from './versions/list-versions.ts';
import type { AuthoredSpan as AuthoredSpanRow } from './versions/read-authorship.ts';
import type { RoleRule } from './roles/document-roles.ts';
import type { ElementLock as ElementLockRow } from './locks/element-lock.ts';
import type { MemoryReference } from './memory-reference.ts';
import type { ThreadRow, CommentRow } from './comments/comment-rows.ts';
import type { CommentThreadConnection as CommentThreadConnectionRow } from './comments/list-threads.ts';
import type { CommentConnection as CommentConnectionRow } from './comments/list-comments.ts';
import type { ActivityRow } from './activity/watch-activity.ts';
import type { SuggestionRow, HunkRow } from './suggestions/suggestion-rows.ts';
import type { SuggestionConnection as SuggestionConnectionRow } from './suggestions/list-suggestions.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Bytes in standard base64 with padding. */
  Base64: { input: string; output: Uint8Array | string; }
  /** An instant, ISO 8601 in UTC with milliseconds. */
  DateTime: { input: Date; output: Date | string; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: string; output: string; }
};

/** What acceptSuggestion needs. */
export type AcceptSuggestionInput = {
  /** The numbers of the changes to take; all that are pending when absent. */
  hunks?: InputMaybe<Array<Scalars['Int']['input']>>;
  /** The suggestion to take. */
  id: Scalars['ID']['input'];
};

/** What acceptSuggestion answers. */
export type AcceptSuggestionPayload = {
  __typename?: 'AcceptSuggestionPayload';
  /** The changes that no longer apply, since what they would change has been changed: they stay pending. */
  conflicts: Array<SuggestionHunk>;
  /** The entry of the document's log by which what was taken is there; null when nothing was. */
  seq?: Maybe<Scalars['Int']['output']>;
  /** The suggestion as it is now. */
  suggestion: Suggestion;
};

/** What acquireElementLock needs. */
export type AcquireElementLockInput = {
  /** The element, by a name that all editors of the document give it, at most 200 characters. */
  element: Scalars['String']['input'];
  /** For how many milliseconds, 1,000 to 120,000; 30,000 when absent. */
  leaseMs?: InputMaybe<Scalars['Int']['input']>;
  /** The session that shall hold the element. */
  sessionId: Scalars['ID']['input'];
};

/** What acquireElementLock answers. */
export type AcquireElementLockPayload = {
  __typename?: 'AcquireElementLockPayload';
  /** The lock. */
  lock: ElementLock;
};

/** What kind of caller did something. */
export type ActorKind =
  /** An integration, by its API key. */
  | 'API_KEY'
  /** A part of the system. */
  | 'SERVICE'
  /** A person. */
  | 'USER';

/** What addComment needs. */
export type AddCommentInput = {
  /** What to say, 1 to 10,000 characters. */
  body: Scalars['String']['input'];
  /** The members it addresses, at most 20. */
  mentions?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The thread to add to. */
  threadId: Scalars['ID']['input'];
};

/** What addComment answers. */
export type AddCommentPayload = {
  __typename?: 'AddCommentPayload';
  /** The new comment. */
  comment: Comment;
};

/** What applyMemoryPatch needs. What is absent stays; of content, title, tags and properties at least one is given. */
export type ApplyMemoryPatchInput = {
  /** The log entry of the text that the new one was made from. */
  baseSeq: Scalars['Int']['input'];
  /** The caller's name for this patch, at most 64 characters: sending it again changes nothing. */
  batchId: Scalars['String']['input'];
  /** The new text, whole. */
  content?: InputMaybe<Scalars['String']['input']>;
  /** The document whose text is changed. */
  documentId: Scalars['ID']['input'];
  /** The epoch of the text that the new one was made from. */
  epoch: Scalars['Int']['input'];
  /** All the properties: a JSON object of at most 16 kB. */
  properties?: InputMaybe<Scalars['JSON']['input']>;
  /** All the tags: at most 50 of at most 100 characters. */
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The new title, in at most 500 characters. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** What applyMemoryPatch answers. */
export type ApplyMemoryPatchPayload = {
  __typename?: 'ApplyMemoryPatchPayload';
  /** The text with the patch and all that came before it: what the next patch may build on. */
  content: DocumentText;
  /** The document. */
  document: Document;
};

/** A part of a text that one caller wrote. */
export type AuthoredSpan = {
  __typename?: 'AuthoredSpan';
  /** Who wrote it; null for what the document began with, or when it was not a person. */
  author?: Maybe<User>;
  /** What kind of caller wrote it; null for what the document began with. */
  authorKind?: Maybe<ActorKind>;
  /** Where it begins, in UTF-16 code units. */
  from: Scalars['Int']['output'];
  /** Where it ends. */
  to: Scalars['Int']['output'];
};

/** What closeDocumentSession needs. */
export type CloseDocumentSessionInput = {
  /** The session to end. */
  sessionId: Scalars['ID']['input'];
};

/** What closeDocumentSession answers. */
export type CloseDocumentSessionPayload = {
  __typename?: 'CloseDocumentSessionPayload';
  /** The session that has ended. */
  sessionId: Scalars['ID']['output'];
};

/** One remark. */
export type Comment = {
  __typename?: 'Comment';
  /** Who wrote it; null when it was not a person. */
  author?: Maybe<User>;
  /** What kind of caller wrote it. */
  authorKind: ActorKind;
  /** Its text, as it was written; empty once it is deleted. */
  body: Scalars['String']['output'];
  /** When it was written. */
  createdAt: Scalars['DateTime']['output'];
  /** When its text was last changed. */
  editedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The comment's id. */
  id: Scalars['ID']['output'];
  /** Whether it was taken back. */
  isDeleted: Scalars['Boolean']['output'];
  /** The members who are addressed. */
  mentions: Array<Maybe<User>>;
  /** The thread that it belongs to. */
  thread: CommentThread;
};

/** A place that stays where it is while the text around it changes. */
export type CommentAnchor = {
  __typename?: 'CommentAnchor';
  /** Where it ends. */
  end: Scalars['Base64']['output'];
  /** The generation of the document's history in which the positions mean something. */
  epoch: Scalars['Int']['output'];
  /** Where it begins: an encoded Yjs relative position. */
  start: Scalars['Base64']['output'];
};

/** A place of a document, as the caller's Yjs document has it. */
export type CommentAnchorInput = {
  /** Where it ends, likewise. */
  end: Scalars['Base64']['input'];
  /** The epoch of the document that the positions belong to. */
  epoch: Scalars['Int']['input'];
  /** Where the place begins: a Yjs relative position as Yjs 13.6 encodes it, at most 512 bytes. */
  start: Scalars['Base64']['input'];
};

/** A page of comments. */
export type CommentConnection = {
  __typename?: 'CommentConnection';
  /** The comments with their cursors. */
  edges: Array<CommentEdge>;
  /** The comments. */
  nodes: Array<Comment>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
};

/** One comment of a page, with its cursor. */
export type CommentEdge = {
  __typename?: 'CommentEdge';
  /** The comment's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** The comment. */
  node: Comment;
};

/** Remarks on one place of a document, or on all of it. */
export type CommentThread = {
  __typename?: 'CommentThread';
  /** The place, as Yjs relative positions; null where the whole document is meant. */
  anchor?: Maybe<CommentAnchor>;
  /** How many comments it holds, without deleted ones. */
  commentCount: Scalars['Int']['output'];
  /** Its comments, oldest first; a deleted one keeps its place. */
  comments: CommentConnection;
  /** When it began. */
  createdAt: Scalars['DateTime']['output'];
  /** The document that is discussed. */
  document: Document;
  /** The thread's id. */
  id: Scalars['ID']['output'];
  /** What stood at that place when the thread began, as its author saw it. */
  quote?: Maybe<Scalars['String']['output']>;
  /** Where the place lies in the text now; null where the whole document is meant, or the place is not in its text (any more). */
  range?: Maybe<TextRange>;
  /** When it was settled. */
  resolvedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who settled it; null when it is open, or it was not a person. */
  resolvedBy?: Maybe<User>;
  /** What kind of caller settled it. */
  resolvedByKind?: Maybe<ActorKind>;
  /** Whether it still waits for something. */
  status: CommentThreadStatus;
};


/** Remarks on one place of a document, or on all of it. */
export type CommentThreadCommentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of threads. */
export type CommentThreadConnection = {
  __typename?: 'CommentThreadConnection';
  /** The threads with their cursors. */
  edges: Array<CommentThreadEdge>;
  /** The threads. */
  nodes: Array<CommentThread>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
};

/** One thread of a page, with its cursor. */
export type CommentThreadEdge = {
  __typename?: 'CommentThreadEdge';
  /** The thread's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** The thread. */
  node: CommentThread;
};

/** Which threads to return. Every condition that is given must hold. */
export type CommentThreadFilter = {
  /** Those with a comment that addresses this person. */
  mentions?: InputMaybe<Scalars['ID']['input']>;
  /** Only open or only settled ones. */
  status?: InputMaybe<CommentThreadStatus>;
};

/** Whether a thread still waits for something. */
export type CommentThreadStatus =
  /** It waits. */
  | 'OPEN'
  /** Somebody has settled it. */
  | 'RESOLVED';

/** What createCommentThread needs. */
export type CreateCommentThreadInput = {
  /** The place that is meant; the whole document when absent. */
  anchor?: InputMaybe<CommentAnchorInput>;
  /** The first comment, 1 to 10,000 characters. */
  body: Scalars['String']['input'];
  /** The document to comment on. */
  documentId: Scalars['ID']['input'];
  /** The members it addresses, at most 20. */
  mentions?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** What stands at that place, at most 1,000 characters. */
  quote?: InputMaybe<Scalars['String']['input']>;
};

/** What createCommentThread answers. */
export type CreateCommentThreadPayload = {
  __typename?: 'CreateCommentThreadPayload';
  /** The new thread. */
  thread: CommentThread;
};

/** What createDocument needs. */
export type CreateDocumentInput = {
  /** The memory whose content becomes the document. */
  memoryId: Scalars['ID']['input'];
};

/** What createDocument answers. */
export type CreateDocumentPayload = {
  __typename?: 'CreateDocumentPayload';
  /** The memory's document. */
  document: Document;
};

/** What createDocumentVersion needs. */
export type CreateDocumentVersionInput = {
  /** The document to keep. */
  documentId: Scalars['ID']['input'];
  /** What to call it, 1 to 200 characters. */
  name: Scalars['String']['input'];
};

/** What createDocumentVersion answers. */
export type CreateDocumentVersionPayload = {
  __typename?: 'CreateDocumentVersionPayload';
  /** The new version. */
  version: DocumentVersion;
};

/** What createFreeDocument needs. */
export type CreateFreeDocumentInput = {
  /** The caller's name for this request, at most 64 characters: sending it again answers with the document that was made. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** NOTE or BOARD. */
  kind: DocumentKind;
  /** The space in which it shall lie; none when absent, so that all of the tenant may see it. */
  spaceId?: InputMaybe<Scalars['ID']['input']>;
  /** What to call it, 1 to 500 characters. */
  title: Scalars['String']['input'];
};

/** What createFreeDocument answers. */
export type CreateFreeDocumentPayload = {
  __typename?: 'CreateFreeDocumentPayload';
  /** The new document. */
  document: Document;
};

/** What deleteComment needs. */
export type DeleteCommentInput = {
  /** The comment to take back. */
  id: Scalars['ID']['input'];
};

/** What deleteComment answers. */
export type DeleteCommentPayload = {
  __typename?: 'DeleteCommentPayload';
  /** The comment that was taken back. */
  commentId: Scalars['ID']['output'];
  /** Its thread; null when that has ended with it. */
  thread?: Maybe<CommentThread>;
};

/** What deleteDocument needs. */
export type DeleteDocumentInput = {
  /** The document. */
  id: Scalars['ID']['input'];
};

/** What deleteDocument answers. */
export type DeleteDocumentPayload = {
  __typename?: 'DeleteDocumentPayload';
  /** The document that is deleted. */
  documentId: Scalars['ID']['output'];
};

/** What deleteDocumentVersion needs. */
export type DeleteDocumentVersionInput = {
  /** The version to forget. */
  id: Scalars['ID']['input'];
};

/** What deleteDocumentVersion answers. */
export type DeleteDocumentVersionPayload = {
  __typename?: 'DeleteDocumentVersionPayload';
  /** The version that is forgotten. */
  versionId: Scalars['ID']['output'];
};

/** Content that people and agents edit together, live. */
export type Document = {
  __typename?: 'Document';
  /** Who wrote which part of the text, in its order: at most 10,000 parts. Go on where the last one ends. */
  authorship: Array<AuthoredSpan>;
  /** What has changed in the text since a version, in the text's order. */
  changesFrom: Array<TextPiece>;
  /** What is discussed here, the newest thread first. */
  commentThreads: CommentThreadConnection;
  /** When the document was made. */
  createdAt: Scalars['DateTime']['output'];
  /** When a free document was deleted; null while it is there. */
  deletedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The generation of the document's history; session and pushes must name it. */
  epoch: Scalars['Int']['output'];
  /** The number of the last entry in the document's log. */
  headSeq: Scalars['Int']['output'];
  /** The document's id. */
  id: Scalars['ID']['output'];
  /** What it is. */
  kind: DocumentKind;
  /** Which elements are held, by the names of the elements. */
  locks: Array<ElementLock>;
  /** The memory whose content this document is; null where it is free. */
  memory?: Maybe<Memory>;
  /** The last entry that the memory graph has accepted; of a free document, that its title is taken from. */
  projectedSeq: Scalars['Int']['output'];
  /** What single callers may at most do here, and everybody else. */
  roles: Array<DocumentRoleRule>;
  /** The space in which a free document lies; null when it lies in none, and all of the tenant may see it. */
  space?: Maybe<Space>;
  /** The content as a Yjs update; with a state vector, only what that state lacks. */
  state: DocumentState;
  /** What is proposed here, the newest first. */
  suggestions: SuggestionConnection;
  /** The content as plain text. */
  text: Scalars['String']['output'];
  /** The text exactly as it was after an entry of the log: what a patch may build on. CONFLICT where it is not kept any more. */
  textAt: DocumentText;
  /** What a free document is called, a moment after its editors have changed it; null where a memory has the title. */
  title?: Maybe<Scalars['String']['output']>;
  /** When the document was last edited. */
  updatedAt: Scalars['DateTime']['output'];
  /** What was kept of it, the newest first. */
  versions: DocumentVersionConnection;
  /** What the viewer may do here. */
  viewerRole: DocumentRole;
};


/** Content that people and agents edit together, live. */
export type DocumentAuthorshipArgs = {
  from?: Scalars['Int']['input'];
};


/** Content that people and agents edit together, live. */
export type DocumentChangesFromArgs = {
  versionId: Scalars['ID']['input'];
};


/** Content that people and agents edit together, live. */
export type DocumentCommentThreadsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CommentThreadFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Content that people and agents edit together, live. */
export type DocumentStateArgs = {
  stateVector?: InputMaybe<Scalars['Base64']['input']>;
};


/** Content that people and agents edit together, live. */
export type DocumentSuggestionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SuggestionFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Content that people and agents edit together, live. */
export type DocumentTextAtArgs = {
  seq?: InputMaybe<Scalars['Int']['input']>;
};


/** Content that people and agents edit together, live. */
export type DocumentVersionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<DocumentVersionFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Something that happened around a document, beside edits. */
export type DocumentActivity = {
  __typename?: 'DocumentActivity';
  /** Who did it; null when it was not a person. */
  actor?: Maybe<User>;
  /** What kind of caller did it. */
  actorKind: ActorKind;
  /** The comment it is about, as it is now; null when it is about no comment, or that is gone. */
  comment?: Maybe<Comment>;
  /** When. */
  createdAt: Scalars['DateTime']['output'];
  /** What happened. */
  kind: DocumentActivityKind;
  /** Its number, from 1 without gaps: subscribe again after it to miss nothing. */
  seq: Scalars['Int']['output'];
  /** The suggestion it is about, as it is now; null when it is about none. */
  suggestion?: Maybe<Suggestion>;
  /** The thread it is about, as it is now; null when it is about no thread, or that is gone. */
  thread?: Maybe<CommentThread>;
  /** The version it is about; null when it is about none, or that is forgotten. */
  version?: Maybe<DocumentVersion>;
};

/** What can happen around a document. */
export type DocumentActivityKind =
  /** A comment was added to a thread. */
  | 'COMMENT_ADDED'
  /** A comment was taken back. */
  | 'COMMENT_DELETED'
  /** A comment's text was changed. */
  | 'COMMENT_EDITED'
  /** A proposed edit, or part of it, was taken into the document. */
  | 'SUGGESTION_ACCEPTED'
  /** An edit was proposed. */
  | 'SUGGESTION_MADE'
  /** A proposed edit, or part of it, was turned down or withdrawn. */
  | 'SUGGESTION_REJECTED'
  /** A thread was begun. */
  | 'THREAD_OPENED'
  /** A settled thread was opened again. */
  | 'THREAD_REOPENED'
  /** A thread was settled. */
  | 'THREAD_RESOLVED'
  /** A version was forgotten. */
  | 'VERSION_FORGOTTEN'
  /** A version was kept by itself. */
  | 'VERSION_KEPT'
  /** A version was given a name. */
  | 'VERSION_NAMED'
  /** A version was brought back, by an edit. */
  | 'VERSION_RESTORED';

/** A page of documents. */
export type DocumentConnection = {
  __typename?: 'DocumentConnection';
  /** The documents with their cursors. */
  edges: Array<DocumentEdge>;
  /** The documents. */
  nodes: Array<Document>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
};

/** Something the server tells a subscriber beside edits. */
export type DocumentControl = {
  __typename?: 'DocumentControl';
  /** With READ_ONLY_MODE, whether it has begun; false: it is over. */
  isReadOnly?: Maybe<Scalars['Boolean']['output']>;
  /** What it is. */
  kind: DocumentControlKind;
  /** When to try again, in milliseconds, where trying again is meant. */
  retryAfterMs?: Maybe<Scalars['Int']['output']>;
  /** With ROLE_CHANGED, the new role. */
  role?: Maybe<DocumentRole>;
  /** With VERSION_RESTORED, the version. */
  versionId?: Maybe<Scalars['ID']['output']>;
};

/** What the server tells a subscriber beside edits. */
export type DocumentControlKind =
  /** The document has begun a new epoch; the stream ends. */
  | 'EPOCH_CHANGED'
  /** The right to read the document is gone; the stream ends and must not be opened again unasked. */
  | 'EVICTED'
  /** Nothing can be stored for the time being, or it can be again: isReadOnly tells which. */
  | 'READ_ONLY_MODE'
  /** This event carries everything the reader lacked: it had fallen behind. */
  | 'RESYNC'
  /** The session's role is now the one given. */
  | 'ROLE_CHANGED'
  /** The server goes down: connect again, elsewhere. */
  | 'SERVER_DRAINING'
  /** The document holds again what the version given held; the edit that did it has been sent. */
  | 'VERSION_RESTORED';

/** One document of a page, with its cursor. */
export type DocumentEdge = {
  __typename?: 'DocumentEdge';
  /** The document's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** The document. */
  node: Document;
};

/** What happened to a document since the subscriber's previous event. */
export type DocumentEvent = {
  __typename?: 'DocumentEvent';
  /** Something other than an edit. */
  control?: Maybe<DocumentControl>;
  /** Elements that are held now, or are free again; on the first event all that are held. After RESYNC ask for Document.locks. */
  locks?: Maybe<Array<ElementLockChange>>;
  /** Changed presences, each [session's Yjs client id, clock, state or null when it has left]; on the first event all of them. */
  presence?: Maybe<Scalars['JSON']['output']>;
  /** The log entry up to which the subscriber now has everything. */
  seq: Scalars['Int']['output'];
  /** The server's state vector: on the first event and with RESYNC. */
  stateVector?: Maybe<Scalars['Base64']['output']>;
  /** A Yjs update: on the first event all that the given state vector lacks, later all edits since the previous event. */
  update?: Maybe<Scalars['Base64']['output']>;
};

/** Which free documents to return. Every condition that is given must hold. */
export type DocumentFilter = {
  /** Whether to return those that are deleted, which `restoreDocument` brings back, in place of those that are there. */
  isDeleted?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only notes, or only boards. */
  kind?: InputMaybe<DocumentKind>;
  /** Those that lie in this space. */
  spaceId?: InputMaybe<Scalars['ID']['input']>;
  /** Those whose title contains this, at most 500 characters; small and capital letters are the same. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** What a document is. */
export type DocumentKind =
  /** A board of its own: parts that are laid out, as the editors of boards agree upon. */
  | 'BOARD'
  /** What a memory says. */
  | 'MEMORY'
  /** A text of its own, beside the graph. */
  | 'NOTE';

/** What a session may do with its document. */
export type DocumentRole =
  /** Reads and comments. */
  | 'COMMENTER'
  /** Changes the document. */
  | 'EDITOR'
  /** Reads, comments and proposes changes. */
  | 'SUGGESTER'
  /** Reads and is seen. */
  | 'VIEWER';

/** What a caller may at most do with a document; where neither a person nor a key is named, everybody whom no other rule names. */
export type DocumentRoleRule = {
  __typename?: 'DocumentRoleRule';
  /** The API key. */
  apiKeyId?: Maybe<Scalars['ID']['output']>;
  /** What the caller may at most do; less where the tenant allows less. */
  role: DocumentRole;
  /** When it was last set. */
  setAt: Scalars['DateTime']['output'];
  /** The person. */
  user?: Maybe<User>;
};

/** One editor's place at a document. */
export type DocumentSession = {
  __typename?: 'DocumentSession';
  /** The document that is edited. */
  document: Document;
  /** The generation of the document's history that the session edits. */
  epoch: Scalars['Int']['output'];
  /** When the session ends unless it is used: a push, a heart-beat and an open event stream each put this off. */
  expiresAt: Scalars['DateTime']['output'];
  /** How often, in milliseconds, a session without an event stream should send a heart-beat. */
  heartbeatMs: Scalars['Int']['output'];
  /** The session's id, secret to the caller. */
  id: Scalars['ID']['output'];
  /** What the session may do. */
  role: DocumentRole;
  /** The Yjs client id under which this session, and no other, writes. */
  yjsClientId: Scalars['Int']['output'];
};

/** A document's content at one point of its log. */
export type DocumentState = {
  __typename?: 'DocumentState';
  /** The generation of the document's history. */
  epoch: Scalars['Int']['output'];
  /** The last entry of the log that the update holds. */
  seq: Scalars['Int']['output'];
  /** The state vector of the whole content. */
  stateVector: Scalars['Base64']['output'];
  /** A Yjs update, encoding 1. */
  update: Scalars['Base64']['output'];
};

/** A document's text at one point of its log. */
export type DocumentText = {
  __typename?: 'DocumentText';
  /** The generation of the document's history. */
  epoch: Scalars['Int']['output'];
  /** The properties. */
  properties: Scalars['JSON']['output'];
  /** The last entry of the log that the text holds. */
  seq: Scalars['Int']['output'];
  /** The tags, in the order of their letters. */
  tags: Array<Scalars['String']['output']>;
  /** The text, whole. */
  text: Scalars['String']['output'];
  /** The title. */
  title: Scalars['String']['output'];
};

/** A state of a document that was kept. */
export type DocumentVersion = {
  __typename?: 'DocumentVersion';
  /** Who gave it a name; null when it was kept by itself, or not by a person. */
  author?: Maybe<User>;
  /** What kind of caller gave it a name; null when it was kept by itself. */
  authorKind?: Maybe<ActorKind>;
  /** What changed in the text from another version to this one, in the text's order. */
  changesFrom: Array<TextPiece>;
  /** When it was kept. */
  createdAt: Scalars['DateTime']['output'];
  /** The document whose state it is. */
  document: Document;
  /** The generation of the document's history. */
  epoch: Scalars['Int']['output'];
  /** The version's id. */
  id: Scalars['ID']['output'];
  /** What it was called; null when it was kept by itself. */
  name?: Maybe<Scalars['String']['output']>;
  /** The last entry of the log that it holds. */
  seq: Scalars['Int']['output'];
  /** The text that it holds. */
  text: Scalars['String']['output'];
};


/** A state of a document that was kept. */
export type DocumentVersionChangesFromArgs = {
  versionId: Scalars['ID']['input'];
};

/** A page of versions. */
export type DocumentVersionConnection = {
  __typename?: 'DocumentVersionConnection';
  /** The versions with their cursors. */
  edges: Array<DocumentVersionEdge>;
  /** The versions. */
  nodes: Array<DocumentVersion>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
};

/** One version of a page, with its cursor. */
export type DocumentVersionEdge = {
  __typename?: 'DocumentVersionEdge';
  /** The version's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** The version. */
  node: DocumentVersion;
};

/** Which versions to return. */
export type DocumentVersionFilter = {
  /** Only those with a name, or only those that were kept by themselves. */
  isNamed?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What editComment needs. */
export type EditCommentInput = {
  /** Its new text, 1 to 10,000 characters. */
  body: Scalars['String']['input'];
  /** The comment to change. */
  id: Scalars['ID']['input'];
  /** The members it addresses now, at most 20; those it addressed before when absent. */
  mentions?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** What editComment answers. */
export type EditCommentPayload = {
  __typename?: 'EditCommentPayload';
  /** The comment as it is now. */
  comment: Comment;
};

/** A session's hold on an element of its document that cannot be merged. */
export type ElementLock = {
  __typename?: 'ElementLock';
  /** The element, by the name that the editors of the document give it. */
  element: Scalars['String']['output'];
  /** When it ends unless it is renewed. */
  expiresAt: Scalars['DateTime']['output'];
  /** Who holds it; null when it is not a person. */
  holder?: Maybe<User>;
  /** What kind of caller holds it. */
  holderKind: ActorKind;
  /** Rises with every lock of the document: what a push names so that it is stored only under this lock. */
  token: Scalars['Int']['output'];
  /** The Yjs client id of the session that holds it. */
  yjsClientId: Scalars['Int']['output'];
};

/** What has become of an element. */
export type ElementLockChange = {
  __typename?: 'ElementLockChange';
  /** The element. */
  element: Scalars['String']['output'];
  /** When the lock ends unless it is renewed; null when it is free. At that time it is free without a word. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** The Yjs client id of the session that holds it; null when it is free. */
  yjsClientId?: Maybe<Scalars['Int']['output']>;
};

/** A lock that a session holds. */
export type HeldLockInput = {
  /** The element. */
  element: Scalars['String']['input'];
  /** The lock's token. */
  token: Scalars['Int']['input'];
};

/** A unit of knowledge in the graph. */
export type Memory = {
  __typename?: 'Memory';
  /** The live document that holds the memory's content, if it has one. */
  document?: Maybe<Document>;
  /** The memory's id. */
  id: Scalars['ID']['output'];
};

/** What moveDocument needs. */
export type MoveDocumentInput = {
  /** The document. */
  id: Scalars['ID']['input'];
  /** The space in which it shall lie; none when absent or null, so that all of the tenant may see it. */
  spaceId?: InputMaybe<Scalars['ID']['input']>;
};

/** What moveDocument answers. */
export type MoveDocumentPayload = {
  __typename?: 'MoveDocumentPayload';
  /** The document. */
  document: Document;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Takes a suggestion into the document, whole or by part, merged with what came since; answers when it is durable. */
  acceptSuggestion: AcceptSuggestionPayload;
  /** Takes an element that cannot be merged for a session, for a time; or puts off the end of the time that the session has. CONFLICT, with when to ask again, while another holds it. */
  acquireElementLock: AcquireElementLockPayload;
  /** Adds a comment to a thread, open or settled. */
  addComment: AddCommentPayload;
  /** Brings a whole new text into a document: what it changes of the text it was made from is merged with what came since; answers when it is durable. CONFLICT when the text it was made from is not kept any more. */
  applyMemoryPatch: ApplyMemoryPatchPayload;
  /** Ends a session. */
  closeDocumentSession: CloseDocumentSessionPayload;
  /** Begins a thread with its first comment. */
  createCommentThread: CreateCommentThreadPayload;
  /** Makes the live document of a memory, seeded with its content; answers with the one it has if it has one. */
  createDocument: CreateDocumentPayload;
  /** Keeps what a document holds now under a name. */
  createDocumentVersion: CreateDocumentVersionPayload;
  /** Makes a free document, a note or a board, which belongs to no memory. */
  createFreeDocument: CreateFreeDocumentPayload;
  /** Takes back the caller's own comment, or as one who manages documents anybody's. A thread ends with its last comment. */
  deleteComment: DeleteCommentPayload;
  /** Takes a free document away, until it is restored: to everybody it is not there, and open streams end. */
  deleteDocument: DeleteDocumentPayload;
  /** Forgets a version; the document stays as it is. */
  deleteDocumentVersion: DeleteDocumentVersionPayload;
  /** Changes the text of the caller's own comment. */
  editComment: EditCommentPayload;
  /** Puts a free document into another space, or into none, for who may write to both; those who may not see it there lose their sessions. */
  moveDocument: MoveDocumentPayload;
  /** Opens a session to edit or watch a document. */
  openDocumentSession: OpenDocumentSessionPayload;
  /** Adds an update to a document; answers when it is durable. */
  pushDocument: PushDocumentPayload;
  /** Turns a suggestion down, whole or by part; its author withdraws it so. */
  rejectSuggestion: RejectSuggestionPayload;
  /** Gives an element back. */
  releaseElementLock: ReleaseElementLockPayload;
  /** Gives a free document another title, as an edit that others merge with; answers when it is durable. */
  renameDocument: RenameDocumentPayload;
  /** Keeps a session without an event stream alive. */
  renewDocumentSession: RenewDocumentSessionPayload;
  /** Puts off the end of a lock; CONFLICT when it is lost. */
  renewElementLock: RenewElementLockPayload;
  /** Opens a settled thread again; does nothing when it is open. */
  reopenCommentThread: ReopenCommentThreadPayload;
  /** Settles a thread; does nothing when it is settled. */
  resolveCommentThread: ResolveCommentThreadPayload;
  /** Brings a deleted document back, with all that was in it. NOT_FOUND where its space has been deleted since: name another place. */
  restoreDocument: RestoreDocumentPayload;
  /** Makes a document hold again what a version held, by an edit that others merge with; answers when it is durable. What stood there is kept as a version. */
  restoreDocumentVersion: RestoreDocumentVersionPayload;
  /** Says what somebody, or everybody whom no other rule names, may at most do with a document. Who manages documents can do everything all the same. */
  setDocumentRole: SetDocumentRolePayload;
  /** Proposes a new text: it is kept as the changes that would make it, and changes nothing until somebody accepts them. CONFLICT when the text it was made from is not kept any more. */
  suggestEdit: SuggestEditPayload;
};


export type MutationAcceptSuggestionArgs = {
  input: AcceptSuggestionInput;
};


export type MutationAcquireElementLockArgs = {
  input: AcquireElementLockInput;
};


export type MutationAddCommentArgs = {
  input: AddCommentInput;
};


export type MutationApplyMemoryPatchArgs = {
  input: ApplyMemoryPatchInput;
};


export type MutationCloseDocumentSessionArgs = {
  input: CloseDocumentSessionInput;
};


export type MutationCreateCommentThreadArgs = {
  input: CreateCommentThreadInput;
};


export type MutationCreateDocumentArgs = {
  input: CreateDocumentInput;
};


export type MutationCreateDocumentVersionArgs = {
  input: CreateDocumentVersionInput;
};


export type MutationCreateFreeDocumentArgs = {
  input: CreateFreeDocumentInput;
};


export type MutationDeleteCommentArgs = {
  input: DeleteCommentInput;
};


export type MutationDeleteDocumentArgs = {
  input: DeleteDocumentInput;
};


export type MutationDeleteDocumentVersionArgs = {
  input: DeleteDocumentVersionInput;
};


export type MutationEditCommentArgs = {
  input: EditCommentInput;
};


export type MutationMoveDocumentArgs = {
  input: MoveDocumentInput;
};


export type MutationOpenDocumentSessionArgs = {
  input: OpenDocumentSessionInput;
};


export type MutationPushDocumentArgs = {
  input: PushDocumentInput;
};


export type MutationRejectSuggestionArgs = {
  input: RejectSuggestionInput;
};


export type MutationReleaseElementLockArgs = {
  input: ReleaseElementLockInput;
};


export type MutationRenameDocumentArgs = {
  input: RenameDocumentInput;
};


export type MutationRenewDocumentSessionArgs = {
  input: RenewDocumentSessionInput;
};


export type MutationRenewElementLockArgs = {
  input: RenewElementLockInput;
};


export type MutationReopenCommentThreadArgs = {
  input: ReopenCommentThreadInput;
};


export type MutationResolveCommentThreadArgs = {
  input: ResolveCommentThreadInput;
};


export type MutationRestoreDocumentArgs = {
  input: RestoreDocumentInput;
};


export type MutationRestoreDocumentVersionArgs = {
  input: RestoreDocumentVersionInput;
};


export type MutationSetDocumentRoleArgs = {
  input: SetDocumentRoleInput;
};


export type MutationSuggestEditArgs = {
  input: SuggestEditInput;
};

/** What openDocumentSession needs. */
export type OpenDocumentSessionInput = {
  /** The document to edit. */
  documentId: Scalars['ID']['input'];
};

/** What openDocumentSession answers. */
export type OpenDocumentSessionPayload = {
  __typename?: 'OpenDocumentSessionPayload';
  /** The new session. */
  session: DocumentSession;
};

/** Where a page stands in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last item. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more items follow. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether items come before. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** What pushDocument needs. */
export type PushDocumentInput = {
  /** The caller's name for this batch, at most 64 characters: pushing it again changes nothing. */
  batchId: Scalars['String']['input'];
  /** The epoch that the session was opened in. */
  epoch: Scalars['Int']['input'];
  /** Locks that the session must hold at the moment in which the update becomes durable, at most 20; else LOCK_LOST. */
  locks?: InputMaybe<Array<HeldLockInput>>;
  /** The session's cursor, selection, name: opaque to the server, at most 4 KB; null when it leaves. */
  presence?: InputMaybe<Scalars['JSON']['input']>;
  /** Rises with each presence; an older one is ignored. Required with presence. */
  presenceClock?: InputMaybe<Scalars['Int']['input']>;
  /** The session that writes. */
  sessionId: Scalars['ID']['input'];
  /** A Yjs update, encoding 1. */
  update?: InputMaybe<Scalars['Base64']['input']>;
};

/** What pushDocument answers. */
export type PushDocumentPayload = {
  __typename?: 'PushDocumentPayload';
  /** True once the update cannot be lost any more. */
  durable: Scalars['Boolean']['output'];
  /** When to push again, in milliseconds. */
  retryAfterMs?: Maybe<Scalars['Int']['output']>;
  /** The log entry that holds the update; with DUPLICATE, one by which it is durable. */
  seq?: Maybe<Scalars['Int']['output']>;
  /** With MISSING_DEPENDENCIES, what the server has. */
  stateVector?: Maybe<Scalars['Base64']['output']>;
  /** What became of the update. */
  status: PushStatus;
};

/** What became of a pushed update. */
export type PushStatus =
  /** Everything in the update was there already, and is durable. */
  | 'DUPLICATE'
  /** The document has begun a new epoch: open a new session and do not sync the old history. */
  | 'EPOCH_MISMATCH'
  /** The bytes are not a Yjs update (encoding 1), or speak for somebody else's session. */
  | 'INVALID'
  /** Not stored: the session does not hold a lock that the push names (any more). */
  | 'LOCK_LOST'
  /** The update builds on changes that the server has not: push again what the returned state vector lacks. */
  | 'MISSING_DEPENDENCIES'
  /** The update is in the log and durable. */
  | 'OK'
  /** The session's role does not allow this change. */
  | 'PERMISSION_DENIED'
  /** Too many pushes: try again after retryAfterMs. */
  | 'RATE_LIMITED'
  /** The session is closed or expired: open a new one. */
  | 'SESSION_EXPIRED'
  /** The update, its presence or the document it would make is over the limit. */
  | 'TOO_LARGE'
  /** Not stored: push the same batch again after retryAfterMs. */
  | 'UNAVAILABLE';

export type Query = {
  __typename?: 'Query';
  /** One thread of comments. */
  commentThread?: Maybe<CommentThread>;
  /** One document. */
  document?: Maybe<Document>;
  /** One version of a document. */
  documentVersion?: Maybe<DocumentVersion>;
  /** The free documents that the viewer may see, the newest first; those of memories are found by their memories. */
  documents: DocumentConnection;
  /** Whether free documents lie in a space, deleted ones aside: asked by the memory graph before it deletes the space. */
  holdsDocuments: Scalars['Boolean']['output'];
  /** One suggestion. */
  suggestion?: Maybe<Suggestion>;
};


export type QueryCommentThreadArgs = {
  id: Scalars['ID']['input'];
};


export type QueryDocumentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryDocumentVersionArgs = {
  id: Scalars['ID']['input'];
};


export type QueryDocumentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<DocumentFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryHoldsDocumentsArgs = {
  spaceId: Scalars['ID']['input'];
};


export type QuerySuggestionArgs = {
  id: Scalars['ID']['input'];
};

/** What rejectSuggestion needs. */
export type RejectSuggestionInput = {
  /** The numbers of the changes to turn down; all that are pending when absent. */
  hunks?: InputMaybe<Array<Scalars['Int']['input']>>;
  /** The suggestion to turn down. */
  id: Scalars['ID']['input'];
};

/** What rejectSuggestion answers. */
export type RejectSuggestionPayload = {
  __typename?: 'RejectSuggestionPayload';
  /** The suggestion as it is now. */
  suggestion: Suggestion;
};

/** What releaseElementLock needs. */
export type ReleaseElementLockInput = {
  /** The element. */
  element: Scalars['String']['input'];
  /** The session that holds the element. */
  sessionId: Scalars['ID']['input'];
  /** The lock's token. */
  token: Scalars['Int']['input'];
};

/** What releaseElementLock answers. */
export type ReleaseElementLockPayload = {
  __typename?: 'ReleaseElementLockPayload';
  /** Whether the lock was held until now. */
  isReleased: Scalars['Boolean']['output'];
};

/** What renameDocument needs. */
export type RenameDocumentInput = {
  /** The document. */
  id: Scalars['ID']['input'];
  /** What to call it, 1 to 500 characters. */
  title: Scalars['String']['input'];
};

/** What renameDocument answers. */
export type RenameDocumentPayload = {
  __typename?: 'RenameDocumentPayload';
  /** The document with its title. */
  document: Document;
};

/** What renewDocumentSession needs. */
export type RenewDocumentSessionInput = {
  /** The session to keep. */
  sessionId: Scalars['ID']['input'];
};

/** What renewDocumentSession answers. */
export type RenewDocumentSessionPayload = {
  __typename?: 'RenewDocumentSessionPayload';
  /** The session with its new expiry. */
  session: DocumentSession;
};

/** What renewElementLock needs. */
export type RenewElementLockInput = {
  /** The element. */
  element: Scalars['String']['input'];
  /** For how many milliseconds from now on, 1,000 to 120,000; 30,000 when absent. */
  leaseMs?: InputMaybe<Scalars['Int']['input']>;
  /** The session that holds the element. */
  sessionId: Scalars['ID']['input'];
  /** The lock's token. */
  token: Scalars['Int']['input'];
};

/** What renewElementLock answers. */
export type RenewElementLockPayload = {
  __typename?: 'RenewElementLockPayload';
  /** The lock with its new end. */
  lock: ElementLock;
};

/** What reopenCommentThread needs. */
export type ReopenCommentThreadInput = {
  /** The thread to open again. */
  id: Scalars['ID']['input'];
};

/** What reopenCommentThread answers. */
export type ReopenCommentThreadPayload = {
  __typename?: 'ReopenCommentThreadPayload';
  /** The thread as it is now. */
  thread: CommentThread;
};

/** What resolveCommentThread needs. */
export type ResolveCommentThreadInput = {
  /** The thread to settle. */
  id: Scalars['ID']['input'];
};

/** What resolveCommentThread answers. */
export type ResolveCommentThreadPayload = {
  __typename?: 'ResolveCommentThreadPayload';
  /** The thread as it is now. */
  thread: CommentThread;
};

/** What restoreDocument needs. */
export type RestoreDocumentInput = {
  /** The document. */
  id: Scalars['ID']['input'];
  /** The space in which it shall lie, or null for none; where it lay when absent. */
  spaceId?: InputMaybe<Scalars['ID']['input']>;
};

/** What restoreDocument answers. */
export type RestoreDocumentPayload = {
  __typename?: 'RestoreDocumentPayload';
  /** The document. */
  document: Document;
};

/** What restoreDocumentVersion needs. */
export type RestoreDocumentVersionInput = {
  /** The caller's name for this edit, at most 64 characters: sending it again changes nothing. */
  batchId: Scalars['String']['input'];
  /** The version to bring back. */
  versionId: Scalars['ID']['input'];
};

/** What restoreDocumentVersion answers. */
export type RestoreDocumentVersionPayload = {
  __typename?: 'RestoreDocumentVersionPayload';
  /** The text as it was restored, with all that came before. */
  content: DocumentText;
  /** The document. */
  document: Document;
};

/** What setDocumentRole needs: a person, a key, or neither for everybody whom no other rule names. */
export type SetDocumentRoleInput = {
  /** The API key. */
  apiKeyId?: InputMaybe<Scalars['ID']['input']>;
  /** The document. */
  documentId: Scalars['ID']['input'];
  /** What the caller may at most do; null takes the rule away. */
  role?: InputMaybe<DocumentRole>;
  /** The person. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** What setDocumentRole answers. */
export type SetDocumentRolePayload = {
  __typename?: 'SetDocumentRolePayload';
  /** The document. */
  document: Document;
};

export type Space = {
  __typename?: 'Space';
  id: Scalars['ID']['output'];
};

export type Subscription = {
  __typename?: 'Subscription';
  /** What happens around a document, in order and without a gap. */
  documentActivity: DocumentActivity;
  /** A document's live events. The first holds all that the given state vector lacks, and nothing is missed after it. */
  documentEvents: DocumentEvent;
};


export type SubscriptionDocumentActivityArgs = {
  after?: InputMaybe<Scalars['Int']['input']>;
  documentId: Scalars['ID']['input'];
};


export type SubscriptionDocumentEventsArgs = {
  sessionId: Scalars['ID']['input'];
  stateVector?: InputMaybe<Scalars['Base64']['input']>;
};

/** What suggestEdit needs. */
export type SuggestEditInput = {
  /** The log entry of the text that the new one was made from. */
  baseSeq: Scalars['Int']['input'];
  /** The new text, whole. */
  content: Scalars['String']['input'];
  /** The document to change. */
  documentId: Scalars['ID']['input'];
  /** The epoch of the text that the new one was made from. */
  epoch: Scalars['Int']['input'];
  /** Why, at most 2,000 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
};

/** What suggestEdit answers. */
export type SuggestEditPayload = {
  __typename?: 'SuggestEditPayload';
  /** The new suggestion. */
  suggestion: Suggestion;
};

/** A proposed edit: a fork of the document, which is taken whole or by part, or not at all. */
export type Suggestion = {
  __typename?: 'Suggestion';
  /** Who proposes it; null when it is not a person. */
  author?: Maybe<User>;
  /** What kind of caller proposes it. */
  authorKind: ActorKind;
  /** The entry of the document's log that it was made from. */
  baseSeq: Scalars['Int']['output'];
  /** When the last of it was decided. */
  closedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** The document that it would change. */
  document: Document;
  /** The generation of the document's history that it was made from. */
  epoch: Scalars['Int']['output'];
  /** What it would change, in the order of the text. */
  hunks: Array<SuggestionHunk>;
  /** The suggestion's id. */
  id: Scalars['ID']['output'];
  /** Why, in the author's words. */
  note?: Maybe<Scalars['String']['output']>;
  /** What became of it. */
  status: SuggestionStatus;
};

/** A page of suggestions. */
export type SuggestionConnection = {
  __typename?: 'SuggestionConnection';
  /** The suggestions with their cursors. */
  edges: Array<SuggestionEdge>;
  /** The suggestions. */
  nodes: Array<Suggestion>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
};

/** One suggestion of a page, with its cursor. */
export type SuggestionEdge = {
  __typename?: 'SuggestionEdge';
  /** The suggestion's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** The suggestion. */
  node: Suggestion;
};

/** Which suggestions to return. Every condition that is given must hold. */
export type SuggestionFilter = {
  /** Only those that have come to this. */
  status?: InputMaybe<SuggestionStatus>;
};

/** One change that a suggestion proposes. */
export type SuggestionHunk = {
  __typename?: 'SuggestionHunk';
  /** Where it begins in the text that the suggestion was made from, in UTF-16 code units. */
  at: Scalars['Int']['output'];
  /** When that was. */
  decidedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its number within the suggestion, from 0. */
  index: Scalars['Int']['output'];
  /** What it puts in. */
  inserted: Scalars['String']['output'];
  /** What it would replace in the text now; null when it is decided, or no longer applies. */
  range?: Maybe<TextRange>;
  /** What it takes out. */
  removed: Scalars['String']['output'];
  /** Who decided; null when nobody has, or it was not a person. */
  reviewer?: Maybe<User>;
  /** What kind of caller decided. */
  reviewerKind?: Maybe<ActorKind>;
  /** With ACCEPTED, an entry of the document's log by which it is there. */
  seq?: Maybe<Scalars['Int']['output']>;
  /** What became of it. */
  status: SuggestionHunkStatus;
};

/** What became of one change that a suggestion proposes. */
export type SuggestionHunkStatus =
  /** It is in the document. */
  | 'ACCEPTED'
  /** It waits for somebody's decision. */
  | 'PENDING'
  /** It was not taken. */
  | 'REJECTED';

/** What became of a suggestion. */
export type SuggestionStatus =
  /** All of it is in the document. */
  | 'ACCEPTED'
  /** Some of it waits for somebody's decision. */
  | 'OPEN'
  /** Some of it is in the document, the rest was rejected. */
  | 'PARTLY_ACCEPTED'
  /** None of it was taken. */
  | 'REJECTED';

/** A piece of two texts that are compared. */
export type TextPiece = {
  __typename?: 'TextPiece';
  /** In which of them it stands. */
  kind: TextPieceKind;
  /** The piece. */
  text: Scalars['String']['output'];
};

/** What became of a piece of text. */
export type TextPieceKind =
  /** It stands only in the later text. */
  | 'ADDED'
  /** It stands in both texts. */
  | 'KEPT'
  /** It stands only in the earlier text. */
  | 'REMOVED';

/** A part of a text, in UTF-16 code units. */
export type TextRange = {
  __typename?: 'TextRange';
  /** Where it begins. */
  from: Scalars['Int']['output'];
  /** Where it ends; the same as its beginning when all that stood there was deleted. */
  to: Scalars['Int']['output'];
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Document: Document;
  DocumentSession: DocumentSession;
  Memory: Memory;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Document:
    ( { __typename: 'Document' }
    & GraphQLRecursivePick<FederationTypes['Document'], {"id":true}> );
  DocumentSession:
    ( { __typename: 'DocumentSession' }
    & GraphQLRecursivePick<FederationTypes['DocumentSession'], {"id":true}> );
  Memory:
    ( { __typename: 'Memory' }
    & GraphQLRecursivePick<FederationTypes['Memory'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AcceptSuggestionInput: AcceptSuggestionInput;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AcceptSuggestionPayload: ResolverTypeWrapper<Omit<AcceptSuggestionPayload, 'conflicts' | 'suggestion'> & { conflicts: Array<ResolversTypes['SuggestionHunk']>, suggestion: ResolversTypes['Suggestion'] }>;
  AcquireElementLockInput: AcquireElementLockInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  AcquireElementLockPayload: ResolverTypeWrapper<Omit<AcquireElementLockPayload, 'lock'> & { lock: ResolversTypes['ElementLock'] }>;
  ActorKind: ActorKind;
  AddCommentInput: AddCommentInput;
  AddCommentPayload: ResolverTypeWrapper<Omit<AddCommentPayload, 'comment'> & { comment: ResolversTypes['Comment'] }>;
  ApplyMemoryPatchInput: ApplyMemoryPatchInput;
  ApplyMemoryPatchPayload: ResolverTypeWrapper<Omit<ApplyMemoryPatchPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  AuthoredSpan: ResolverTypeWrapper<AuthoredSpanRow>;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  CloseDocumentSessionInput: CloseDocumentSessionInput;
  CloseDocumentSessionPayload: ResolverTypeWrapper<CloseDocumentSessionPayload>;
  Comment: ResolverTypeWrapper<CommentRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CommentAnchor: ResolverTypeWrapper<CommentAnchor>;
  CommentAnchorInput: CommentAnchorInput;
  CommentConnection: ResolverTypeWrapper<CommentConnectionRow>;
  CommentEdge: ResolverTypeWrapper<Omit<CommentEdge, 'node'> & { node: ResolversTypes['Comment'] }>;
  CommentThread: ResolverTypeWrapper<ThreadRow>;
  CommentThreadConnection: ResolverTypeWrapper<CommentThreadConnectionRow>;
  CommentThreadEdge: ResolverTypeWrapper<Omit<CommentThreadEdge, 'node'> & { node: ResolversTypes['CommentThread'] }>;
  CommentThreadFilter: CommentThreadFilter;
  CommentThreadStatus: CommentThreadStatus;
  CreateCommentThreadInput: CreateCommentThreadInput;
  CreateCommentThreadPayload: ResolverTypeWrapper<Omit<CreateCommentThreadPayload, 'thread'> & { thread: ResolversTypes['CommentThread'] }>;
  CreateDocumentInput: CreateDocumentInput;
  CreateDocumentPayload: ResolverTypeWrapper<Omit<CreateDocumentPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  CreateDocumentVersionInput: CreateDocumentVersionInput;
  CreateDocumentVersionPayload: ResolverTypeWrapper<Omit<CreateDocumentVersionPayload, 'version'> & { version: ResolversTypes['DocumentVersion'] }>;
  CreateFreeDocumentInput: CreateFreeDocumentInput;
  CreateFreeDocumentPayload: ResolverTypeWrapper<Omit<CreateFreeDocumentPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteCommentInput: DeleteCommentInput;
  DeleteCommentPayload: ResolverTypeWrapper<Omit<DeleteCommentPayload, 'thread'> & { thread?: Maybe<ResolversTypes['CommentThread']> }>;
  DeleteDocumentInput: DeleteDocumentInput;
  DeleteDocumentPayload: ResolverTypeWrapper<DeleteDocumentPayload>;
  DeleteDocumentVersionInput: DeleteDocumentVersionInput;
  DeleteDocumentVersionPayload: ResolverTypeWrapper<DeleteDocumentVersionPayload>;
  Document: ResolverTypeWrapper<DocumentRow>;
  DocumentActivity: ResolverTypeWrapper<ActivityRow>;
  DocumentActivityKind: DocumentActivityKind;
  DocumentConnection: ResolverTypeWrapper<DocumentConnectionRow>;
  DocumentControl: ResolverTypeWrapper<Control>;
  DocumentControlKind: DocumentControlKind;
  DocumentEdge: ResolverTypeWrapper<Omit<DocumentEdge, 'node'> & { node: ResolversTypes['Document'] }>;
  DocumentEvent: ResolverTypeWrapper<RoomEvent>;
  DocumentFilter: DocumentFilter;
  DocumentKind: DocumentKind;
  DocumentRole: DocumentRole;
  DocumentRoleRule: ResolverTypeWrapper<RoleRule>;
  DocumentSession: ResolverTypeWrapper<Session>;
  DocumentState: ResolverTypeWrapper<DocumentState>;
  DocumentText: ResolverTypeWrapper<DocumentText>;
  DocumentVersion: ResolverTypeWrapper<VersionRow>;
  DocumentVersionConnection: ResolverTypeWrapper<DocumentVersionConnectionRow>;
  DocumentVersionEdge: ResolverTypeWrapper<Omit<DocumentVersionEdge, 'node'> & { node: ResolversTypes['DocumentVersion'] }>;
  DocumentVersionFilter: DocumentVersionFilter;
  EditCommentInput: EditCommentInput;
  EditCommentPayload: ResolverTypeWrapper<Omit<EditCommentPayload, 'comment'> & { comment: ResolversTypes['Comment'] }>;
  ElementLock: ResolverTypeWrapper<ElementLockRow>;
  ElementLockChange: ResolverTypeWrapper<ElementLockChange>;
  HeldLockInput: HeldLockInput;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Memory: ResolverTypeWrapper<MemoryReference>;
  MoveDocumentInput: MoveDocumentInput;
  MoveDocumentPayload: ResolverTypeWrapper<Omit<MoveDocumentPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OpenDocumentSessionInput: OpenDocumentSessionInput;
  OpenDocumentSessionPayload: ResolverTypeWrapper<Omit<OpenDocumentSessionPayload, 'session'> & { session: ResolversTypes['DocumentSession'] }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PushDocumentInput: PushDocumentInput;
  PushDocumentPayload: ResolverTypeWrapper<PushDocumentPayload>;
  PushStatus: PushStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RejectSuggestionInput: RejectSuggestionInput;
  RejectSuggestionPayload: ResolverTypeWrapper<Omit<RejectSuggestionPayload, 'suggestion'> & { suggestion: ResolversTypes['Suggestion'] }>;
  ReleaseElementLockInput: ReleaseElementLockInput;
  ReleaseElementLockPayload: ResolverTypeWrapper<ReleaseElementLockPayload>;
  RenameDocumentInput: RenameDocumentInput;
  RenameDocumentPayload: ResolverTypeWrapper<Omit<RenameDocumentPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  RenewDocumentSessionInput: RenewDocumentSessionInput;
  RenewDocumentSessionPayload: ResolverTypeWrapper<Omit<RenewDocumentSessionPayload, 'session'> & { session: ResolversTypes['DocumentSession'] }>;
  RenewElementLockInput: RenewElementLockInput;
  RenewElementLockPayload: ResolverTypeWrapper<Omit<RenewElementLockPayload, 'lock'> & { lock: ResolversTypes['ElementLock'] }>;
  ReopenCommentThreadInput: ReopenCommentThreadInput;
  ReopenCommentThreadPayload: ResolverTypeWrapper<Omit<ReopenCommentThreadPayload, 'thread'> & { thread: ResolversTypes['CommentThread'] }>;
  ResolveCommentThreadInput: ResolveCommentThreadInput;
  ResolveCommentThreadPayload: ResolverTypeWrapper<Omit<ResolveCommentThreadPayload, 'thread'> & { thread: ResolversTypes['CommentThread'] }>;
  RestoreDocumentInput: RestoreDocumentInput;
  RestoreDocumentPayload: ResolverTypeWrapper<Omit<RestoreDocumentPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  RestoreDocumentVersionInput: RestoreDocumentVersionInput;
  RestoreDocumentVersionPayload: ResolverTypeWrapper<Omit<RestoreDocumentVersionPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  SetDocumentRoleInput: SetDocumentRoleInput;
  SetDocumentRolePayload: ResolverTypeWrapper<Omit<SetDocumentRolePayload, 'document'> & { document: ResolversTypes['Document'] }>;
  Space: ResolverTypeWrapper<Space>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SuggestEditInput: SuggestEditInput;
  SuggestEditPayload: ResolverTypeWrapper<Omit<SuggestEditPayload, 'suggestion'> & { suggestion: ResolversTypes['Suggestion'] }>;
  Suggestion: ResolverTypeWrapper<SuggestionRow>;
  SuggestionConnection: ResolverTypeWrapper<SuggestionConnectionRow>;
  SuggestionEdge: ResolverTypeWrapper<Omit<SuggestionEdge, 'node'> & { node: ResolversTypes['Suggestion'] }>;
  SuggestionFilter: SuggestionFilter;
  SuggestionHunk: ResolverTypeWrapper<HunkRow>;
  SuggestionHunkStatus: SuggestionHunkStatus;
  SuggestionStatus: SuggestionStatus;
  TextPiece: ResolverTypeWrapper<TextPiece>;
  TextPieceKind: TextPieceKind;
  TextRange: ResolverTypeWrapper<TextRange>;
  User: ResolverTypeWrapper<User>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AcceptSuggestionInput: AcceptSuggestionInput;
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  AcceptSuggestionPayload: Omit<AcceptSuggestionPayload, 'conflicts' | 'suggestion'> & { conflicts: Array<ResolversParentTypes['SuggestionHunk']>, suggestion: ResolversParentTypes['Suggestion'] };
  AcquireElementLockInput: AcquireElementLockInput;
  String: Scalars['String']['output'];
  AcquireElementLockPayload: Omit<AcquireElementLockPayload, 'lock'> & { lock: ResolversParentTypes['ElementLock'] };
  AddCommentInput: AddCommentInput;
  AddCommentPayload: Omit<AddCommentPayload, 'comment'> & { comment: ResolversParentTypes['Comment'] };
  ApplyMemoryPatchInput: ApplyMemoryPatchInput;
  ApplyMemoryPatchPayload: Omit<ApplyMemoryPatchPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  AuthoredSpan: AuthoredSpanRow;
  Base64: Scalars['Base64']['output'];
  CloseDocumentSessionInput: CloseDocumentSessionInput;
  CloseDocumentSessionPayload: CloseDocumentSessionPayload;
  Comment: CommentRow;
  Boolean: Scalars['Boolean']['output'];
  CommentAnchor: CommentAnchor;
  CommentAnchorInput: CommentAnchorInput;
  CommentConnection: CommentConnectionRow;
  CommentEdge: Omit<CommentEdge, 'node'> & { node: ResolversParentTypes['Comment'] };
  CommentThread: ThreadRow;
  CommentThreadConnection: CommentThreadConnectionRow;
  CommentThreadEdge: Omit<CommentThreadEdge, 'node'> & { node: ResolversParentTypes['CommentThread'] };
  CommentThreadFilter: CommentThreadFilter;
  CreateCommentThreadInput: CreateCommentThreadInput;
  CreateCommentThreadPayload: Omit<CreateCommentThreadPayload, 'thread'> & { thread: ResolversParentTypes['CommentThread'] };
  CreateDocumentInput: CreateDocumentInput;
  CreateDocumentPayload: Omit<CreateDocumentPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  CreateDocumentVersionInput: CreateDocumentVersionInput;
  CreateDocumentVersionPayload: Omit<CreateDocumentVersionPayload, 'version'> & { version: ResolversParentTypes['DocumentVersion'] };
  CreateFreeDocumentInput: CreateFreeDocumentInput;
  CreateFreeDocumentPayload: Omit<CreateFreeDocumentPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  DateTime: Scalars['DateTime']['output'];
  DeleteCommentInput: DeleteCommentInput;
  DeleteCommentPayload: Omit<DeleteCommentPayload, 'thread'> & { thread?: Maybe<ResolversParentTypes['CommentThread']> };
  DeleteDocumentInput: DeleteDocumentInput;
  DeleteDocumentPayload: DeleteDocumentPayload;
  DeleteDocumentVersionInput: DeleteDocumentVersionInput;
  DeleteDocumentVersionPayload: DeleteDocumentVersionPayload;
  Document: DocumentRow;
  DocumentActivity: ActivityRow;
  DocumentConnection: DocumentConnectionRow;
  DocumentControl: Control;
  DocumentEdge: Omit<DocumentEdge, 'node'> & { node: ResolversParentTypes['Document'] };
  DocumentEvent: RoomEvent;
  DocumentFilter: DocumentFilter;
  DocumentRoleRule: RoleRule;
  DocumentSession: Session;
  DocumentState: DocumentState;
  DocumentText: DocumentText;
  DocumentVersion: VersionRow;
  DocumentVersionConnection: DocumentVersionConnectionRow;
  DocumentVersionEdge: Omit<DocumentVersionEdge, 'node'> & { node: ResolversParentTypes['DocumentVersion'] };
  DocumentVersionFilter: DocumentVersionFilter;
  EditCommentInput: EditCommentInput;
  EditCommentPayload: Omit<EditCommentPayload, 'comment'> & { comment: ResolversParentTypes['Comment'] };
  ElementLock: ElementLockRow;
  ElementLockChange: ElementLockChange;
  HeldLockInput: HeldLockInput;
  JSON: Scalars['JSON']['output'];
  Memory: MemoryReference;
  MoveDocumentInput: MoveDocumentInput;
  MoveDocumentPayload: Omit<MoveDocumentPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  Mutation: Record<PropertyKey, never>;
  OpenDocumentSessionInput: OpenDocumentSessionInput;
  OpenDocumentSessionPayload: Omit<OpenDocumentSessionPayload, 'session'> & { session: ResolversParentTypes['DocumentSession'] };
  PageInfo: PageInfo;
  PushDocumentInput: PushDocumentInput;
  PushDocumentPayload: PushDocumentPayload;
  Query: Record<PropertyKey, never>;
  RejectSuggestionInput: RejectSuggestionInput;
  RejectSuggestionPayload: Omit<RejectSuggestionPayload, 'suggestion'> & { suggestion: ResolversParentTypes['Suggestion'] };
  ReleaseElementLockInput: ReleaseElementLockInput;
  ReleaseElementLockPayload: ReleaseElementLockPayload;
  RenameDocumentInput: RenameDocumentInput;
  RenameDocumentPayload: Omit<RenameDocumentPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  RenewDocumentSessionInput: RenewDocumentSessionInput;
  RenewDocumentSessionPayload: Omit<RenewDocumentSessionPayload, 'session'> & { session: ResolversParentTypes['DocumentSession'] };
  RenewElementLockInput: RenewElementLockInput;
  RenewElementLockPayload: Omit<RenewElementLockPayload, 'lock'> & { lock: ResolversParentTypes['ElementLock'] };
  ReopenCommentThreadInput: ReopenCommentThreadInput;
  ReopenCommentThreadPayload: Omit<ReopenCommentThreadPayload, 'thread'> & { thread: ResolversParentTypes['CommentThread'] };
  ResolveCommentThreadInput: ResolveCommentThreadInput;
  ResolveCommentThreadPayload: Omit<ResolveCommentThreadPayload, 'thread'> & { thread: ResolversParentTypes['CommentThread'] };
  RestoreDocumentInput: RestoreDocumentInput;
  RestoreDocumentPayload: Omit<RestoreDocumentPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  RestoreDocumentVersionInput: RestoreDocumentVersionInput;
  RestoreDocumentVersionPayload: Omit<RestoreDocumentVersionPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  SetDocumentRoleInput: SetDocumentRoleInput;
  SetDocumentRolePayload: Omit<SetDocumentRolePayload, 'document'> & { document: ResolversParentTypes['Document'] };
  Space: Space;
  Subscription: Record<PropertyKey, never>;
  SuggestEditInput: SuggestEditInput;
  SuggestEditPayload: Omit<SuggestEditPayload, 'suggestion'> & { suggestion: ResolversParentTypes['Suggestion'] };
  Suggestion: SuggestionRow;
  SuggestionConnection: SuggestionConnectionRow;
  SuggestionEdge: Omit<SuggestionEdge, 'node'> & { node: ResolversParentTypes['Suggestion'] };
  SuggestionFilter: SuggestionFilter;
  SuggestionHunk: HunkRow;
  TextPiece: TextPiece;
  TextRange: TextRange;
  User: User;
};

export type AcceptSuggestionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcceptSuggestionPayload'] = ResolversParentTypes['AcceptSuggestionPayload']> = {
  conflicts?: Resolver<Array<ResolversTypes['SuggestionHunk']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  suggestion?: Resolver<ResolversTypes['Suggestion'], ParentType, ContextType>;
};

export type AcquireElementLockPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcquireElementLockPayload'] = ResolversParentTypes['AcquireElementLockPayload']> = {
  lock?: Resolver<ResolversTypes['ElementLock'], ParentType, ContextType>;
};

export type AddCommentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddCommentPayload'] = ResolversParentTypes['AddCommentPayload']> = {
  comment?: Resolver<ResolversTypes['Comment'], ParentType, ContextType>;
};

export type ApplyMemoryPatchPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApplyMemoryPatchPayload'] = ResolversParentTypes['ApplyMemoryPatchPayload']> = {
  content?: Resolver<ResolversTypes['DocumentText'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export type AuthoredSpanResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuthoredSpan'] = ResolversParentTypes['AuthoredSpan']> = {
  author?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  authorKind?: Resolver<Maybe<ResolversTypes['ActorKind']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type CloseDocumentSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CloseDocumentSessionPayload'] = ResolversParentTypes['CloseDocumentSessionPayload']> = {
  sessionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CommentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Comment'] = ResolversParentTypes['Comment']> = {
  author?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  authorKind?: Resolver<ResolversTypes['ActorKind'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  editedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isDeleted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  mentions?: Resolver<Array<Maybe<ResolversTypes['User']>>, ParentType, ContextType>;
  thread?: Resolver<ResolversTypes['CommentThread'], ParentType, ContextType>;
};

export type CommentAnchorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CommentAnchor'] = ResolversParentTypes['CommentAnchor']> = {
  end?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type CommentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CommentConnection'] = ResolversParentTypes['CommentConnection']> = {
  edges?: Resolver<Array<ResolversTypes['CommentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Comment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CommentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CommentEdge'] = ResolversParentTypes['CommentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Comment'], ParentType, ContextType>;
};

export type CommentThreadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CommentThread'] = ResolversParentTypes['CommentThread']> = {
  anchor?: Resolver<Maybe<ResolversTypes['CommentAnchor']>, ParentType, ContextType>;
  commentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  comments?: Resolver<ResolversTypes['CommentConnection'], ParentType, ContextType, RequireFields<CommentThreadCommentsArgs, 'first'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quote?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  range?: Resolver<Maybe<ResolversTypes['TextRange']>, ParentType, ContextType>;
  resolvedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  resolvedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  resolvedByKind?: Resolver<Maybe<ResolversTypes['ActorKind']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CommentThreadStatus'], ParentType, ContextType>;
};

export type CommentThreadConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CommentThreadConnection'] = ResolversParentTypes['CommentThreadConnection']> = {
  edges?: Resolver<Array<ResolversTypes['CommentThreadEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['CommentThread']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CommentThreadEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CommentThreadEdge'] = ResolversParentTypes['CommentThreadEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CommentThread'], ParentType, ContextType>;
};

export type CreateCommentThreadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateCommentThreadPayload'] = ResolversParentTypes['CreateCommentThreadPayload']> = {
  thread?: Resolver<ResolversTypes['CommentThread'], ParentType, ContextType>;
};

export type CreateDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDocumentPayload'] = ResolversParentTypes['CreateDocumentPayload']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export type CreateDocumentVersionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDocumentVersionPayload'] = ResolversParentTypes['CreateDocumentVersionPayload']> = {
  version?: Resolver<ResolversTypes['DocumentVersion'], ParentType, ContextType>;
};

export type CreateFreeDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateFreeDocumentPayload'] = ResolversParentTypes['CreateFreeDocumentPayload']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteCommentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteCommentPayload'] = ResolversParentTypes['DeleteCommentPayload']> = {
  commentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  thread?: Resolver<Maybe<ResolversTypes['CommentThread']>, ParentType, ContextType>;
};

export type DeleteDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteDocumentPayload'] = ResolversParentTypes['DeleteDocumentPayload']> = {
  documentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type DeleteDocumentVersionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteDocumentVersionPayload'] = ResolversParentTypes['DeleteDocumentVersionPayload']> = {
  versionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type DocumentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document'], FederationReferenceType extends FederationReferenceTypes['Document'] = FederationReferenceTypes['Document']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Document']> | FederationReferenceType, FederationReferenceType, ContextType>;
  authorship?: Resolver<Array<ResolversTypes['AuthoredSpan']>, ParentType, ContextType, RequireFields<DocumentAuthorshipArgs, 'from'>>;
  changesFrom?: Resolver<Array<ResolversTypes['TextPiece']>, ParentType, ContextType, RequireFields<DocumentChangesFromArgs, 'versionId'>>;
  commentThreads?: Resolver<ResolversTypes['CommentThreadConnection'], ParentType, ContextType, RequireFields<DocumentCommentThreadsArgs, 'first'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deletedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  headSeq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DocumentKind'], ParentType, ContextType>;
  locks?: Resolver<Array<ResolversTypes['ElementLock']>, ParentType, ContextType>;
  memory?: Resolver<Maybe<ResolversTypes['Memory']>, ParentType, ContextType>;
  projectedSeq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['DocumentRoleRule']>, ParentType, ContextType>;
  space?: Resolver<Maybe<ResolversTypes['Space']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DocumentState'], ParentType, ContextType, Partial<DocumentStateArgs>>;
  suggestions?: Resolver<ResolversTypes['SuggestionConnection'], ParentType, ContextType, RequireFields<DocumentSuggestionsArgs, 'first'>>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  textAt?: Resolver<ResolversTypes['DocumentText'], ParentType, ContextType, Partial<DocumentTextAtArgs>>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  versions?: Resolver<ResolversTypes['DocumentVersionConnection'], ParentType, ContextType, RequireFields<DocumentVersionsArgs, 'first'>>;
  viewerRole?: Resolver<ResolversTypes['DocumentRole'], ParentType, ContextType>;
};

export type DocumentActivityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentActivity'] = ResolversParentTypes['DocumentActivity']> = {
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  actorKind?: Resolver<ResolversTypes['ActorKind'], ParentType, ContextType>;
  comment?: Resolver<Maybe<ResolversTypes['Comment']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DocumentActivityKind'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  suggestion?: Resolver<Maybe<ResolversTypes['Suggestion']>, ParentType, ContextType>;
  thread?: Resolver<Maybe<ResolversTypes['CommentThread']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['DocumentVersion']>, ParentType, ContextType>;
};

export type DocumentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentConnection'] = ResolversParentTypes['DocumentConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DocumentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Document']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DocumentControlResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentControl'] = ResolversParentTypes['DocumentControl']> = {
  isReadOnly?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DocumentControlKind'], ParentType, ContextType>;
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['DocumentRole']>, ParentType, ContextType>;
  versionId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type DocumentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentEdge'] = ResolversParentTypes['DocumentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export type DocumentEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentEvent'] = ResolversParentTypes['DocumentEvent']> = {
  control?: Resolver<Maybe<ResolversTypes['DocumentControl']>, ParentType, ContextType>;
  locks?: Resolver<Maybe<Array<ResolversTypes['ElementLockChange']>>, ParentType, ContextType>;
  presence?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stateVector?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  update?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
};

export type DocumentRoleRuleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentRoleRule'] = ResolversParentTypes['DocumentRoleRule']> = {
  apiKeyId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['DocumentRole'], ParentType, ContextType>;
  setAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type DocumentSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentSession'] = ResolversParentTypes['DocumentSession'], FederationReferenceType extends FederationReferenceTypes['DocumentSession'] = FederationReferenceTypes['DocumentSession']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['DocumentSession']> | FederationReferenceType, FederationReferenceType, ContextType>;
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  heartbeatMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['DocumentRole'], ParentType, ContextType>;
  yjsClientId?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DocumentStateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentState'] = ResolversParentTypes['DocumentState']> = {
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stateVector?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  update?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type DocumentTextResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentText'] = ResolversParentTypes['DocumentText']> = {
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  properties?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DocumentVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentVersion'] = ResolversParentTypes['DocumentVersion']> = {
  author?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  authorKind?: Resolver<Maybe<ResolversTypes['ActorKind']>, ParentType, ContextType>;
  changesFrom?: Resolver<Array<ResolversTypes['TextPiece']>, ParentType, ContextType, RequireFields<DocumentVersionChangesFromArgs, 'versionId'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DocumentVersionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentVersionConnection'] = ResolversParentTypes['DocumentVersionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DocumentVersionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['DocumentVersion']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DocumentVersionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentVersionEdge'] = ResolversParentTypes['DocumentVersionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DocumentVersion'], ParentType, ContextType>;
};

export type EditCommentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EditCommentPayload'] = ResolversParentTypes['EditCommentPayload']> = {
  comment?: Resolver<ResolversTypes['Comment'], ParentType, ContextType>;
};

export type ElementLockResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ElementLock'] = ResolversParentTypes['ElementLock']> = {
  element?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  holder?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  holderKind?: Resolver<ResolversTypes['ActorKind'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  yjsClientId?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ElementLockChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ElementLockChange'] = ResolversParentTypes['ElementLockChange']> = {
  element?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  yjsClientId?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MemoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Memory'] = ResolversParentTypes['Memory'], FederationReferenceType extends FederationReferenceTypes['Memory'] = FederationReferenceTypes['Memory']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Memory']> | FederationReferenceType, FederationReferenceType, ContextType>;
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MoveDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MoveDocumentPayload'] = ResolversParentTypes['MoveDocumentPayload']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  acceptSuggestion?: Resolver<ResolversTypes['AcceptSuggestionPayload'], ParentType, ContextType, RequireFields<MutationAcceptSuggestionArgs, 'input'>>;
  acquireElementLock?: Resolver<ResolversTypes['AcquireElementLockPayload'], ParentType, ContextType, RequireFields<MutationAcquireElementLockArgs, 'input'>>;
  addComment?: Resolver<ResolversTypes['AddCommentPayload'], ParentType, ContextType, RequireFields<MutationAddCommentArgs, 'input'>>;
  applyMemoryPatch?: Resolver<ResolversTypes['ApplyMemoryPatchPayload'], ParentType, ContextType, RequireFields<MutationApplyMemoryPatchArgs, 'input'>>;
  closeDocumentSession?: Resolver<ResolversTypes['CloseDocumentSessionPayload'], ParentType, ContextType, RequireFields<MutationCloseDocumentSessionArgs, 'input'>>;
  createCommentThread?: Resolver<ResolversTypes['CreateCommentThreadPayload'], ParentType, ContextType, RequireFields<MutationCreateCommentThreadArgs, 'input'>>;
  createDocument?: Resolver<ResolversTypes['CreateDocumentPayload'], ParentType, ContextType, RequireFields<MutationCreateDocumentArgs, 'input'>>;
  createDocumentVersion?: Resolver<ResolversTypes['CreateDocumentVersionPayload'], ParentType, ContextType, RequireFields<MutationCreateDocumentVersionArgs, 'input'>>;
  createFreeDocument?: Resolver<ResolversTypes['CreateFreeDocumentPayload'], ParentType, ContextType, RequireFields<MutationCreateFreeDocumentArgs, 'input'>>;
  deleteComment?: Resolver<ResolversTypes['DeleteCommentPayload'], ParentType, ContextType, RequireFields<MutationDeleteCommentArgs, 'input'>>;
  deleteDocument?: Resolver<ResolversTypes['DeleteDocumentPayload'], ParentType, ContextType, RequireFields<MutationDeleteDocumentArgs, 'input'>>;
  deleteDocumentVersion?: Resolver<ResolversTypes['DeleteDocumentVersionPayload'], ParentType, ContextType, RequireFields<MutationDeleteDocumentVersionArgs, 'input'>>;
  editComment?: Resolver<ResolversTypes['EditCommentPayload'], ParentType, ContextType, RequireFields<MutationEditCommentArgs, 'input'>>;
  moveDocument?: Resolver<ResolversTypes['MoveDocumentPayload'], ParentType, ContextType, RequireFields<MutationMoveDocumentArgs, 'input'>>;
  openDocumentSession?: Resolver<ResolversTypes['OpenDocumentSessionPayload'], ParentType, ContextType, RequireFields<MutationOpenDocumentSessionArgs, 'input'>>;
  pushDocument?: Resolver<ResolversTypes['PushDocumentPayload'], ParentType, ContextType, RequireFields<MutationPushDocumentArgs, 'input'>>;
  rejectSuggestion?: Resolver<ResolversTypes['RejectSuggestionPayload'], ParentType, ContextType, RequireFields<MutationRejectSuggestionArgs, 'input'>>;
  releaseElementLock?: Resolver<ResolversTypes['ReleaseElementLockPayload'], ParentType, ContextType, RequireFields<MutationReleaseElementLockArgs, 'input'>>;
  renameDocument?: Resolver<ResolversTypes['RenameDocumentPayload'], ParentType, ContextType, RequireFields<MutationRenameDocumentArgs, 'input'>>;
  renewDocumentSession?: Resolver<ResolversTypes['RenewDocumentSessionPayload'], ParentType, ContextType, RequireFields<MutationRenewDocumentSessionArgs, 'input'>>;
  renewElementLock?: Resolver<ResolversTypes['RenewElementLockPayload'], ParentType, ContextType, RequireFields<MutationRenewElementLockArgs, 'input'>>;
  reopenCommentThread?: Resolver<ResolversTypes['ReopenCommentThreadPayload'], ParentType, ContextType, RequireFields<MutationReopenCommentThreadArgs, 'input'>>;
  resolveCommentThread?: Resolver<ResolversTypes['ResolveCommentThreadPayload'], ParentType, ContextType, RequireFields<MutationResolveCommentThreadArgs, 'input'>>;
  restoreDocument?: Resolver<ResolversTypes['RestoreDocumentPayload'], ParentType, ContextType, RequireFields<MutationRestoreDocumentArgs, 'input'>>;
  restoreDocumentVersion?: Resolver<ResolversTypes['RestoreDocumentVersionPayload'], ParentType, ContextType, RequireFields<MutationRestoreDocumentVersionArgs, 'input'>>;
  setDocumentRole?: Resolver<ResolversTypes['SetDocumentRolePayload'], ParentType, ContextType, RequireFields<MutationSetDocumentRoleArgs, 'input'>>;
  suggestEdit?: Resolver<ResolversTypes['SuggestEditPayload'], ParentType, ContextType, RequireFields<MutationSuggestEditArgs, 'input'>>;
};

export type OpenDocumentSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenDocumentSessionPayload'] = ResolversParentTypes['OpenDocumentSessionPayload']> = {
  session?: Resolver<ResolversTypes['DocumentSession'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PushDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PushDocumentPayload'] = ResolversParentTypes['PushDocumentPayload']> = {
  durable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  stateVector?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PushStatus'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  commentThread?: Resolver<Maybe<ResolversTypes['CommentThread']>, ParentType, ContextType, RequireFields<QueryCommentThreadArgs, 'id'>>;
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType, RequireFields<QueryDocumentArgs, 'id'>>;
  documentVersion?: Resolver<Maybe<ResolversTypes['DocumentVersion']>, ParentType, ContextType, RequireFields<QueryDocumentVersionArgs, 'id'>>;
  documents?: Resolver<ResolversTypes['DocumentConnection'], ParentType, ContextType, RequireFields<QueryDocumentsArgs, 'first'>>;
  holdsDocuments?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<QueryHoldsDocumentsArgs, 'spaceId'>>;
  suggestion?: Resolver<Maybe<ResolversTypes['Suggestion']>, ParentType, ContextType, RequireFields<QuerySuggestionArgs, 'id'>>;
};

export type RejectSuggestionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RejectSuggestionPayload'] = ResolversParentTypes['RejectSuggestionPayload']> = {
  suggestion?: Resolver<ResolversTypes['Suggestion'], ParentType, ContextType>;
};

export type ReleaseElementLockPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReleaseElementLockPayload'] = ResolversParentTypes['ReleaseElementLockPayload']> = {
  isReleased?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RenameDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenameDocumentPayload'] = ResolversParentTypes['RenameDocumentPayload']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export type RenewDocumentSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenewDocumentSessionPayload'] = ResolversParentTypes['RenewDocumentSessionPayload']> = {
  session?: Resolver<ResolversTypes['DocumentSession'], ParentType, ContextType>;
};

export type RenewElementLockPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenewElementLockPayload'] = ResolversParentTypes['RenewElementLockPayload']> = {
  lock?: Resolver<ResolversTypes['ElementLock'], ParentType, ContextType>;
};

export type ReopenCommentThreadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReopenCommentThreadPayload'] = ResolversParentTypes['ReopenCommentThreadPayload']> = {
  thread?: Resolver<ResolversTypes['CommentThread'], ParentType, ContextType>;
};

export type ResolveCommentThreadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResolveCommentThreadPayload'] = ResolversParentTypes['ResolveCommentThreadPayload']> = {
  thread?: Resolver<ResolversTypes['CommentThread'], ParentType, ContextType>;
};

export type RestoreDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RestoreDocumentPayload'] = ResolversParentTypes['RestoreDocumentPayload']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export type RestoreDocumentVersionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RestoreDocumentVersionPayload'] = ResolversParentTypes['RestoreDocumentVersionPayload']> = {
  content?: Resolver<ResolversTypes['DocumentText'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export type SetDocumentRolePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetDocumentRolePayload'] = ResolversParentTypes['SetDocumentRolePayload']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export type SpaceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Space'] = ResolversParentTypes['Space']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  documentActivity?: SubscriptionResolver<ResolversTypes['DocumentActivity'], "documentActivity", ParentType, ContextType, RequireFields<SubscriptionDocumentActivityArgs, 'documentId'>>;
  documentEvents?: SubscriptionResolver<ResolversTypes['DocumentEvent'], "documentEvents", ParentType, ContextType, RequireFields<SubscriptionDocumentEventsArgs, 'sessionId'>>;
};

export type SuggestEditPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SuggestEditPayload'] = ResolversParentTypes['SuggestEditPayload']> = {
  suggestion?: Resolver<ResolversTypes['Suggestion'], ParentType, ContextType>;
};

export type SuggestionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Suggestion'] = ResolversParentTypes['Suggestion']> = {
  author?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  authorKind?: Resolver<ResolversTypes['ActorKind'], ParentType, ContextType>;
  baseSeq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hunks?: Resolver<Array<ResolversTypes['SuggestionHunk']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SuggestionStatus'], ParentType, ContextType>;
};

export type SuggestionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SuggestionConnection'] = ResolversParentTypes['SuggestionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['SuggestionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Suggestion']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SuggestionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SuggestionEdge'] = ResolversParentTypes['SuggestionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Suggestion'], ParentType, ContextType>;
};

export type SuggestionHunkResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SuggestionHunk'] = ResolversParentTypes['SuggestionHunk']> = {
  at?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  decidedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  inserted?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  range?: Resolver<Maybe<ResolversTypes['TextRange']>, ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reviewer?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  reviewerKind?: Resolver<Maybe<ResolversTypes['ActorKind']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SuggestionHunkStatus'], ParentType, ContextType>;
};

export type TextPieceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TextPiece'] = ResolversParentTypes['TextPiece']> = {
  kind?: Resolver<ResolversTypes['TextPieceKind'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TextRangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TextRange'] = ResolversParentTypes['TextRange']> = {
  from?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AcceptSuggestionPayload?: AcceptSuggestionPayloadResolvers<ContextType>;
  AcquireElementLockPayload?: AcquireElementLockPayloadResolvers<ContextType>;
  AddCommentPayload?: AddCommentPayloadResolvers<ContextType>;
  ApplyMemoryPatchPayload?: ApplyMemoryPatchPayloadResolvers<ContextType>;
  AuthoredSpan?: AuthoredSpanResolvers<ContextType>;
  Base64?: GraphQLScalarType;
  CloseDocumentSessionPayload?: CloseDocumentSessionPayloadResolvers<ContextType>;
  Comment?: CommentResolvers<ContextType>;
  CommentAnchor?: CommentAnchorResolvers<ContextType>;
  CommentConnection?: CommentConnectionResolvers<ContextType>;
  CommentEdge?: CommentEdgeResolvers<ContextType>;
  CommentThread?: CommentThreadResolvers<ContextType>;
  CommentThreadConnection?: CommentThreadConnectionResolvers<ContextType>;
  CommentThreadEdge?: CommentThreadEdgeResolvers<ContextType>;
  CreateCommentThreadPayload?: CreateCommentThreadPayloadResolvers<ContextType>;
  CreateDocumentPayload?: CreateDocumentPayloadResolvers<ContextType>;
  CreateDocumentVersionPayload?: CreateDocumentVersionPayloadResolvers<ContextType>;
  CreateFreeDocumentPayload?: CreateFreeDocumentPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteCommentPayload?: DeleteCommentPayloadResolvers<ContextType>;
  DeleteDocumentPayload?: DeleteDocumentPayloadResolvers<ContextType>;
  DeleteDocumentVersionPayload?: DeleteDocumentVersionPayloadResolvers<ContextType>;
  Document?: DocumentResolvers<ContextType>;
  DocumentActivity?: DocumentActivityResolvers<ContextType>;
  DocumentConnection?: DocumentConnectionResolvers<ContextType>;
  DocumentControl?: DocumentControlResolvers<ContextType>;
  DocumentEdge?: DocumentEdgeResolvers<ContextType>;
  DocumentEvent?: DocumentEventResolvers<ContextType>;
  DocumentRoleRule?: DocumentRoleRuleResolvers<ContextType>;
  DocumentSession?: DocumentSessionResolvers<ContextType>;
  DocumentState?: DocumentStateResolvers<ContextType>;
  DocumentText?: DocumentTextResolvers<ContextType>;
  DocumentVersion?: DocumentVersionResolvers<ContextType>;
  DocumentVersionConnection?: DocumentVersionConnectionResolvers<ContextType>;
  DocumentVersionEdge?: DocumentVersionEdgeResolvers<ContextType>;
  EditCommentPayload?: EditCommentPayloadResolvers<ContextType>;
  ElementLock?: ElementLockResolvers<ContextType>;
  ElementLockChange?: ElementLockChangeResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Memory?: MemoryResolvers<ContextType>;
  MoveDocumentPayload?: MoveDocumentPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OpenDocumentSessionPayload?: OpenDocumentSessionPayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PushDocumentPayload?: PushDocumentPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RejectSuggestionPayload?: RejectSuggestionPayloadResolvers<ContextType>;
  ReleaseElementLockPayload?: ReleaseElementLockPayloadResolvers<ContextType>;
  RenameDocumentPayload?: RenameDocumentPayloadResolvers<ContextType>;
  RenewDocumentSessionPayload?: RenewDocumentSessionPayloadResolvers<ContextType>;
  RenewElementLockPayload?: RenewElementLockPayloadResolvers<ContextType>;
  ReopenCommentThreadPayload?: ReopenCommentThreadPayloadResolvers<ContextType>;
  ResolveCommentThreadPayload?: ResolveCommentThreadPayloadResolvers<ContextType>;
  RestoreDocumentPayload?: RestoreDocumentPayloadResolvers<ContextType>;
  RestoreDocumentVersionPayload?: RestoreDocumentVersionPayloadResolvers<ContextType>;
  SetDocumentRolePayload?: SetDocumentRolePayloadResolvers<ContextType>;
  Space?: SpaceResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  SuggestEditPayload?: SuggestEditPayloadResolvers<ContextType>;
  Suggestion?: SuggestionResolvers<ContextType>;
  SuggestionConnection?: SuggestionConnectionResolvers<ContextType>;
  SuggestionEdge?: SuggestionEdgeResolvers<ContextType>;
  SuggestionHunk?: SuggestionHunkResolvers<ContextType>;
  TextPiece?: TextPieceResolvers<ContextType>;
  TextRange?: TextRangeResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

