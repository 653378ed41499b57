/** The engine's process is not there at the moment (restarting, or closed): the same call may succeed a moment later. */
export class GraphUnavailableError extends Error {
  override readonly name = 'GraphUnavailableError'
}

/** The query took longer than it was given. */
export class GraphDeadlineError extends Error {
  override readonly name = 'GraphDeadlineError'
}

/** The tenant's files are missing parts, or hold what was not written: rebuild it from the rows. */
export class GraphDamagedError extends Error {
  override readonly name = 'GraphDamagedError'
}

/** A statement that a person wrote is none, or asks for more than there is: says what the engine says of it. */
export class StatementError extends Error {
  override readonly name = 'StatementError'
}

/** The entries do not continue where the graph stands: read the log again from `appliedSeq`. */
export class SequenceGapError extends Error {
  override readonly name = 'SequenceGapError'
  readonly appliedSeq: number
  readonly seq: number

  constructor(appliedSeq: number, seq: number) {
    super(`the graph stands at ${appliedSeq} and cannot continue with ${seq}`)
    this.appliedSeq = appliedSeq
    this.seq = seq
  }
}
