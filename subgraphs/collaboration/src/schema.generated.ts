import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { DocumentRow } from './document-row.ts';
import type { Session } from './sessions.ts';
import type { RoomEvent, Control } from './room-event.ts';
import type { MemoryReference } from './memory-reference.ts';
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

/** Content that people and agents edit together, live. */
export type Document = {
  __typename?: 'Document';
  /** When the document was made. */
  createdAt: Scalars['DateTime']['output'];
  /** The generation of the document's history; session and pushes must name it. */
  epoch: Scalars['Int']['output'];
  /** The number of the last entry in the document's log. */
  headSeq: Scalars['Int']['output'];
  /** The document's id. */
  id: Scalars['ID']['output'];
  /** The memory whose content this document is. */
  memory?: Maybe<Memory>;
  /** The last entry whose text the memory graph has accepted. */
  projectedSeq: Scalars['Int']['output'];
  /** The content as a Yjs update; with a state vector, only what that state lacks. */
  state: DocumentState;
  /** The content as plain text. */
  text: Scalars['String']['output'];
  /** The text exactly as it was after an entry of the log: what a patch may build on. CONFLICT where it is not kept any more. */
  textAt: DocumentText;
  /** When the document was last edited. */
  updatedAt: Scalars['DateTime']['output'];
  /** What the viewer may do here. */
  viewerRole: DocumentRole;
};


/** Content that people and agents edit together, live. */
export type DocumentStateArgs = {
  stateVector?: InputMaybe<Scalars['Base64']['input']>;
};


/** Content that people and agents edit together, live. */
export type DocumentTextAtArgs = {
  seq?: InputMaybe<Scalars['Int']['input']>;
};

/** Something the server tells a subscriber beside edits. */
export type DocumentControl = {
  __typename?: 'DocumentControl';
  /** What it is. */
  kind: DocumentControlKind;
  /** When to try again, in milliseconds, where trying again is meant. */
  retryAfterMs?: Maybe<Scalars['Int']['output']>;
  /** With ROLE_CHANGED, the new role. */
  role?: Maybe<DocumentRole>;
};

/** What the server tells a subscriber beside edits. */
export type DocumentControlKind =
  /** The document has begun a new epoch; the stream ends. */
  | 'EPOCH_CHANGED'
  /** The right to read the document is gone; the stream ends and must not be opened again unasked. */
  | 'EVICTED'
  /** This event carries everything the reader lacked: it had fallen behind. */
  | 'RESYNC'
  /** The session's role is now the one given. */
  | 'ROLE_CHANGED'
  /** The server goes down: connect again, elsewhere. */
  | 'SERVER_DRAINING';

/** What happened to a document since the subscriber's previous event. */
export type DocumentEvent = {
  __typename?: 'DocumentEvent';
  /** Something other than an edit. */
  control?: Maybe<DocumentControl>;
  /** Changed presences, each [session's Yjs client id, clock, state or null when it has left]; on the first event all of them. */
  presence?: Maybe<Scalars['JSON']['output']>;
  /** The log entry up to which the subscriber now has everything. */
  seq: Scalars['Int']['output'];
  /** The server's state vector: on the first event and with RESYNC. */
  stateVector?: Maybe<Scalars['Base64']['output']>;
  /** A Yjs update: on the first event all that the given state vector lacks, later all edits since the previous event. */
  update?: Maybe<Scalars['Base64']['output']>;
};

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

/** A unit of knowledge in the graph. */
export type Memory = {
  __typename?: 'Memory';
  /** The live document that holds the memory's content, if it has one. */
  document?: Maybe<Document>;
  /** The memory's id. */
  id: Scalars['ID']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Brings a whole new text into a document: what it changes of the text it was made from is merged with what came since; answers when it is durable. CONFLICT when the text it was made from is not kept any more. */
  applyMemoryPatch: ApplyMemoryPatchPayload;
  /** Ends a session. */
  closeDocumentSession: CloseDocumentSessionPayload;
  /** Makes the live document of a memory, seeded with its content; answers with the one it has if it has one. */
  createDocument: CreateDocumentPayload;
  /** Opens a session to edit or watch a document. */
  openDocumentSession: OpenDocumentSessionPayload;
  /** Adds an update to a document; answers when it is durable. */
  pushDocument: PushDocumentPayload;
  /** Keeps a session without an event stream alive. */
  renewDocumentSession: RenewDocumentSessionPayload;
};


export type MutationApplyMemoryPatchArgs = {
  input: ApplyMemoryPatchInput;
};


export type MutationCloseDocumentSessionArgs = {
  input: CloseDocumentSessionInput;
};


export type MutationCreateDocumentArgs = {
  input: CreateDocumentInput;
};


export type MutationOpenDocumentSessionArgs = {
  input: OpenDocumentSessionInput;
};


export type MutationPushDocumentArgs = {
  input: PushDocumentInput;
};


export type MutationRenewDocumentSessionArgs = {
  input: RenewDocumentSessionInput;
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

/** What pushDocument needs. */
export type PushDocumentInput = {
  /** The caller's name for this batch, at most 64 characters: pushing it again changes nothing. */
  batchId: Scalars['String']['input'];
  /** The epoch that the session was opened in. */
  epoch: Scalars['Int']['input'];
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
  /** One document. */
  document?: Maybe<Document>;
};


export type QueryDocumentArgs = {
  id: Scalars['ID']['input'];
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

export type Subscription = {
  __typename?: 'Subscription';
  /** A document's live events. The first holds all that the given state vector lacks, and nothing is missed after it. */
  documentEvents: DocumentEvent;
};


export type SubscriptionDocumentEventsArgs = {
  sessionId: Scalars['ID']['input'];
  stateVector?: InputMaybe<Scalars['Base64']['input']>;
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
  ApplyMemoryPatchInput: ApplyMemoryPatchInput;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ApplyMemoryPatchPayload: ResolverTypeWrapper<Omit<ApplyMemoryPatchPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  CloseDocumentSessionInput: CloseDocumentSessionInput;
  CloseDocumentSessionPayload: ResolverTypeWrapper<CloseDocumentSessionPayload>;
  CreateDocumentInput: CreateDocumentInput;
  CreateDocumentPayload: ResolverTypeWrapper<Omit<CreateDocumentPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Document: ResolverTypeWrapper<DocumentRow>;
  DocumentControl: ResolverTypeWrapper<Control>;
  DocumentControlKind: DocumentControlKind;
  DocumentEvent: ResolverTypeWrapper<RoomEvent>;
  DocumentRole: DocumentRole;
  DocumentSession: ResolverTypeWrapper<Session>;
  DocumentState: ResolverTypeWrapper<DocumentState>;
  DocumentText: ResolverTypeWrapper<DocumentText>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Memory: ResolverTypeWrapper<MemoryReference>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OpenDocumentSessionInput: OpenDocumentSessionInput;
  OpenDocumentSessionPayload: ResolverTypeWrapper<Omit<OpenDocumentSessionPayload, 'session'> & { session: ResolversTypes['DocumentSession'] }>;
  PushDocumentInput: PushDocumentInput;
  PushDocumentPayload: ResolverTypeWrapper<PushDocumentPayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  PushStatus: PushStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RenewDocumentSessionInput: RenewDocumentSessionInput;
  RenewDocumentSessionPayload: ResolverTypeWrapper<Omit<RenewDocumentSessionPayload, 'session'> & { session: ResolversTypes['DocumentSession'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApplyMemoryPatchInput: ApplyMemoryPatchInput;
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  ApplyMemoryPatchPayload: Omit<ApplyMemoryPatchPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  Base64: Scalars['Base64']['output'];
  CloseDocumentSessionInput: CloseDocumentSessionInput;
  CloseDocumentSessionPayload: CloseDocumentSessionPayload;
  CreateDocumentInput: CreateDocumentInput;
  CreateDocumentPayload: Omit<CreateDocumentPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  DateTime: Scalars['DateTime']['output'];
  Document: DocumentRow;
  DocumentControl: Control;
  DocumentEvent: RoomEvent;
  DocumentSession: Session;
  DocumentState: DocumentState;
  DocumentText: DocumentText;
  JSON: Scalars['JSON']['output'];
  Memory: MemoryReference;
  Mutation: Record<PropertyKey, never>;
  OpenDocumentSessionInput: OpenDocumentSessionInput;
  OpenDocumentSessionPayload: Omit<OpenDocumentSessionPayload, 'session'> & { session: ResolversParentTypes['DocumentSession'] };
  PushDocumentInput: PushDocumentInput;
  PushDocumentPayload: PushDocumentPayload;
  Boolean: Scalars['Boolean']['output'];
  Query: Record<PropertyKey, never>;
  RenewDocumentSessionInput: RenewDocumentSessionInput;
  RenewDocumentSessionPayload: Omit<RenewDocumentSessionPayload, 'session'> & { session: ResolversParentTypes['DocumentSession'] };
  Subscription: Record<PropertyKey, never>;
};

export type ApplyMemoryPatchPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApplyMemoryPatchPayload'] = ResolversParentTypes['ApplyMemoryPatchPayload']> = {
  content?: Resolver<ResolversTypes['DocumentText'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type CloseDocumentSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CloseDocumentSessionPayload'] = ResolversParentTypes['CloseDocumentSessionPayload']> = {
  sessionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CreateDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDocumentPayload'] = ResolversParentTypes['CreateDocumentPayload']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DocumentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document'], FederationReferenceType extends FederationReferenceTypes['Document'] = FederationReferenceTypes['Document']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Document']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  headSeq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  memory?: Resolver<Maybe<ResolversTypes['Memory']>, ParentType, ContextType>;
  projectedSeq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DocumentState'], ParentType, ContextType, Partial<DocumentStateArgs>>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  textAt?: Resolver<ResolversTypes['DocumentText'], ParentType, ContextType, Partial<DocumentTextAtArgs>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  viewerRole?: Resolver<ResolversTypes['DocumentRole'], ParentType, ContextType>;
};

export type DocumentControlResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentControl'] = ResolversParentTypes['DocumentControl']> = {
  kind?: Resolver<ResolversTypes['DocumentControlKind'], ParentType, ContextType>;
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['DocumentRole']>, ParentType, ContextType>;
};

export type DocumentEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentEvent'] = ResolversParentTypes['DocumentEvent']> = {
  control?: Resolver<Maybe<ResolversTypes['DocumentControl']>, ParentType, ContextType>;
  presence?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stateVector?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  update?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
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

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MemoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Memory'] = ResolversParentTypes['Memory'], FederationReferenceType extends FederationReferenceTypes['Memory'] = FederationReferenceTypes['Memory']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Memory']> | FederationReferenceType, FederationReferenceType, ContextType>;
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  applyMemoryPatch?: Resolver<ResolversTypes['ApplyMemoryPatchPayload'], ParentType, ContextType, RequireFields<MutationApplyMemoryPatchArgs, 'input'>>;
  closeDocumentSession?: Resolver<ResolversTypes['CloseDocumentSessionPayload'], ParentType, ContextType, RequireFields<MutationCloseDocumentSessionArgs, 'input'>>;
  createDocument?: Resolver<ResolversTypes['CreateDocumentPayload'], ParentType, ContextType, RequireFields<MutationCreateDocumentArgs, 'input'>>;
  openDocumentSession?: Resolver<ResolversTypes['OpenDocumentSessionPayload'], ParentType, ContextType, RequireFields<MutationOpenDocumentSessionArgs, 'input'>>;
  pushDocument?: Resolver<ResolversTypes['PushDocumentPayload'], ParentType, ContextType, RequireFields<MutationPushDocumentArgs, 'input'>>;
  renewDocumentSession?: Resolver<ResolversTypes['RenewDocumentSessionPayload'], ParentType, ContextType, RequireFields<MutationRenewDocumentSessionArgs, 'input'>>;
};

export type OpenDocumentSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenDocumentSessionPayload'] = ResolversParentTypes['OpenDocumentSessionPayload']> = {
  session?: Resolver<ResolversTypes['DocumentSession'], ParentType, ContextType>;
};

export type PushDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PushDocumentPayload'] = ResolversParentTypes['PushDocumentPayload']> = {
  durable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  stateVector?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PushStatus'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType, RequireFields<QueryDocumentArgs, 'id'>>;
};

export type RenewDocumentSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenewDocumentSessionPayload'] = ResolversParentTypes['RenewDocumentSessionPayload']> = {
  session?: Resolver<ResolversTypes['DocumentSession'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  documentEvents?: SubscriptionResolver<ResolversTypes['DocumentEvent'], "documentEvents", ParentType, ContextType, RequireFields<SubscriptionDocumentEventsArgs, 'sessionId'>>;
};

export type Resolvers<ContextType = Context> = {
  ApplyMemoryPatchPayload?: ApplyMemoryPatchPayloadResolvers<ContextType>;
  Base64?: GraphQLScalarType;
  CloseDocumentSessionPayload?: CloseDocumentSessionPayloadResolvers<ContextType>;
  CreateDocumentPayload?: CreateDocumentPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Document?: DocumentResolvers<ContextType>;
  DocumentControl?: DocumentControlResolvers<ContextType>;
  DocumentEvent?: DocumentEventResolvers<ContextType>;
  DocumentSession?: DocumentSessionResolvers<ContextType>;
  DocumentState?: DocumentStateResolvers<ContextType>;
  DocumentText?: DocumentTextResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Memory?: MemoryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OpenDocumentSessionPayload?: OpenDocumentSessionPayloadResolvers<ContextType>;
  PushDocumentPayload?: PushDocumentPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RenewDocumentSessionPayload?: RenewDocumentSessionPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
};

