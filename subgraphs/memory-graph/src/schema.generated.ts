import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { MemoryAt as MemoryRow, RelationAt as RelationRow } from './past/as-of.ts';
import type { MemoryType as MemoryTypeRow } from './memory-types/memory-type.ts';
import type { Space as SpaceRow, SpaceShare as SpaceShareRow } from './spaces/space.ts';
import type { RelationType as RelationTypeRow } from './relation-types.ts';
import type { MemoryDiff as MemoryDiffRow } from './past/diff-versions.ts';
import type { Operation as OperationRow } from './operation.ts';
import type { MemoryChange as MemoryChangeRow } from './watch-changes.ts';
import type { MemoryConnection as MemoryConnectionRow } from './list-memories.ts';
import type { EstimatedCount as EstimatedCountRow } from './estimate-memories.ts';
import type { NeighbourConnection as NeighbourConnectionRow, NeighbourEdge as NeighbourEdgeRow } from './find-neighbours.ts';
import type { SearchConnection as SearchConnectionRow, SearchEdge as SearchEdgeRow } from './search-memories.ts';
import type { Highlight as HighlightRow } from './highlight-memory.ts';
import type { RecallReceipt as RecallReceiptRow } from './recall-memories.ts';
import type { RecallItem as RecallItemRow } from './pack-memories.ts';
import type { LiveSearch as LiveSearchRow } from './watch-search.ts';
import type { LiveNeighbours as LiveNeighboursRow } from './watch-neighbours.ts';
import type { GraphStatistics as GraphStatisticsRow, DayOfGrowth as DayOfGrowthRow } from './graph-statistics.ts';
import type { SearchReason as SearchReasonRow } from './explain-hit.ts';
import type { SimilarMemory as SimilarMemoryRow } from './find-similar.ts';
import type { Path as PathRow } from './find-path.ts';
import type { Paths as PathsRow } from './find-paths.ts';
import type { Subgraph as SubgraphRow } from './find-subgraph.ts';
import type { CommonNeighbours as CommonNeighboursRow } from './find-common-neighbours.ts';
import type { RelationConnection as RelationConnectionRow } from './list-relations.ts';
import type { OperationConnection as OperationConnectionRow } from './list-history.ts';
import type { GraphState } from './engine/engine.ts';
import type { StatementAnswer as StatementAnswerRow } from './query-graph.ts';
import type { ImportReport as ImportReportRow } from './transfer/import-lines.ts';
import type { ImportProgress as ImportProgressRow } from './transfer/watch-import.ts';
import type { Analysis as AnalysisRow } from './analysis/analysis.ts';
import type { ScoredMemory as ScoredMemoryRow } from './analysis/read-analysis.ts';
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
  /** An instant, ISO 8601 in UTC with milliseconds. */
  DateTime: { input: Date; output: Date | string; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: string; output: string; }
};

/** What kind of caller did something. */
export type ActorKind =
  /** An integration, by its API key. */
  | 'API_KEY'
  /** A part of the system. */
  | 'SERVICE'
  /** A person. */
  | 'USER';

/** An analysis of a tenant's graph. */
export type Analysis = {
  __typename?: 'Analysis';
  /** Of communities their modularity, of clustering the mean coefficient. */
  coefficient?: Maybe<Scalars['Float']['output']>;
  /** When it ended; null while it runs. */
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How many groups there are, where the analysis makes groups. */
  groups?: Maybe<Scalars['Int']['output']>;
  /** The analysis's id. */
  id: Scalars['ID']['output'];
  /** What is found out. */
  kind: AnalysisKind;
  /** The sizes of the largest groups, in the order of their numbers; at most 100. */
  largestGroups: Array<Scalars['Int']['output']>;
  /** How many memories took part; null before it is done, as all that follows. */
  memories?: Maybe<Scalars['Int']['output']>;
  /** Why it failed. */
  problem?: Maybe<Scalars['String']['output']>;
  /** The share that is done, from 0 to 1. */
  progress: Scalars['Float']['output'];
  /** How many relations took part. */
  relations?: Maybe<Scalars['Int']['output']>;
  /** The memories with the best scores, best first; those that were deleted since are left out. In groups the score is the number of relations. */
  scores: Array<ScoredMemory>;
  /** Of betweenness: from how many memories ways were followed; fewer than all make it an estimate. */
  sources?: Maybe<Scalars['Int']['output']>;
  /** When it was started. */
  startedAt: Scalars['DateTime']['output'];
  /** Who started it; null when it was no person, or one who has gone. */
  startedBy?: Maybe<User>;
  /** How it stands. */
  status: AnalysisStatus;
};


/** An analysis of a tenant's graph. */
export type AnalysisScoresArgs = {
  first?: Scalars['Int']['input'];
  group?: InputMaybe<Scalars['Int']['input']>;
};

/** What can be found out about the whole graph. Deleted memories and relations take no part, nor relations that do not hold now. */
export type AnalysisKind =
  /** On what share of the shortest ways between others each memory lies; an estimate in a graph of over 512 memories. */
  | 'BETWEENNESS'
  /** How many of a memory's neighbours are each other's neighbours, from 0 to 1. */
  | 'CLUSTERING'
  /** Groups of memories that have more to do with each other than with the rest (Louvain). */
  | 'COMMUNITIES'
  /** Groups of memories between which there is a way, whichever way relations point. */
  | 'COMPONENTS'
  /** How many relations each memory has. */
  | 'DEGREE'
  /** How important each memory is by what points to it; the scores add up to 1. */
  | 'PAGE_RANK';

/** How an analysis stands. */
export type AnalysisStatus =
  /** Somebody ended it. */
  | 'CANCELLED'
  /** It has come to its end. */
  | 'DONE'
  /** It could not be done; `problem` says why. */
  | 'FAILED'
  /** It is being worked on, or waits for its turn. */
  | 'RUNNING';

/** An earlier moment of the graph: by an operation, a time or a version, one of them. */
export type AsOfInput = {
  /** The time at which it was so. */
  recordedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The operation after which it was so, by its number in the tenant's log; 0: before the first. */
  seq?: InputMaybe<Scalars['Int']['input']>;
  /** The version of the memory that is asked for, as one of its changes left it; only where one memory is. */
  version?: InputMaybe<Scalars['Int']['input']>;
};

/** What attachDocument needs. */
export type AttachDocumentInput = {
  /** The document. */
  documentId: Scalars['ID']['input'];
  /** The memory that the document holds. */
  memoryId: Scalars['ID']['input'];
};

/** What attachDocument answers. */
export type AttachDocumentPayload = {
  __typename?: 'AttachDocumentPayload';
  /** The memory, with what the document begins with. */
  memory: Memory;
};

/** A file elsewhere that belongs to a memory. GraphMemory keeps its address and never fetches it. */
export type Attachment = {
  __typename?: 'Attachment';
  /** What it is, as `image/png`. */
  mediaType: Scalars['String']['output'];
  /** What it is called. */
  name: Scalars['String']['output'];
  /** How many bytes it has, where that is known. */
  size?: Maybe<Scalars['Float']['output']>;
  /** Where it is: an https URL. */
  url: Scalars['String']['output'];
};

/** A file elsewhere that belongs to a memory. */
export type AttachmentInput = {
  /** What it is, as `image/png`. */
  mediaType: Scalars['String']['input'];
  /** What it is called, in at most 200 characters. */
  name: Scalars['String']['input'];
  /** How many bytes it has, where that is known. */
  size?: InputMaybe<Scalars['Float']['input']>;
  /** Where it is: an https URL without a name or password, in at most 2,000 characters. */
  url: Scalars['String']['input'];
};

/** What cancelAnalysis needs. */
export type CancelAnalysisInput = {
  /** The analysis's id. */
  id: Scalars['ID']['input'];
};

/** What cancelAnalysis answers. */
export type CancelAnalysisPayload = {
  __typename?: 'CancelAnalysisPayload';
  /** The analysis as it stands now. */
  analysis: Analysis;
};

/** A memory that is a step away from each of those asked for. */
export type CommonNeighbour = {
  __typename?: 'CommonNeighbour';
  /** The memory. */
  node: Memory;
  /** The relations that join it to them: the strongest for each, in the order in which they were asked for. */
  via: Array<Relation>;
};

/** The memories that are a step away from each of those asked for. */
export type CommonNeighbours = {
  __typename?: 'CommonNeighbours';
  /** The memories with what joins them, the most strongly joined first. */
  edges: Array<CommonNeighbour>;
  /** The memories. */
  nodes: Array<Memory>;
  /** Whether the graph had not yet caught up with the newest changes: ask again a moment later for them. */
  stale: Scalars['Boolean']['output'];
  /** Whether there are more. */
  truncated: Scalars['Boolean']['output'];
};

/** What createMemory needs. */
export type CreateMemoryInput = {
  /** Files elsewhere that belong to it: at most 20, no URL twice. */
  attachments?: InputMaybe<Array<AttachmentInput>>;
  /** How sure it is, from 0 to 1. */
  confidence?: InputMaybe<Scalars['Float']['input']>;
  /** What is remembered, as Markdown, in at most 100,000 characters. A request has at most 100,000 bytes: longer texts come by `POST /import`, or are typed into a live document. */
  content?: InputMaybe<Scalars['String']['input']>;
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** How much it matters, from 0 to 1. */
  importance?: InputMaybe<Scalars['Float']['input']>;
  /** Whatever else is known about it: a JSON object of at most 16 kB. */
  properties?: InputMaybe<Scalars['JSON']['input']>;
  /** What it came from. */
  source?: InputMaybe<SourceInput>;
  /** The space in which it shall lie; none when absent. */
  spaceId?: InputMaybe<Scalars['ID']['input']>;
  /** Words it is filed under: at most 50 of at most 100 characters; the same word twice counts once. */
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
  /** A line that names it, in at most 500 characters. */
  title: Scalars['String']['input'];
  /** What kind of knowledge it is: `PROCEDURAL`, `SEMANTIC`, `EPISODIC`, `DECLARATIVE`, or a type that the tenant has defined, whose schema the properties are checked by. */
  type: Scalars['String']['input'];
  /** From when on it is true in the world. */
  validFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Until when it was true in the world, exclusive. */
  validTo?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What createMemory answers. */
export type CreateMemoryPayload = {
  __typename?: 'CreateMemoryPayload';
  /** The new memory. */
  memory: Memory;
};

/** What createRelation needs. */
export type CreateRelationInput = {
  /** The memory it starts from. */
  fromId: Scalars['ID']['input'];
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Whatever else is known about it: a JSON object of at most 16 kB. */
  properties?: InputMaybe<Scalars['JSON']['input']>;
  /** What it came from. */
  source?: InputMaybe<SourceInput>;
  /** The memory it points to: another one. */
  toId: Scalars['ID']['input'];
  /** What it says: one of the types that `relationTypes` lists. Where the type is single-valued and another relation of it contradicts this one, the one that begins earlier ends where the other begins; without a validity, this one begins now. */
  type: Scalars['String']['input'];
  /** From when on it holds in the world. */
  validFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Until when it held in the world, exclusive. */
  validTo?: InputMaybe<Scalars['DateTime']['input']>;
  /** How strong it is, from 0 to 1. */
  weight?: InputMaybe<Scalars['Float']['input']>;
};

/** What createRelation answers. */
export type CreateRelationPayload = {
  __typename?: 'CreateRelationPayload';
  /** The new relation. */
  relation: Relation;
};

/** What createSpace needs. */
export type CreateSpaceInput = {
  /** What it is for, in at most 1,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What it is called, in at most 200 characters. */
  name: Scalars['String']['input'];
  /** Who may see what lies in it. */
  visibility: SpaceVisibility;
};

/** What createSpace answers. */
export type CreateSpacePayload = {
  __typename?: 'CreateSpacePayload';
  /** The new space. */
  space: Space;
};

/** What was made on one day and is still there. */
export type DayOfGrowth = {
  __typename?: 'DayOfGrowth';
  /** The day in UTC, as `2026-01-31`. */
  day: Scalars['String']['output'];
  /** How many memories. */
  memories: Scalars['Int']['output'];
  /** How many memories of each type, most first; a type without any is not there. */
  memoryTypes: Array<TypeCount>;
  /** How many relations of each type, most first; a type without any is not there. */
  relationTypes: Array<TypeCount>;
  /** How many relations. */
  relations: Scalars['Int']['output'];
};

/** What defineMemoryType needs. */
export type DefineMemoryTypeInput = {
  /** What such memories are for, in at most 1,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** By what memories will name it: at most 50 capitals, digits and underscores, a capital first; not a built-in one. */
  name: Scalars['String']['input'];
  /** What the properties of its memories must be, as JSON Schema 2020-12 of at most 16 kB, without `pattern`, `patternProperties`, `uniqueItems` and references; anything when absent. Formats are `date`, `date-time`, `email`, `uri` and `uuid`. */
  schema?: InputMaybe<Scalars['JSON']['input']>;
};

/** What defineMemoryType answers. */
export type DefineMemoryTypePayload = {
  __typename?: 'DefineMemoryTypePayload';
  /** The new type. */
  memoryType: MemoryTypeDefinition;
};

/** What deleteMemory needs. */
export type DeleteMemoryInput = {
  /** The version that the caller has seen: when it is not the current one, nothing changes and the answer is `CONFLICT`. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The memory to delete. */
  id: Scalars['ID']['input'];
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What deleteMemory answers. */
export type DeleteMemoryPayload = {
  __typename?: 'DeleteMemoryPayload';
  /** The memory as it was when it was deleted. */
  memory: Memory;
};

/** What deleteMemoryType needs. */
export type DeleteMemoryTypeInput = {
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The type to delete. */
  name: Scalars['String']['input'];
};

/** What deleteMemoryType answers. */
export type DeleteMemoryTypePayload = {
  __typename?: 'DeleteMemoryTypePayload';
  /** The type as it was when it was deleted. */
  memoryType: MemoryTypeDefinition;
};

/** What deleteRelation needs. */
export type DeleteRelationInput = {
  /** The version that the caller has seen: when it is not the current one, nothing changes and the answer is `CONFLICT`. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The relation to delete. */
  id: Scalars['ID']['input'];
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What deleteRelation answers. */
export type DeleteRelationPayload = {
  __typename?: 'DeleteRelationPayload';
  /** The relation as it was when it was deleted. */
  relation: Relation;
};

/** What deleteSpace needs. */
export type DeleteSpaceInput = {
  /** The space to delete. */
  id: Scalars['ID']['input'];
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What deleteSpace answers. */
export type DeleteSpacePayload = {
  __typename?: 'DeleteSpacePayload';
  /** The space as it was when it was deleted. */
  space: Space;
};

/** By what two texts are compared. */
export type DiffUnit =
  /** Line by line. */
  | 'LINE'
  /** Word by word. */
  | 'WORD';

/** Which way a relation points, seen from a memory. */
export type Direction =
  /** Either way. */
  | 'BOTH'
  /** From another to the memory. */
  | 'IN'
  /** From the memory to another. */
  | 'OUT';

/** About how many there are of something. */
export type EstimatedCount = {
  __typename?: 'EstimatedCount';
  /** The number. Up to 1,000 it is exact. */
  count: Scalars['Int']['output'];
  /** Whether it was counted. Otherwise it is what the database guesses from samples of its tables, and at least 1,001. */
  isExact: Scalars['Boolean']['output'];
};

/** A field of a memory that differs. */
export type FieldChange = {
  __typename?: 'FieldChange';
  /** What it is. */
  after?: Maybe<Scalars['JSON']['output']>;
  /** What it was. */
  before?: Maybe<Scalars['JSON']['output']>;
  /** The field. */
  field: Scalars['String']['output'];
};

/** How much a graph holds, and of what. Nothing that is deleted counts. */
export type GraphStatistics = {
  __typename?: 'GraphStatistics';
  /** How many memories there are. */
  memories: Scalars['Int']['output'];
  /** How many memories there are of each type, most first. */
  memoryTypes: Array<TypeCount>;
  /** How many of them were made on each of the last days, oldest first; today is the last. */
  perDay: Array<DayOfGrowth>;
  /** How many relations there are of each type, most first. */
  relationTypes: Array<TypeCount>;
  /** How many relations there are. */
  relations: Scalars['Int']['output'];
};


/** How much a graph holds, and of what. Nothing that is deleted counts. */
export type GraphStatisticsPerDayArgs = {
  days?: Scalars['Int']['input'];
};

/** A passage of a memory that holds words of a query. */
export type Highlight = {
  __typename?: 'Highlight';
  /** Which part of the memory the passage is from. */
  field: HighlightField;
  /** Where the words stand in the passage. */
  matches: Array<HighlightMatch>;
  /** The passage. */
  text: Scalars['String']['output'];
};

/** A part of a memory in which words of a query stand. */
export type HighlightField =
  /** Its content. */
  | 'CONTENT'
  /** One of its tags. */
  | 'TAGS'
  /** Its title. */
  | 'TITLE';

/** Where a word stands in a passage, in UTF-16 units. */
export type HighlightMatch = {
  __typename?: 'HighlightMatch';
  /** Where it ends, exclusive. */
  end: Scalars['Int']['output'];
  /** Where it begins. */
  start: Scalars['Int']['output'];
};

/** Why a line was left out. */
export type ImportError = {
  __typename?: 'ImportError';
  /** The field that is wrong, when it is one. */
  field?: Maybe<Scalars['String']['output']>;
  /** The line, counted from 1. */
  line: Scalars['Int']['output'];
  /** What is wrong. */
  message: Scalars['String']['output'];
};

/** What importMemories needs. */
export type ImportMemoriesInput = {
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** At most 1,000 lines, each a JSON object: `{"kind": "memory", "externalId", "type", "title", …}` with the fields of createMemory, or `{"kind": "relation", "from", "to", "type", …}` with those of createRelation, whose ends are external ids or ids, as are the earlier relations that it lists as `contradicts`. Types and spaces that the tenant lacks come before what names them: `{"kind": "memoryType", "name", "description", "schema"}` and `{"kind": "relationType", "name", "isSingleValued"}`, from those with the right to manage memories, and `{"kind": "space", "externalId", "name", "description", "visibility"}`, which becomes the caller's. What a definition leaves out stays as it is. */
  lines: Scalars['String']['input'];
};

/** What importMemories answers. */
export type ImportMemoriesPayload = {
  __typename?: 'ImportMemoriesPayload';
  /** How many memories and relations were made. */
  created: Scalars['Int']['output'];
  /** Why lines were left out; at most 1,000. */
  errors: Array<ImportError>;
  /** How many lines were left out. */
  failed: Scalars['Int']['output'];
  /** How many lines were read. */
  lines: Scalars['Int']['output'];
  /** How many were there already. */
  unchanged: Scalars['Int']['output'];
  /** How many were there and differed: they were changed, or brought back. */
  updated: Scalars['Int']['output'];
};

/** How far an import is. */
export type ImportProgress = {
  __typename?: 'ImportProgress';
  /** How many memories, relations, types and spaces were made. */
  created: Scalars['Int']['output'];
  /** Why lines were left out; at most 1,000. */
  errors: Array<ImportError>;
  /** How many lines were left out. */
  failed: Scalars['Int']['output'];
  /** Identifies the import. */
  id: Scalars['ID']['output'];
  /** How many lines were read. */
  lines: Scalars['Int']['output'];
  /** Why it ended early, when it did: what was told of before stays. */
  problem?: Maybe<Scalars['String']['output']>;
  /** Whether it goes on. */
  status: ImportStatus;
  /** How many were there already. */
  unchanged: Scalars['Int']['output'];
  /** How many were there and differed: they were changed, or brought back. */
  updated: Scalars['Int']['output'];
};

/** Whether an import goes on. */
export type ImportStatus =
  /** All lines were read. */
  | 'DONE'
  /** It ended early, or its process is gone. */
  | 'FAILED'
  /** More is to come. */
  | 'RUNNING';

/** How what is around a memory differs from what was around it before. */
export type LiveNeighbours = {
  __typename?: 'LiveNeighbours';
  /** What was not there before, with how it is reached. */
  added: Array<NeighbourEdge>;
  /** What was there before and has another version now, or is reached another way. */
  changed: Array<NeighbourEdge>;
  /** The ids of what is around it now, nearest first. */
  ids: Array<Scalars['ID']['output']>;
  /** What is not there any more. */
  removed: Array<RemovedFinding>;
};

/** How what a standing search finds differs from what it found before. */
export type LiveSearch = {
  __typename?: 'LiveSearch';
  /** What was not found before, with why it is. */
  added: Array<SearchEdge>;
  /** What was found before and has another version now. */
  changed: Array<SearchEdge>;
  /** The ids of what is found now, best first. */
  ids: Array<Scalars['ID']['output']>;
  /** What is not found any more. */
  removed: Array<RemovedFinding>;
};

/** A unit of knowledge in the graph. */
export type Memory = {
  __typename?: 'Memory';
  /** Files elsewhere that belong to it, in the order they were given. */
  attachments: Array<Attachment>;
  /** How sure it is, from 0 to 1. */
  confidence?: Maybe<Scalars['Float']['output']>;
  /** What is remembered, as Markdown. */
  content: Scalars['String']['output'];
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** The person who made it; null when it was not a person. */
  createdBy?: Maybe<User>;
  /** When it was deleted; null while it is not. */
  deletedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The name by which another system knows it, from an import. */
  externalId?: Maybe<Scalars['String']['output']>;
  /** What was done to it, newest first. */
  history: OperationConnection;
  /** The memory's id. */
  id: Scalars['ID']['output'];
  /** How much it matters, from 0 to 1. */
  importance?: Maybe<Scalars['Float']['output']>;
  /** Whether the viewer may change it. */
  isEditable: Scalars['Boolean']['output'];
  /** The memories that likely say the same. */
  likelyDuplicates: Array<SimilarMemory>;
  /** The memories around it, nearest first. At most 1,000 can be paged through. */
  neighbours: NeighbourConnection;
  /** Whatever else is known about it: a JSON object. */
  properties: Scalars['JSON']['output'];
  /** How many relations it has that hold, each way. */
  relationCounts: RelationCounts;
  /** Its relations to other memories that hold, newest first. */
  relations: RelationConnection;
  /** The memories most like it, most alike first. */
  similar: Array<SimilarMemory>;
  /** What it came from. */
  source?: Maybe<Source>;
  /** The space in which it lies; null when it lies in none, and all of the tenant may see it. */
  space?: Maybe<Space>;
  /** The memories that it may want to be related to and is not. */
  suggestedLinks: Array<SimilarMemory>;
  /** Words it is filed under, in the order they were given. */
  tags: Array<Scalars['String']['output']>;
  /** A line that names it. */
  title: Scalars['String']['output'];
  /** What kind of knowledge it is: `PROCEDURAL`, `SEMANTIC`, `EPISODIC`, `DECLARATIVE`, or a type that the tenant has defined. */
  type: Scalars['String']['output'];
  /** When it was last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** The person who last changed it; null when it was not a person. */
  updatedBy?: Maybe<User>;
  /** From when on it is true in the world; null: since ever. */
  validFrom?: Maybe<Scalars['DateTime']['output']>;
  /** Until when it was true in the world, exclusive; null: it still is. */
  validTo?: Maybe<Scalars['DateTime']['output']>;
  /** Counts its changes, from 1: give it as `expectedVersion` to change only what you have seen. */
  version: Scalars['Int']['output'];
};


/** A unit of knowledge in the graph. */
export type MemoryHistoryArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A unit of knowledge in the graph. */
export type MemoryLikelyDuplicatesArgs = {
  first?: Scalars['Int']['input'];
};


/** A unit of knowledge in the graph. */
export type MemoryNeighboursArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  anyTime?: Scalars['Boolean']['input'];
  depth?: Scalars['Int']['input'];
  direction?: Direction;
  filter?: InputMaybe<MemoryFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  types?: InputMaybe<Array<Scalars['String']['input']>>;
  validAt?: InputMaybe<Scalars['DateTime']['input']>;
};


/** A unit of knowledge in the graph. */
export type MemoryRelationCountsArgs = {
  anyTime?: Scalars['Boolean']['input'];
  types?: InputMaybe<Array<Scalars['String']['input']>>;
  validAt?: InputMaybe<Scalars['DateTime']['input']>;
};


/** A unit of knowledge in the graph. */
export type MemoryRelationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  anyTime?: Scalars['Boolean']['input'];
  direction?: Direction;
  first?: InputMaybe<Scalars['Int']['input']>;
  types?: InputMaybe<Array<Scalars['String']['input']>>;
  validAt?: InputMaybe<Scalars['DateTime']['input']>;
};


/** A unit of knowledge in the graph. */
export type MemorySimilarArgs = {
  filter?: InputMaybe<MemoryFilter>;
  first?: Scalars['Int']['input'];
  minScore?: Scalars['Float']['input'];
};


/** A unit of knowledge in the graph. */
export type MemorySuggestedLinksArgs = {
  first?: Scalars['Int']['input'];
};

/** What spaces let somebody do with a memory, or with what lies in them beside. */
export type MemoryAccess =
  /** Nothing: to him it is not there. */
  | 'NONE'
  /** Read it. */
  | 'READ'
  /** Read and change it. */
  | 'WRITE';

/** A change of the graph, as it is streamed. */
export type MemoryChange = {
  __typename?: 'MemoryChange';
  /** The person who did it; null when it was not a person. */
  actor?: Maybe<User>;
  /** What kind of caller did it. */
  actorKind: ActorKind;
  /** What was done. */
  kind: OperationKind;
  /** The memory as the change left it, or as it was when it was deleted; null when the change is to a relation. */
  memory?: Maybe<Memory>;
  /** When it was done. */
  recordedAt: Scalars['DateTime']['output'];
  /** The relation as the change left it, or as it was when it was deleted; null when the change is to a memory. */
  relation?: Maybe<Relation>;
  /** Its number in the tenant's log: subscribe again after it to miss nothing. */
  seq: Scalars['Int']['output'];
};

/** Which changes to deliver. Every condition that is given must hold; what was before a change and what is after it both count. */
export type MemoryChangeFilter = {
  /** Any of these. */
  kinds?: InputMaybe<Array<OperationKind>>;
  /** Changes of any of these memories and of their relations; at most 1,000. */
  memoryIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Changes of memories with all of these tags; none of relations. */
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Changes of memories of any of these types; none of relations. */
  types?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** A page of memories. */
export type MemoryConnection = {
  __typename?: 'MemoryConnection';
  /** The memories with their cursors. */
  edges: Array<MemoryEdge>;
  /** About how many there are, at a price that does not grow with their number. */
  estimatedCount: EstimatedCount;
  /** The memories. */
  nodes: Array<Memory>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
  /** How many memories there are on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** What differs between two versions of a memory. */
export type MemoryDiff = {
  __typename?: 'MemoryDiff';
  /** The content in parts: those without what was added are the one, those without what was removed the other. */
  content: Array<TextPart>;
  /** The fields that differ, but the content. */
  fields: Array<FieldChange>;
};

/** One memory of a page, with its cursor. */
export type MemoryEdge = {
  __typename?: 'MemoryEdge';
  /** The memory's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** The memory. */
  node: Memory;
};

/** Which memories to return. Every condition that is given must hold. */
export type MemoryFilter = {
  /** Made by any of these people. */
  createdBy?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Made at or after this instant. */
  createdFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Made before this instant. */
  createdTo?: InputMaybe<Scalars['DateTime']['input']>;
  /** Having these properties: a JSON object of names with the string, number, boolean or null each must equal. */
  properties?: InputMaybe<Scalars['JSON']['input']>;
  /** Lying in any of these spaces. */
  spaceIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** All of these tags. */
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Any of these types. */
  types?: InputMaybe<Array<Scalars['String']['input']>>;
  /** True in the world at this instant. */
  validAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** By which field memories are sorted. */
export type MemorySort =
  /** By when they were made. */
  | 'CREATED_AT'
  /** By their importance; those without one come last when descending. */
  | 'IMPORTANCE'
  /** By their title. */
  | 'TITLE'
  /** By when they were last changed. */
  | 'UPDATED_AT';

/** A type of memories that a tenant has beside the built-in ones. */
export type MemoryTypeDefinition = {
  __typename?: 'MemoryTypeDefinition';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** The person who made it; null when it was not a person. */
  createdBy?: Maybe<User>;
  /** What such memories are for. */
  description: Scalars['String']['output'];
  /** By what its memories name it: capitals, digits and underscores. */
  name: Scalars['String']['output'];
  /** What the properties of its memories must be, as JSON Schema 2020-12; null: anything. */
  schema?: Maybe<Scalars['JSON']['output']>;
  /** When it was last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** The person who last changed it; null when it was not a person. */
  updatedBy?: Maybe<User>;
  /** Counts its changes, from 1: give it as `expectedVersion` to change only what you have seen. */
  version: Scalars['Int']['output'];
};

/** What mergeMemories needs. */
export type MergeMemoriesInput = {
  /** The same of the one that is merged. */
  expectedLoserVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The version of the one that stays that the caller has seen: when it is not the current one, nothing changes and the answer is `CONFLICT`. */
  expectedWinnerVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The memory that is merged into it: another one. */
  loserId: Scalars['ID']['input'];
  /** The memory that stays. */
  winnerId: Scalars['ID']['input'];
};

/** What mergeMemories answers. */
export type MergeMemoriesPayload = {
  __typename?: 'MergeMemoriesPayload';
  /** The memory that stays, as it is now. */
  memory: Memory;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Ties a memory to a live document, which alone changes its title, content, tags and properties from then on. */
  attachDocument: AttachDocumentPayload;
  /** Ends an analysis that runs. */
  cancelAnalysis: CancelAnalysisPayload;
  /** Makes a memory. */
  createMemory: CreateMemoryPayload;
  /** Relates one memory to another. */
  createRelation: CreateRelationPayload;
  /** Makes a space, whose maker may change and share it. */
  createSpace: CreateSpacePayload;
  /** Defines a type of memories: for those with the right to manage memories. */
  defineMemoryType: DefineMemoryTypePayload;
  /** Deletes a memory and its relations. It can be restored. */
  deleteMemory: DeleteMemoryPayload;
  /** Deletes a type's definition; `CONFLICT` while a memory has this type. */
  deleteMemoryType: DeleteMemoryTypePayload;
  /** Deletes a relation. */
  deleteRelation: DeleteRelationPayload;
  /** Deletes an empty space; `CONFLICT` while a memory or a free document lies in it. Both can be moved to another; those that are deleted stay so. */
  deleteSpace: DeleteSpacePayload;
  /** Imports memories and relations from lines of JSON, for those who may write to every space; more than 1,000, or than 100,000 bytes, go to `POST /import`. */
  importMemories: ImportMemoriesPayload;
  /** Merges one memory into another, for those who may change and delete memories: its relations move there, but those that would join it with itself or that it has already; tags and attachments are united; and from then on the other answers in its place. Restoring it takes its relations back. */
  mergeMemories: MergeMemoriesPayload;
  /** Takes over what a live document holds, where it is newer than what was taken over before. */
  projectDocument: ProjectDocumentPayload;
  /** Builds a tenant's graph anew from its rows. */
  rebuildGraph: RebuildGraphPayload;
  /** Gives an agent what is known that answers a query, within a budget of tokens, and keeps a receipt of it. */
  recall: RecallPayload;
  /** Brings a deleted memory back, with the relations that were deleted with it and whose other end is there. */
  restoreMemory: RestoreMemoryPayload;
  /** Says how relations of a type behave from now on: for those with the right to manage memories. A new name becomes a type of the tenant's own. What is there stays as it is. */
  setRelationType: SetRelationTypePayload;
  /** Shares a space with a member of the tenant, or changes what he may do there; `BAD_USER_INPUT` for whoever is none. */
  shareSpace: ShareSpacePayload;
  /** Starts an analysis of the whole graph in the background, one at a time a tenant; ask `analysis` how far it is. */
  startAnalysis: StartAnalysisPayload;
  /** Ends the sharing of a space with a member: what he has open stops showing it at once. */
  unshareSpace: UnshareSpacePayload;
  /**
   * Changes a memory: the fields that are given. What a live document holds (title, content, tags, properties) is changed
   * there: here it is `CONFLICT`.
   */
  updateMemory: UpdateMemoryPayload;
  /** Changes a type's definition: the fields that are given. Memories that are there are not checked again. */
  updateMemoryType: UpdateMemoryTypePayload;
  /** Changes a relation: the fields that are given. */
  updateRelation: UpdateRelationPayload;
  /** Changes a space: the fields that are given. For its maker, and those with the right to manage memories, as all that follows. */
  updateSpace: UpdateSpacePayload;
};


export type MutationAttachDocumentArgs = {
  input: AttachDocumentInput;
};


export type MutationCancelAnalysisArgs = {
  input: CancelAnalysisInput;
};


export type MutationCreateMemoryArgs = {
  input: CreateMemoryInput;
};


export type MutationCreateRelationArgs = {
  input: CreateRelationInput;
};


export type MutationCreateSpaceArgs = {
  input: CreateSpaceInput;
};


export type MutationDefineMemoryTypeArgs = {
  input: DefineMemoryTypeInput;
};


export type MutationDeleteMemoryArgs = {
  input: DeleteMemoryInput;
};


export type MutationDeleteMemoryTypeArgs = {
  input: DeleteMemoryTypeInput;
};


export type MutationDeleteRelationArgs = {
  input: DeleteRelationInput;
};


export type MutationDeleteSpaceArgs = {
  input: DeleteSpaceInput;
};


export type MutationImportMemoriesArgs = {
  input: ImportMemoriesInput;
};


export type MutationMergeMemoriesArgs = {
  input: MergeMemoriesInput;
};


export type MutationProjectDocumentArgs = {
  input: ProjectDocumentInput;
};


export type MutationRebuildGraphArgs = {
  input: RebuildGraphInput;
};


export type MutationRecallArgs = {
  input: RecallInput;
};


export type MutationRestoreMemoryArgs = {
  input: RestoreMemoryInput;
};


export type MutationSetRelationTypeArgs = {
  input: SetRelationTypeInput;
};


export type MutationShareSpaceArgs = {
  input: ShareSpaceInput;
};


export type MutationStartAnalysisArgs = {
  input: StartAnalysisInput;
};


export type MutationUnshareSpaceArgs = {
  input: UnshareSpaceInput;
};


export type MutationUpdateMemoryArgs = {
  input: UpdateMemoryInput;
};


export type MutationUpdateMemoryTypeArgs = {
  input: UpdateMemoryTypeInput;
};


export type MutationUpdateRelationArgs = {
  input: UpdateRelationInput;
};


export type MutationUpdateSpaceArgs = {
  input: UpdateSpaceInput;
};

/** A page of memories reached by walking the graph. */
export type NeighbourConnection = {
  __typename?: 'NeighbourConnection';
  /** The memories with how they were reached. */
  edges: Array<NeighbourEdge>;
  /** The memories. */
  nodes: Array<Memory>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
  /** Whether the graph had not yet caught up with the newest changes: ask again a moment later for them. */
  stale: Scalars['Boolean']['output'];
};

/** A memory reached by walking the graph. */
export type NeighbourEdge = {
  __typename?: 'NeighbourEdge';
  /** The memory's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** How many steps away it is. */
  depth: Scalars['Int']['output'];
  /** The memory. */
  node: Memory;
  /** The relation of the last step; null when it was deleted meanwhile. */
  via?: Maybe<Relation>;
};

/** One entry of the graph's operation log. It is never changed. */
export type Operation = {
  __typename?: 'Operation';
  /** The person who did it; null when it was not a person. */
  actor?: Maybe<User>;
  /** The caller's id. */
  actorId?: Maybe<Scalars['ID']['output']>;
  /** What kind of caller did it. */
  actorKind: ActorKind;
  /** The memory or relation as it was left, with all its fields; null when it was deleted. */
  after?: Maybe<Scalars['JSON']['output']>;
  /** The memory or relation as it was before, with all its fields; null when it was made. */
  before?: Maybe<Scalars['JSON']['output']>;
  /** What it did. */
  kind: OperationKind;
  /** When it was done. */
  recordedAt: Scalars['DateTime']['output'];
  /** Its number in the tenant's log, counted from 1 without a gap. */
  seq: Scalars['Int']['output'];
  /** The version that the memory or relation has since. */
  version: Scalars['Int']['output'];
};

/** A page of operations, newest first. */
export type OperationConnection = {
  __typename?: 'OperationConnection';
  /** The operations with their cursors. */
  edges: Array<OperationEdge>;
  /** The operations. */
  nodes: Array<Operation>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
};

/** One operation of a page, with its cursor. */
export type OperationEdge = {
  __typename?: 'OperationEdge';
  /** The operation's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** The operation. */
  node: Operation;
};

/** What an operation did. */
export type OperationKind =
  /** A memory was made. */
  | 'MEMORY_CREATED'
  /** A memory was deleted. */
  | 'MEMORY_DELETED'
  /** A memory was merged into another, which answers in its place: `before` names that one as `mergedInto`. */
  | 'MEMORY_MERGED'
  /** A deleted memory came back. */
  | 'MEMORY_RESTORED'
  /** A memory was changed. */
  | 'MEMORY_UPDATED'
  /** A relation was made. */
  | 'RELATION_CREATED'
  /** A relation was deleted. */
  | 'RELATION_DELETED'
  /** A deleted relation came back. */
  | 'RELATION_RESTORED'
  /** A relation was changed. */
  | 'RELATION_UPDATED';

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

/** A way from one memory to another. */
export type Path = {
  __typename?: 'Path';
  /** How long it is, by the measure that was asked for. */
  cost: Scalars['Float']['output'];
  /** The memories on the way, both ends included. */
  memories: Array<Memory>;
  /** The relations walked over: one fewer than memories. */
  relations: Array<Relation>;
  /** Whether the graph had not yet caught up with the newest changes: ask again a moment later for them. */
  stale: Scalars['Boolean']['output'];
};

/** By what the length of a way is measured. */
export type PathMeasure =
  /** By the number of its steps. */
  | 'STEPS'
  /** By the weights of its relations: each adds 1 / its weight, so that strong relations are short. One of weight 0 is never walked over. */
  | 'WEIGHT';

/** Ways from one memory to another. None comes to a memory twice. */
export type Paths = {
  __typename?: 'Paths';
  /** The ways, shortest first. */
  nodes: Array<Path>;
  /** Whether the graph had not yet caught up with the newest changes: ask again a moment later for them. */
  stale: Scalars['Boolean']['output'];
  /** Whether there are more. */
  truncated: Scalars['Boolean']['output'];
};

/** What projectDocument needs. */
export type ProjectDocumentInput = {
  /** The content, as Markdown. */
  content: Scalars['String']['input'];
  /** The document that was attached to it. */
  documentId: Scalars['ID']['input'];
  /** The people who edited since the last projection. */
  editors: Array<Scalars['ID']['input']>;
  /** The generation of the document's history. */
  epoch: Scalars['Int']['input'];
  /** The memory to change. */
  memoryId: Scalars['ID']['input'];
  /** The properties, where the document holds them too. */
  properties?: InputMaybe<Scalars['JSON']['input']>;
  /** The entry of the document's log up to which this holds everything. */
  seq: Scalars['Int']['input'];
  /** The tags, where the document holds them too. */
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The title, where the document holds it too. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** What projectDocument answers. */
export type ProjectDocumentPayload = {
  __typename?: 'ProjectDocumentPayload';
  /** Whether it was newer than what was there. */
  accepted: Scalars['Boolean']['output'];
  /** The memory as it is now. */
  memory: Memory;
};

export type Query = {
  __typename?: 'Query';
  /** An analysis of the graph, how far it is, and what came out; null when there is none of that id. `FORBIDDEN` for whom a space is hidden from, as all that concerns analyses. */
  analysis?: Maybe<Analysis>;
  /** The memories that are a step away from each of some, the most strongly joined first; none when one of these is not there. */
  commonNeighbours: CommonNeighbours;
  /** How much the tenant's graph holds, and of what. */
  graphStatistics: GraphStatistics;
  /** The tenant's memories. */
  memories: MemoryConnection;
  /** One memory of the tenant, or null when there is none by this id, or it is deleted. One that was merged into another is answered by that one, which has another id. */
  memory?: Maybe<Memory>;
  /** What spaces let somebody do with memories, deleted ones too, in their order: for services that keep things about them. */
  memoryAccess: Array<MemoryAccess>;
  /** What differs between two versions of a memory; null when there is not one of them. */
  memoryDiff?: Maybe<MemoryDiff>;
  /** One of them, or null when there is none of this name. */
  memoryType?: Maybe<MemoryTypeDefinition>;
  /** The types of memories that the tenant has beside the built-in ones, by name; at most 200. */
  memoryTypes: Array<MemoryTypeDefinition>;
  /** The shortest way from one memory to another; null when there is none. Of several as short, any; `paths` has them all. */
  path?: Maybe<Path>;
  /** The ways from one memory to another, shortest first; none comes to a memory twice. */
  paths: Paths;
  /** Asks the tenant's graph in openCypher, reading only: for analysts with the right to export who may read every space. Memories are nodes `Memory`, relations are `Relation` between them; times are milliseconds since 1970. */
  queryGraph: StatementAnswer;
  /** What somebody was given to read once, or null when there is no such receipt. */
  recallReceipt?: Maybe<RecallReceipt>;
  /** One relation of the tenant, or null when there is none by this id, or it is deleted. */
  relation?: Maybe<Relation>;
  /** The types that the tenant's relations may have: those that are built in, then its own by name. */
  relationTypes: Array<RelationType>;
  /** The memories that answer a question or contain its words, best first. At most 1,000 can be paged through. */
  searchMemories: SearchConnection;
  /** One space, or null when there is none by this id that the viewer may see. */
  space?: Maybe<Space>;
  /** What somebody may do in spaces, deleted ones too, in their order: for services that keep things there. */
  spaceAccess: Array<MemoryAccess>;
  /** The spaces that the viewer may see, by name. */
  spaces: Array<Space>;
  /** Some memories, what is around them, and every relation between any two of those. Ids that are not there are left out. */
  subgraph: Subgraph;
};


export type QueryAnalysisArgs = {
  id: Scalars['ID']['input'];
};


export type QueryCommonNeighboursArgs = {
  anyTime?: Scalars['Boolean']['input'];
  asOf?: InputMaybe<AsOfInput>;
  direction?: Direction;
  filter?: InputMaybe<MemoryFilter>;
  first?: Scalars['Int']['input'];
  ids: Array<Scalars['ID']['input']>;
  types?: InputMaybe<Array<Scalars['String']['input']>>;
  validAt?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryMemoriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<AsOfInput>;
  filter?: InputMaybe<MemoryFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: SortOrder;
  sort?: MemorySort;
};


export type QueryMemoryArgs = {
  asOf?: InputMaybe<AsOfInput>;
  id: Scalars['ID']['input'];
};


export type QueryMemoryAccessArgs = {
  managesMemories: Scalars['Boolean']['input'];
  memoryIds: Array<Scalars['ID']['input']>;
  viewerId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryMemoryDiffArgs = {
  by?: DiffUnit;
  from: Scalars['Int']['input'];
  id: Scalars['ID']['input'];
  to: Scalars['Int']['input'];
};


export type QueryMemoryTypeArgs = {
  name: Scalars['String']['input'];
};


export type QueryPathArgs = {
  anyTime?: Scalars['Boolean']['input'];
  asOf?: InputMaybe<AsOfInput>;
  by?: PathMeasure;
  direction?: Direction;
  filter?: InputMaybe<MemoryFilter>;
  fromId: Scalars['ID']['input'];
  maxDepth?: Scalars['Int']['input'];
  toId: Scalars['ID']['input'];
  types?: InputMaybe<Array<Scalars['String']['input']>>;
  validAt?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryPathsArgs = {
  anyTime?: Scalars['Boolean']['input'];
  asOf?: InputMaybe<AsOfInput>;
  by?: PathMeasure;
  direction?: Direction;
  filter?: InputMaybe<MemoryFilter>;
  first?: Scalars['Int']['input'];
  fromId: Scalars['ID']['input'];
  maxDepth?: Scalars['Int']['input'];
  onlyShortest?: Scalars['Boolean']['input'];
  toId: Scalars['ID']['input'];
  types?: InputMaybe<Array<Scalars['String']['input']>>;
  validAt?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryQueryGraphArgs = {
  first?: Scalars['Int']['input'];
  parameters?: InputMaybe<Scalars['JSON']['input']>;
  statement: Scalars['String']['input'];
};


export type QueryRecallReceiptArgs = {
  id: Scalars['ID']['input'];
};


export type QueryRelationArgs = {
  asOf?: InputMaybe<AsOfInput>;
  id: Scalars['ID']['input'];
};


export type QuerySearchMemoriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<AsOfInput>;
  filter?: InputMaybe<MemoryFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  mode?: SearchMode;
  query: Scalars['String']['input'];
};


export type QuerySpaceArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySpaceAccessArgs = {
  managesMemories: Scalars['Boolean']['input'];
  spaceIds: Array<Scalars['ID']['input']>;
  viewerId?: InputMaybe<Scalars['ID']['input']>;
};


export type QuerySubgraphArgs = {
  anyTime?: Scalars['Boolean']['input'];
  asOf?: InputMaybe<AsOfInput>;
  depth?: Scalars['Int']['input'];
  direction?: Direction;
  filter?: InputMaybe<MemoryFilter>;
  first?: Scalars['Int']['input'];
  ids: Array<Scalars['ID']['input']>;
  types?: InputMaybe<Array<Scalars['String']['input']>>;
  validAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What rebuildGraph needs. */
export type RebuildGraphInput = {
  /** The tenant whose graph is to be built. */
  tenantId: Scalars['ID']['input'];
};

/** What rebuildGraph answers. */
export type RebuildGraphPayload = {
  __typename?: 'RebuildGraphPayload';
  /** How many memories it holds. */
  memories: Scalars['Int']['output'];
  /** How many relations it holds. */
  relations: Scalars['Int']['output'];
  /** The operation up to which the graph now holds everything. */
  seq: Scalars['Int']['output'];
};

/** What recall needs. */
export type RecallInput = {
  /** How many tokens there is room for, from 50 to 32,000. */
  budgetTokens: Scalars['Int']['input'];
  /** Which memories may be given; all of them when absent. */
  filter?: InputMaybe<MemoryFilter>;
  /** What is asked, as a person or an agent would write it, in at most 1,000 characters. */
  query: Scalars['String']['input'];
};

/** One memory as it was given to read. */
export type RecallItem = {
  __typename?: 'RecallItem';
  /** The memory as it is now; null when it is deleted. */
  memory?: Maybe<Memory>;
  /** The memory's id. */
  memoryId: Scalars['ID']['output'];
  /** How well it answered; comparable within one receipt only. */
  score: Scalars['Float']['output'];
  /** What was given of it: its title, its date, where it came from, and as much of its content as there was room for. */
  text: Scalars['String']['output'];
  /** How many tokens the text is counted as. */
  tokens: Scalars['Int']['output'];
  /** The version of the memory that was given. */
  version: Scalars['Int']['output'];
};

/** What recall answers. */
export type RecallPayload = {
  __typename?: 'RecallPayload';
  /** What is given, and the receipt of it. */
  receipt: RecallReceipt;
};

/** What somebody asked for and was given to read, word for word. It is never changed. */
export type RecallReceipt = {
  __typename?: 'RecallReceipt';
  /** The person who asked; null when it was not a person. */
  actor?: Maybe<User>;
  /** What kind of caller asked. */
  actorKind: ActorKind;
  /** How many tokens there was room for. */
  budgetTokens: Scalars['Int']['output'];
  /** The receipt's id. */
  id: Scalars['ID']['output'];
  /** The memories that it is made of, best first. */
  items: Array<RecallItem>;
  /** What was asked. */
  query: Scalars['String']['output'];
  /** When it was given. */
  recordedAt: Scalars['DateTime']['output'];
  /** The SHA-256 of the text, in hexadecimal. The audit log's record of it, `memory.recall`, holds the same, which proves that nobody has changed the receipt since. */
  sha256: Scalars['String']['output'];
  /** Whether the graph had not yet caught up with the newest changes. */
  stale: Scalars['Boolean']['output'];
  /** What was given: the texts of the items, one after another. */
  text: Scalars['String']['output'];
  /** How many tokens the text is counted as: one for every three bytes, which is more than tokenizers commonly make of prose. */
  tokens: Scalars['Int']['output'];
  /** Whether the meaning of the query took part in finding them. */
  usesMeaning: Scalars['Boolean']['output'];
};

/** A directed, typed link between two memories. Several may join one pair. */
export type Relation = {
  __typename?: 'Relation';
  /** The relations that contradicted it when they were written, oldest first. */
  contradictedBy: Array<Relation>;
  /** The relations that it contradicted when it was written: of the same single-valued type, from the same memory to another one, when both held. Each was ended where the other began, and can still be read. */
  contradicts: Array<Relation>;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** The person who made it; null when it was not a person. */
  createdBy?: Maybe<User>;
  /** When it was deleted; null while it is not. */
  deletedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The name by which another system knows it, from an import. */
  externalId?: Maybe<Scalars['String']['output']>;
  /** The memory it starts from; null when that memory is deleted. */
  from?: Maybe<Memory>;
  /** The relation's id. */
  id: Scalars['ID']['output'];
  /** Whatever else is known about it: a JSON object. */
  properties: Scalars['JSON']['output'];
  /** What it came from. */
  source?: Maybe<Source>;
  /** The memory it points to; null when that memory is deleted. */
  to?: Maybe<Memory>;
  /** What it says: one of the types that `relationTypes` lists. */
  type: Scalars['String']['output'];
  /** When it was last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** The person who last changed it; null when it was not a person. */
  updatedBy?: Maybe<User>;
  /** From when on it holds in the world; null: since ever. */
  validFrom?: Maybe<Scalars['DateTime']['output']>;
  /** Until when it held in the world, exclusive; null: it still does. */
  validTo?: Maybe<Scalars['DateTime']['output']>;
  /** Counts its changes, from 1: give it as `expectedVersion` to change only what you have seen. */
  version: Scalars['Int']['output'];
  /** How strong it is, from 0 to 1. */
  weight: Scalars['Float']['output'];
};

/** A page of relations. */
export type RelationConnection = {
  __typename?: 'RelationConnection';
  /** The relations with their cursors. */
  edges: Array<RelationEdge>;
  /** The relations. */
  nodes: Array<Relation>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
};

/** How many relations a memory has, each way. */
export type RelationCounts = {
  __typename?: 'RelationCounts';
  /** From others to the memory. */
  in: Scalars['Int']['output'];
  /** From the memory to others. */
  out: Scalars['Int']['output'];
};

/** One relation of a page, with its cursor. */
export type RelationEdge = {
  __typename?: 'RelationEdge';
  /** The relation's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** The relation. */
  node: Relation;
};

/** A type that relations may have. */
export type RelationType = {
  __typename?: 'RelationType';
  /** Whether every tenant has it. */
  isBuiltIn: Scalars['Boolean']['output'];
  /** Whether a memory has such a relation to one other at most at any time. */
  isSingleValued: Scalars['Boolean']['output'];
  /** What relations of this type are called, as `LIVES_IN`. */
  name: Scalars['String']['output'];
  /** When the tenant last said so; null when it never did. */
  updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The person who last said so; null when it was not a person. */
  updatedBy?: Maybe<User>;
};

/** Why a standing query does not find a memory any more. */
export type RemovalReason =
  /** It was deleted, or lies where the subscriber may not see it. */
  | 'DELETED'
  /** It changed, or what joined it did, or others come before it. */
  | 'NO_LONGER_FOUND';

/** A memory that a standing query does not find any more. */
export type RemovedFinding = {
  __typename?: 'RemovedFinding';
  /** The memory's id. */
  memoryId: Scalars['ID']['output'];
  /** Why it is not found any more. */
  reason: RemovalReason;
};

/** What restoreMemory needs. */
export type RestoreMemoryInput = {
  /** The memory to restore. */
  id: Scalars['ID']['input'];
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What restoreMemory answers. */
export type RestoreMemoryPayload = {
  __typename?: 'RestoreMemoryPayload';
  /** The memory, which is there again. */
  memory: Memory;
};

/** A memory in an analysis. */
export type ScoredMemory = {
  __typename?: 'ScoredMemory';
  /** The number of its group, from 0, the largest group first; null where the analysis makes no groups. */
  group?: Maybe<Scalars['Int']['output']>;
  /** The memory. */
  memory: Memory;
  /** Its score. */
  score: Scalars['Float']['output'];
};

/** A page of search results, best first. */
export type SearchConnection = {
  __typename?: 'SearchConnection';
  /** The memories with their scores. */
  edges: Array<SearchEdge>;
  /** The memories. */
  nodes: Array<Memory>;
  /** Where the page stands in its list. */
  pageInfo: PageInfo;
  /** Whether the graph had not yet caught up with the newest changes: ask again a moment later for them. */
  stale: Scalars['Boolean']['output'];
  /** Whether the meaning of the query took part: not while embeddings are off, or do not answer, nor in a search by words. */
  usesMeaning: Scalars['Boolean']['output'];
};

/** A memory that answers a search. */
export type SearchEdge = {
  __typename?: 'SearchEdge';
  /** The memory's place in the list, to page after. */
  cursor: Scalars['String']['output'];
  /** Where the words of the query stand in the memory: a passage of its title, its content and its tags at most. */
  highlights: Array<Highlight>;
  /** The memory. */
  node: Memory;
  /** How well it answers; comparable within one search only. */
  score: Scalars['Float']['output'];
  /** What the score is made of. */
  signals: SearchSignals;
  /** Why it was found, the strongest reason first. */
  why: Array<SearchReason>;
};

/** How memories are searched. */
export type SearchMode =
  /** By words, meaning, relations and recency together. */
  | 'HYBRID'
  /** By their words alone (BM25). */
  | 'TEXT';

/** Why a memory was found. */
export type SearchReason = {
  __typename?: 'SearchReason';
  /** The signal that found it. */
  signal: SearchSignal;
  /** The reason, as a sentence in English. */
  text: Scalars['String']['output'];
  /** The memory by which it was found; null where it was found by itself, or that memory was deleted meanwhile. */
  via?: Maybe<Memory>;
};

/** A signal that a search goes by. */
export type SearchSignal =
  /** Relations to other hits. */
  | 'GRAPH'
  /** How recent a memory is. */
  | 'RECENCY'
  /** The words of the query. */
  | 'TEXT'
  /** The meaning of the query. */
  | 'VECTOR';

/** What each signal gave to a hit's score. They add up to it. */
export type SearchSignals = {
  __typename?: 'SearchSignals';
  /** Relations to other hits. */
  graph: Scalars['Float']['output'];
  /** How recent it is. */
  recency: Scalars['Float']['output'];
  /** The words of the query. */
  text: Scalars['Float']['output'];
  /** The meaning of the query. */
  vector: Scalars['Float']['output'];
};

/** What setRelationType needs. */
export type SetRelationTypeInput = {
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Whether a memory has such a relation to one other at most at any time. */
  isSingleValued: Scalars['Boolean']['input'];
  /** What relations of this type are called: capitals, digits and `_`, beginning with a capital, at most 50. A tenant has at most 200 types. */
  name: Scalars['String']['input'];
};

/** What setRelationType answers. */
export type SetRelationTypePayload = {
  __typename?: 'SetRelationTypePayload';
  /** The type as it is now. */
  relationType: RelationType;
};

/** What shareSpace needs. */
export type ShareSpaceInput = {
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What he may do there. */
  role: SpaceRole;
  /** The space to share. */
  spaceId: Scalars['ID']['input'];
  /** The member to share it with. */
  userId: Scalars['ID']['input'];
};

/** What shareSpace answers. */
export type ShareSpacePayload = {
  __typename?: 'ShareSpacePayload';
  /** The space with its shares. */
  space: Space;
};

/** A memory that is like another one. */
export type SimilarMemory = {
  __typename?: 'SimilarMemory';
  /** How much of what is around them they share, from 0 to 1. */
  graph: Scalars['Float']['output'];
  /** Whether a relation joins the two. */
  isRelated: Scalars['Boolean']['output'];
  /** The memory. */
  node: Memory;
  /** How much the two have in common, from 0 to 1. */
  score: Scalars['Float']['output'];
  /** How many of its words are those of the other one, from 0 to 1. */
  text: Scalars['Float']['output'];
  /** How close their meanings are, from 0 to 1; null while one of the two is not embedded, and where the meanings of a hundred others are closer. */
  vector?: Maybe<Scalars['Float']['output']>;
};

/** Which end of a sorted list comes first. */
export type SortOrder =
  /** The smallest, or earliest, first. */
  | 'ASC'
  /** The largest, or latest, first. */
  | 'DESC';

/** What a memory or a relation came from. */
export type Source = {
  __typename?: 'Source';
  /** What kind of origin it is. */
  kind: SourceKind;
  /** The line of the file. */
  line?: Maybe<Scalars['Int']['output']>;
  /** Which one: a name, an agent, a URL or a path. */
  reference: Scalars['String']['output'];
};

/** What a memory or a relation came from. */
export type SourceInput = {
  /** What kind of origin it is. */
  kind: SourceKind;
  /** The line of the file, from 1. */
  line?: InputMaybe<Scalars['Int']['input']>;
  /** Which one: a name, an agent, a URL or a path, in at most 2,000 characters. */
  reference: Scalars['String']['input'];
};

/** What a memory came from. */
export type SourceKind =
  /** An agent observed or concluded it. */
  | 'AGENT'
  /** A file. */
  | 'FILE'
  /** A person said or wrote it. */
  | 'PERSON'
  /** A page on the web. */
  | 'URL';

/** A sub-collection of a tenant's memories. A memory lies in one space at most. */
export type Space = {
  __typename?: 'Space';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** The person who made it; null when it was not a person. */
  createdBy?: Maybe<User>;
  /** What it is for. */
  description: Scalars['String']['output'];
  /** Under which name another system knows it: what was imported has one. */
  externalId?: Maybe<Scalars['String']['output']>;
  /** The space's id. */
  id: Scalars['ID']['output'];
  /** What it is called. */
  name: Scalars['String']['output'];
  /** Whom it is shared with, the first first; at most 500. */
  shares: Array<SpaceShare>;
  /** When it was last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** The person who last changed it; null when it was not a person. */
  updatedBy?: Maybe<User>;
  /** Counts its changes, from 1: give it as `expectedVersion` to change only what you have seen. */
  version: Scalars['Int']['output'];
  /** Who may see what lies in it. */
  visibility: SpaceVisibility;
};

/** What somebody with whom a private space is shared may do there, within what he may do in the tenant. */
export type SpaceRole =
  /** Reads and changes what lies in it. */
  | 'EDITOR'
  /** Reads what lies in it. */
  | 'VIEWER';

/** Somebody with whom a space is shared. */
export type SpaceShare = {
  __typename?: 'SpaceShare';
  /** What he may do there. */
  role: SpaceRole;
  /** Since when. */
  sharedAt: Scalars['DateTime']['output'];
  /** The person. */
  user?: Maybe<User>;
};

/** Who may see what lies in a space. */
export type SpaceVisibility =
  /** All members of the tenant; what each may do is what he may do in the tenant. */
  | 'OPEN'
  /** Who made it, those it is shared with, and those who may manage the tenant's memories. */
  | 'PRIVATE';

/** What startAnalysis needs. */
export type StartAnalysisInput = {
  /** What to find out. */
  kind: AnalysisKind;
};

/** What startAnalysis answers. */
export type StartAnalysisPayload = {
  __typename?: 'StartAnalysisPayload';
  /** The analysis, which runs. */
  analysis: Analysis;
};

/** What a statement finds. */
export type StatementAnswer = {
  __typename?: 'StatementAnswer';
  /** The names of the columns. */
  columns: Array<Scalars['String']['output']>;
  /** Whether there were more rows, or larger ones, than may be returned. */
  isCut: Scalars['Boolean']['output'];
  /** The rows, each with a value a column. */
  rows: Array<Scalars['JSON']['output']>;
  /** Whether the graph lacked the newest changes when it was asked. */
  stale: Scalars['Boolean']['output'];
};

/** Memories and what joins them. */
export type Subgraph = {
  __typename?: 'Subgraph';
  /** The memories: those asked for first, then by how near they are to one of those. */
  memories: Array<Memory>;
  /** The relations between any two of the memories, whichever way they point; at most 1,000. */
  relations: Array<Relation>;
  /** Whether the graph had not yet caught up with the newest changes: ask again a moment later for them. */
  stale: Scalars['Boolean']['output'];
  /** Whether there are more memories or relations than are returned. */
  truncated: Scalars['Boolean']['output'];
};

export type Subscription = {
  __typename?: 'Subscription';
  /** How an analysis stands: at first as it is, then whenever that changes, until it has ended; `NOT_FOUND` where there is none. */
  analysisProgress: Analysis;
  /** How far an import is that was sent to `POST /import`: at first as it is, then whenever it has come further, until it has ended. For who sent it, and those with the right to manage memories; kept for seven days. */
  importProgress: ImportProgress;
  /** The memories around one, and then what changes of them: at first what is there, then a difference whenever there is one. */
  liveNeighbours: LiveNeighbours;
  /** The best hits of a search, and then what changes of them: at first what is found, then a difference whenever there is one. */
  liveSearch: LiveSearch;
  /** Every change of the tenant's graph that the subscriber may see, in order and without a gap. */
  memoryChanges: MemoryChange;
};


export type SubscriptionAnalysisProgressArgs = {
  id: Scalars['ID']['input'];
};


export type SubscriptionImportProgressArgs = {
  id: Scalars['ID']['input'];
};


export type SubscriptionLiveNeighboursArgs = {
  anyTime?: Scalars['Boolean']['input'];
  depth?: Scalars['Int']['input'];
  direction?: Direction;
  filter?: InputMaybe<MemoryFilter>;
  first?: Scalars['Int']['input'];
  memoryId: Scalars['ID']['input'];
  types?: InputMaybe<Array<Scalars['String']['input']>>;
  validAt?: InputMaybe<Scalars['DateTime']['input']>;
};


export type SubscriptionLiveSearchArgs = {
  filter?: InputMaybe<MemoryFilter>;
  first?: Scalars['Int']['input'];
  mode?: SearchMode;
  query: Scalars['String']['input'];
};


export type SubscriptionMemoryChangesArgs = {
  after: Scalars['Int']['input'];
  filter?: InputMaybe<MemoryChangeFilter>;
};

/** A part of a compared text. */
export type TextPart = {
  __typename?: 'TextPart';
  /** Whether it is in both, or in one. */
  kind: TextPartKind;
  /** The part. */
  text: Scalars['String']['output'];
};

/** Whether a part of a text is in both, or in one. */
export type TextPartKind =
  /** Only in the text compared with. */
  | 'ADDED'
  /** In both. */
  | 'KEPT'
  /** Only in the text to begin with. */
  | 'REMOVED';

/** How many there are of a type. */
export type TypeCount = {
  __typename?: 'TypeCount';
  /** How many. */
  count: Scalars['Int']['output'];
  /** The type. */
  type: Scalars['String']['output'];
};

/** What unshareSpace needs. */
export type UnshareSpaceInput = {
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The space. */
  spaceId: Scalars['ID']['input'];
  /** Who shall have it no more. */
  userId: Scalars['ID']['input'];
};

/** What unshareSpace answers. */
export type UnshareSpacePayload = {
  __typename?: 'UnshareSpacePayload';
  /** The space with its shares. */
  space: Space;
};

/** What updateMemory needs. A field that is absent stays; one that is null is emptied where it may be. */
export type UpdateMemoryInput = {
  /** Files elsewhere that belong to it: at most 20, no URL twice. They replace all that were there. */
  attachments?: InputMaybe<Array<AttachmentInput>>;
  /** How sure it is, from 0 to 1. */
  confidence?: InputMaybe<Scalars['Float']['input']>;
  /** What is remembered, as Markdown, in at most 100,000 characters. A request has at most 100,000 bytes: longer texts come by `POST /import`, or are typed into a live document. */
  content?: InputMaybe<Scalars['String']['input']>;
  /** The version that the caller has seen: when it is not the current one, nothing changes and the answer is `CONFLICT`. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The memory to change. */
  id: Scalars['ID']['input'];
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** How much it matters, from 0 to 1. */
  importance?: InputMaybe<Scalars['Float']['input']>;
  /** Whatever else is known about it: a JSON object of at most 16 kB. It replaces the whole of what was there. */
  properties?: InputMaybe<Scalars['JSON']['input']>;
  /** What it came from. */
  source?: InputMaybe<SourceInput>;
  /** The space in which it shall lie from now on; null: in none, so that all of the tenant may see it. */
  spaceId?: InputMaybe<Scalars['ID']['input']>;
  /** Words it is filed under: at most 50 of at most 100 characters; the same word twice counts once. */
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
  /** A line that names it, in at most 500 characters. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** What kind of knowledge it is. */
  type?: InputMaybe<Scalars['String']['input']>;
  /** From when on it is true in the world. */
  validFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Until when it was true in the world, exclusive. */
  validTo?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What updateMemory answers. */
export type UpdateMemoryPayload = {
  __typename?: 'UpdateMemoryPayload';
  /** The memory as it is now. */
  memory: Memory;
};

/** What updateMemoryType needs. A field that is absent stays. */
export type UpdateMemoryTypeInput = {
  /** What such memories are for, in at most 1,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The version that the caller has seen: when it is not the current one, nothing changes and the answer is `CONFLICT`. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The type to change. */
  name: Scalars['String']['input'];
  /** What the properties of its memories must be from now on, as in defineMemoryType; null: anything. */
  schema?: InputMaybe<Scalars['JSON']['input']>;
};

/** What updateMemoryType answers. */
export type UpdateMemoryTypePayload = {
  __typename?: 'UpdateMemoryTypePayload';
  /** The type as it is now. */
  memoryType: MemoryTypeDefinition;
};

/** What updateRelation needs. A field that is absent stays; one that is null is emptied where it may be. */
export type UpdateRelationInput = {
  /** The version that the caller has seen: when it is not the current one, nothing changes and the answer is `CONFLICT`. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The relation to change. */
  id: Scalars['ID']['input'];
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Whatever else is known about it: a JSON object of at most 16 kB. It replaces the whole of what was there. */
  properties?: InputMaybe<Scalars['JSON']['input']>;
  /** What it came from. */
  source?: InputMaybe<SourceInput>;
  /** From when on it holds in the world. */
  validFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Until when it held in the world, exclusive. */
  validTo?: InputMaybe<Scalars['DateTime']['input']>;
  /** How strong it is, from 0 to 1. */
  weight?: InputMaybe<Scalars['Float']['input']>;
};

/** What updateRelation answers. */
export type UpdateRelationPayload = {
  __typename?: 'UpdateRelationPayload';
  /** The relation as it is now. */
  relation: Relation;
};

/** What updateSpace needs. A field that is absent stays. */
export type UpdateSpaceInput = {
  /** What it is for, in at most 1,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The version that the caller has seen: when it is not the current one, nothing changes and the answer is `CONFLICT`. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The space to change. */
  id: Scalars['ID']['input'];
  /** The caller's name for this request, in at most 100 characters: sent again, it changes nothing and is answered the same. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What it is called, in at most 200 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Who may see what lies in it from now on, its history included. */
  visibility?: InputMaybe<SpaceVisibility>;
};

/** What updateSpace answers. */
export type UpdateSpacePayload = {
  __typename?: 'UpdateSpacePayload';
  /** The space as it is now. */
  space: Space;
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
  Memory: Memory;
  Relation: Relation;
  Space: Space;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Memory:
    ( { __typename: 'Memory' }
    & GraphQLRecursivePick<FederationTypes['Memory'], {"id":true}> );
  Relation:
    ( { __typename: 'Relation' }
    & GraphQLRecursivePick<FederationTypes['Relation'], {"id":true}> );
  Space:
    ( { __typename: 'Space' }
    & GraphQLRecursivePick<FederationTypes['Space'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ActorKind: ActorKind;
  Analysis: ResolverTypeWrapper<AnalysisRow>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AnalysisKind: AnalysisKind;
  AnalysisStatus: AnalysisStatus;
  AsOfInput: AsOfInput;
  AttachDocumentInput: AttachDocumentInput;
  AttachDocumentPayload: ResolverTypeWrapper<Omit<AttachDocumentPayload, 'memory'> & { memory: ResolversTypes['Memory'] }>;
  Attachment: ResolverTypeWrapper<Attachment>;
  AttachmentInput: AttachmentInput;
  CancelAnalysisInput: CancelAnalysisInput;
  CancelAnalysisPayload: ResolverTypeWrapper<Omit<CancelAnalysisPayload, 'analysis'> & { analysis: ResolversTypes['Analysis'] }>;
  CommonNeighbour: ResolverTypeWrapper<Omit<CommonNeighbour, 'node' | 'via'> & { node: ResolversTypes['Memory'], via: Array<ResolversTypes['Relation']> }>;
  CommonNeighbours: ResolverTypeWrapper<CommonNeighboursRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CreateMemoryInput: CreateMemoryInput;
  CreateMemoryPayload: ResolverTypeWrapper<Omit<CreateMemoryPayload, 'memory'> & { memory: ResolversTypes['Memory'] }>;
  CreateRelationInput: CreateRelationInput;
  CreateRelationPayload: ResolverTypeWrapper<Omit<CreateRelationPayload, 'relation'> & { relation: ResolversTypes['Relation'] }>;
  CreateSpaceInput: CreateSpaceInput;
  CreateSpacePayload: ResolverTypeWrapper<Omit<CreateSpacePayload, 'space'> & { space: ResolversTypes['Space'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DayOfGrowth: ResolverTypeWrapper<DayOfGrowthRow>;
  DefineMemoryTypeInput: DefineMemoryTypeInput;
  DefineMemoryTypePayload: ResolverTypeWrapper<Omit<DefineMemoryTypePayload, 'memoryType'> & { memoryType: ResolversTypes['MemoryTypeDefinition'] }>;
  DeleteMemoryInput: DeleteMemoryInput;
  DeleteMemoryPayload: ResolverTypeWrapper<Omit<DeleteMemoryPayload, 'memory'> & { memory: ResolversTypes['Memory'] }>;
  DeleteMemoryTypeInput: DeleteMemoryTypeInput;
  DeleteMemoryTypePayload: ResolverTypeWrapper<Omit<DeleteMemoryTypePayload, 'memoryType'> & { memoryType: ResolversTypes['MemoryTypeDefinition'] }>;
  DeleteRelationInput: DeleteRelationInput;
  DeleteRelationPayload: ResolverTypeWrapper<Omit<DeleteRelationPayload, 'relation'> & { relation: ResolversTypes['Relation'] }>;
  DeleteSpaceInput: DeleteSpaceInput;
  DeleteSpacePayload: ResolverTypeWrapper<Omit<DeleteSpacePayload, 'space'> & { space: ResolversTypes['Space'] }>;
  DiffUnit: DiffUnit;
  Direction: Direction;
  EstimatedCount: ResolverTypeWrapper<EstimatedCountRow>;
  FieldChange: ResolverTypeWrapper<FieldChange>;
  GraphStatistics: ResolverTypeWrapper<GraphStatisticsRow>;
  Highlight: ResolverTypeWrapper<HighlightRow>;
  HighlightField: HighlightField;
  HighlightMatch: ResolverTypeWrapper<HighlightMatch>;
  ImportError: ResolverTypeWrapper<ImportError>;
  ImportMemoriesInput: ImportMemoriesInput;
  ImportMemoriesPayload: ResolverTypeWrapper<ImportReportRow>;
  ImportProgress: ResolverTypeWrapper<ImportProgressRow>;
  ImportStatus: ImportStatus;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LiveNeighbours: ResolverTypeWrapper<LiveNeighboursRow>;
  LiveSearch: ResolverTypeWrapper<LiveSearchRow>;
  Memory: ResolverTypeWrapper<MemoryRow>;
  MemoryAccess: MemoryAccess;
  MemoryChange: ResolverTypeWrapper<MemoryChangeRow>;
  MemoryChangeFilter: MemoryChangeFilter;
  MemoryConnection: ResolverTypeWrapper<MemoryConnectionRow>;
  MemoryDiff: ResolverTypeWrapper<MemoryDiffRow>;
  MemoryEdge: ResolverTypeWrapper<Omit<MemoryEdge, 'node'> & { node: ResolversTypes['Memory'] }>;
  MemoryFilter: MemoryFilter;
  MemorySort: MemorySort;
  MemoryTypeDefinition: ResolverTypeWrapper<MemoryTypeRow>;
  MergeMemoriesInput: MergeMemoriesInput;
  MergeMemoriesPayload: ResolverTypeWrapper<Omit<MergeMemoriesPayload, 'memory'> & { memory: ResolversTypes['Memory'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NeighbourConnection: ResolverTypeWrapper<NeighbourConnectionRow>;
  NeighbourEdge: ResolverTypeWrapper<NeighbourEdgeRow>;
  Operation: ResolverTypeWrapper<OperationRow>;
  OperationConnection: ResolverTypeWrapper<OperationConnectionRow>;
  OperationEdge: ResolverTypeWrapper<Omit<OperationEdge, 'node'> & { node: ResolversTypes['Operation'] }>;
  OperationKind: OperationKind;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Path: ResolverTypeWrapper<PathRow>;
  PathMeasure: PathMeasure;
  Paths: ResolverTypeWrapper<PathsRow>;
  ProjectDocumentInput: ProjectDocumentInput;
  ProjectDocumentPayload: ResolverTypeWrapper<Omit<ProjectDocumentPayload, 'memory'> & { memory: ResolversTypes['Memory'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RebuildGraphInput: RebuildGraphInput;
  RebuildGraphPayload: ResolverTypeWrapper<GraphState>;
  RecallInput: RecallInput;
  RecallItem: ResolverTypeWrapper<RecallItemRow>;
  RecallPayload: ResolverTypeWrapper<Omit<RecallPayload, 'receipt'> & { receipt: ResolversTypes['RecallReceipt'] }>;
  RecallReceipt: ResolverTypeWrapper<RecallReceiptRow>;
  Relation: ResolverTypeWrapper<RelationRow>;
  RelationConnection: ResolverTypeWrapper<RelationConnectionRow>;
  RelationCounts: ResolverTypeWrapper<RelationCounts>;
  RelationEdge: ResolverTypeWrapper<Omit<RelationEdge, 'node'> & { node: ResolversTypes['Relation'] }>;
  RelationType: ResolverTypeWrapper<RelationTypeRow>;
  RemovalReason: RemovalReason;
  RemovedFinding: ResolverTypeWrapper<RemovedFinding>;
  RestoreMemoryInput: RestoreMemoryInput;
  RestoreMemoryPayload: ResolverTypeWrapper<Omit<RestoreMemoryPayload, 'memory'> & { memory: ResolversTypes['Memory'] }>;
  ScoredMemory: ResolverTypeWrapper<ScoredMemoryRow>;
  SearchConnection: ResolverTypeWrapper<SearchConnectionRow>;
  SearchEdge: ResolverTypeWrapper<SearchEdgeRow>;
  SearchMode: SearchMode;
  SearchReason: ResolverTypeWrapper<SearchReasonRow>;
  SearchSignal: SearchSignal;
  SearchSignals: ResolverTypeWrapper<SearchSignals>;
  SetRelationTypeInput: SetRelationTypeInput;
  SetRelationTypePayload: ResolverTypeWrapper<Omit<SetRelationTypePayload, 'relationType'> & { relationType: ResolversTypes['RelationType'] }>;
  ShareSpaceInput: ShareSpaceInput;
  ShareSpacePayload: ResolverTypeWrapper<Omit<ShareSpacePayload, 'space'> & { space: ResolversTypes['Space'] }>;
  SimilarMemory: ResolverTypeWrapper<SimilarMemoryRow>;
  SortOrder: SortOrder;
  Source: ResolverTypeWrapper<Source>;
  SourceInput: SourceInput;
  SourceKind: SourceKind;
  Space: ResolverTypeWrapper<SpaceRow>;
  SpaceRole: SpaceRole;
  SpaceShare: ResolverTypeWrapper<SpaceShareRow>;
  SpaceVisibility: SpaceVisibility;
  StartAnalysisInput: StartAnalysisInput;
  StartAnalysisPayload: ResolverTypeWrapper<Omit<StartAnalysisPayload, 'analysis'> & { analysis: ResolversTypes['Analysis'] }>;
  StatementAnswer: ResolverTypeWrapper<StatementAnswerRow>;
  Subgraph: ResolverTypeWrapper<SubgraphRow>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TextPart: ResolverTypeWrapper<TextPart>;
  TextPartKind: TextPartKind;
  TypeCount: ResolverTypeWrapper<TypeCount>;
  UnshareSpaceInput: UnshareSpaceInput;
  UnshareSpacePayload: ResolverTypeWrapper<Omit<UnshareSpacePayload, 'space'> & { space: ResolversTypes['Space'] }>;
  UpdateMemoryInput: UpdateMemoryInput;
  UpdateMemoryPayload: ResolverTypeWrapper<Omit<UpdateMemoryPayload, 'memory'> & { memory: ResolversTypes['Memory'] }>;
  UpdateMemoryTypeInput: UpdateMemoryTypeInput;
  UpdateMemoryTypePayload: ResolverTypeWrapper<Omit<UpdateMemoryTypePayload, 'memoryType'> & { memoryType: ResolversTypes['MemoryTypeDefinition'] }>;
  UpdateRelationInput: UpdateRelationInput;
  UpdateRelationPayload: ResolverTypeWrapper<Omit<UpdateRelationPayload, 'relation'> & { relation: ResolversTypes['Relation'] }>;
  UpdateSpaceInput: UpdateSpaceInput;
  UpdateSpacePayload: ResolverTypeWrapper<Omit<UpdateSpacePayload, 'space'> & { space: ResolversTypes['Space'] }>;
  User: ResolverTypeWrapper<User>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Analysis: AnalysisRow;
  Float: Scalars['Float']['output'];
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  AsOfInput: AsOfInput;
  AttachDocumentInput: AttachDocumentInput;
  AttachDocumentPayload: Omit<AttachDocumentPayload, 'memory'> & { memory: ResolversParentTypes['Memory'] };
  Attachment: Attachment;
  AttachmentInput: AttachmentInput;
  CancelAnalysisInput: CancelAnalysisInput;
  CancelAnalysisPayload: Omit<CancelAnalysisPayload, 'analysis'> & { analysis: ResolversParentTypes['Analysis'] };
  CommonNeighbour: Omit<CommonNeighbour, 'node' | 'via'> & { node: ResolversParentTypes['Memory'], via: Array<ResolversParentTypes['Relation']> };
  CommonNeighbours: CommonNeighboursRow;
  Boolean: Scalars['Boolean']['output'];
  CreateMemoryInput: CreateMemoryInput;
  CreateMemoryPayload: Omit<CreateMemoryPayload, 'memory'> & { memory: ResolversParentTypes['Memory'] };
  CreateRelationInput: CreateRelationInput;
  CreateRelationPayload: Omit<CreateRelationPayload, 'relation'> & { relation: ResolversParentTypes['Relation'] };
  CreateSpaceInput: CreateSpaceInput;
  CreateSpacePayload: Omit<CreateSpacePayload, 'space'> & { space: ResolversParentTypes['Space'] };
  DateTime: Scalars['DateTime']['output'];
  DayOfGrowth: DayOfGrowthRow;
  DefineMemoryTypeInput: DefineMemoryTypeInput;
  DefineMemoryTypePayload: Omit<DefineMemoryTypePayload, 'memoryType'> & { memoryType: ResolversParentTypes['MemoryTypeDefinition'] };
  DeleteMemoryInput: DeleteMemoryInput;
  DeleteMemoryPayload: Omit<DeleteMemoryPayload, 'memory'> & { memory: ResolversParentTypes['Memory'] };
  DeleteMemoryTypeInput: DeleteMemoryTypeInput;
  DeleteMemoryTypePayload: Omit<DeleteMemoryTypePayload, 'memoryType'> & { memoryType: ResolversParentTypes['MemoryTypeDefinition'] };
  DeleteRelationInput: DeleteRelationInput;
  DeleteRelationPayload: Omit<DeleteRelationPayload, 'relation'> & { relation: ResolversParentTypes['Relation'] };
  DeleteSpaceInput: DeleteSpaceInput;
  DeleteSpacePayload: Omit<DeleteSpacePayload, 'space'> & { space: ResolversParentTypes['Space'] };
  EstimatedCount: EstimatedCountRow;
  FieldChange: FieldChange;
  GraphStatistics: GraphStatisticsRow;
  Highlight: HighlightRow;
  HighlightMatch: HighlightMatch;
  ImportError: ImportError;
  ImportMemoriesInput: ImportMemoriesInput;
  ImportMemoriesPayload: ImportReportRow;
  ImportProgress: ImportProgressRow;
  JSON: Scalars['JSON']['output'];
  LiveNeighbours: LiveNeighboursRow;
  LiveSearch: LiveSearchRow;
  Memory: MemoryRow;
  MemoryChange: MemoryChangeRow;
  MemoryChangeFilter: MemoryChangeFilter;
  MemoryConnection: MemoryConnectionRow;
  MemoryDiff: MemoryDiffRow;
  MemoryEdge: Omit<MemoryEdge, 'node'> & { node: ResolversParentTypes['Memory'] };
  MemoryFilter: MemoryFilter;
  MemoryTypeDefinition: MemoryTypeRow;
  MergeMemoriesInput: MergeMemoriesInput;
  MergeMemoriesPayload: Omit<MergeMemoriesPayload, 'memory'> & { memory: ResolversParentTypes['Memory'] };
  Mutation: Record<PropertyKey, never>;
  NeighbourConnection: NeighbourConnectionRow;
  NeighbourEdge: NeighbourEdgeRow;
  Operation: OperationRow;
  OperationConnection: OperationConnectionRow;
  OperationEdge: Omit<OperationEdge, 'node'> & { node: ResolversParentTypes['Operation'] };
  PageInfo: PageInfo;
  Path: PathRow;
  Paths: PathsRow;
  ProjectDocumentInput: ProjectDocumentInput;
  ProjectDocumentPayload: Omit<ProjectDocumentPayload, 'memory'> & { memory: ResolversParentTypes['Memory'] };
  Query: Record<PropertyKey, never>;
  RebuildGraphInput: RebuildGraphInput;
  RebuildGraphPayload: GraphState;
  RecallInput: RecallInput;
  RecallItem: RecallItemRow;
  RecallPayload: Omit<RecallPayload, 'receipt'> & { receipt: ResolversParentTypes['RecallReceipt'] };
  RecallReceipt: RecallReceiptRow;
  Relation: RelationRow;
  RelationConnection: RelationConnectionRow;
  RelationCounts: RelationCounts;
  RelationEdge: Omit<RelationEdge, 'node'> & { node: ResolversParentTypes['Relation'] };
  RelationType: RelationTypeRow;
  RemovedFinding: RemovedFinding;
  RestoreMemoryInput: RestoreMemoryInput;
  RestoreMemoryPayload: Omit<RestoreMemoryPayload, 'memory'> & { memory: ResolversParentTypes['Memory'] };
  ScoredMemory: ScoredMemoryRow;
  SearchConnection: SearchConnectionRow;
  SearchEdge: SearchEdgeRow;
  SearchReason: SearchReasonRow;
  SearchSignals: SearchSignals;
  SetRelationTypeInput: SetRelationTypeInput;
  SetRelationTypePayload: Omit<SetRelationTypePayload, 'relationType'> & { relationType: ResolversParentTypes['RelationType'] };
  ShareSpaceInput: ShareSpaceInput;
  ShareSpacePayload: Omit<ShareSpacePayload, 'space'> & { space: ResolversParentTypes['Space'] };
  SimilarMemory: SimilarMemoryRow;
  Source: Source;
  SourceInput: SourceInput;
  Space: SpaceRow;
  SpaceShare: SpaceShareRow;
  StartAnalysisInput: StartAnalysisInput;
  StartAnalysisPayload: Omit<StartAnalysisPayload, 'analysis'> & { analysis: ResolversParentTypes['Analysis'] };
  StatementAnswer: StatementAnswerRow;
  Subgraph: SubgraphRow;
  Subscription: Record<PropertyKey, never>;
  TextPart: TextPart;
  TypeCount: TypeCount;
  UnshareSpaceInput: UnshareSpaceInput;
  UnshareSpacePayload: Omit<UnshareSpacePayload, 'space'> & { space: ResolversParentTypes['Space'] };
  UpdateMemoryInput: UpdateMemoryInput;
  UpdateMemoryPayload: Omit<UpdateMemoryPayload, 'memory'> & { memory: ResolversParentTypes['Memory'] };
  UpdateMemoryTypeInput: UpdateMemoryTypeInput;
  UpdateMemoryTypePayload: Omit<UpdateMemoryTypePayload, 'memoryType'> & { memoryType: ResolversParentTypes['MemoryTypeDefinition'] };
  UpdateRelationInput: UpdateRelationInput;
  UpdateRelationPayload: Omit<UpdateRelationPayload, 'relation'> & { relation: ResolversParentTypes['Relation'] };
  UpdateSpaceInput: UpdateSpaceInput;
  UpdateSpacePayload: Omit<UpdateSpacePayload, 'space'> & { space: ResolversParentTypes['Space'] };
  User: User;
  String: Scalars['String']['output'];
};

export type CoalesceDirectiveArgs = {
  by: Scalars['String']['input'];
};

export type CoalesceDirectiveResolver<Result, Parent, ContextType = Context, Args = CoalesceDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AnalysisResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Analysis'] = ResolversParentTypes['Analysis']> = {
  coefficient?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  groups?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['AnalysisKind'], ParentType, ContextType>;
  largestGroups?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  memories?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  relations?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  scores?: Resolver<Array<ResolversTypes['ScoredMemory']>, ParentType, ContextType, RequireFields<AnalysisScoresArgs, 'first'>>;
  sources?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['AnalysisStatus'], ParentType, ContextType>;
};

export type AttachDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AttachDocumentPayload'] = ResolversParentTypes['AttachDocumentPayload']> = {
  memory?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
};

export type AttachmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Attachment'] = ResolversParentTypes['Attachment']> = {
  mediaType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CancelAnalysisPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelAnalysisPayload'] = ResolversParentTypes['CancelAnalysisPayload']> = {
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type CommonNeighbourResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CommonNeighbour'] = ResolversParentTypes['CommonNeighbour']> = {
  node?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
  via?: Resolver<Array<ResolversTypes['Relation']>, ParentType, ContextType>;
};

export type CommonNeighboursResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CommonNeighbours'] = ResolversParentTypes['CommonNeighbours']> = {
  edges?: Resolver<Array<ResolversTypes['CommonNeighbour']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Memory']>, ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CreateMemoryPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateMemoryPayload'] = ResolversParentTypes['CreateMemoryPayload']> = {
  memory?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
};

export type CreateRelationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateRelationPayload'] = ResolversParentTypes['CreateRelationPayload']> = {
  relation?: Resolver<ResolversTypes['Relation'], ParentType, ContextType>;
};

export type CreateSpacePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateSpacePayload'] = ResolversParentTypes['CreateSpacePayload']> = {
  space?: Resolver<ResolversTypes['Space'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DayOfGrowthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DayOfGrowth'] = ResolversParentTypes['DayOfGrowth']> = {
  day?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  memories?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  memoryTypes?: Resolver<Array<ResolversTypes['TypeCount']>, ParentType, ContextType>;
  relationTypes?: Resolver<Array<ResolversTypes['TypeCount']>, ParentType, ContextType>;
  relations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DefineMemoryTypePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DefineMemoryTypePayload'] = ResolversParentTypes['DefineMemoryTypePayload']> = {
  memoryType?: Resolver<ResolversTypes['MemoryTypeDefinition'], ParentType, ContextType>;
};

export type DeleteMemoryPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteMemoryPayload'] = ResolversParentTypes['DeleteMemoryPayload']> = {
  memory?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
};

export type DeleteMemoryTypePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteMemoryTypePayload'] = ResolversParentTypes['DeleteMemoryTypePayload']> = {
  memoryType?: Resolver<ResolversTypes['MemoryTypeDefinition'], ParentType, ContextType>;
};

export type DeleteRelationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteRelationPayload'] = ResolversParentTypes['DeleteRelationPayload']> = {
  relation?: Resolver<ResolversTypes['Relation'], ParentType, ContextType>;
};

export type DeleteSpacePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteSpacePayload'] = ResolversParentTypes['DeleteSpacePayload']> = {
  space?: Resolver<ResolversTypes['Space'], ParentType, ContextType>;
};

export type EstimatedCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EstimatedCount'] = ResolversParentTypes['EstimatedCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type FieldChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FieldChange'] = ResolversParentTypes['FieldChange']> = {
  after?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GraphStatisticsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GraphStatistics'] = ResolversParentTypes['GraphStatistics']> = {
  memories?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  memoryTypes?: Resolver<Array<ResolversTypes['TypeCount']>, ParentType, ContextType>;
  perDay?: Resolver<Array<ResolversTypes['DayOfGrowth']>, ParentType, ContextType, RequireFields<GraphStatisticsPerDayArgs, 'days'>>;
  relationTypes?: Resolver<Array<ResolversTypes['TypeCount']>, ParentType, ContextType>;
  relations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type HighlightResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Highlight'] = ResolversParentTypes['Highlight']> = {
  field?: Resolver<ResolversTypes['HighlightField'], ParentType, ContextType>;
  matches?: Resolver<Array<ResolversTypes['HighlightMatch']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type HighlightMatchResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HighlightMatch'] = ResolversParentTypes['HighlightMatch']> = {
  end?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ImportErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportError'] = ResolversParentTypes['ImportError']> = {
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  line?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ImportMemoriesPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportMemoriesPayload'] = ResolversParentTypes['ImportMemoriesPayload']> = {
  created?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['ImportError']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lines?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ImportProgressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportProgress'] = ResolversParentTypes['ImportProgress']> = {
  created?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['ImportError']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ImportStatus'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LiveNeighboursResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiveNeighbours'] = ResolversParentTypes['LiveNeighbours']> = {
  added?: Resolver<Array<ResolversTypes['NeighbourEdge']>, ParentType, ContextType>;
  changed?: Resolver<Array<ResolversTypes['NeighbourEdge']>, ParentType, ContextType>;
  ids?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  removed?: Resolver<Array<ResolversTypes['RemovedFinding']>, ParentType, ContextType>;
};

export type LiveSearchResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiveSearch'] = ResolversParentTypes['LiveSearch']> = {
  added?: Resolver<Array<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  changed?: Resolver<Array<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  ids?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  removed?: Resolver<Array<ResolversTypes['RemovedFinding']>, ParentType, ContextType>;
};

export type MemoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Memory'] = ResolversParentTypes['Memory'], FederationReferenceType extends FederationReferenceTypes['Memory'] = FederationReferenceTypes['Memory']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Memory']> | FederationReferenceType, FederationReferenceType, ContextType>;
  attachments?: Resolver<Array<ResolversTypes['Attachment']>, ParentType, ContextType>;
  confidence?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  deletedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  externalId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  history?: Resolver<ResolversTypes['OperationConnection'], ParentType, ContextType, RequireFields<MemoryHistoryArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  importance?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  isEditable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  likelyDuplicates?: Resolver<Array<ResolversTypes['SimilarMemory']>, ParentType, ContextType, RequireFields<MemoryLikelyDuplicatesArgs, 'first'>>;
  neighbours?: Resolver<ResolversTypes['NeighbourConnection'], ParentType, ContextType, RequireFields<MemoryNeighboursArgs, 'anyTime' | 'depth' | 'direction' | 'first'>>;
  properties?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  relationCounts?: Resolver<ResolversTypes['RelationCounts'], ParentType, ContextType, RequireFields<MemoryRelationCountsArgs, 'anyTime'>>;
  relations?: Resolver<ResolversTypes['RelationConnection'], ParentType, ContextType, RequireFields<MemoryRelationsArgs, 'anyTime' | 'direction' | 'first'>>;
  similar?: Resolver<Array<ResolversTypes['SimilarMemory']>, ParentType, ContextType, RequireFields<MemorySimilarArgs, 'first' | 'minScore'>>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
  space?: Resolver<Maybe<ResolversTypes['Space']>, ParentType, ContextType>;
  suggestedLinks?: Resolver<Array<ResolversTypes['SimilarMemory']>, ParentType, ContextType, RequireFields<MemorySuggestedLinksArgs, 'first'>>;
  tags?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  validFrom?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  validTo?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MemoryChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemoryChange'] = ResolversParentTypes['MemoryChange']> = {
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  actorKind?: Resolver<ResolversTypes['ActorKind'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['OperationKind'], ParentType, ContextType>;
  memory?: Resolver<Maybe<ResolversTypes['Memory']>, ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  relation?: Resolver<Maybe<ResolversTypes['Relation']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MemoryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemoryConnection'] = ResolversParentTypes['MemoryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MemoryEdge']>, ParentType, ContextType>;
  estimatedCount?: Resolver<ResolversTypes['EstimatedCount'], ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Memory']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MemoryDiffResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemoryDiff'] = ResolversParentTypes['MemoryDiff']> = {
  content?: Resolver<Array<ResolversTypes['TextPart']>, ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['FieldChange']>, ParentType, ContextType>;
};

export type MemoryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemoryEdge'] = ResolversParentTypes['MemoryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
};

export type MemoryTypeDefinitionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemoryTypeDefinition'] = ResolversParentTypes['MemoryTypeDefinition']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  schema?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MergeMemoriesPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MergeMemoriesPayload'] = ResolversParentTypes['MergeMemoriesPayload']> = {
  memory?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  attachDocument?: Resolver<ResolversTypes['AttachDocumentPayload'], ParentType, ContextType, RequireFields<MutationAttachDocumentArgs, 'input'>>;
  cancelAnalysis?: Resolver<ResolversTypes['CancelAnalysisPayload'], ParentType, ContextType, RequireFields<MutationCancelAnalysisArgs, 'input'>>;
  createMemory?: Resolver<ResolversTypes['CreateMemoryPayload'], ParentType, ContextType, RequireFields<MutationCreateMemoryArgs, 'input'>>;
  createRelation?: Resolver<ResolversTypes['CreateRelationPayload'], ParentType, ContextType, RequireFields<MutationCreateRelationArgs, 'input'>>;
  createSpace?: Resolver<ResolversTypes['CreateSpacePayload'], ParentType, ContextType, RequireFields<MutationCreateSpaceArgs, 'input'>>;
  defineMemoryType?: Resolver<ResolversTypes['DefineMemoryTypePayload'], ParentType, ContextType, RequireFields<MutationDefineMemoryTypeArgs, 'input'>>;
  deleteMemory?: Resolver<ResolversTypes['DeleteMemoryPayload'], ParentType, ContextType, RequireFields<MutationDeleteMemoryArgs, 'input'>>;
  deleteMemoryType?: Resolver<ResolversTypes['DeleteMemoryTypePayload'], ParentType, ContextType, RequireFields<MutationDeleteMemoryTypeArgs, 'input'>>;
  deleteRelation?: Resolver<ResolversTypes['DeleteRelationPayload'], ParentType, ContextType, RequireFields<MutationDeleteRelationArgs, 'input'>>;
  deleteSpace?: Resolver<ResolversTypes['DeleteSpacePayload'], ParentType, ContextType, RequireFields<MutationDeleteSpaceArgs, 'input'>>;
  importMemories?: Resolver<ResolversTypes['ImportMemoriesPayload'], ParentType, ContextType, RequireFields<MutationImportMemoriesArgs, 'input'>>;
  mergeMemories?: Resolver<ResolversTypes['MergeMemoriesPayload'], ParentType, ContextType, RequireFields<MutationMergeMemoriesArgs, 'input'>>;
  projectDocument?: Resolver<ResolversTypes['ProjectDocumentPayload'], ParentType, ContextType, RequireFields<MutationProjectDocumentArgs, 'input'>>;
  rebuildGraph?: Resolver<ResolversTypes['RebuildGraphPayload'], ParentType, ContextType, RequireFields<MutationRebuildGraphArgs, 'input'>>;
  recall?: Resolver<ResolversTypes['RecallPayload'], ParentType, ContextType, RequireFields<MutationRecallArgs, 'input'>>;
  restoreMemory?: Resolver<ResolversTypes['RestoreMemoryPayload'], ParentType, ContextType, RequireFields<MutationRestoreMemoryArgs, 'input'>>;
  setRelationType?: Resolver<ResolversTypes['SetRelationTypePayload'], ParentType, ContextType, RequireFields<MutationSetRelationTypeArgs, 'input'>>;
  shareSpace?: Resolver<ResolversTypes['ShareSpacePayload'], ParentType, ContextType, RequireFields<MutationShareSpaceArgs, 'input'>>;
  startAnalysis?: Resolver<ResolversTypes['StartAnalysisPayload'], ParentType, ContextType, RequireFields<MutationStartAnalysisArgs, 'input'>>;
  unshareSpace?: Resolver<ResolversTypes['UnshareSpacePayload'], ParentType, ContextType, RequireFields<MutationUnshareSpaceArgs, 'input'>>;
  updateMemory?: Resolver<ResolversTypes['UpdateMemoryPayload'], ParentType, ContextType, RequireFields<MutationUpdateMemoryArgs, 'input'>>;
  updateMemoryType?: Resolver<ResolversTypes['UpdateMemoryTypePayload'], ParentType, ContextType, RequireFields<MutationUpdateMemoryTypeArgs, 'input'>>;
  updateRelation?: Resolver<ResolversTypes['UpdateRelationPayload'], ParentType, ContextType, RequireFields<MutationUpdateRelationArgs, 'input'>>;
  updateSpace?: Resolver<ResolversTypes['UpdateSpacePayload'], ParentType, ContextType, RequireFields<MutationUpdateSpaceArgs, 'input'>>;
};

export type NeighbourConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NeighbourConnection'] = ResolversParentTypes['NeighbourConnection']> = {
  edges?: Resolver<Array<ResolversTypes['NeighbourEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Memory']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type NeighbourEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NeighbourEdge'] = ResolversParentTypes['NeighbourEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  depth?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
  via?: Resolver<Maybe<ResolversTypes['Relation']>, ParentType, ContextType>;
};

export type OperationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Operation'] = ResolversParentTypes['Operation']> = {
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  actorId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  actorKind?: Resolver<ResolversTypes['ActorKind'], ParentType, ContextType>;
  after?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['OperationKind'], ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OperationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OperationConnection'] = ResolversParentTypes['OperationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['OperationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Operation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OperationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OperationEdge'] = ResolversParentTypes['OperationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Operation'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PathResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Path'] = ResolversParentTypes['Path']> = {
  cost?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  memories?: Resolver<Array<ResolversTypes['Memory']>, ParentType, ContextType>;
  relations?: Resolver<Array<ResolversTypes['Relation']>, ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PathsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Paths'] = ResolversParentTypes['Paths']> = {
  nodes?: Resolver<Array<ResolversTypes['Path']>, ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ProjectDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProjectDocumentPayload'] = ResolversParentTypes['ProjectDocumentPayload']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  memory?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  analysis?: Resolver<Maybe<ResolversTypes['Analysis']>, ParentType, ContextType, RequireFields<QueryAnalysisArgs, 'id'>>;
  commonNeighbours?: Resolver<ResolversTypes['CommonNeighbours'], ParentType, ContextType, RequireFields<QueryCommonNeighboursArgs, 'anyTime' | 'direction' | 'first' | 'ids'>>;
  graphStatistics?: Resolver<ResolversTypes['GraphStatistics'], ParentType, ContextType>;
  memories?: Resolver<ResolversTypes['MemoryConnection'], ParentType, ContextType, RequireFields<QueryMemoriesArgs, 'first' | 'order' | 'sort'>>;
  memory?: Resolver<Maybe<ResolversTypes['Memory']>, ParentType, ContextType, RequireFields<QueryMemoryArgs, 'id'>>;
  memoryAccess?: Resolver<Array<ResolversTypes['MemoryAccess']>, ParentType, ContextType, RequireFields<QueryMemoryAccessArgs, 'managesMemories' | 'memoryIds'>>;
  memoryDiff?: Resolver<Maybe<ResolversTypes['MemoryDiff']>, ParentType, ContextType, RequireFields<QueryMemoryDiffArgs, 'by' | 'from' | 'id' | 'to'>>;
  memoryType?: Resolver<Maybe<ResolversTypes['MemoryTypeDefinition']>, ParentType, ContextType, RequireFields<QueryMemoryTypeArgs, 'name'>>;
  memoryTypes?: Resolver<Array<ResolversTypes['MemoryTypeDefinition']>, ParentType, ContextType>;
  path?: Resolver<Maybe<ResolversTypes['Path']>, ParentType, ContextType, RequireFields<QueryPathArgs, 'anyTime' | 'by' | 'direction' | 'fromId' | 'maxDepth' | 'toId'>>;
  paths?: Resolver<ResolversTypes['Paths'], ParentType, ContextType, RequireFields<QueryPathsArgs, 'anyTime' | 'by' | 'direction' | 'first' | 'fromId' | 'maxDepth' | 'onlyShortest' | 'toId'>>;
  queryGraph?: Resolver<ResolversTypes['StatementAnswer'], ParentType, ContextType, RequireFields<QueryQueryGraphArgs, 'first' | 'statement'>>;
  recallReceipt?: Resolver<Maybe<ResolversTypes['RecallReceipt']>, ParentType, ContextType, RequireFields<QueryRecallReceiptArgs, 'id'>>;
  relation?: Resolver<Maybe<ResolversTypes['Relation']>, ParentType, ContextType, RequireFields<QueryRelationArgs, 'id'>>;
  relationTypes?: Resolver<Array<ResolversTypes['RelationType']>, ParentType, ContextType>;
  searchMemories?: Resolver<ResolversTypes['SearchConnection'], ParentType, ContextType, RequireFields<QuerySearchMemoriesArgs, 'first' | 'mode' | 'query'>>;
  space?: Resolver<Maybe<ResolversTypes['Space']>, ParentType, ContextType, RequireFields<QuerySpaceArgs, 'id'>>;
  spaceAccess?: Resolver<Array<ResolversTypes['MemoryAccess']>, ParentType, ContextType, RequireFields<QuerySpaceAccessArgs, 'managesMemories' | 'spaceIds'>>;
  spaces?: Resolver<Array<ResolversTypes['Space']>, ParentType, ContextType>;
  subgraph?: Resolver<ResolversTypes['Subgraph'], ParentType, ContextType, RequireFields<QuerySubgraphArgs, 'anyTime' | 'depth' | 'direction' | 'first' | 'ids'>>;
};

export type RebuildGraphPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RebuildGraphPayload'] = ResolversParentTypes['RebuildGraphPayload']> = {
  memories?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  relations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RecallItemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecallItem'] = ResolversParentTypes['RecallItem']> = {
  memory?: Resolver<Maybe<ResolversTypes['Memory']>, ParentType, ContextType>;
  memoryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RecallPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecallPayload'] = ResolversParentTypes['RecallPayload']> = {
  receipt?: Resolver<ResolversTypes['RecallReceipt'], ParentType, ContextType>;
};

export type RecallReceiptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecallReceipt'] = ResolversParentTypes['RecallReceipt']> = {
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  actorKind?: Resolver<ResolversTypes['ActorKind'], ParentType, ContextType>;
  budgetTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['RecallItem']>, ParentType, ContextType>;
  query?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usesMeaning?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RelationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Relation'] = ResolversParentTypes['Relation'], FederationReferenceType extends FederationReferenceTypes['Relation'] = FederationReferenceTypes['Relation']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Relation']> | FederationReferenceType, FederationReferenceType, ContextType>;
  contradictedBy?: Resolver<Array<ResolversTypes['Relation']>, ParentType, ContextType>;
  contradicts?: Resolver<Array<ResolversTypes['Relation']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  deletedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  externalId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['Memory']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  properties?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['Memory']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  validFrom?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  validTo?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type RelationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RelationConnection'] = ResolversParentTypes['RelationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RelationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Relation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RelationCountsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RelationCounts'] = ResolversParentTypes['RelationCounts']> = {
  in?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  out?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RelationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RelationEdge'] = ResolversParentTypes['RelationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Relation'], ParentType, ContextType>;
};

export type RelationTypeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RelationType'] = ResolversParentTypes['RelationType']> = {
  isBuiltIn?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isSingleValued?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  updatedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type RemovedFindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemovedFinding'] = ResolversParentTypes['RemovedFinding']> = {
  memoryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['RemovalReason'], ParentType, ContextType>;
};

export type RestoreMemoryPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RestoreMemoryPayload'] = ResolversParentTypes['RestoreMemoryPayload']> = {
  memory?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
};

export type ScoredMemoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScoredMemory'] = ResolversParentTypes['ScoredMemory']> = {
  group?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  memory?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SearchConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchConnection'] = ResolversParentTypes['SearchConnection']> = {
  edges?: Resolver<Array<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Memory']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  usesMeaning?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SearchEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchEdge'] = ResolversParentTypes['SearchEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  highlights?: Resolver<Array<ResolversTypes['Highlight']>, ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  signals?: Resolver<ResolversTypes['SearchSignals'], ParentType, ContextType>;
  why?: Resolver<Array<ResolversTypes['SearchReason']>, ParentType, ContextType>;
};

export type SearchReasonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchReason'] = ResolversParentTypes['SearchReason']> = {
  signal?: Resolver<ResolversTypes['SearchSignal'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  via?: Resolver<Maybe<ResolversTypes['Memory']>, ParentType, ContextType>;
};

export type SearchSignalsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchSignals'] = ResolversParentTypes['SearchSignals']> = {
  graph?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  recency?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  vector?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SetRelationTypePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetRelationTypePayload'] = ResolversParentTypes['SetRelationTypePayload']> = {
  relationType?: Resolver<ResolversTypes['RelationType'], ParentType, ContextType>;
};

export type ShareSpacePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShareSpacePayload'] = ResolversParentTypes['ShareSpacePayload']> = {
  space?: Resolver<ResolversTypes['Space'], ParentType, ContextType>;
};

export type SimilarMemoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SimilarMemory'] = ResolversParentTypes['SimilarMemory']> = {
  graph?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  isRelated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  vector?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type SourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Source'] = ResolversParentTypes['Source']> = {
  kind?: Resolver<ResolversTypes['SourceKind'], ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SpaceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Space'] = ResolversParentTypes['Space'], FederationReferenceType extends FederationReferenceTypes['Space'] = FederationReferenceTypes['Space']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Space']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  externalId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shares?: Resolver<Array<ResolversTypes['SpaceShare']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  visibility?: Resolver<ResolversTypes['SpaceVisibility'], ParentType, ContextType>;
};

export type SpaceShareResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SpaceShare'] = ResolversParentTypes['SpaceShare']> = {
  role?: Resolver<ResolversTypes['SpaceRole'], ParentType, ContextType>;
  sharedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type StartAnalysisPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StartAnalysisPayload'] = ResolversParentTypes['StartAnalysisPayload']> = {
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type StatementAnswerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StatementAnswer'] = ResolversParentTypes['StatementAnswer']> = {
  columns?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  isCut?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['JSON']>, ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SubgraphResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subgraph'] = ResolversParentTypes['Subgraph']> = {
  memories?: Resolver<Array<ResolversTypes['Memory']>, ParentType, ContextType>;
  relations?: Resolver<Array<ResolversTypes['Relation']>, ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  analysisProgress?: SubscriptionResolver<ResolversTypes['Analysis'], "analysisProgress", ParentType, ContextType, RequireFields<SubscriptionAnalysisProgressArgs, 'id'>>;
  importProgress?: SubscriptionResolver<ResolversTypes['ImportProgress'], "importProgress", ParentType, ContextType, RequireFields<SubscriptionImportProgressArgs, 'id'>>;
  liveNeighbours?: SubscriptionResolver<ResolversTypes['LiveNeighbours'], "liveNeighbours", ParentType, ContextType, RequireFields<SubscriptionLiveNeighboursArgs, 'anyTime' | 'depth' | 'direction' | 'first' | 'memoryId'>>;
  liveSearch?: SubscriptionResolver<ResolversTypes['LiveSearch'], "liveSearch", ParentType, ContextType, RequireFields<SubscriptionLiveSearchArgs, 'first' | 'mode' | 'query'>>;
  memoryChanges?: SubscriptionResolver<ResolversTypes['MemoryChange'], "memoryChanges", ParentType, ContextType, RequireFields<SubscriptionMemoryChangesArgs, 'after'>>;
};

export type TextPartResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TextPart'] = ResolversParentTypes['TextPart']> = {
  kind?: Resolver<ResolversTypes['TextPartKind'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TypeCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TypeCount'] = ResolversParentTypes['TypeCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UnshareSpacePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnshareSpacePayload'] = ResolversParentTypes['UnshareSpacePayload']> = {
  space?: Resolver<ResolversTypes['Space'], ParentType, ContextType>;
};

export type UpdateMemoryPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateMemoryPayload'] = ResolversParentTypes['UpdateMemoryPayload']> = {
  memory?: Resolver<ResolversTypes['Memory'], ParentType, ContextType>;
};

export type UpdateMemoryTypePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateMemoryTypePayload'] = ResolversParentTypes['UpdateMemoryTypePayload']> = {
  memoryType?: Resolver<ResolversTypes['MemoryTypeDefinition'], ParentType, ContextType>;
};

export type UpdateRelationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateRelationPayload'] = ResolversParentTypes['UpdateRelationPayload']> = {
  relation?: Resolver<ResolversTypes['Relation'], ParentType, ContextType>;
};

export type UpdateSpacePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateSpacePayload'] = ResolversParentTypes['UpdateSpacePayload']> = {
  space?: Resolver<ResolversTypes['Space'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Analysis?: AnalysisResolvers<ContextType>;
  AttachDocumentPayload?: AttachDocumentPayloadResolvers<ContextType>;
  Attachment?: AttachmentResolvers<ContextType>;
  CancelAnalysisPayload?: CancelAnalysisPayloadResolvers<ContextType>;
  CommonNeighbour?: CommonNeighbourResolvers<ContextType>;
  CommonNeighbours?: CommonNeighboursResolvers<ContextType>;
  CreateMemoryPayload?: CreateMemoryPayloadResolvers<ContextType>;
  CreateRelationPayload?: CreateRelationPayloadResolvers<ContextType>;
  CreateSpacePayload?: CreateSpacePayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DayOfGrowth?: DayOfGrowthResolvers<ContextType>;
  DefineMemoryTypePayload?: DefineMemoryTypePayloadResolvers<ContextType>;
  DeleteMemoryPayload?: DeleteMemoryPayloadResolvers<ContextType>;
  DeleteMemoryTypePayload?: DeleteMemoryTypePayloadResolvers<ContextType>;
  DeleteRelationPayload?: DeleteRelationPayloadResolvers<ContextType>;
  DeleteSpacePayload?: DeleteSpacePayloadResolvers<ContextType>;
  EstimatedCount?: EstimatedCountResolvers<ContextType>;
  FieldChange?: FieldChangeResolvers<ContextType>;
  GraphStatistics?: GraphStatisticsResolvers<ContextType>;
  Highlight?: HighlightResolvers<ContextType>;
  HighlightMatch?: HighlightMatchResolvers<ContextType>;
  ImportError?: ImportErrorResolvers<ContextType>;
  ImportMemoriesPayload?: ImportMemoriesPayloadResolvers<ContextType>;
  ImportProgress?: ImportProgressResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  LiveNeighbours?: LiveNeighboursResolvers<ContextType>;
  LiveSearch?: LiveSearchResolvers<ContextType>;
  Memory?: MemoryResolvers<ContextType>;
  MemoryChange?: MemoryChangeResolvers<ContextType>;
  MemoryConnection?: MemoryConnectionResolvers<ContextType>;
  MemoryDiff?: MemoryDiffResolvers<ContextType>;
  MemoryEdge?: MemoryEdgeResolvers<ContextType>;
  MemoryTypeDefinition?: MemoryTypeDefinitionResolvers<ContextType>;
  MergeMemoriesPayload?: MergeMemoriesPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NeighbourConnection?: NeighbourConnectionResolvers<ContextType>;
  NeighbourEdge?: NeighbourEdgeResolvers<ContextType>;
  Operation?: OperationResolvers<ContextType>;
  OperationConnection?: OperationConnectionResolvers<ContextType>;
  OperationEdge?: OperationEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Path?: PathResolvers<ContextType>;
  Paths?: PathsResolvers<ContextType>;
  ProjectDocumentPayload?: ProjectDocumentPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RebuildGraphPayload?: RebuildGraphPayloadResolvers<ContextType>;
  RecallItem?: RecallItemResolvers<ContextType>;
  RecallPayload?: RecallPayloadResolvers<ContextType>;
  RecallReceipt?: RecallReceiptResolvers<ContextType>;
  Relation?: RelationResolvers<ContextType>;
  RelationConnection?: RelationConnectionResolvers<ContextType>;
  RelationCounts?: RelationCountsResolvers<ContextType>;
  RelationEdge?: RelationEdgeResolvers<ContextType>;
  RelationType?: RelationTypeResolvers<ContextType>;
  RemovedFinding?: RemovedFindingResolvers<ContextType>;
  RestoreMemoryPayload?: RestoreMemoryPayloadResolvers<ContextType>;
  ScoredMemory?: ScoredMemoryResolvers<ContextType>;
  SearchConnection?: SearchConnectionResolvers<ContextType>;
  SearchEdge?: SearchEdgeResolvers<ContextType>;
  SearchReason?: SearchReasonResolvers<ContextType>;
  SearchSignals?: SearchSignalsResolvers<ContextType>;
  SetRelationTypePayload?: SetRelationTypePayloadResolvers<ContextType>;
  ShareSpacePayload?: ShareSpacePayloadResolvers<ContextType>;
  SimilarMemory?: SimilarMemoryResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  Space?: SpaceResolvers<ContextType>;
  SpaceShare?: SpaceShareResolvers<ContextType>;
  StartAnalysisPayload?: StartAnalysisPayloadResolvers<ContextType>;
  StatementAnswer?: StatementAnswerResolvers<ContextType>;
  Subgraph?: SubgraphResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TextPart?: TextPartResolvers<ContextType>;
  TypeCount?: TypeCountResolvers<ContextType>;
  UnshareSpacePayload?: UnshareSpacePayloadResolvers<ContextType>;
  UpdateMemoryPayload?: UpdateMemoryPayloadResolvers<ContextType>;
  UpdateMemoryTypePayload?: UpdateMemoryTypePayloadResolvers<ContextType>;
  UpdateRelationPayload?: UpdateRelationPayloadResolvers<ContextType>;
  UpdateSpacePayload?: UpdateSpacePayloadResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  coalesce?: CoalesceDirectiveResolver<any, any, ContextType>;
};
