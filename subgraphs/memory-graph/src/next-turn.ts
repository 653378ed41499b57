/** Work on the main thread lets others have it after so long. */
const turnMs = 2

/** Lets other work of this process go on. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** Tells long work when its turn is over; `next` begins another once others have had theirs. */
export function createTurns() {
  let endsAt = performance.now() + turnMs
  return {
    isOver: (): boolean => performance.now() >= endsAt,
    async next(): Promise<void> {
      await nextTurn()
      endsAt = performance.now() + turnMs
    },
  }
}
