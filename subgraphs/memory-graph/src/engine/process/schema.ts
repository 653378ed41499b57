/** Raised with every change of the statements below or of how text is analysed: graphs of another version are rebuilt. */
export const schemaVersion = 2

export const schemaStatements = [
  `CREATE NODE TABLE Memory(
     id STRING PRIMARY KEY, type STRING, title STRING, content STRING, tags STRING[], properties STRING, spaceId STRING,
     createdBy STRING, importance DOUBLE, createdAt INT64, updatedAt INT64, validFrom INT64, validTo INT64, version INT64,
     indexText STRING)`,
  `CREATE REL TABLE Relation(
     FROM Memory TO Memory, id STRING, type STRING, weight DOUBLE, createdAt INT64, validFrom INT64, validTo INT64, version INT64)`,
  `CREATE NODE TABLE Meta(
     id INT64 PRIMARY KEY, schemaVersion INT64, appliedSeq INT64, memories INT64, relations INT64, digest STRING)`,
] as const

/** Terms arrive stemmed (analyse-text.ts). */
export const createTextIndex = `CALL CREATE_FTS_INDEX('Memory', 'memory_text', ['indexText'], stemmer := 'none')`
