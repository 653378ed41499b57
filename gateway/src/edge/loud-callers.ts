export type LoudCallers = {
  /** Notes that somebody asks. */
  ask(key: string): void
  /** Whether somebody asks for so much of a busy machine that others feel it. */
  isLoud(key: string): boolean
}

export type LoudCallersOptions = {
  /** The share of the processors' time that was used since this was asked last. */
  readonly busyShare: () => number
  readonly now: () => number
  /** Called when it was judged anew. */
  readonly onJudged: () => void
}

/** Over how long requests are counted, and how often that is judged. */
const rateMs = 3_000
const windowMs = 500
/** A machine that is used so much has everybody wait. */
const busy = 0.8
/** So many times what others ask for on average is too much. */
const tooMuch = 1.5
/** Below that, nobody is too loud: one page may ask for much at once. */
const leastPerSecond = 30
/** Who asks less often than once a second is there for a part of the time. */
const presentPerSecond = 1
const maxKeys = 10_000

/** Finds who asks for much more than the others while the machine is busy. Whoever is alone is never too loud. */
export function createLoudCallers({ busyShare, now, onJudged }: LoudCallersOptions): LoudCallers {
  /** How many requests there were of late: counted up, and falling by itself as e^(-t / rateMs). */
  const asked = new Map<string, number>()
  let loud = new Set<string>()
  let judgedAt = now()
  let busyOfLate = 0

  const judge = (elapsedMs: number) => {
    busyOfLate += (busyShare() - busyOfLate) / 2
    const all = { perSecond: 0, present: 0 }
    const rates = [...asked].map(([key, count]) => {
      const perSecond = (1_000 * count) / rateMs
      const present = Math.min(1, perSecond / presentPerSecond)
      all.perSecond += perSecond
      all.present += present
      return { key, perSecond, present }
    })
    const isTooMuch = ({ perSecond, present }: { readonly perSecond: number; readonly present: number }) => {
      const others = all.present - present
      const most = (tooMuch * (all.perSecond - perSecond)) / Math.max(1, others)
      return others >= 0.5 && perSecond > Math.max(most, leastPerSecond)
    }
    loud = new Set(busyOfLate > busy ? rates.filter(isTooMuch).map(({ key }) => key) : [])
    const left = Math.exp(-elapsedMs / rateMs)
    for (const [key, count] of asked) {
      if (count * left < 0.01) asked.delete(key)
      else asked.set(key, count * left)
    }
    onJudged()
  }

  return {
    ask(key) {
      const elapsedMs = now() - judgedAt
      if (elapsedMs >= windowMs) {
        judgedAt += elapsedMs
        judge(elapsedMs)
      }
      const count = asked.get(key)
      if (count !== undefined || asked.size < maxKeys) asked.set(key, (count ?? 0) + 1)
    },
    isLoud: (key) => loud.has(key),
  }
}
