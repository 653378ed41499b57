/**
 * Watches how long the event loop is held up, in milliseconds of this thread's processor time: what other processes take
 * from it on a busy machine does not count.
 */
export function watchTurns(): Disposable & { longestMs(): number } {
  let longest = 0
  let before = process.threadCpuUsage()
  const look = () => {
    const { user, system } = process.threadCpuUsage(before)
    longest = Math.max(longest, (user + system) / 1_000)
    before = process.threadCpuUsage()
  }
  const timer = setInterval(look, 1)
  return {
    longestMs() {
      look()
      return longest
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
