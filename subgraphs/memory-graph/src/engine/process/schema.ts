/** Raised with every change of the statements below or of how text is analysed: graphs of another version are rebuilt. */
export const schemaVersion = 2

export type ColumnTypes = Readonly<Record<string, string>>

/** In the order of the tables, and of the files that are copied into them. */
export const memoryTypes = {
  id: 'STRING',
  type: 'STRING',
  title: 'STRING',
  content: 'STRING',
  tags: 'STRING[]',
  properties: 'STRING',
  spaceId: 'STRING',
  createdBy: 'STRING',
  importance: 'DOUBLE',
  createdAt: 'INT64',
  updatedAt: 'INT64',
  validFrom: 'INT64',
  validTo: 'INT64',
  version: 'INT64',
  indexText: 'STRING',
} as const

export const relationTypes = {
  id: 'STRING',
  type: 'STRING',
  weight: 'DOUBLE',
  createdAt: 'INT64',
  validFrom: 'INT64',
  validTo: 'INT64',
  version: 'INT64',
} as const

/** Columns as a statement declares them. */
export const declared = (columns: ColumnTypes): string =>
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ')

export const schemaStatements = [
  `CREATE NODE TABLE Memory(${declared(memoryTypes)}, PRIMARY KEY (id))`,
  `CREATE REL TABLE Relation(FROM Memory TO Memory, ${declared(relationTypes)})`,
  `CREATE NODE TABLE Meta(
     id INT64 PRIMARY KEY, schemaVersion INT64, appliedSeq INT64, memories INT64, relations INT64, digest STRING)`,
] as const

/** Terms arrive stemmed (analyse-text.ts). */
export const createTextIndex = `CALL CREATE_FTS_INDEX('Memory', 'memory_text', ['indexText'], stemmer := 'none')`
