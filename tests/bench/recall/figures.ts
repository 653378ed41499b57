/** How well rankings hold what was asked for: means over the questions. */
export type Figures = {
  readonly questions: number
  readonly recall5: number
  readonly recall10: number
  readonly mrr: number
}

export function createTally() {
  let questions = 0
  let recall5 = 0
  let recall10 = 0
  let mrr = 0
  return {
    add(ranking: readonly string[], wanted: ReadonlySet<string>): void {
      const found = (count: number) => ranking.slice(0, count).filter((id) => wanted.has(id)).length / wanted.size
      const first = ranking.findIndex((id) => wanted.has(id))
      questions++
      recall5 += found(5)
      recall10 += found(10)
      mrr += first < 0 ? 0 : 1 / (first + 1)
    },
    figures: (): Figures => ({
      questions,
      recall5: recall5 / questions,
      recall10: recall10 / questions,
      mrr: mrr / questions,
    }),
  }
}
