import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { AuditEvent as AuditEventSource } from './audit-event.ts';
import type { AuditEventPage } from './list-events.ts';
import type { Checkpoint } from './read-checkpoint.ts';
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

/** What kind of caller acted. */
export type AuditActorKind =
  /** Someone who is not signed in. */
  | 'ANONYMOUS'
  /** An integration, by its API key. */
  | 'API_KEY'
  /** A part of the system. */
  | 'SERVICE'
  /** A person. */
  | 'USER';

/** A signed head of the tenant's log (C2SP tlog-checkpoint). */
export type AuditCheckpoint = {
  __typename?: 'AuditCheckpoint';
  /** The signed note, to be kept outside of this system. */
  note: Scalars['String']['output'];
  /** The root hash of the Merkle tree over them. */
  rootHash: Scalars['Base64']['output'];
  /** When it was signed. */
  signedAt: Scalars['DateTime']['output'];
  /** How many leaves the log had. */
  size: Scalars['Int']['output'];
};

/** A proof that a log was only ever appended to (RFC 9162, section 2.1.4). */
export type AuditConsistency = {
  __typename?: 'AuditConsistency';
  /** The earlier size. */
  from: Scalars['Int']['output'];
  /** The root hash at the earlier size. */
  fromRootHash: Scalars['Base64']['output'];
  /** The hashes that lead from the earlier root to the later one. */
  path: Array<Scalars['Base64']['output']>;
  /** The later size. */
  to: Scalars['Int']['output'];
  /** The root hash at the later size. */
  toRootHash: Scalars['Base64']['output'];
};

/** One entry of the tenant's audit log. It is never changed. */
export type AuditEvent = {
  __typename?: 'AuditEvent';
  /** What was attempted, such as `memory.create`. */
  action: Scalars['String']['output'];
  /** The person who acted; null when it was not a person. */
  actor?: Maybe<User>;
  /** The caller's id; null for an anonymous one. */
  actorId?: Maybe<Scalars['ID']['output']>;
  /** What kind of caller acted. */
  actorKind: AuditActorKind;
  /** What else is worth knowing about it. */
  details?: Maybe<Scalars['JSON']['output']>;
  /** How long it took, in milliseconds. */
  durationMs?: Maybe<Scalars['Float']['output']>;
  /** The event's id. */
  id: Scalars['ID']['output'];
  /** Its place in the log, counted from 0; null until it is sealed. */
  index?: Maybe<Scalars['Int']['output']>;
  /** The bytes of the leaf, whose SHA-256 after a zero byte is in the tree; null until the event is sealed. */
  leaf?: Maybe<Scalars['Base64']['output']>;
  /** The legal basis on which personal data was processed. */
  legalBasis?: Maybe<Scalars['String']['output']>;
  /** How the attempt ended. */
  outcome: AuditOutcome;
  /** The personal fields (ip, user agent and others), or null when there are none or they were erased. */
  personal?: Maybe<Scalars['JSON']['output']>;
  /** Whether the event had personal fields that were erased. */
  personalErased: Scalars['Boolean']['output'];
  /** The purpose for which personal data was processed. */
  purpose?: Maybe<Scalars['String']['output']>;
  /** When it was recorded. */
  recordedAt: Scalars['DateTime']['output'];
  /** The request that caused it. */
  requestId?: Maybe<Scalars['String']['output']>;
  /** What it was done to. */
  resource?: Maybe<AuditResource>;
  /** The session it happened in. */
  sessionId?: Maybe<Scalars['ID']['output']>;
  /** Labels such as `soc2_cc6` or `gdpr_art17`. */
  tags: Array<Scalars['String']['output']>;
  /** What the event is about. */
  type: AuditEventType;
};

/** A page of audit events. */
export type AuditEventConnection = {
  __typename?: 'AuditEventConnection';
  /** The events with their cursors. */
  edges: Array<AuditEventEdge>;
  /** The events. */
  nodes: Array<AuditEvent>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
};

/** One event of a page, with its cursor. */
export type AuditEventEdge = {
  __typename?: 'AuditEventEdge';
  /** The event's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** The event. */
  node: AuditEvent;
};

/** Which audit events to return. Every condition that is given must hold. */
export type AuditEventFilter = {
  /** Any of these actions, such as `memory.create`. */
  actions?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Done by this caller. */
  actorId?: InputMaybe<Scalars['ID']['input']>;
  /** Recorded at this instant or later. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Any of these outcomes. */
  outcomes?: InputMaybe<Array<AuditOutcome>>;
  /** Done to this thing. */
  resourceId?: InputMaybe<Scalars['ID']['input']>;
  /** Done to this kind of thing. */
  resourceType?: InputMaybe<Scalars['String']['input']>;
  /** Bearing this label. */
  tag?: InputMaybe<Scalars['String']['input']>;
  /** Recorded before this instant. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
  /** Any of these types. */
  types?: InputMaybe<Array<AuditEventType>>;
};

/** What an audit event is about. */
export type AuditEventType =
  /** Proving who someone is: sign-in, sign-out, a second factor, a token. */
  | 'AUTHENTICATION'
  /** A decision whether someone may do something. */
  | 'AUTHORIZATION'
  /** Working on a document together. */
  | 'COLLABORATION'
  /** Something that a law asks for: an erasure, a hold, a consent. */
  | 'COMPLIANCE_EVENT'
  /** Reading what is worth recording: exports, the reads of an administrator. */
  | 'DATA_ACCESS'
  /** Creating, changing or deleting data. */
  | 'DATA_MODIFICATION'
  /** Changing what someone may do. */
  | 'PERMISSION_CHANGE'
  /** Something that touches the safety of the tenant: keys, secrets, attacks. */
  | 'SECURITY_EVENT'
  /** Something that the system did by itself. */
  | 'SYSTEM_EVENT'
  /** Entering, leaving, creating or changing a tenant. */
  | 'TENANT_ACCESS';

/** Who signs a tenant's log. */
export type AuditLog = {
  __typename?: 'AuditLog';
  /** The log's name, the first line of its checkpoints. */
  origin: Scalars['String']['output'];
  /** The keys that sign its checkpoints, as C2SP verifier keys; the current one first. */
  verifierKeys: Array<Scalars['String']['output']>;
};

/** How the recorded attempt ended. */
export type AuditOutcome =
  /** It was permitted and done. */
  | 'ALLOWED'
  /** It was refused. */
  | 'DENIED'
  /** It was permitted and did not succeed. */
  | 'FAILED';

/** A proof that a leaf is in the log (RFC 9162, section 2.1.3). */
export type AuditProof = {
  __typename?: 'AuditProof';
  /** The leaf's place in the log, counted from 0. */
  index: Scalars['Int']['output'];
  /** The hashes from the leaf's sibling up to the root's child. */
  path: Array<Scalars['Base64']['output']>;
  /** The root hash of the tree of this size. */
  rootHash: Scalars['Base64']['output'];
  /** The size of the tree that it is proven in. */
  size: Scalars['Int']['output'];
};

/** What an event was done to. */
export type AuditResource = {
  __typename?: 'AuditResource';
  /** Its id, when it has one. */
  id?: Maybe<Scalars['ID']['output']>;
  /** The kind of thing, such as `memory`. */
  type: Scalars['String']['output'];
};

/** Whom to erase from the audit log. */
export type EraseAuditSubjectInput = {
  /** Why; part of the record of the erasure. */
  reason: Scalars['String']['input'];
  /** The id of the person or caller whose sealed fields are erased. */
  subjectId: Scalars['ID']['input'];
};

/** What was erased. */
export type EraseAuditSubjectPayload = {
  __typename?: 'EraseAuditSubjectPayload';
  /** How many events had fields that nobody can read any more. */
  events: Scalars['Int']['output'];
  /** The id of the person or caller. */
  subjectId: Scalars['ID']['output'];
};

/** What to export of the log. */
export type ExportAuditInput = {
  /** How many leaves at most, from 1 to 1000. */
  first?: InputMaybe<Scalars['Int']['input']>;
  /** The index of the first leaf, counted from 0. */
  from?: InputMaybe<Scalars['Int']['input']>;
  /** The size of an earlier checkpoint that you hold, to be given the proof that this log continues it. */
  knownSize?: InputMaybe<Scalars['Int']['input']>;
  /** Why it is exported; part of the record of the export. */
  purpose?: InputMaybe<Scalars['String']['input']>;
};

/** A range of the log. */
export type ExportAuditPayload = {
  __typename?: 'ExportAuditPayload';
  /** One JSON object a line: the log, its newest checkpoint, proofs, and the leaves. */
  jsonl: Scalars['String']['output'];
  /** Where the next export begins; null when this one reached the end of the log. */
  next?: Maybe<Scalars['Int']['output']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Makes a person's sealed fields unreadable for ever; every proof stays valid. */
  eraseAuditSubject: EraseAuditSubjectPayload;
  /** Returns a range of the log with what is needed to verify it without this server. */
  exportAudit: ExportAuditPayload;
};


export type MutationEraseAuditSubjectArgs = {
  input: EraseAuditSubjectInput;
};


export type MutationExportAuditArgs = {
  input: ExportAuditInput;
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

export type Query = {
  __typename?: 'Query';
  /** The newest signed head of the tenant's log, or null before its first event is sealed. */
  auditCheckpoint?: Maybe<AuditCheckpoint>;
  /** The proof that the log at one size is the beginning of the log at a later size. */
  auditConsistency: AuditConsistency;
  /** One audit event of the tenant, or null when there is none by this id. */
  auditEvent?: Maybe<AuditEvent>;
  /** The tenant's audit events, newest first, with those that are not sealed yet. */
  auditEvents: AuditEventConnection;
  /** Who signs the tenant's log, and under which name. */
  auditLog: AuditLog;
  /** The proof that an event is in the tenant's log, or null while the event is not sealed yet. */
  auditProof?: Maybe<AuditProof>;
};


export type QueryAuditConsistencyArgs = {
  from: Scalars['Int']['input'];
  to: Scalars['Int']['input'];
};


export type QueryAuditEventArgs = {
  id: Scalars['ID']['input'];
};


export type QueryAuditEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditEventFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryAuditProofArgs = {
  eventId: Scalars['ID']['input'];
  size?: InputMaybe<Scalars['Int']['input']>;
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


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





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AuditActorKind: AuditActorKind;
  AuditCheckpoint: ResolverTypeWrapper<Checkpoint>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AuditConsistency: ResolverTypeWrapper<AuditConsistency>;
  AuditEvent: ResolverTypeWrapper<AuditEventSource>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  AuditEventConnection: ResolverTypeWrapper<AuditEventPage>;
  AuditEventEdge: ResolverTypeWrapper<Omit<AuditEventEdge, 'node'> & { node: ResolversTypes['AuditEvent'] }>;
  AuditEventFilter: AuditEventFilter;
  AuditEventType: AuditEventType;
  AuditLog: ResolverTypeWrapper<AuditLog>;
  AuditOutcome: AuditOutcome;
  AuditProof: ResolverTypeWrapper<AuditProof>;
  AuditResource: ResolverTypeWrapper<AuditResource>;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EraseAuditSubjectInput: EraseAuditSubjectInput;
  EraseAuditSubjectPayload: ResolverTypeWrapper<EraseAuditSubjectPayload>;
  ExportAuditInput: ExportAuditInput;
  ExportAuditPayload: ResolverTypeWrapper<ExportAuditPayload>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  User: ResolverTypeWrapper<User>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AuditCheckpoint: Checkpoint;
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  AuditConsistency: AuditConsistency;
  AuditEvent: AuditEventSource;
  ID: Scalars['ID']['output'];
  Float: Scalars['Float']['output'];
  Boolean: Scalars['Boolean']['output'];
  AuditEventConnection: AuditEventPage;
  AuditEventEdge: Omit<AuditEventEdge, 'node'> & { node: ResolversParentTypes['AuditEvent'] };
  AuditEventFilter: AuditEventFilter;
  AuditLog: AuditLog;
  AuditProof: AuditProof;
  AuditResource: AuditResource;
  Base64: Scalars['Base64']['output'];
  DateTime: Scalars['DateTime']['output'];
  EraseAuditSubjectInput: EraseAuditSubjectInput;
  EraseAuditSubjectPayload: EraseAuditSubjectPayload;
  ExportAuditInput: ExportAuditInput;
  ExportAuditPayload: ExportAuditPayload;
  JSON: Scalars['JSON']['output'];
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  User: User;
};

export type AuditCheckpointResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditCheckpoint'] = ResolversParentTypes['AuditCheckpoint']> = {
  note?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rootHash?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  signedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditConsistencyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditConsistency'] = ResolversParentTypes['AuditConsistency']> = {
  from?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fromRootHash?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['Base64']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  toRootHash?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type AuditEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEvent'] = ResolversParentTypes['AuditEvent']> = {
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  actorId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  actorKind?: Resolver<ResolversTypes['AuditActorKind'], ParentType, ContextType>;
  details?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  durationMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  index?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  leaf?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  legalBasis?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['AuditOutcome'], ParentType, ContextType>;
  personal?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  personalErased?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  purpose?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  resource?: Resolver<Maybe<ResolversTypes['AuditResource']>, ParentType, ContextType>;
  sessionId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['AuditEventType'], ParentType, ContextType>;
};

export type AuditEventConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEventConnection'] = ResolversParentTypes['AuditEventConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AuditEventEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['AuditEvent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEventEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEventEdge'] = ResolversParentTypes['AuditEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEvent'], ParentType, ContextType>;
};

export type AuditLogResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditLog'] = ResolversParentTypes['AuditLog']> = {
  origin?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verifierKeys?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AuditProofResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditProof'] = ResolversParentTypes['AuditProof']> = {
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['Base64']>, ParentType, ContextType>;
  rootHash?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditResourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditResource'] = ResolversParentTypes['AuditResource']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type EraseAuditSubjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EraseAuditSubjectPayload'] = ResolversParentTypes['EraseAuditSubjectPayload']> = {
  events?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  subjectId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ExportAuditPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportAuditPayload'] = ResolversParentTypes['ExportAuditPayload']> = {
  jsonl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  next?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  eraseAuditSubject?: Resolver<ResolversTypes['EraseAuditSubjectPayload'], ParentType, ContextType, RequireFields<MutationEraseAuditSubjectArgs, 'input'>>;
  exportAudit?: Resolver<ResolversTypes['ExportAuditPayload'], ParentType, ContextType, RequireFields<MutationExportAuditArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  auditCheckpoint?: Resolver<Maybe<ResolversTypes['AuditCheckpoint']>, ParentType, ContextType>;
  auditConsistency?: Resolver<ResolversTypes['AuditConsistency'], ParentType, ContextType, RequireFields<QueryAuditConsistencyArgs, 'from' | 'to'>>;
  auditEvent?: Resolver<Maybe<ResolversTypes['AuditEvent']>, ParentType, ContextType, RequireFields<QueryAuditEventArgs, 'id'>>;
  auditEvents?: Resolver<ResolversTypes['AuditEventConnection'], ParentType, ContextType, RequireFields<QueryAuditEventsArgs, 'first'>>;
  auditLog?: Resolver<ResolversTypes['AuditLog'], ParentType, ContextType>;
  auditProof?: Resolver<Maybe<ResolversTypes['AuditProof']>, ParentType, ContextType, RequireFields<QueryAuditProofArgs, 'eventId'>>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AuditCheckpoint?: AuditCheckpointResolvers<ContextType>;
  AuditConsistency?: AuditConsistencyResolvers<ContextType>;
  AuditEvent?: AuditEventResolvers<ContextType>;
  AuditEventConnection?: AuditEventConnectionResolvers<ContextType>;
  AuditEventEdge?: AuditEventEdgeResolvers<ContextType>;
  AuditLog?: AuditLogResolvers<ContextType>;
  AuditProof?: AuditProofResolvers<ContextType>;
  AuditResource?: AuditResourceResolvers<ContextType>;
  Base64?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  EraseAuditSubjectPayload?: EraseAuditSubjectPayloadResolvers<ContextType>;
  ExportAuditPayload?: ExportAuditPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

