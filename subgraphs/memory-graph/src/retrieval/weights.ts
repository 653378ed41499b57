/**
 * How much each signal counts. They were chosen on conversations (tests/bench/recall.ts) and are round on purpose: around
 * them the results hardly change.
 */
export const weights = {
  /** The best text match counts 1; the best match of meaning counts so much. */
  vector: 0.3,
  /** What comes right after a match, often its answer; what comes right before; and two steps away. */
  after: 0.5,
  before: 0.3,
  secondAfter: 0.2,
  secondBefore: 0.1,
  /** Being part of the whole in which most matches are. */
  whole: 1,
  /** Being a whole whose parts match, for each of few parts. */
  ofParts: 0.5,
  /** A match at the other end of any other relation, if it is that one's only one. */
  related: 0.7,
  /** Written this very moment; halves every `recencyHalfLifeMs`. */
  recency: 0.05,
  /** What asks a question itself, when a question was asked: it seldom answers one. */
  asks: 0.8,
} as const

export const recencyHalfLifeMs = 30 * 24 * 3_600_000
/** Each further match in a whole counts half of the one before. */
export const furtherPart = 0.5
